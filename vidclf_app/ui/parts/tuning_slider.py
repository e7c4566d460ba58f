"""A slider with its name and its value, which knows "as the model says"."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts.steady_label import SteadyLabel


class TuningSlider(QWidget):
    """Asks for a number.

    Args:
        name: What it sets.
        steps: The slider's positions: from, to, one press of an arrow key, one of a page key.
        widest: The widest value text.
        tip: What it does, in a sentence.
        parent: The widget around it.
    """

    moved = Signal(int)

    def __init__(
        self,
        name: str,
        steps: tuple[int, int, int, int],
        widest: str,
        tip: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        caption = QLabel(name, self)
        caption.setObjectName("name")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(steps[0], steps[1])
        self.slider.setSingleStep(steps[2])
        self.slider.setPageStep(steps[3])
        self.slider.setMinimumWidth(70)
        self.slider.valueChanged.connect(self.moved)
        self.value = SteadyLabel(widest, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(caption)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.value)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip)
        self.slider.setAccessibleName(name)

    def render_value(self, position: int | None, text: str, *, is_own: bool) -> None:
        """Show a value.

        Args:
            position: Of the slider; None before there is a model.
            text: The value, for people.
            is_own: It is what the model says.
        """
        self.slider.setEnabled(position is not None)
        if position is not None and not self.slider.isSliderDown():
            blocked = self.slider.blockSignals(True)
            self.slider.setValue(position)
            self.slider.blockSignals(blocked)
        self.value.setText(text)
        own = translate("parts", "{value}, as the model says")
        self.slider.setAccessibleDescription(own.format(value=text) if is_own else text)
        for widget in (self.slider, self.value):
            if widget.property("own") != is_own:
                widget.setProperty("own", is_own)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
