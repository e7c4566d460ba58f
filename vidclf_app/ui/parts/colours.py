"""The colours of both themes. Without Qt."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme: its colours, each as "#rrggbb".

    Texts have a contrast of at least 4.5 : 1 to the grounds they stand on, marks and edges 3 : 1;
    tests compute it.

    Attributes:
        background: Ground of the pages.
        surface: Ground of bars, cards, lists and fields of text.
        raised: Ground of buttons and menus.
        line: Lines that only part things, and buttons under the mouse.
        edge: Edges of what can be filled in or moved; also the unused part of a slider.
        text: Text on any of the grounds above.
        muted: Text that matters less, on the same grounds.
        disabled: Text of what can't be used now. It need not be read.
        accent: Marks, focus and what is switched on.
        on_accent: Text on `accent`.
        error: A mark, or a word on background or surface.
        warning: Likewise.
        notice: Likewise.
        error_ground: Ground of an error's banner, under `text` and `muted`.
        warning_ground: Likewise.
        notice_ground: Likewise.
        icons: Which of the assets' icons go with it: "dark" or "light".
        stage: Ground around a picture; dark in both themes, as in a cinema.
        on_stage: Text on `stage`, and on dark cards over pictures.
        muted_on_stage: Likewise, where it matters less.
        accent_on_stage: Marks on `stage`, and over pictures.
        accent_under_text: Ground of bars over pictures with white letters on them.
        warning_on_stage: Ground of a mark over pictures, under `on_warning`.
        on_warning: Text on `warning_on_stage`.
    """

    background: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    error: str
    warning: str
    notice: str
    error_ground: str
    warning_ground: str
    notice_ground: str
    icons: str
    stage: str = "#12151a"
    on_stage: str = "#ffffff"
    muted_on_stage: str = "#c3cad3"
    accent_on_stage: str = "#2fbf71"
    accent_under_text: str = "#1c8249"
    warning_on_stage: str = "#e2a336"
    on_warning: str = "#1d1403"


DARK: Final = Colours(
    background="#12151a",
    surface="#1b1f26",
    raised="#262c35",
    line="#333b46",
    edge="#7b8796",
    text="#eef1f5",
    muted="#abb4c0",
    disabled="#6c7684",
    accent="#2fbf71",
    on_accent="#06150d",
    error="#ee7464",
    warning="#e2a336",
    notice="#5aa6e8",
    error_ground="#33211f",
    warning_ground="#302a1e",
    notice_ground="#202a36",
    icons="dark",
)

LIGHT: Final = Colours(
    background="#f4f6f8",
    surface="#ffffff",
    raised="#e9edf1",
    line="#d3dae1",
    edge="#737e8b",
    text="#191d23",
    muted="#4a5563",
    disabled="#8a94a0",
    accent="#187a42",
    on_accent="#ffffff",
    error="#b3261e",
    warning="#8a5a00",
    notice="#1f63a8",
    error_ground="#fbe4e1",
    warning_ground="#fbefd5",
    notice_ground="#e1edf9",
    icons="light",
)
