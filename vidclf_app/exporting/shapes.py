"""Drawings as plain records, which HTML shows as SVG and PDF paints: both show the same."""

import html
from dataclasses import dataclass
from typing import Literal

from vidclf_app.exporting.texts import shortened

# About how wide a letter is, in its height.
_LETTER_WIDTH = 0.53


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled rectangle. Lengths in points.

    Attributes:
        x: Of its left side, from the left.
        y: Of its upper side, from the top.
        width: Its width.
        height: Its height.
        fill: Its colour, "#rrggbb".
        edge: Colour of its edge, "" for none.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A thin straight line. Lengths in points.

    Attributes:
        x1: Of one end, from the left.
        y1: Of one end, from the top.
        x2: Of the other end.
        y2: Of the other end.
        colour: Its colour, "#rrggbb".
    """

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. Lengths in points.

    Attributes:
        x: Of its beginning, middle or end, as `anchor` tells.
        y: Of the line that the letters stand on, from the top.
        text: What it says.
        size: Height of the letters.
        colour: Its colour, "#rrggbb".
        anchor: What lies at `x`.
        bold: Heavier letters.
        room: How wide it may be; 0.0 for any width. It is shortened to fit.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    room: float = 0.0


Shape = Rectangle | Line | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on an empty ground, the later ones over the earlier ones.

    Attributes:
        width: In points.
        height: In points.
        shapes: From the lowest to the topmost.
        title: What it shows, for those who can't see it.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""


def letters_in(width: float, size: float) -> int:
    """Return about how many letters of a size fit into a width."""
    return max(1, int(width / (_LETTER_WIDTH * size)))


def fitted(words: Words) -> str:
    """Return the text as it fits, by the usual width of letters."""
    return shortened(words.text, letters_in(words.room, words.size)) if words.room else words.text


def svg(drawing: Drawing) -> str:
    """Return a drawing as an SVG element for HTML, as wide as what is around it."""
    title = html.escape(drawing.title)
    body = "\n".join(_element(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{title}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}">\n'
        f"<title>{title}</title>\n{body}\n</svg>"
    )


def _element(shape: Shape) -> str:
    match shape:
        case Rectangle():
            edge = f' stroke="{shape.edge}" stroke-width="0.9"' if shape.edge else ""
            return (
                f'<rect x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}" '
                f'height="{shape.height:.2f}" fill="{shape.fill}"{edge}/>'
            )
        case Line():
            return (
                f'<line x1="{shape.x1:.2f}" y1="{shape.y1:.2f}" x2="{shape.x2:.2f}" '
                f'y2="{shape.y2:.2f}" stroke="{shape.colour}" stroke-width="0.6"/>'
            )
        case Words():
            weight = ' font-weight="600"' if shape.bold else ""
            return (
                f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-size="{shape.size:g}" '
                f'text-anchor="{shape.anchor}" fill="{shape.colour}"{weight}>'
                f"{html.escape(fitted(shape), quote=False)}</text>"
            )
