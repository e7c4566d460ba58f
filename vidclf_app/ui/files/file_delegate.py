"""Paints the cells of the list of files."""

import time

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vidclf_app.ui.files.file_model import FOUND, OPEN, ROW_ROLE, STATE, VIDEO, cell_text
from vidclf_app.ui.files.view_state import FileRow, RowState
from vidclf_app.ui.parts.theme import colours, scaled_px

_BUSY_PERIOD_S = 1.6
_BUSY_SHARE = 0.3


class FileDelegate(QStyledItemDelegate):
    """Two lines a row: what matters, and below it what is good to know."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell."""
        row: FileRow = index.data(ROW_ROLE)
        theme = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(theme.raised if is_chosen else theme.surface))
        if is_chosen and index.column() == VIDEO:
            stripe = QRect(option.rect.topLeft(), QSize(scaled_px(3), option.rect.height()))
            painter.fillRect(stripe, QColor(theme.accent))
        painter.setPen(QColor(theme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        room = option.rect.adjusted(scaled_px(9), scaled_px(8), -scaled_px(9), -scaled_px(8))
        column = index.column()
        if column == VIDEO:
            _lines(painter, option, room, row.name, row.folder)
        elif column == STATE:
            _state(painter, option, room, row)
        elif column == FOUND:
            _found(painter, option, room, row)
        elif column == OPEN:
            if row.may_open:
                _button(painter, option, room, cell_text(row, OPEN))
        else:
            _line(painter, option.font, room, cell_text(row, column), theme.text)
        if option.state & QStyle.StateFlag.State_HasFocus and not is_chosen:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()


def row_height(font: QFont) -> int:
    """Return the height of a row, in pixels."""
    return QFontMetrics(font).height() + QFontMetrics(_small(font)).height() + scaled_px(20)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(scaled_px(12.5))
    return small


def _line(
    painter: QPainter,
    font: QFont,
    room: QRect,
    text: str,
    colour: str,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Write one line in the middle of the room."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, elide, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _halves(font: QFont, room: QRect) -> tuple[QRect, QRect]:
    height = QFontMetrics(font).height()
    upper = QRect(room.left(), room.top(), room.width(), height)
    return upper, room.adjusted(0, height + scaled_px(4), 0, 0)


def _lines(
    painter: QPainter, option: QStyleOptionViewItem, room: QRect, first: str, second: str
) -> None:
    upper, lower = _halves(option.font, room)
    middle = Qt.TextElideMode.ElideMiddle
    _line(painter, option.font, upper, first, colours().text, middle)
    _line(painter, _small(option.font), lower, second, colours().muted, middle)


def _state(painter: QPainter, option: QStyleOptionViewItem, room: QRect, row: FileRow) -> None:
    theme = colours()
    has_bar = row.state in {RowState.RUNNING, RowState.PAUSED, RowState.ENDING}
    colour = {
        RowState.DONE: theme.accent,
        RowState.FAILED: theme.error,
        RowState.OUTDATED: theme.warning,
        RowState.RUNNING: theme.text,
        RowState.PAUSED: theme.text,
    }.get(row.state, theme.muted)
    if not has_bar:
        _line(painter, option.font, room, row.status, colour)
        return
    upper, lower = _halves(option.font, room)
    _line(painter, option.font, upper, row.status, colour)
    bar = QRectF(lower.left(), lower.center().y() - scaled_px(3), lower.width(), scaled_px(6))
    _bar(painter, bar, row)


def _bar(painter: QPainter, bar: QRectF, row: FileRow) -> None:
    theme = colours()
    round_px = bar.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.line))
    painter.drawRoundedRect(bar, round_px, round_px)
    painter.setBrush(QColor(theme.accent if row.state is RowState.RUNNING else theme.edge))
    if row.progress is not None:
        done = QRectF(bar)
        done.setWidth(max(bar.height(), bar.width() * row.progress))
        painter.drawRoundedRect(done, round_px, round_px)
    elif row.state is RowState.RUNNING:
        # Nobody knows the length: a piece that wanders whenever the row is painted.
        piece = QRectF(bar)
        piece.setWidth(bar.width() * _BUSY_SHARE)
        phase = time.monotonic() % _BUSY_PERIOD_S / _BUSY_PERIOD_S
        piece.moveLeft(bar.left() + (bar.width() - piece.width()) * (1 - abs(2 * phase - 1)))
        painter.drawRoundedRect(piece, round_px, round_px)


def _found(painter: QPainter, option: QStyleOptionViewItem, room: QRect, row: FileRow) -> None:
    theme = colours()
    first = cell_text(row, FOUND)
    if first and row.detail:
        upper, lower = _halves(option.font, room)
        _line(painter, option.font, upper, first, theme.text)
        _line(painter, _small(option.font), lower, row.detail, theme.muted)
    elif first:
        _line(painter, option.font, room, first, theme.text)
    else:
        _line(painter, _small(option.font), room, row.detail, theme.muted)


def _button(painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str) -> None:
    theme = colours()
    metrics = QFontMetrics(option.font)
    height = metrics.height() + scaled_px(10)
    box = QRect(room.left(), 0, room.width(), height)
    box.moveCenter(room.center())
    is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    painter.setPen(QPen(QColor(theme.edge)))
    painter.setBrush(QColor(theme.line if is_hovered else theme.raised))
    painter.drawRoundedRect(box, scaled_px(7), scaled_px(7))
    painter.setFont(option.font)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
