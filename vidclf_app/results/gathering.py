"""Collects predictions in blocks of plain numbers, without an object for each."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vidclf_app.core.body import LANDMARKS
from vidclf_app.core.records import Float32Array, Prediction
from vidclf_app.results.packing import Int16Array, bytes_each, pack_body, unpack_landmarks
from vidclf_app.results.records import Predictions

_BLOCK_ROWS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    time_s: npt.NDArray[np.float64]
    index: npt.NDArray[np.int64]
    raw: Float32Array
    nobody: npt.NDArray[np.bool_]
    fresh: npt.NDArray[np.bool_]
    landmarks: Int16Array


class Gathering:
    """The predictions of a run that goes on.

    Args:
        labels: How many labels the model has.
        width_px: Of the video's pictures.
        height_px: Of the video's pictures.
        follows: The model follows a person: keep its landmarks.

    Attributes:
        bytes_each: Memory that one prediction takes.
    """

    def __init__(self, labels: int, width_px: int, height_px: int, *, follows: bool) -> None:
        self.bytes_each = bytes_each(labels, follows=follows)
        self._labels = labels
        self._width_px, self._height_px = width_px, height_px
        self._follows = follows
        self._blocks: list[_Block] = []
        self._count = 0

    def __len__(self) -> int:
        """Return how many predictions there are."""
        return self._count

    def add(self, prediction: Prediction) -> None:
        """Keep one more."""
        row = self._count % _BLOCK_ROWS
        if row == 0:
            self._blocks.append(self._new_block())
        block = self._blocks[-1]
        block.time_s[row] = prediction.time_s
        block.index[row] = prediction.index
        block.raw[row] = prediction.raw
        block.nobody[row] = prediction.nobody
        block.fresh[row] = prediction.fresh
        if self._follows:
            block.landmarks[row] = pack_body(prediction.body, self._width_px, self._height_px)
        self._count += 1

    def predictions(self) -> Predictions:
        """Return all of them."""
        blocks = self._blocks or [self._new_block()]
        count = self._count
        landmarks = np.concatenate([block.landmarks for block in blocks])[:count]
        return Predictions(
            time_s=np.concatenate([block.time_s for block in blocks])[:count],
            index=np.concatenate([block.index for block in blocks])[:count],
            raw=np.concatenate([block.raw for block in blocks])[:count],
            nobody=np.concatenate([block.nobody for block in blocks])[:count],
            fresh=np.concatenate([block.fresh for block in blocks])[:count],
            landmarks=unpack_landmarks(landmarks, self._width_px, self._height_px)
            if self._follows
            else None,
        )

    def _new_block(self) -> _Block:
        return _Block(
            time_s=np.empty(_BLOCK_ROWS),
            index=np.empty(_BLOCK_ROWS, dtype=np.int64),
            raw=np.empty((_BLOCK_ROWS, self._labels), dtype=np.float32),
            nobody=np.empty(_BLOCK_ROWS, dtype=np.bool_),
            fresh=np.empty(_BLOCK_ROWS, dtype=np.bool_),
            landmarks=np.empty((_BLOCK_ROWS if self._follows else 0, LANDMARKS, 3), dtype=np.int16),
        )
