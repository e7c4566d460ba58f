"""The button that adds a source beside those that are shown."""

from PySide6.QtWidgets import QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.live.source_picker import SourcePicker
from vidclf_app.ui.live.view_state import ViewState


class SourceAdder(SourcePicker):
    """The same menu as the source's own, for one source more.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, with_keys=False)
        self.setToolTip(translate("wall", "Show one more camera, file or address (Ctrl N)"))

    def show_name(self, state: ViewState) -> None:
        """Say what the button does; the state's source is another one's."""
        del state
        self.setText(translate("wall", "Add …"))
        self.setAccessibleName(translate("wall", "Add a source"))
