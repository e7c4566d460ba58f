"""The session beside the picture: totals for each class, and what was when."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.label_names import label_name
from vidclf_app.live.session import LogEntry, SessionView
from vidclf_app.live.wording import (
    entry_sureness,
    entry_times,
    left_out_text,
    session_summary,
    total_text,
)
from vidclf_app.translating import translate
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts import theme
from vidclf_app.units import Units, units

_WIDTH_PX = 400
_RUNNING_EVERY = 4  # Of the session's changes, which come with each prediction.
_NO_PARENT = QModelIndex()

_AnyIndex = QModelIndex | QPersistentModelIndex


class _Table(QAbstractTableModel):
    """Rows of texts, the first column with a label.

    Args:
        headings: Of the columns.
        parent: Who owns it.
    """

    def __init__(self, headings: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self._headings = tuple(headings)
        self.running_rows = 0
        self.rows: list[tuple[str, ...]] = []

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a text, or how it is aligned."""
        is_cut = role == Qt.ItemDataRole.ToolTipRole and index.column() == 0
        if role == Qt.ItemDataRole.DisplayRole or is_cut:
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.FontRole and index.row() < self.running_rows:
            font = QFont(self._owner.font())
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def change_rows(self, rows: list[tuple[str, ...]]) -> None:
        """Show other rows."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        before, self.rows = self.rows, rows
        changed = [number for number, row in enumerate(rows) if row != before[number]]
        if changed:
            last = len(self._headings) - 1
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))

    def change_row(self, number: int, row: tuple[str, ...]) -> None:
        """Show a row differently."""
        if self.rows[number] != row:
            self.rows[number] = row
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(row) - 1))


class SessionPanel(QFrame):
    """Shows a session.

    Args:
        parent: The widget around it.
    """

    new_session_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("live", "Session"))
        self._shown: tuple[SessionView, Units] | None = None
        heading = QLabel(translate("live", "Session"), self)
        heading.setObjectName("heading")
        self.summary = QLabel(self)
        self.summary.setObjectName("caption")
        self.summary.setWordWrap(True)
        self.new_session = QPushButton(translate("live", "New session"), self)
        self.new_session.setAutoDefault(False)
        self.new_session.setToolTip(translate("live", "Count from nothing again (N)"))
        self.new_session.clicked.connect(self.new_session_requested)
        self._totals = _Table(
            (
                translate("live", "Class"),
                translate("live", "Count"),
                translate("live", "Time"),
                translate("live", "Share"),
            ),
            self,
        )
        self.totals = _view(self._totals, translate("live", "Totals"), self)
        self.totals.setToolTip(translate("live", "Shares are of the time that was watched"))
        self._log = _Table(
            (
                translate("live", "Class"),
                translate("live", "From – to"),  # noqa: RUF001 - a dash
                translate("live", "Mean"),
                translate("live", "Peak"),
            ),
            self,
        )
        self.log = _view(self._log, translate("live", "What was when, newest first"), self)
        self.log.setToolTip(
            translate("live", "Mean and peak tell how sure the model was of the class")
        )
        self.empty = QLabel(translate("live", "Nothing has been recognised yet."), self)
        self.empty.setObjectName("hint")
        self.empty.setWordWrap(True)
        self.left_out = QLabel(self)
        self.left_out.setObjectName("caption")
        self.left_out.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(heading, 1)
        line.addWidget(self.new_session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.summary)
        layout.addWidget(self.empty)
        layout.addWidget(self.totals, 2)
        layout.addWidget(self.log, 3)
        layout.addWidget(self.left_out)
        layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a width that follows the text."""
        return QSize(theme.scaled_px(_WIDTH_PX), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on the width alone."""
        return QSize(theme.scaled_px(_WIDTH_PX), 0)

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        desk = state.desk
        if desk is None or not self.isVisible():
            return
        session = desk.session
        before = self._shown
        if before is not None and before[0] is session and before[1] == units():
            return
        is_step = (
            before is not None
            and before[1] == units()
            and before[0].log is session.log
            and int(before[0].watched_s * _RUNNING_EVERY) == int(session.watched_s * _RUNNING_EVERY)
            and (before[0].running is None) == (session.running is None)
        )
        if is_step:
            return  # Too soon for somebody who reads.
        is_new = before is None or before[0].log is not session.log or before[1] != units()
        self._shown = (session, units())
        self._show(session, log_changed=is_new)

    def _show(self, session: SessionView, *, log_changed: bool) -> None:
        self.summary.setText(session_summary(session))
        self._totals.change_rows(
            [(label_name(total.label), *total_text(total)) for total in session.totals]
        )
        running = [_row(session.running, is_running=True)] if session.running else []
        self._log.running_rows = len(running)
        if log_changed or len(self._log.rows) != len(running) + len(session.log):
            self._log.change_rows(running + [_row(entry) for entry in session.log])
        elif running:
            self._log.change_row(0, running[0])
        has_any = bool(session.totals)
        for widget in (self.totals, self.log):
            widget.setVisible(has_any)
        self.empty.setVisible(not has_any)
        left_out = left_out_text(session)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))


def _row(entry: LogEntry, *, is_running: bool = False) -> tuple[str, ...]:
    return (
        label_name(entry.segment.label),
        entry_times(entry, is_running=is_running),
        *entry_sureness(entry),
    )


def _view(model: _Table, name: str, parent: QWidget) -> QTableView:
    view = QTableView(parent)
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    # All rows look alike: measuring five hundred of them at each change would cost.
    header.setResizeContentsPrecision(20)
    header.setHighlightSections(False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
