"""Collects predictions in blocks of plain numbers, as they are kept in files."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vidclf_app.core.body import LANDMARKS
from vidclf_app.core.records import Float32Array, Prediction
from vidclf_app.results.packing import Int16Array, bytes_each, pack_body, pack_columns

_BLOCK_ROWS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    time_s: npt.NDArray[np.float64]
    index: npt.NDArray[np.int64]
    raw: Float32Array
    nobody: npt.NDArray[np.bool_]
    fresh: npt.NDArray[np.bool_]
    landmarks: Int16Array

    def first(self, rows: int) -> "_Block":
        """Return the first rows, without a copy."""
        return _Block(
            self.time_s[:rows],
            self.index[:rows],
            self.raw[:rows],
            self.nobody[:rows],
            self.fresh[:rows],
            self.landmarks[:rows],
        )


class Gathering:
    """The predictions of a run that goes on.

    Args:
        labels: How many labels the model has.
        width_px: Of the video's pictures.
        height_px: Of the video's pictures.
        follows: The model follows a person: keep its landmarks.

    Attributes:
        bytes_each: Memory that one prediction takes.
        follows: The model follows a person.
        nobody: In how many predictions nobody is in the picture.
    """

    def __init__(self, labels: int, width_px: int, height_px: int, *, follows: bool) -> None:
        self.bytes_each = bytes_each(labels, follows=follows)
        self._labels = labels
        self._width_px, self._height_px = width_px, height_px
        self.follows = follows
        self._blocks: list[_Block] = []
        self._count = 0
        self.nobody = 0

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
        if self.follows:
            block.landmarks[row] = pack_body(prediction.body, self._width_px, self._height_px)
        self._count += 1
        self.nobody += prediction.nobody

    def packed(self) -> bytes:
        """Return all of them as they are kept in files, see `packing`."""
        # An empty run has a block, too: it tells the arrays' shapes.
        blocks = [*self._blocks] or [self._new_block()]
        blocks[-1] = blocks[-1].first(self._count - (len(blocks) - 1) * _BLOCK_ROWS)
        columns: dict[str, list[npt.NDArray[Any]]] = {
            "time_s": [block.time_s for block in blocks],
            "index": [block.index for block in blocks],
            "raw": [block.raw for block in blocks],
            "nobody": [block.nobody for block in blocks],
            "fresh": [block.fresh for block in blocks],
        }
        if self.follows:
            columns["landmarks"] = [block.landmarks for block in blocks]
        return pack_columns(columns)

    def _new_block(self) -> _Block:
        return _Block(
            time_s=np.empty(_BLOCK_ROWS),
            index=np.empty(_BLOCK_ROWS, dtype=np.int64),
            raw=np.empty((_BLOCK_ROWS, self._labels), dtype=np.float32),
            nobody=np.empty(_BLOCK_ROWS, dtype=np.bool_),
            fresh=np.empty(_BLOCK_ROWS, dtype=np.bool_),
            landmarks=np.empty((_BLOCK_ROWS if self.follows else 0, LANDMARKS, 3), dtype=np.int16),
        )
