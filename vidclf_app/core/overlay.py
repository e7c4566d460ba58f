"""Drawing a prediction on frames that are written out."""

from functools import cache
from typing import Any

import cv2

from vidclf_app.core.labels import NOTHING_RECOGNISED, display_label, rank_labels
from vidclf_app.core.records import Prediction, UInt8Array

_WHITE = (255, 255, 255)
_GREY = (190, 190, 190)
_ACCENT = (96, 174, 39)  # BGR
_WEIGHT_NORMAL, _WEIGHT_BOLD = 400, 700


def draw_overlay(
    pixels: UInt8Array, labels: tuple[str, ...], prediction: Prediction | None, top: int = 5
) -> UInt8Array:
    """Draw the most probable classes as bars and the recognised label.

    Args:
        pixels: uint8 BGR (H, W, 3); not changed.
        labels: In the order of the probabilities.
        prediction: The newest one, or None before the first.
        top: How many bars.

    Returns:
        uint8 BGR (H, W, 3), a new picture.
    """
    height, width = pixels.shape[:2]
    # Everything scales with the picture, so that it reads the same at 160x120 and in 4K.
    unit = max(4, min(width // 16, height // 9) // 4)
    ranked = rank_labels(labels, prediction.probabilities, top) if prediction else []
    rows = max(1, len(ranked))
    panel_width, row_height = 22 * unit, 2 * unit
    canvas = pixels.copy()
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
        text = NOTHING_RECOGNISED if prediction else "collecting frames"
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
        _text(
            canvas,
            f"{row.probability:.0%}",
            left + panel_width - int(3.6 * unit),
            baseline,
            int(1.15 * unit),
            _WHITE,
        )
        y += row_height
    return canvas


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
    _, _, width, _ = cv2.getTextSize((10_000, 1000), text, (0, 0), _face(), size_px, weight)
    return size_px if width <= width_px else int(size_px * width_px / width)


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
