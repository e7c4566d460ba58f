"""Widgets go on in the next line where there is no room, and none is cut."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Bar(QWidget):
    """Buttons, the last two of them to the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = [QPushButton(text, self) for text in ("one", "two", "three", "four")]
        layout = WrappingLayout(self)
        layout.setContentsMargins(10, 5, 10, 5)
        for button in self.buttons[:2]:
            layout.addWidget(button)
        layout.addStretch()
        for button in self.buttons[2:]:
            layout.addWidget(button)


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Bar]:
    around = QWidget()
    bar = Bar(around)
    outer = QVBoxLayout(around)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(bar)
    outer.addStretch(1)
    qtbot.addWidget(around)
    around.resize(1000, 400)
    around.show()
    yield bar
    around.close()


def resize(bar: Bar, width: int) -> None:
    around = bar.parentWidget()
    assert around is not None
    around.resize(width, 400)


def test_with_room_all_stand_in_one_line(bar: Bar) -> None:
    assert len({button.y() for button in bar.buttons}) == 1
    assert bar.buttons[0].x() == 10
    assert bar.buttons[-1].geometry().right() == bar.width() - 11, "pushed to the right"
    gap = bar.buttons[2].x() - bar.buttons[1].geometry().right()
    assert gap > 100


def test_without_room_they_wrap(bar: Bar) -> None:
    wide = bar.height()
    one = bar.buttons[0].sizeHint().width()
    resize(bar, 2 * one + 40)
    assert len({button.y() for button in bar.buttons}) == 2
    assert bar.height() > 1.5 * wide
    for button in bar.buttons:
        assert button.width() >= button.sizeHint().width()
        assert bar.rect().contains(button.geometry())


def test_what_was_pushed_to_the_right_stays_there(bar: Bar) -> None:
    resize(bar, 20 + sum(button.sizeHint().width() + 8 for button in bar.buttons[:3]))
    assert bar.buttons[3].y() > bar.buttons[2].y()
    resize(bar, 20 + sum(button.sizeHint().width() + 8 for button in bar.buttons[:2]))
    assert bar.buttons[2].y() > bar.buttons[1].y()
    assert bar.buttons[3].geometry().right() == bar.width() - 11


def test_what_is_hidden_takes_no_room(bar: Bar, qtbot: QtBot) -> None:
    x = bar.buttons[3].x()
    bar.buttons[0].hide()
    qtbot.waitUntil(lambda: bar.buttons[1].x() == 10)
    assert bar.buttons[3].x() == x


def test_no_narrower_than_the_widest(bar: Bar) -> None:
    widest = max(button.minimumSizeHint().width() for button in bar.buttons)
    assert bar.minimumSizeHint().width() == widest + 20
