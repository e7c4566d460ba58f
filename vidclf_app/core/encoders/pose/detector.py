"""Finding people in a picture: BlazePose's detector.

The network looks at a square and gives, for each of 2,254 anchors, a score and twelve numbers
relative to the anchor's middle: a box around the face and four points. The first point is the
middle of the hips, the second lies on the circle around the body: together they give the region
that the landmark network needs, for bodies in any position. Anchors and decoding follow the
published graph of MediaPipe (Apache-2.0), `modules/pose_detection`.
"""

from dataclasses import dataclass

import numpy as np

from vidclf_app.core.encoders.pose.regions import Region, cut
from vidclf_app.core.encoders.pose.sigmoid import sigmoid
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Float32Array, UInt8Array

SIZE_PX = 224
# Cells of each of the network's layers along a side, and anchors in a cell.
_LAYERS = ((28, 2), (14, 2), (7, 6))
ANCHORS = sum(cells * cells * each for cells, each in _LAYERS)
VALUES = 12
_HIPS, _END = slice(4, 6), slice(6, 8)
# In a closer look less is seen of the surroundings, and more things look like people.
_LEAST_SCORE, _LEAST_SCORE_CLOSE = 0.5, 0.7
# Two finds are the same person when their circles' centres are closer than this share of the
# smaller circle's radius.
_SAME_PERSON = 0.6
_MOST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A person that the detector found.

    Attributes:
        region: For the landmark network.
        score: 0..1.
    """

    region: Region
    score: float


class PersonDetector:
    """Finds people.

    Args:
        engine: Takes uint8 RGB (1, 224, 224, 3); gives float32 (1, 2254, 12) and logits
            (1, 2254, 1).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._input_name = engine.inputs[0].name
        self._anchors = _anchor_centres()

    def find(self, pixels: UInt8Array, window: Region) -> list[Found]:
        """Return the people in a part of a picture, the surest first.

        Args:
            pixels: uint8, BGR, shape (H, W, 3).
            window: The square to look at.

        Raises:
            EngineError: The network failed.
        """
        square = cut(pixels, window, SIZE_PX)
        values, logits = self._engine.run_all({self._input_name: square[None]})
        scores = sigmoid(logits[0, :, 0])
        is_close = window.side_px < max(pixels.shape[:2])
        likely = np.flatnonzero(scores >= (_LEAST_SCORE_CLOSE if is_close else _LEAST_SCORE))
        if not len(likely):
            return []
        centres = self._anchors[likely] * SIZE_PX
        hips, ends = values[0, likely, _HIPS] + centres, values[0, likely, _END] + centres
        return _people(_moved(hips, window), _moved(ends, window), scores[likely])


def whole_picture(width_px: int, height_px: int) -> Region:
    """Return the smallest square that holds a picture, about its centre."""
    return Region(width_px / 2.0, height_px / 2.0, float(max(width_px, height_px)))


def _moved(points: Float32Array, window: Region) -> Float32Array:
    """Map points, (N, 2), from a cut to its picture."""
    to_picture = window.to_picture(SIZE_PX)
    moved: Float32Array = (points @ to_picture[:, :2].T + to_picture[:, 2]).astype(np.float32)
    return moved


def _people(hips_px: Float32Array, ends_px: Float32Array, scores: Float32Array) -> list[Found]:
    """Join the finds of neighbouring anchors: the mean of each person's, by score."""
    people: list[Found] = []
    left = np.argsort(-scores, kind="stable")
    while len(left) and len(people) < _MOST_PEOPLE:
        best = left[0]
        radii = np.linalg.norm(ends_px[left] - hips_px[left], axis=1)
        distances = np.linalg.norm(hips_px[left] - hips_px[best], axis=1)
        same = distances <= _SAME_PERSON * np.minimum(radii, radii[0])
        same[0] = True
        members = left[same]
        weights = scores[members, None] / scores[members].sum()
        region = Region.around(
            (hips_px[members] * weights).sum(axis=0), (ends_px[members] * weights).sum(axis=0)
        )
        people.append(Found(region, float(scores[best])))
        left = left[~same]
    return people


def _anchor_centres() -> Float32Array:
    """Return the middles of all anchors: float32 (2254, 2), x and y, 0..1."""
    centres = []
    for cells, each in _LAYERS:
        along = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        grid = np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)
        centres.append(np.repeat(grid, each, axis=0))
    return np.concatenate(centres)
