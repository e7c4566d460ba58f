"""Qt's stylesheet of the whole window, made of a theme's colours and the size of its text."""

from collections.abc import Callable

from vidclf_app.assets import assets_folder
from vidclf_app.ui.parts.colours import Colours


def stylesheet(theme: Colours, px: Callable[[float], int]) -> str:
    """Return the stylesheet.

    The size of ordinary text is the application's font and not repeated here.

    Args:
        theme: Its colours.
        px: Turns a length designed for a text of 15 pixels into one that fits the text in use.
    """
    # The groove and the negative margins above and below it. A larger radius would be ignored.
    handle_px = 3 * px(6)
    return f"""
QWidget {{ color: {theme.text}; }}
QMainWindow, QWidget#page, QScrollArea#page > QWidget > QWidget {{
    background: {theme.background};
}}
QWidget#bar, QWidget#rail {{ background: {theme.surface}; }}
QLabel {{ background: transparent; }}
QLabel#caption {{ color: {theme.muted}; font-size: {px(12.5)}px; }}
QLabel#value {{ font-size: {px(16)}px; font-weight: 600; }}
QLabel#name, QLabel[own="true"] {{ color: {theme.muted}; }}
QLabel#title {{ font-size: {px(26)}px; font-weight: 600; }}
QLabel#heading {{ font-size: {px(20)}px; font-weight: 600; }}
QLabel#message {{ font-size: {px(17)}px; font-weight: 600; }}
QLabel#hint {{ color: {theme.muted}; }}
QLabel#problem {{ color: {theme.error}; }}
QLabel#key {{
    background: {theme.raised}; border: 1px solid {theme.line}; border-radius: {px(5)}px;
    padding: {px(3)}px {px(9)}px;
}}
*:disabled {{ color: {theme.disabled}; }}

QPushButton, QToolButton {{
    background: {theme.raised}; border: 2px solid {theme.raised}; border-radius: {px(7)}px;
    padding: {px(6)}px {px(11)}px; min-height: {px(20)}px;
}}
QPushButton:hover, QToolButton:hover {{ background: {theme.line}; border-color: {theme.line}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {theme.surface}; }}
QPushButton:checked, QToolButton:checked {{
    background: {theme.accent}; border-color: {theme.accent}; color: {theme.on_accent};
}}
QPushButton[primary="true"] {{
    background: {theme.accent}; border-color: {theme.accent}; color: {theme.on_accent};
    font-weight: 600;
}}
QPushButton:disabled, QToolButton:disabled {{
    color: {theme.disabled}; background: {theme.surface}; border-color: {theme.raised};
}}
QPushButton:focus, QToolButton:focus {{ border-color: {theme.accent}; }}
QPushButton:checked:focus, QToolButton:checked:focus, QPushButton[primary="true"]:focus {{
    border-color: {theme.text};
}}
QToolButton[popupMode="2"] {{ padding-right: {px(24)}px; }}
QToolButton[rail="true"] {{
    padding: {px(8)}px {px(11)}px; border-color: transparent; background: transparent;
    text-align: left;
}}
QToolButton[rail="true"]:hover {{ background: {theme.raised}; }}
QToolButton[rail="true"]:checked {{
    background: {theme.raised}; color: {theme.text}; border-left-color: {theme.accent};
}}
QToolButton[rail="true"]:focus {{ border-color: {theme.accent}; }}
QToolButton::menu-indicator {{
    subcontrol-origin: padding; subcontrol-position: center right; right: {px(9)}px;
}}

QMenu {{
    background: {theme.raised}; border: 1px solid {theme.line}; padding: {px(6)}px;
}}
QMenu::item {{
    padding: {px(8)}px {px(28)}px {px(8)}px {px(26)}px; border-radius: {px(5)}px;
}}
QMenu::item:selected {{ background: {theme.line}; }}
QMenu::item:disabled {{ color: {theme.muted}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: {px(6)}px {px(8)}px; }}
QMenu::section {{ color: {theme.muted}; padding: {px(6)}px {px(12)}px; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit, QDateEdit {{
    background: {theme.surface}; border: 1px solid {theme.edge}; border-radius: {px(7)}px;
    padding: {px(6)}px {px(9)}px;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus,
QDateEdit:focus {{
    border: 2px solid {theme.accent}; padding: {px(6) - 1}px {px(9) - 1}px;
}}
QLineEdit:disabled {{ border-color: {theme.line}; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: {px(22)}px; border: none; background: transparent;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow {{
    image: url("{_icon("chevron-up", theme)}"); width: {px(14)}px; height: {px(14)}px;
}}
QAbstractSpinBox::down-arrow {{
    image: url("{_icon("chevron", theme)}"); width: {px(14)}px; height: {px(14)}px;
}}

QCheckBox {{ spacing: {px(8)}px; }}
QCheckBox::indicator {{
    width: {px(15)}px; height: {px(15)}px; border: 2px solid {theme.edge};
    border-radius: {px(4)}px; background: {theme.surface};
}}
QCheckBox::indicator:checked {{
    background: {theme.accent}; border-color: {theme.accent};
    image: url("{_icon("check", theme)}");
}}
QCheckBox::indicator:focus {{ border-color: {theme.text}; }}
QCheckBox::indicator:disabled {{ border-color: {theme.line}; }}
QCheckBox::indicator:checked:disabled {{
    background: {theme.line}; border-color: {theme.line};
}}

QAbstractItemView {{
    background: {theme.surface}; alternate-background-color: {theme.background};
    border: 1px solid {theme.line}; gridline-color: {theme.line};
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QAbstractItemView:focus {{ border-color: {theme.accent}; }}
QAbstractItemView::item {{ padding: {px(4)}px {px(6)}px; }}
QHeaderView::section {{
    background: {theme.raised}; color: {theme.muted}; border: none;
    border-right: 1px solid {theme.line}; padding: {px(6)}px {px(9)}px;
}}

QProgressBar {{
    background: {theme.raised}; border: 1px solid {theme.edge}; border-radius: {px(5)}px;
    text-align: center; min-height: {px(10)}px;
}}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: {px(4)}px; }}

QSlider:horizontal {{ min-height: {px(26)}px; }}
QSlider::groove:horizontal {{
    height: {px(6)}px; border-radius: {px(3)}px; background: {theme.line};
}}
QSlider::sub-page:horizontal {{
    height: {px(6)}px; border-radius: {px(3)}px; background: {theme.accent};
}}
QSlider[own="true"]::sub-page:horizontal {{ background: {theme.muted}; }}
QSlider::handle:horizontal {{
    width: {handle_px}px; margin: {-px(6)}px 0; border-radius: {handle_px // 2}px;
    background: {theme.text};
}}
QSlider:focus {{ outline: none; }}
QSlider::handle:horizontal:focus {{
    border: 3px solid {theme.accent}; width: {handle_px - 6}px;
}}
QSlider::handle:horizontal:disabled {{ background: {theme.edge}; }}

QComboBox {{
    background: {theme.surface}; border: 1px solid {theme.edge}; border-radius: {px(7)}px;
    padding: {px(6)}px {px(28)}px {px(6)}px {px(10)}px; min-height: {px(18)}px;
}}
QComboBox:hover {{ background: {theme.raised}; }}
QComboBox:focus {{
    border: 2px solid {theme.accent};
    padding: {px(6) - 1}px {px(28) - 1}px {px(6) - 1}px {px(10) - 1}px;
}}
QComboBox:disabled {{ border-color: {theme.line}; }}
QComboBox::drop-down {{
    subcontrol-origin: padding; subcontrol-position: center right; width: {px(26)}px; border: none;
}}
QComboBox::down-arrow {{
    image: url("{_icon("chevron", theme)}");
    width: {px(14)}px; height: {px(14)}px;
}}
QComboBox QAbstractItemView {{ background: {theme.raised}; padding: {px(4)}px; }}

QScrollBar:vertical {{ background: transparent; width: {px(13)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(13)}px; margin: 0; }}
QScrollBar::handle {{
    background: {theme.edge}; border: {px(3)}px solid transparent; border-radius: {px(6)}px;
    background-clip: padding;
}}
QScrollBar::handle:vertical {{ min-height: {px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(32)}px; }}
QScrollBar::handle:hover {{ background: {theme.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QScrollArea {{ border: none; background: transparent; }}
QSplitter::handle {{ background: {theme.line}; }}

QFrame#card {{
    background: {theme.surface}; border: 1px solid {theme.line}; border-radius: {px(12)}px;
}}
QFrame#banner {{ background: {theme.notice_ground}; border-left: 5px solid {theme.notice}; }}
QFrame#banner[kind="warning"] {{
    background: {theme.warning_ground}; border-left-color: {theme.warning};
}}
QFrame#banner[kind="error"] {{
    background: {theme.error_ground}; border-left-color: {theme.error};
}}
QToolTip {{
    background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};
    padding: {px(4)}px;
}}
"""


def _icon(name: str, theme: Colours) -> str:
    return (assets_folder() / "icons" / f"{name}-on-{theme.icons}.svg").as_posix()
