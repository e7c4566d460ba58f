"""The rules, one line each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.alerts.view_state import RuleRow

_CHECKS = (
    ("sound", QT_TRANSLATE_NOOP("alerts", "Sound")),
    ("banner", QT_TRANSLATE_NOOP("alerts", "Banner")),
    ("webhook", QT_TRANSLATE_NOOP("alerts", "Webhook")),
    ("mqtt", QT_TRANSLATE_NOOP("alerts", "MQTT")),
)
_LONGEST_S = 3600.0


class RuleLine:
    """The widgets of one rule.

    Args:
        row: The rule.
        change: Asks for a change of some of its fields.
        parent: The widget around it.
    """

    def __init__(self, row: RuleRow, change: Callable[..., None], parent: QWidget) -> None:
        self.enabled = QCheckBox(row.name, parent)
        self.enabled.setToolTip(translate("alerts", "Be alerted of it"))
        self.enabled.clicked.connect(lambda on: change(enabled=on))
        self.note = QLabel(translate("alerts", "not in this model"), parent)
        self.note.setObjectName("hint")
        self.after = _seconds(translate("alerts", "{name}: after").format(name=row.name), parent)
        self.after.valueChanged.connect(lambda seconds: change(after_s=seconds))
        self.pause = _seconds(translate("alerts", "{name}: pause").format(name=row.name), parent)
        self.pause.valueChanged.connect(lambda seconds: change(pause_s=seconds))
        self.checks: dict[str, QCheckBox] = {}
        for field, title in _CHECKS:
            shown = translate("alerts", title)
            box = QCheckBox(shown, parent)
            box.setAccessibleName(f"{row.name}: {shown}")
            box.clicked.connect(lambda on, field=field: change(**{field: on}))
            self.checks[field] = box
        self.remove = QPushButton(translate("alerts", "Remove"), parent)
        self.remove.setAccessibleName(translate("alerts", "Remove {name}").format(name=row.name))

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

    @property
    def widgets(self) -> list[QWidget]:
        """The widgets in order of the columns."""
        return [self.enabled, self.after, self.pause, *self.checks.values(), self.remove]


class RuleTable(QWidget):
    """Shows the rules.

    Args:
        parent: The widget around it.
    """

    change_requested = Signal(object, dict)
    remove_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[RuleLine] = []
        self._labels: list[str | None] = []
        self._table = QWidget(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._table)

    def render_rows(
        self, rows: tuple[RuleRow, ...], *, webhook: bool, mqtt: bool, can_play: bool
    ) -> None:
        """Show rules."""
        labels = [row.rule.label for row in rows]
        if labels != self._labels:
            self._labels = labels
            self._build(rows)
        for line, row in zip(self.lines, rows, strict=True):
            line.render_row(row, webhook=webhook, mqtt=mqtt, can_play=can_play)

    def _build(self, rows: tuple[RuleRow, ...]) -> None:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        heads = (
            translate("alerts", "Class"),
            translate("alerts", "After"),
            translate("alerts", "Pause"),
            translate("alerts", "How"),
        )
        for column, text in enumerate(heads if rows else ()):
            head = QLabel(text, table)
            head.setObjectName("caption")
            grid.addWidget(head, 0, column)
        self.lines = []
        for number, row in enumerate(rows):
            label = row.rule.label
            line = RuleLine(row, self._changer(label), table)
            line.remove.clicked.connect(lambda _=False, label=label: self._ask_to_remove(label))
            for column, widget in enumerate(line.widgets):
                grid.addWidget(widget, 2 * number + 1, column)
            grid.addWidget(line.note, 2 * number + 2, 0, Qt.AlignmentFlag.AlignLeft)
            self.lines.append(line)
        grid.setColumnStretch(0, 1)
        self._layout.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table

    def _changer(self, label: str | None) -> Callable[..., None]:
        def change(**fields: object) -> None:
            self.change_requested.emit(label, fields)

        return change

    def _ask_to_remove(self, label: str | None) -> None:
        self.remove_requested.emit(label)


def _seconds(name: str, parent: QWidget) -> QDoubleSpinBox:
    box = QDoubleSpinBox(parent)
    box.setAccessibleName(name)
    box.setRange(0.0, _LONGEST_S)
    box.setDecimals(1)
    box.setSuffix(translate("alerts", " s"))
    return box
