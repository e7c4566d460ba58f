"""What fits leave on the disk: a run that was killed goes on from here, with the same numbers.

A file holds the hash of everything that its content follows from; with another config, other
clips or other libraries it counts as missing. Files are written beside and renamed.
"""

import json
import time
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vidclf_app.core.files import make_folder, replacing

Arrays = list[npt.NDArray[Any]]
EpochRecord = dict[str, float]

_META = "meta"


@dataclass(frozen=True, slots=True, eq=False)
class FitState:
    """A fit between two epochs, or at its end.

    Attributes:
        epoch: Epochs done.
        best_epoch: Epochs done when the held-out loss was lowest; `epoch` where none is held out.
        history: Per epoch: `loss`, and `held_out_loss` where groups were held out.
        best: Weights after `best_epoch` epochs.
        variables: Everything else that the next epoch follows from: weights now, the optimiser,
            random states. Empty at the end.
    """

    epoch: int
    best_epoch: int
    history: tuple[EpochRecord, ...]
    best: Arrays
    variables: Arrays


class FitStore:
    """A folder of fits.

    Args:
        folder: Created when the first fit is written.
        fingerprint: Hash of everything that the fits follow from.
        interval_s: Seconds between two states of one fit.
    """

    def __init__(self, folder: Path, fingerprint: str, interval_s: float = 5.0) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._interval_s = interval_s
        self._saved_s = time.monotonic()

    def finished(self, name: str) -> FitState | None:
        """Return a fit that was ended, or None."""
        return self._read(self._folder / f"{name}.fit.npz")

    def unfinished(self, name: str) -> FitState | None:
        """Return a fit's latest state, or None."""
        return self._read(self._folder / f"{name}.state.npz")

    def due(self) -> bool:
        """Tell whether enough time has passed to write a state again."""
        return time.monotonic() - self._saved_s >= self._interval_s

    def keep(self, name: str, state: FitState) -> None:
        """Write a state.

        Raises:
            SinkError: It can't be written.
        """
        self._write(self._folder / f"{name}.state.npz", state)
        self._saved_s = time.monotonic()

    def finish(self, name: str, state: FitState) -> None:
        """Write a fit's end; its states are no longer needed.

        Raises:
            SinkError: It can't be written.
        """
        self._write(self._folder / f"{name}.fit.npz", state)
        (self._folder / f"{name}.state.npz").unlink(missing_ok=True)

    def _write(self, path: Path, state: FitState) -> None:
        meta = {
            "fingerprint": self._fingerprint,
            "epoch": state.epoch,
            "best_epoch": state.best_epoch,
            "history": state.history,
        }
        arrays: dict[str, npt.NDArray[Any]] = {
            _META: np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
        }
        arrays |= _named("best", state.best) | _named("variable", state.variables)
        make_folder(path.parent)
        with replacing(path) as partial, partial.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    def _read(self, path: Path) -> FitState | None:
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                # Reading to the end checks the archive's checksums.
                arrays = {name: archive[name] for name in archive.files}
            meta = json.loads(arrays.pop(_META).tobytes())
            if meta["fingerprint"] != self._fingerprint:
                return None
            return FitState(
                epoch=meta["epoch"],
                best_epoch=meta["best_epoch"],
                history=tuple(meta["history"]),
                best=_listed("best", arrays),
                variables=_listed("variable", arrays),
            )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None


def _named(kind: str, arrays: Sequence[npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    return {f"{kind}{number:04d}": np.asarray(array) for number, array in enumerate(arrays)}


def _listed(kind: str, arrays: dict[str, npt.NDArray[Any]]) -> Arrays:
    return [arrays[name] for name in sorted(arrays) if name.startswith(kind)]
