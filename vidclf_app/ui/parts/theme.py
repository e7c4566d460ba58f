"""The look of the window: dark or light, and as large as the person reads best.

Colours are asked for when something is painted (`colours()`, `class_colour()`), never kept, so that
a change of the theme reaches everything at once. What is painted over a picture is light on dark
in both themes: see `Colours.stage`.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from vidclf_app.class_colours import CLASS_COLOURS
from vidclf_app.settings import ThemeChoice
from vidclf_app.ui.parts.colours import DARK, LIGHT, Colours
from vidclf_app.ui.parts.stylesheet import stylesheet

# Small screens' systems ask for 12 or 13 pixels, which is little beside a large picture.
_FONT_FACTOR: Final = 1.15
_DESIGNED_PX: Final = 15.0


@dataclass(frozen=True, slots=True)
class _Look:
    choice: ThemeChoice
    colours: Colours
    font_px: float


_looks: Final[list[_Look]] = [_Look("dark", DARK, _DESIGNED_PX)]
_following: Final[list[QApplication]] = []


def colours() -> Colours:
    """Return the colours in use; ask each time something is painted."""
    return _looks[-1].colours


def class_colour(number: int) -> QColor:
    """Return the colour of a class in timelines, curves and bars.

    Args:
        number: The class's place among the model's labels. There are 16 colours; further
            classes get the first ones again.
    """
    dark, light = CLASS_COLOURS[number % len(CLASS_COLOURS)]
    return QColor(light if colours() is LIGHT else dark)


def text_on(ground: QColor) -> QColor:
    """Return black or white, whichever reads better; one of them has at least 4.5 : 1."""
    black, white = QColor("black"), QColor("white")
    return max((black, white), key=lambda text: contrast(text, ground))


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2 defines it: 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def scaled_px(designed_px: float) -> int:
    """Return a length that grows with the text, in the window's pixels.

    Args:
        designed_px: The length at a text of 15 pixels.
    """
    return max(1, round(designed_px * _looks[-1].font_px / _DESIGNED_PX))


def apply_theme(app: QApplication, choice: ThemeChoice = "system", text_percent: int = 100) -> None:
    """Give the whole program its look. May be called again at any time.

    Args:
        app: The program.
        choice: "system" follows the system, while the program runs too; where the system doesn't
            say, it is dark.
        text_percent: The size of all text, beside the system's own.
    """
    _follow_system(app)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font_px = QFontInfo(font).pixelSize() * _FONT_FACTOR * text_percent / 100.0
    # The window's frame, which the system draws, becomes dark or light too.
    wanted = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}.get(choice)
    _looks[:] = [_Look(choice, _chosen(app, choice), font_px)]
    if wanted is None:
        app.styleHints().unsetColorScheme()
        _looks[:] = [_Look(choice, _chosen(app, choice), font_px)]
    else:
        app.styleHints().setColorScheme(wanted)
    font.setPixelSize(max(1, round(font_px)))
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(_palette(colours()))
    app.setStyleSheet(stylesheet(colours(), scaled_px))
    for widget in app.allWidgets():
        widget.update()


def _chosen(app: QApplication, choice: ThemeChoice) -> Colours:
    if choice == "system":
        is_light = app.styleHints().colorScheme() is Qt.ColorScheme.Light
        return LIGHT if is_light else DARK
    return LIGHT if choice == "light" else DARK


def _follow_system(app: QApplication) -> None:
    if app in _following:
        return
    _following[:] = [app]

    def follow(scheme: Qt.ColorScheme) -> None:
        look = _looks[-1]
        theme = LIGHT if scheme is Qt.ColorScheme.Light else DARK
        if look.choice == "system" and look.colours is not theme:
            _looks[:] = [_Look(look.choice, theme, look.font_px)]
            app.setPalette(_palette(theme))
            app.setStyleSheet(stylesheet(theme, scaled_px))

    app.styleHints().colorSchemeChanged.connect(follow)


def _palette(theme: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for its_role, colour in (
        (role.Window, theme.background),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.background),
        (role.Button, theme.raised),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.text),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Light, theme.line),
        (role.Midlight, theme.line),
        (role.Mid, theme.line),
        (role.Dark, theme.edge),
        (role.Shadow, theme.background),
    ):
        palette.setColor(its_role, QColor(colour))
    for its_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, its_role, QColor(theme.disabled))
    return palette


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(p) for p in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
