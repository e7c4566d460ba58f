"""Reading the body's landmarks from a region of the picture: BlazePose's landmark network."""

import math
from dataclasses import dataclass

import numpy as np

from vidclf_app.core.body import LANDMARKS
from vidclf_app.core.encoders.pose.regions import Region, cut
from vidclf_app.core.encoders.pose.sigmoid import sigmoid
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Body, Float32Array, UInt8Array

SIZE_PX = 256
# The 33 of the body, two that tell the next picture's region, four that nobody uses.
POINTS = 39
POINT_VALUES = 5
SPACE_VALUES = 3
MAP_SIZE = 64
_HIPS, _END = 33, 34
# A point is moved to the middle of what its map shows around it, where that is sure enough.
_MAP_REACH = 3
_LEAST_SURE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network read, rightly or not: `body.score` tells.

    Attributes:
        body: The landmarks.
        region: Where the body will be in the next picture.
    """

    body: Body
    region: Region


class LandmarkReader:
    """Reads the landmarks of one body.

    Args:
        engine: Takes uint8 RGB (1, 256, 256, 3); gives float32 points (1, 195), the score
            (1, 1), maps (1, 64, 64, 39) as logits, and points in space (1, 117).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._input_name = engine.inputs[0].name

    @property
    def provider(self) -> str:
        """The execution provider in use, "CUDA" or "CPU"."""
        return self._engine.provider

    def read(self, pixels: UInt8Array, region: Region) -> Reading:
        """Read the landmarks of the body in a region; its score tells whether there is one.

        Args:
            pixels: uint8, BGR, shape (H, W, 3).
            region: Around the body, turned to it.

        Raises:
            EngineError: The network failed.
        """
        square = cut(pixels, region, SIZE_PX, repeat_edge=True)
        values, score, maps, space = self._engine.run_all({self._input_name: square[None]})
        points = values.reshape(POINTS, POINT_VALUES)
        positions = points[:, :2].copy()
        _refine(positions, maps[0])
        to_picture = region.to_picture(SIZE_PX)
        placed = (positions @ to_picture[:, :2].T + to_picture[:, 2]).astype(np.float32)
        body = Body(
            picture_px=placed[:LANDMARKS],
            space_m=_turned(space.reshape(POINTS, SPACE_VALUES)[:LANDMARKS], region.angle_rad),
            visibility=sigmoid(points[:LANDMARKS, 3]),
            score=float(score.reshape(())),
        )
        return Reading(body, Region.around(placed[_HIPS], placed[_END]))


def _refine(positions_px: Float32Array, maps: Float32Array) -> None:
    """Move points, (39, 2) in the cut, to the weighted middle of their maps, (64, 64, 39).

    After MediaPipe's `RefineLandmarksFromHeatmapCalculator` (Apache-2.0), kernel 7.
    """
    scale = SIZE_PX / MAP_SIZE
    cells = (positions_px / scale).astype(np.int64)
    reach = np.arange(-_MAP_REACH, _MAP_REACH + 1)
    for number, (column, row) in enumerate(cells.tolist()):
        if not (0 <= column < MAP_SIZE and 0 <= row < MAP_SIZE):
            continue
        columns, rows = column + reach, row + reach
        columns = columns[(columns >= 0) & (columns < MAP_SIZE)]
        rows = rows[(rows >= 0) & (rows < MAP_SIZE)]
        sure = sigmoid(maps[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1, number])
        if sure.max() < _LEAST_SURE:
            continue
        total = sure.sum()
        positions_px[number, 0] = (sure.sum(axis=0) @ columns) / total * scale
        positions_px[number, 1] = (sure.sum(axis=1) @ rows) / total * scale


def _turned(space_m: Float32Array, angle_rad: float) -> Float32Array:
    """Turn points in space, (N, 3), from the cut's axes to the picture's."""
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    turned = space_m.copy()
    turned[:, 0] = cos * space_m[:, 0] - sin * space_m[:, 1]
    turned[:, 1] = sin * space_m[:, 0] + cos * space_m[:, 1]
    return turned
