"""Pictures of pieces of curves, made once and kept while they are of use."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QImage, QPixmap

from vidclf_app.ui.review.timeline.curves import CurveSet
from vidclf_app.ui.review.timeline.shading import STEPS, shade

TILE_PX = 512
_KEPT = 400
_LINE_PX, _THIN_LINE_PX = 1.6, 1.0
_AREA_ALPHA = 0.30
_THIN_LINE_ALPHA = 0.9


@dataclass(frozen=True, slots=True)
class Tile:
    """A piece of the time at one zoom.

    Attributes:
        number: The piece begins `number` times `TILE_PX` screen pixels after the video.
        px_a_second: Screen pixels a second.
        height_px: Of the curves, in screen pixels.
        ratio: Screen pixels for one of the window's pixels.
    """

    number: int
    px_a_second: float
    height_px: int
    ratio: float


class CurveTiles:
    """Makes pictures of curves, `TILE_PX` wide, and keeps those that were used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def areas(
        self, curves: CurveSet, classes: Sequence[int], tile: Tile, colours: Sequence[QColor]
    ) -> list[QPixmap]:
        """Return curves with the area under them, each in its colour.

        Args:
            curves: All curves.
            classes: Numbers of those that are wanted.
            tile: Which piece.
            colours: One for each that is wanted.
        """
        looks = [(colour.rgb(), True) for colour in colours]
        return self._tiles(curves, classes, tile, looks)

    def lines(
        self, curves: CurveSet, classes: Sequence[int], tile: Tile, colour: str
    ) -> list[QPixmap]:
        """Return curves as thin lines of one colour."""
        look = (QColor(colour).rgb(), False)
        return self._tiles(curves, classes, tile, [look] * len(classes))

    def _tiles(
        self,
        curves: CurveSet,
        classes: Sequence[int],
        tile: Tile,
        looks: Sequence[tuple[int, bool]],
    ) -> list[QPixmap]:
        keys = [(curves, *each) for each in zip(classes, looks, [tile] * len(classes), strict=True)]
        missing = [key for key in keys if key not in self._kept]
        if missing:
            # All at once: numpy's calls cost more than what they do.
            is_area = looks[0][1]
            edges_s = (np.arange(TILE_PX + 1) + tile.number * TILE_PX) / tile.px_a_second
            pixels = shade(
                curves.columns([number for _, number, _, _ in missing], edges_s),
                tile.height_px,
                (_LINE_PX if is_area else _THIN_LINE_PX) * tile.ratio,
                area=is_area,
            )
            for place, key in enumerate(missing):
                picture = QImage(
                    pixels[place].data,
                    TILE_PX,
                    tile.height_px,
                    TILE_PX,
                    QImage.Format.Format_Indexed8,
                )
                picture.setColorTable(_table(key[2][0], 1.0 if is_area else _THIN_LINE_ALPHA))
                self._kept[key] = QPixmap.fromImage(picture)
        found = []
        for key in keys:
            self._kept.move_to_end(key)
            found.append(self._kept[key])
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


def _table(rgb: int, line_alpha: float) -> list[int]:
    """Return the colours of `shade`'s steps: the line over the area."""
    table = []
    for line in range(STEPS):
        over = line_alpha * line / (STEPS - 1)
        for area in range(STEPS):
            under = _AREA_ALPHA * area / (STEPS - 1)
            alpha = round(255 * (over + under * (1.0 - over)))
            table.append((alpha << 24) | (rgb & 0xFFFFFF))
    return table
