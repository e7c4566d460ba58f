"""One dark, calm look: colours, and the stylesheet made of them."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

BACKGROUND = "#12151a"
SURFACE = "#1b1f26"
RAISED = "#262c35"
LINE = "#333b46"
TEXT = "#eef1f5"
MUTED = "#a3adba"
ACCENT = "#2fbf71"
ACCENT_DEEP = "#1e8a50"  # Under white letters.
ERROR = "#e5604f"
WARNING = "#e2a336"
NOTICE = "#4a9be0"

_STYLESHEET = f"""
* {{ font-size: 15px; }}
QWidget {{ color: {TEXT}; }}
QMainWindow, QWidget#page {{ background: {BACKGROUND}; }}
QWidget#bar, QWidget#rail {{ background: {SURFACE}; }}
QLabel#caption {{ color: {MUTED}; font-size: 12px; }}
QLabel#value {{ font-size: 16px; font-weight: 600; }}
QLabel#name, QLabel[own="true"] {{ color: {MUTED}; }}
QLabel#heading {{ font-size: 20px; font-weight: 600; }}
QLabel#message {{ font-size: 17px; font-weight: 600; }}
QLabel#hint {{ color: {MUTED}; }}
QLabel#key {{
    background: {RAISED}; border: 1px solid {LINE}; border-radius: 5px; padding: 3px 9px;
}}

QPushButton, QToolButton {{
    background: {RAISED}; border: 1px solid {LINE}; border-radius: 7px;
    padding: 7px 12px; min-height: 20px;
}}
QPushButton:hover, QToolButton:hover {{ background: {LINE}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {SURFACE}; }}
QPushButton:focus, QToolButton:focus, QLineEdit:focus {{ border: 1px solid {ACCENT}; }}
QPushButton:checked, QToolButton:checked {{
    background: {ACCENT}; border-color: {ACCENT}; color: #06150d;
}}
QPushButton:disabled, QToolButton:disabled {{
    color: #6c7684; background: {SURFACE}; border-color: {RAISED};
}}
QToolButton {{ padding-left: 8px; padding-right: 24px; }}
QToolButton[rail="true"] {{
    padding: 9px 12px; border: none; background: transparent; text-align: left;
}}
QToolButton[rail="true"]:checked {{ background: {RAISED}; color: {TEXT}; }}
QToolButton::menu-indicator {{
    subcontrol-origin: padding; subcontrol-position: center right; right: 9px;
}}

QMenu {{ background: {RAISED}; border: 1px solid {LINE}; padding: 6px; }}
QMenu::item {{ padding: 8px 28px 8px 26px; border-radius: 5px; }}
QMenu::item:selected {{ background: {LINE}; }}
QMenu::item:disabled {{ color: {MUTED}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 6px 8px; }}
QMenu::section {{ color: {MUTED}; padding: 6px 12px; }}

QLineEdit {{
    background: {BACKGROUND}; border: 1px solid {LINE}; border-radius: 7px; padding: 7px 10px;
    selection-background-color: {ACCENT};
}}

QSlider::groove:horizontal {{ height: 6px; border-radius: 3px; background: {LINE}; }}
QSlider::sub-page:horizontal {{ height: 6px; border-radius: 3px; background: {ACCENT}; }}
QSlider[own="true"]::sub-page:horizontal {{ background: #5d6877; }}
QSlider::handle:horizontal {{
    width: 18px; height: 18px; margin: -6px 0; border-radius: 9px; background: {TEXT};
}}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: white; }}
QSlider:focus {{ outline: none; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {ACCENT}; width: 16px; height: 16px; }}

QFrame#card {{ background: {SURFACE}; border: 1px solid {LINE}; border-radius: 12px; }}
QFrame#banner {{ background: {RAISED}; border-left: 5px solid {NOTICE}; }}
QFrame#banner[kind="warning"] {{ border-left-color: {WARNING}; background: #302a1e; }}
QFrame#banner[kind="error"] {{ border-left-color: {ERROR}; background: #33211f; }}
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {LINE}; padding: 4px; }}
"""


def apply_theme(app: QApplication) -> None:
    """Give the whole program its look."""
    app.setStyle("Fusion")
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, BACKGROUND),
        (QPalette.ColorRole.Base, SURFACE),
        (QPalette.ColorRole.AlternateBase, RAISED),
        (QPalette.ColorRole.Button, RAISED),
        (QPalette.ColorRole.WindowText, TEXT),
        (QPalette.ColorRole.Text, TEXT),
        (QPalette.ColorRole.ButtonText, TEXT),
        (QPalette.ColorRole.ToolTipBase, RAISED),
        (QPalette.ColorRole.ToolTipText, TEXT),
        (QPalette.ColorRole.PlaceholderText, MUTED),
        (QPalette.ColorRole.Highlight, ACCENT),
        (QPalette.ColorRole.HighlightedText, BACKGROUND),
        (QPalette.ColorRole.Link, ACCENT),
    ):
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    app.setStyleSheet(_STYLESHEET)
