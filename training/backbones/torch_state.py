"""Reading a PyTorch state dict without PyTorch, and without running what it says.

A `.pth` file is a pickle, and a pickle may call any function of any module. The reader knows
exactly the names that a state dict of plain tensors needs, and refuses the file at any other.
The format is that of `torch.save` before version 1.6 (or with
`_use_new_zipfile_serialization=False`): three small pickles (a magic number, the version, the
machine), the state dict, the list of storage keys, and then each storage as its length, eight
bytes, and its numbers, little-endian.
"""

import math
import pickle
import struct
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from training.errors import TrainingError

_MAGIC = 0x1950A86A20F9469CFC6C
_FORMAT_VERSION = 1001


@dataclass(frozen=True, slots=True)
class _Storage:
    """A row of numbers that follows behind the pickles."""

    key: str
    dtype: np.dtype[Any]
    numbers: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A view of a storage."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_state_dict(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return a state dict's arrays by name.

    Args:
        path: A `.pth` file in the older format.

    Returns:
        float32, float16, float64 or int64 arrays, as in the file.

    Raises:
        TrainingError: The file can't be read, is no such state dict, or asks for anything else
            than tensors.
    """
    try:
        with path.open("rb") as file:
            return _read(file)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except Exception as error:  # damaged pickles fail in any way
        raise _unreadable(path, str(error) or type(error).__name__) from error


def _read(file: IO[bytes]) -> dict[str, npt.NDArray[Any]]:
    if _load(file) != _MAGIC or _load(file) != _FORMAT_VERSION:
        raise ValueError("not a state dict in PyTorch's older format")
    if _load(file).get("little_endian") is not True:
        raise ValueError("its numbers are big-endian")
    state = _load(file)
    views = {name: view for name, view in state.items() if isinstance(view, _Tensor)}
    storages = {view.storage.key: view.storage for view in views.values()}
    contents: dict[str, npt.NDArray[Any]] = {}
    for key in _load(file):
        storage = storages[key]
        (numbers,) = struct.unpack("<q", file.read(8))
        content = file.read(storage.numbers * storage.dtype.itemsize)
        if numbers != storage.numbers or len(content) < numbers * storage.dtype.itemsize:
            raise ValueError("it is cut off")
        contents[key] = np.frombuffer(content, dtype=storage.dtype)
    return {name: _array(view, contents[view.storage.key]) for name, view in views.items()}


def _array(view: _Tensor, content: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if view.offset < 0 or min(view.shape + view.strides, default=0) < 0:
        raise ValueError("a tensor in it has a negative size")
    length = math.prod(view.shape)
    if length == 0:
        return np.zeros(view.shape, content.dtype)
    reach = sum((size - 1) * step for size, step in zip(view.shape, view.strides, strict=True))
    # as_strided() looks at no bounds: behind them lies other memory.
    if view.offset + reach >= len(content) or length > len(content):
        raise ValueError("a tensor in it is larger than its storage")
    steps_bytes = [step * content.itemsize for step in view.strides]
    return np.lib.stride_tricks.as_strided(content[view.offset :], view.shape, steps_bytes).copy()


def _load(file: IO[bytes]) -> Any:
    return _StateUnpickler(file).load()


class _StateUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _KNOWN[f"{module}.{name}"]
        except KeyError:
            raise pickle.UnpicklingError(
                f"it asks for {module}.{name}, which no state dict needs"
            ) from None

    def persistent_load(self, pid: Any) -> _Storage:
        kind, dtype, key, _, numbers, view = pid
        if kind != "storage" or not isinstance(dtype, np.dtype) or view is not None:
            raise pickle.UnpicklingError("it holds something else than whole storages")
        return _Storage(str(key), dtype, int(numbers))


def _rebuild_tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any
) -> _Tensor:
    return _Tensor(storage, offset, tuple(shape), tuple(strides))


_KNOWN: dict[str, Callable[..., Any] | np.dtype[Any]] = {
    "collections.OrderedDict": OrderedDict,
    "torch._utils._rebuild_tensor_v2": _rebuild_tensor,
    "torch.DoubleStorage": np.dtype("<f8"),
    "torch.FloatStorage": np.dtype("<f4"),
    "torch.HalfStorage": np.dtype("<f2"),
    "torch.LongStorage": np.dtype("<i8"),
}


def _unreadable(path: Path, reason: str) -> TrainingError:
    return TrainingError(
        f"{path}: the weights can't be read: {reason.rstrip('.')}.",
        "Install the package that it belongs to again.",
    )
