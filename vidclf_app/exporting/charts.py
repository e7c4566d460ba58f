"""The report's charts, and the whole page as one drawing."""

import textwrap
from dataclasses import replace

from vidclf_app.exporting.report import ClassRow, ReportPage
from vidclf_app.exporting.shapes import Drawing, Line, Rectangle, Shape, Words, letters_in
from vidclf_app.exporting.texts import clock_time, percent
from vidclf_app.translating import translate

# A4 in points, and the margin that every printer leaves.
PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0
MARGIN = 40.0
CHART_WIDTH = PAGE_WIDTH - 2 * MARGIN

INK = "#191d23"
GREY = "#4a5563"
PALE = "#d3dae1"
GROUND = "#f1f4f7"

_LABEL_WIDTH = 118.0
_LANE = 11.5
_AXIS = 16.0
_TEXT = 8.0
_THINNEST = 0.8
# Widths of the steps between two marks of a time axis, seconds.
_STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_MOST_MARKS = 9


def timeline(page: ReportPage) -> Drawing:
    """Return the segments over time, one lane a label."""
    left, width = _LABEL_WIDTH, CHART_WIDTH - _LABEL_WIDTH
    height = max(1, len(page.rows)) * _LANE
    scale = width / page.duration_s
    shapes: list[Shape] = [Rectangle(left, 0.0, width, height, GROUND)]
    for mark_s in _marks_s(page.duration_s):
        x = left + mark_s * scale
        shapes.append(Line(x, 0.0, x, height + 3, PALE))
        shapes.append(Words(x, height + 11, _mark_text(mark_s, page.duration_s), 7, GREY, "middle"))
    shapes += _lane_names(page)
    # A person's marks lie over everything else.
    for bar in sorted(page.bars, key=lambda bar: bar.by_hand):
        start = left + max(0.0, bar.start_s) * scale
        length = max(_THINNEST, (bar.end_s - max(0.0, bar.start_s)) * scale)
        edge = INK if bar.by_hand else ""
        y = bar.row * _LANE + 1.5
        colour = page.rows[bar.row].colour
        shapes.append(Rectangle(start, y, length, _LANE - 3, colour, edge))
    title = translate("export", "Timeline of segments")
    return Drawing(CHART_WIDTH, height + _AXIS, tuple(shapes), title)


def bar_chart(page: ReportPage) -> Drawing:
    """Return how long each label was seen."""
    left, width = _LABEL_WIDTH, CHART_WIDTH - _LABEL_WIDTH - 66
    height = max(1, len(page.rows)) * _LANE
    longest_s = max((row.total_s for row in page.rows), default=0.0)
    shapes: list[Shape] = [Line(left, 0.0, left, height, PALE), *_lane_names(page)]
    for number, row in enumerate(page.rows):
        y = number * _LANE
        length = max(_THINNEST, width * row.total_s / longest_s) if longest_s else _THINNEST
        shapes.append(Rectangle(left, y + 1.5, length, _LANE - 3, row.colour))
        text = clock_time(row.total_s)
        if row.share is not None:
            text = f"{text} ({percent(row.share)})"
        shapes.append(Words(left + length + 4, y + _LANE - 3, text, 7.5, GREY))
    title = translate("export", "Time for each label")
    return Drawing(CHART_WIDTH, height + 2, tuple(shapes), title)


def column_titles() -> tuple[str, ...]:
    """Return the headings of the table; the first is that of the labels."""
    return (
        translate("export", "Label"),
        translate("export", "Segments"),
        translate("export", "Together"),
        translate("export", "Longest"),
        translate("export", "Of the video"),
        translate("export", "How sure"),
    )


def row_cells(row: ClassRow) -> tuple[str, ...]:
    """Return one label's line of the table."""
    machine = row.count - row.by_hand
    counted = f"{machine} + {row.by_hand}" if row.by_hand else str(row.count)
    return (
        row.label,
        counted,
        clock_time(row.total_s),
        clock_time(row.longest_s),
        "—" if row.share is None else percent(row.share),
        "—" if row.mean is None else percent(row.mean),
    )


def nothing_seen() -> str:
    """Return what stands in place of the table where there are no segments."""
    return translate("export", "Nothing was recognised in this video.")


def page_drawing(page: ReportPage) -> Drawing:
    """Return the whole A4 page."""
    shapes: list[Shape] = []
    y = MARGIN + 18
    shapes.append(Words(MARGIN, y, page.title, 17, INK, bold=True, room=CHART_WIDTH))
    y += 16
    shapes.append(Words(MARGIN, y, page.subtitle, 10, GREY, room=CHART_WIDTH))
    y = _add_facts(shapes, page, y + 22)
    y = _add_table(shapes, page, y + 10)
    if page.rows:
        for chart in (timeline(page), bar_chart(page)):
            y += 22
            shapes.append(Words(MARGIN, y, chart.title, 10.5, INK, bold=True))
            y += 7
            shapes += [_moved(shape, MARGIN, y) for shape in chart.shapes]
            y += chart.height
    _add_notes(shapes, page)
    return Drawing(PAGE_WIDTH, PAGE_HEIGHT, tuple(shapes), page.title)


def _lane_names(page: ReportPage) -> list[Shape]:
    room = _LABEL_WIDTH - 8
    return [
        Words(room, number * _LANE + _LANE - 3, row.label, _TEXT, INK, "end", room=room)
        for number, row in enumerate(page.rows)
    ]


def _marks_s(duration_s: float) -> list[float]:
    step_s = next((s for s in _STEPS_S if duration_s / s < _MOST_MARKS), duration_s / _MOST_MARKS)
    return [number * step_s for number in range(int(duration_s / step_s + 1e-9) + 1)]


def _mark_text(mark_s: float, duration_s: float) -> str:
    text = clock_time(mark_s)
    return text if duration_s < _MOST_MARKS else text[:-2]


def _add_facts(shapes: list[Shape], page: ReportPage, y: float) -> float:
    column = CHART_WIDTH / 2
    for number, fact in enumerate(page.facts):
        x = MARGIN + (number % 2) * column
        shapes.append(Words(x, y, fact.name, 8.5, GREY, room=100))
        shapes.append(Words(x + 104, y, fact.value, 8.5, INK, room=column - 110))
        y += 14 if number % 2 else 0
    return y + (14 if len(page.facts) % 2 else 0)


def _add_table(shapes: list[Shape], page: ReportPage, y: float) -> float:
    if not page.rows:
        shapes.append(Words(MARGIN, y + 14, nothing_seen(), 10, INK))
        return y + 20
    ends = [MARGIN + 170 + number * (CHART_WIDTH - 170) / 5 for number in range(1, 6)]
    titles = column_titles()
    shapes.append(Words(MARGIN, y, titles[0], 8, GREY))
    for end, title in zip(ends, titles[1:], strict=True):
        shapes.append(Words(end, y, title, 8, GREY, "end"))
    y += 5
    shapes.append(Line(MARGIN, y, MARGIN + CHART_WIDTH, y, GREY))
    for row in page.rows:
        y += 14.5
        cells = row_cells(row)
        shapes.append(Rectangle(MARGIN, y - 7, 7, 7, row.colour))
        shapes.append(Words(MARGIN + 12, y, cells[0], 9, INK, room=152))
        for end, cell in zip(ends, cells[1:], strict=True):
            shapes.append(Words(end, y, cell, 9, INK, "end"))
        shapes.append(Line(MARGIN, y + 4, MARGIN + CHART_WIDTH, y + 4, PALE))
    return y + 4


def _add_notes(shapes: list[Shape], page: ReportPage) -> None:
    size = 7.5
    lines = [
        line
        for note in page.notes
        for line in textwrap.wrap(note, letters_in(CHART_WIDTH, size), max_lines=2)
    ]
    y = PAGE_HEIGHT - MARGIN - (len(lines) - 1) * 10.5
    shapes.append(Line(MARGIN, y - 13, MARGIN + CHART_WIDTH, y - 13, PALE))
    for line in lines:
        shapes.append(Words(MARGIN, y, line, size, GREY, room=CHART_WIDTH))
        y += 10.5


def _moved(shape: Shape, x: float, y: float) -> Shape:
    match shape:
        case Rectangle():
            return Rectangle(
                shape.x + x, shape.y + y, shape.width, shape.height, shape.fill, shape.edge
            )
        case Line():
            return Line(shape.x1 + x, shape.y1 + y, shape.x2 + x, shape.y2 + y, shape.colour)
        case Words():
            return replace(shape, x=shape.x + x, y=shape.y + y)
