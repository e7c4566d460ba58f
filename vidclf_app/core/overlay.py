"""Drawing a prediction on frames that are written out."""

from functools import cache
from typing import Any

import cv2

from vidclf_app.core.labels import display_label, rank_labels, told
from vidclf_app.core.records import Body, Prediction, UInt8Array
from vidclf_app.core.skeleton import (
    DOT_OUTLINE_RADIUS,
    DOT_RADIUS,
    OUTLINE_COLOUR,
    OUTLINE_WIDTH,
    SIDE_COLOURS,
    line_width_px,
    skeleton_of,
)

_WHITE = (255, 255, 255)
_GREY = (190, 190, 190)
_ACCENT = (96, 174, 39)  # BGR
_WEIGHT_NORMAL, _WEIGHT_BOLD = 400, 700
# OpenCV takes positions as whole numbers: here of 16ths of a pixel.
_FINE_BITS = 4


def draw_overlay(
    pixels: UInt8Array,
    labels: tuple[str, ...],
    prediction: Prediction | None,
    top: int = 5,
    *,
    body: Body | None = None,
) -> UInt8Array:
    """Draw the most probable classes as bars and the recognised label.

    Where nobody is in the picture, that is said, and there are no bars.

    Args:
        pixels: uint8 BGR (H, W, 3); not changed.
        labels: In the order of the probabilities.
        prediction: The newest one, or None before the first.
        top: How many bars.
        body: Drawn as a skeleton, under everything else; None draws none.

    Returns:
        uint8 BGR (H, W, 3), a new picture.
    """
    height, width = pixels.shape[:2]
    # Everything scales with the picture, so that it reads the same at 160x120 and in 4K.
    unit = max(4, min(width // 16, height // 9) // 4)
    nobody = prediction is not None and prediction.nobody
    ranked = rank_labels(labels, prediction.probabilities, top) if prediction and not nobody else []
    rows = max(1, len(ranked))
    panel_width, row_height = 22 * unit, 2 * unit
    canvas = pixels.copy()
    if body is not None:
        _draw_skeleton(canvas, body)
    left, y = unit, unit
    _shade(canvas, left, y, panel_width, rows * row_height + 5 * unit)
    recognised = prediction.label if prediction else None
    y += 3 * unit
    room = panel_width - 2 * unit
    if recognised:
        label = display_label(recognised)
        size_px = _fitting(label, int(2.4 * unit), room, bold=True)
        _text(canvas, label, left + unit, y, size_px, _WHITE, bold=True)
    else:
        text = told(prediction) if prediction else "collecting frames"
        _text(canvas, text, left + unit, y, _fitting(text, int(1.7 * unit), room), _GREY)
    y += unit
    for row in ranked:
        chosen = row.label == recognised
        bar_width = int(row.probability * (panel_width - 2 * unit))
        _bar(
            canvas,
            left + unit,
            y + unit // 4,
            panel_width - 2 * unit,
            int(1.6 * unit),
            (70, 70, 70),
        )
        _bar(
            canvas,
            left + unit,
            y + unit // 4,
            bar_width,
            int(1.6 * unit),
            _ACCENT if chosen else (120, 110, 100),
        )
        baseline = y + int(1.45 * unit)
        name = display_label(row.label)
        name_px = _fitting(name, int(1.15 * unit), panel_width - int(5.4 * unit))
        _text(canvas, name, left + int(1.4 * unit), baseline, name_px, _WHITE)
        percent, percent_px = f"{row.probability:.0%}", int(1.15 * unit)
        end = left + panel_width - int(1.4 * unit)
        start = end - _width_px(percent, percent_px, _WEIGHT_NORMAL)
        _text(canvas, percent, start, baseline, percent_px, _WHITE)
        y += row_height
    return canvas


def _draw_skeleton(canvas: UInt8Array, body: Body) -> None:
    height, width = canvas.shape[:2]
    line_px = line_width_px(width, height)
    skeleton = skeleton_of(body)
    # All of the outline first: it must not cut through what crosses it.
    for outline in (True, False):
        thickness = max(1, round(line_px * (OUTLINE_WIDTH if outline else 1.0)))
        radius = round(
            line_px * (DOT_OUTLINE_RADIUS if outline else DOT_RADIUS) * (1 << _FINE_BITS)
        )
        for line in skeleton.lines:
            colour = OUTLINE_COLOUR if outline else SIDE_COLOURS[line.side]
            ends = _fine(line.start_px), _fine(line.end_px)
            cv2.line(canvas, *ends, colour[::-1], thickness, cv2.LINE_AA, _FINE_BITS)
        for dot in skeleton.dots:
            colour = OUTLINE_COLOUR if outline else SIDE_COLOURS[dot.side]
            centre = _fine(dot.centre_px)
            cv2.circle(canvas, centre, radius, colour[::-1], cv2.FILLED, cv2.LINE_AA, _FINE_BITS)


def _fine(point_px: tuple[float, float]) -> tuple[int, int]:
    # OpenCV counts from the middle of the first pixel, not from its corner.
    x, y = (round((value - 0.5) * (1 << _FINE_BITS)) for value in point_px)
    return x, y


def _shade(canvas: UInt8Array, x: int, y: int, width: int, height: int) -> None:
    part = canvas[y : y + height, x : x + width]
    part[:] = part // 3


def _bar(
    canvas: UInt8Array, x: int, y: int, width: int, height: int, colour: tuple[int, int, int]
) -> None:
    cv2.rectangle(canvas, (x, y), (x + width, y + height), colour, thickness=cv2.FILLED)


@cache
def _face() -> Any:
    return cv2.FontFace("sans")


def _fitting(text: str, size_px: int, width_px: int, *, bold: bool = False) -> int:
    """Return the size, or the smaller one at which the text is no wider than `width_px`."""
    weight = _WEIGHT_BOLD if bold else _WEIGHT_NORMAL
    width = _width_px(text, size_px, weight)
    return size_px if width <= width_px else int(size_px * width_px / width)


def _width_px(text: str, size_px: int, weight: int) -> int:
    _, _, width, _ = cv2.getTextSize((10_000, 1000), text, (0, 0), _face(), size_px, weight)
    return int(width)


def _text(
    canvas: UInt8Array,
    text: str,
    x: int,
    y: int,
    size_px: int,
    colour: tuple[int, int, int],
    *,
    bold: bool = False,
) -> None:
    weight = _WEIGHT_BOLD if bold else _WEIGHT_NORMAL
    cv2.putText(canvas, text, (x, y), colour, _face(), max(6, size_px), weight)
