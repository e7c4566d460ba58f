"""Both themes can be read, follow the system, and change while the program runs."""

import itertools
from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vidclf_app.class_colours import CLASS_COLOURS
from vidclf_app.settings import ThemeChoice
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.colours import DARK, LIGHT, Colours

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT, GRAPHICS = 4.5, 3.0
GROUNDS = ("background", "surface", "raised")
BANNER_GROUNDS = ("error_ground", "warning_ground", "notice_ground")
PAIRS = [
    *((text, ground, TEXT) for text in ("text", "muted") for ground in GROUNDS + BANNER_GROUNDS),
    ("text", "line", TEXT),  # A button under the mouse.
    ("on_accent", "accent", TEXT),
    ("raised", "accent", GRAPHICS),  # The edge of a focused button.
    *((mark, ground, TEXT) for mark in ("error", "warning", "notice") for ground in GROUNDS[:2]),
    *((mark, f"{mark}_ground", GRAPHICS) for mark in ("error", "warning", "notice")),
    *((mark, ground, GRAPHICS) for mark in ("accent", "edge") for ground in GROUNDS[:2]),
    ("disabled", "surface", 2.5),  # Need not be read, but should be seen.
    ("on_stage", "stage", TEXT),
    ("muted_on_stage", "stage", TEXT),
    ("on_stage", "accent_under_text", TEXT),
    ("accent_on_stage", "stage", GRAPHICS),
    ("on_warning", "warning_on_stage", TEXT),
]
THEMES = {"dark": DARK, "light": LIGHT}


def named(colours: Colours, name: str) -> QColor:
    return QColor(getattr(colours, name))


@pytest.mark.parametrize("which", THEMES)
@pytest.mark.parametrize(("over", "ground", "least"), PAIRS)
def test_contrast(which: str, over: str, ground: str, least: float) -> None:
    colours = THEMES[which]
    assert theme.contrast(named(colours, over), named(colours, ground)) >= least


def test_every_colour_is_judged() -> None:
    judged = {name for pair in PAIRS for name in pair[:2]}
    assert {field.name for field in fields(Colours)} - judged == {"icons"}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("black", "white", 21.0), ("white", "white", 1.0), ("#777777", "white", 4.48)],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(QColor(one), QColor(other)) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("which", ["dark", "light"])
def test_classes_are_told_apart(app: QApplication, which: ThemeChoice) -> None:
    theme.apply_theme(app, which)
    colours = [theme.class_colour(number) for number in range(len(CLASS_COLOURS))]
    assert len(colours) >= 14
    for colour in colours:
        for ground in GROUNDS:
            assert theme.contrast(colour, named(THEMES[which], ground)) >= GRAPHICS
        assert theme.contrast(theme.text_on(colour), colour) >= TEXT
    nearest = min(
        np.linalg.norm(oklab(one) - oklab(other))
        for one, other in itertools.combinations(colours, 2)
    )
    assert nearest > 0.1
    assert theme.class_colour(len(CLASS_COLOURS)) == colours[0]


def oklab(colour: QColor) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    opponents = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    lab: np.ndarray[tuple[int], np.dtype[np.float64]] = opponents @ np.cbrt(cones @ linear)
    return lab


class Painted(QWidget):
    """A widget that paints itself, as timelines do."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().accent))
        painter.end()


def middle(widget: QWidget) -> str:
    image = widget.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).name()


def test_a_change_reaches_what_is_on_the_screen(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    window.setObjectName("page")
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    painted = Painted(window)
    layout = QVBoxLayout(window)
    layout.addWidget(painted)
    layout.addWidget(QLabel("text"))
    qtbot.addWidget(window)
    window.resize(200, 100)
    with qtbot.waitExposed(window):
        window.show()
    assert middle(painted) == DARK.accent
    corner = window.grab().toImage().pixelColor(1, 1).name()
    assert corner == DARK.background
    theme.apply_theme(app, "light")
    assert middle(painted) == LIGHT.accent
    assert window.grab().toImage().pixelColor(1, 1).name() == LIGHT.background
    assert app.palette().text().color().name() == LIGHT.text


@pytest.mark.parametrize("percent", [125, 150, 200])
def test_text_grows(app: QApplication, qtbot: QtBot, percent: int) -> None:
    window = QWidget()
    caption = QLabel("caption")
    caption.setObjectName("caption")
    widgets = [QLabel("text"), caption, QPushButton("button"), QComboBox()]
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    qtbot.addWidget(window)
    window.show()

    def heights() -> list[int]:
        for widget in widgets:
            widget.ensurePolished()
        return [QFontMetrics(widget.font()).height() for widget in widgets]

    before, one_px = heights(), theme.scaled_px(15)
    theme.apply_theme(app, "dark", percent)
    qtbot.wait(10)
    for small, large in zip(before, heights(), strict=True):
        assert large / small == pytest.approx(percent / 100, rel=0.1)
    assert theme.scaled_px(15) / one_px == pytest.approx(percent / 100, rel=0.1)


def test_text_follows_the_system_s_size(app: QApplication) -> None:
    from PySide6.QtGui import QFontDatabase, QFontInfo

    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    assert app.font().pixelSize() == round(QFontInfo(system).pixelSize() * 1.15)


def test_the_system_s_choice_is_followed_while_it_runs(app: QApplication) -> None:
    theme.apply_theme(app, "system")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours() is LIGHT
    assert app.palette().text().color().name() == LIGHT.text
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.colours() is DARK
    theme.apply_theme(app, "light")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.colours() is LIGHT, "who chose is not overruled"
