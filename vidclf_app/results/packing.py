"""Predictions as bytes: a `.npz` file of plain arrays, and back, trusting nothing in it.

Landmarks are int16 in steps of 1/8192 of the picture's width and height (a quarter of a pixel at
4K, and four pictures in every direction), visibility likewise. All else is kept exactly.
"""

import io
import lzma
import math
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from vidclf_app.core.body import LANDMARKS
from vidclf_app.core.records import Body, Float32Array
from vidclf_app.results.records import Predictions
from vidclf_app.translating import deferred

Int16Array = npt.NDArray[np.int16]

# A day of video at 10 predictions a second, of a model that follows a person and knows a hundred
# labels, is 0.6 GB.
MAX_BYTES = 1 << 30

# All that zipfile and numpy raise for archives that are encrypted, damaged or of unknown make.
ZIP_ERRORS = (
    OSError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)

_STEPS = 8192.0
_NO_LANDMARK = -32768
_MAX_HEADER_BYTES = 1000
_PIECE_BYTES = 1 << 20
# Rows of probabilities sum to 1 but for the rounding of a softmax in float32.
_SUM_TOLERANCE = 1e-3


class PackingError(Exception):
    """The bytes are no predictions."""


def bytes_each(labels: int, *, follows: bool) -> int:
    """Return the memory that one prediction takes, packed, before compression."""
    # Time, number, probabilities, two flags, landmarks.
    return 8 + 8 + 4 * labels + 2 + (LANDMARKS * 3 * 2 if follows else 0)


def pack_body(body: Body | None, width_px: int, height_px: int) -> Int16Array:
    """Return one person's landmarks: int16, shape (33, 3); see the module."""
    if body is None:
        return np.full((LANDMARKS, 3), _NO_LANDMARK, dtype=np.int16)
    values = np.column_stack((body.picture_px, body.visibility))
    return pack_landmarks(values, width_px, height_px)


def pack_landmarks(landmarks: Float32Array, width_px: int, height_px: int) -> Int16Array:
    """Return landmarks as int16; see the module.

    Args:
        landmarks: float32, shape (..., 3), see `Predictions`.
        width_px: Of the picture.
        height_px: Of the picture.
    """
    # In place: an hour of landmarks is 14 MB, and each step would set as much aside.
    steps = landmarks * (_STEPS / _unit(width_px, height_px)).astype(np.float32)
    np.rint(steps, out=steps)
    np.clip(steps, _NO_LANDMARK + 1, -_NO_LANDMARK - 1, out=steps)
    np.nan_to_num(steps, copy=False, nan=_NO_LANDMARK)
    return steps.astype(np.int16)


def unpack_landmarks(packed: Int16Array, width_px: int, height_px: int) -> Float32Array:
    """Return what `pack_landmarks` was given: float32, NaN where there was none."""
    unit = (_unit(width_px, height_px) / _STEPS).astype(np.float32)
    landmarks: Float32Array = packed.astype(np.float32) * unit
    landmarks[packed == _NO_LANDMARK] = np.nan
    return landmarks


def pack(predictions: Predictions, width_px: int, height_px: int) -> bytes:
    """Return predictions as a `.npz` file.

    Args:
        predictions: Of one run.
        width_px: Of the video's pictures.
        height_px: Of the video's pictures.
    """
    columns: dict[str, list[npt.NDArray[Any]]] = {
        "time_s": [predictions.time_s],
        "index": [predictions.index],
        "raw": [predictions.raw],
        "nobody": [predictions.nobody],
        "fresh": [predictions.fresh],
    }
    if predictions.landmarks is not None:
        columns["landmarks"] = [pack_landmarks(predictions.landmarks, width_px, height_px)]
    return pack_columns(columns)


def pack_columns(columns: Mapping[str, Sequence[npt.NDArray[Any]]]) -> bytes:
    """Return arrays as a `.npz` file.

    Args:
        columns: Each array by its name, in one or more pieces that follow one another; joining
            them first would take their memory once more.
    """
    content = io.BytesIO()
    # The quickest compression: a stronger one saves a few per cent and takes five times as long.
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, pieces in columns.items():
            header = np.lib.format.header_data_from_array_1_0(pieces[0])
            header["shape"] = (sum(len(piece) for piece in pieces), *pieces[0].shape[1:])
            header["fortran_order"] = False  # tobytes() never gives it.
            with file.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array_header_1_0(member, header)
                for piece in pieces:
                    member.write(piece.tobytes())
    return content.getvalue()


def unpack(
    content: bytes, count: int, labels: int, *, follows: bool, width_px: int, height_px: int
) -> Predictions:
    """Return the predictions in a `.npz` file.

    Args:
        content: The file.
        count: How many there are.
        labels: How many labels the model has.
        follows: There are landmarks.
        width_px: Of the video's pictures.
        height_px: Of the video's pictures.

    Raises:
        PackingError: The bytes are damaged, too large, or make no sense as predictions.
    """
    if count * bytes_each(labels, follows=follows) > MAX_BYTES:
        raise PackingError(deferred("errors", "it has too many predictions"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            predictions = Predictions(
                time_s=_read(file, "time_s", "<f8", (count,)),
                index=_read(file, "index", "<i8", (count,)),
                raw=_read(file, "raw", "<f4", (count, labels)),
                nobody=_read(file, "nobody", "|b1", (count,)),
                fresh=_read(file, "fresh", "|b1", (count,)),
                landmarks=unpack_landmarks(
                    _read(file, "landmarks", "<i2", (count, LANDMARKS, 3)), width_px, height_px
                )
                if follows
                else None,
            )
    except KeyError as error:
        raise PackingError(deferred("errors", "a part of its predictions is missing")) from error
    except ZIP_ERRORS as error:
        raise PackingError(
            deferred("errors", "its predictions can't be read: {error}").format(error=str(error))
        ) from error
    _check(predictions)
    return predictions


def _unit(width_px: int, height_px: int) -> npt.NDArray[np.float64]:
    return np.array([max(width_px, 1), max(height_px, 1), 1.0])


def _read(file: zipfile.ZipFile, name: str, dtype: str, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """Read one array, of exactly this type and shape."""
    # Not numpy.load(): it sets aside whatever memory a header asks for.
    wanted = np.dtype(dtype)
    with file.open(f"{name}.npy") as member:
        if np.lib.format.read_magic(member) != (1, 0):
            raise PackingError(deferred("errors", "{name} has an unknown form").format(name=name))
        found_shape, fortran, found = np.lib.format.read_array_header_1_0(
            member, max_header_size=_MAX_HEADER_BYTES
        )
        if found != wanted or found_shape != shape or (fortran and len(shape) > 1):
            raise PackingError(
                deferred("errors", "{name} is not {dtype} of shape {shape}").format(
                    name=name, dtype=dtype, shape=shape
                )
            )
        size = wanted.itemsize * math.prod(shape)
        content = read_at_most(member, size + 1)
    if len(content) != size:
        raise PackingError(
            deferred("errors", "{name} has {content} bytes, not {size}").format(
                name=name, content=len(content), size=size
            )
        )
    if dtype == "|b1":
        # A bool that is neither 0 nor 1 breaks arithmetic.
        flags: npt.NDArray[np.bool_] = np.frombuffer(content, dtype=np.uint8) != 0
        return flags.reshape(shape)
    return np.frombuffer(content, dtype=wanted).reshape(shape)


def read_at_most(file: IO[bytes], max_bytes: int) -> bytes:
    """Read a file to its end, or up to a number of bytes."""
    content = bytearray()
    while piece := file.read(min(_PIECE_BYTES, max_bytes - len(content))):
        content += piece
    return bytes(content)


def _check(predictions: Predictions) -> None:
    time_s, raw = predictions.time_s, predictions.raw
    if not (np.isfinite(time_s).all() and (np.diff(time_s) > 0.0).all()):
        raise PackingError(deferred("errors", "its times don't rise"))
    if len(time_s) and (time_s[0] < 0.0 or predictions.index.min() < 0):
        raise PackingError(deferred("errors", "it begins before the video"))
    sums = np.where(predictions.nobody, 0.0, 1.0)
    fits = np.abs(raw.sum(axis=1, dtype=np.float64) - sums) <= _SUM_TOLERANCE
    if not ((raw >= 0.0).all() and fits.all()):
        raise PackingError(deferred("errors", "its probabilities don't add up"))
