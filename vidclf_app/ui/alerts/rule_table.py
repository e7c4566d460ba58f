"""The rules, one line each; in a narrow window a line goes on below."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.alerts.config import LONGEST_S
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.alerts.view_state import RuleRow
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

_CHECKS = (
    ("sound", QT_TRANSLATE_NOOP("alerts", "Sound")),
    ("banner", QT_TRANSLATE_NOOP("alerts", "Banner")),
    ("webhook", QT_TRANSLATE_NOOP("alerts", "Webhook")),
    ("mqtt", QT_TRANSLATE_NOOP("alerts", "MQTT")),
)
_WIDEST_S = 9999.9


class RuleLine(QWidget):
    """One rule.

    Args:
        row: The rule.
        change: Asks for a change of some of its fields.
        parent: The widget around it.
    """

    def __init__(self, row: RuleRow, change: Callable[..., None], parent: QWidget) -> None:
        super().__init__(parent)
        # "&" would mark a key.
        self.enabled = QCheckBox(row.name.replace("&", "&&"), self)
        self.enabled.setToolTip(translate("alerts", "Be alerted of it"))
        self.enabled.clicked.connect(lambda on: change(enabled=on))
        self.after = _seconds(
            translate("alerts", "{name}: after").format(name=row.name),
            translate("alerts", "after "),
            self,
        )
        self.after.setToolTip(translate("alerts", "For how long it must have been recognised"))
        self.after.valueChanged.connect(lambda seconds: change(after_s=seconds))
        self.pause = _seconds(
            translate("alerts", "{name}: pause").format(name=row.name),
            translate("alerts", "pause "),
            self,
        )
        self.pause.setToolTip(translate("alerts", "For how long to keep quiet after an alert"))
        self.pause.valueChanged.connect(lambda seconds: change(pause_s=seconds))
        self.checks: dict[str, QCheckBox] = {}
        for field, title in _CHECKS:
            shown = translate("alerts", title)
            box = QCheckBox(shown, self)
            box.setAccessibleName(f"{row.name}: {shown}")
            box.clicked.connect(lambda on, field=field: change(**{field: on}))
            self.checks[field] = box
        self.remove = QPushButton(translate("alerts", "Remove"), self)
        self.remove.setAccessibleName(translate("alerts", "Remove {name}").format(name=row.name))
        self.remove.setToolTip(translate("alerts", "Be alerted of it no more"))
        self.note = QLabel(translate("alerts", "not in this model"), self)
        self.note.setObjectName("hint")
        self.fields = [self.enabled, self.after, self.pause, *self.checks.values(), self.remove]
        layout = WrappingLayout(self, across_px=14, down_px=6)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in self.fields:
            layout.addWidget(widget)
        layout.addWidget(self.note)

    def render_row(self, row: RuleRow, *, webhook: bool, mqtt: bool, can_play: bool) -> None:
        """Show a rule's values; ways that are not set up can't be chosen."""
        rule = row.rule
        self.enabled.setChecked(rule.enabled)
        self.note.setVisible(not row.known)
        for box, seconds in ((self.after, rule.after_s), (self.pause, rule.pause_s)):
            if not box.hasFocus():
                box.blockSignals(True)
                box.setValue(seconds)
                box.blockSignals(False)
        for field, check in self.checks.items():
            check.setChecked(getattr(rule, field))
        self.checks["sound"].setEnabled(can_play)
        self.checks["webhook"].setEnabled(webhook)
        self.checks["mqtt"].setEnabled(mqtt)


class RuleTable(QWidget):
    """Shows the rules.

    Args:
        behind: What the Tab key reaches after the last rule.
        parent: The widget around it.
    """

    change_requested = Signal(object, dict)
    remove_requested = Signal(object)

    def __init__(self, behind: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[RuleLine] = []
        self._labels: list[str | None] = []
        self._behind = behind
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    def render_rows(
        self, rows: tuple[RuleRow, ...], *, webhook: bool, mqtt: bool, can_play: bool
    ) -> None:
        """Show rules."""
        labels = [row.rule.label for row in rows]
        if labels != self._labels:
            self._build(labels, rows)
        for line, row in zip(self.lines, rows, strict=True):
            line.render_row(row, webhook=webhook, mqtt=mqtt, can_play=can_play)

    def _build(self, labels: list[str | None], rows: tuple[RuleRow, ...]) -> None:
        kept = dict(zip(self._labels, self.lines, strict=True))
        self._labels = labels
        self.lines = []
        for label, row in zip(labels, rows, strict=True):
            line = kept.pop(label, None)
            if line is None:
                line = RuleLine(row, self._changer(label), self)
                line.remove.clicked.connect(lambda _=False, label=label: self._ask_to_remove(label))
            self.lines.append(line)
            self._layout.addWidget(line)
        for line in kept.values():
            if line.isAncestorOf(self.focusWidget() or self):
                # Whoever removed it by keyboard must not lose the place.
                self._behind.setFocus()
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._align()
        # In the order in which they stand, not in which they were made.
        order = [field for line in self.lines for field in line.fields]
        for field, following in pairwise([*order, self._behind]):
            QWidget.setTabOrder(field, following)

    def _align(self) -> None:
        """Let what belongs together stand in a column, where the lines are not broken."""
        widest_px = max((line.enabled.sizeHint().width() for line in self.lines), default=0)
        for line in self.lines:
            line.enabled.setMinimumWidth(widest_px)

    def _changer(self, label: str | None) -> Callable[..., None]:
        def change(**fields: object) -> None:
            self.change_requested.emit(label, fields)

        return change

    def _ask_to_remove(self, label: str | None) -> None:
        self.remove_requested.emit(label)


def _seconds(name: str, prefix: str, parent: QWidget) -> QDoubleSpinBox:
    box = QDoubleSpinBox(parent)
    box.setAccessibleName(name)
    # As wide as values are that people choose; a day fits too, if less well.
    box.setRange(0.0, _WIDEST_S)
    box.setDecimals(1)
    box.setPrefix(prefix)
    box.setSuffix(translate("alerts", " s"))
    # One change for a number that is typed, not one for each of its digits.
    box.setKeyboardTracking(False)
    box.setMinimumWidth(box.sizeHint().width())
    box.setMaximum(LONGEST_S)
    return box
