"""Pieces of HTML. Everything that comes from outside passes `text` on its way into a page."""

import html
from collections.abc import Iterable, Sequence

from training.data.wording import shown

DASH = "\N{EN DASH}"


def text(value: object) -> str:
    """Return a value as it may stand in a page or an attribute, whatever is in it."""
    return html.escape(shown(str(value)))


def paragraph(sentences: str, kind: str = "") -> str:
    """Return a paragraph of plain words."""
    return f"<p{_kind(kind)}>{text(sentences)}</p>"


def section(name: str, title: str, *content: str) -> str:
    """Return a part of the page with a heading, or nothing where there is no content."""
    inner = "\n".join(piece for piece in content if piece)
    if not inner:
        return ""
    return f'<section id="{name}">\n<h2>{text(title)}</h2>\n{inner}\n</section>'


def details(title: str, *content: str) -> str:
    """Return a part that opens on a click, or nothing where there is no content."""
    inner = "\n".join(piece for piece in content if piece)
    return f"<details><summary>{text(title)}</summary>\n{inner}\n</details>" if inner else ""


def figure(drawing: str, title: str, caption: str) -> str:
    """Return a drawing with its caption, which also speaks for it."""
    return f"<figure>{drawing}<figcaption><b>{text(title)}</b>{text(caption)}</figcaption></figure>"


def row(title: str, cells: Iterable[str], kind: str = "") -> str:
    """Return a line of a table; cells are HTML."""
    inner = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells)
    return f'<tr{_kind(kind)}><th scope="row">{text(title)}</th>{inner}</tr>'


def words(value: object) -> str:
    """Return a cell of a table that holds words, not a number."""
    return f'<td class="text">{text(value)}</td>'


def table(
    headings: Sequence[str],
    rows: Iterable[str],
    foot: Iterable[str] = (),
    caption: str = "",
    of_words: int | None = None,
) -> str:
    """Return a table.

    Args:
        headings: Of the columns.
        rows: From `row`.
        foot: Likewise.
        caption: Above it.
        of_words: The column that holds words, beside the first.
    """
    head = "".join(
        f'<th scope="col"{_kind("text" if place == of_words else "")}>{text(heading)}</th>'
        for place, heading in enumerate(headings)
    )
    feet = "\n".join(foot)
    lines = "\n".join(rows)
    inner = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>"
    if feet:
        inner += f"\n<tfoot>{feet}</tfoot>"
    return wide(f"<table>{inner}</table>", caption, headings[0])


def wide(content: str, caption: str, name: str = "") -> str:
    """Return something that may be wider than a phone, to be moved sideways; keys do it, too."""
    told = paragraph(caption, "quiet") if caption else ""
    spoken = f'role="region" tabindex="0" aria-label="{text(caption or name)}"'
    return f'{told}<div class="scroll" {spoken}>{content}</div>'


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share as people read it; a dash where there is none."""
    return DASH if value is None else f"{value:.{digits}%}"


def share(value: float | None) -> str:
    """Return a figure between 0 and 1; a dash where there is none."""
    return DASH if value is None else f"{value:.3f}"


def count(value: float) -> str:
    """Return a number of clips, which may be parts of clips."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.005 else f"{value:.2f}"


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
