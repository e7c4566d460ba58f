"""Weights of `keras.applications` networks: from Keras's files, or from a file of one's own.

Keras could download by itself, but not with a time limit, and it leaves half a file behind when
it is killed.
"""

import hashlib
import http.client
import logging
import os
import urllib.request
from pathlib import Path
from typing import Any

import keras
import numpy as np

from training.backbones.efficientnet_lite import load_weights
from training.backbones.networks import Network, WeightsFile
from training.errors import TrainingError
from vidclf_app.core.files import make_folder, replacing

log = logging.getLogger(__name__)

# Of every wait for the network, not of the whole download.
_TIMEOUT_S = 20.0
_CHUNK_BYTES = 1 << 20
_MD5_DIGITS = 32
_IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_IMAGENET_DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)


def imagenet_file(network: Network, size_px: int) -> Path:
    """Return Keras's file of a network's ImageNet weights, downloaded if it isn't there.

    Args:
        network: One of `keras.applications`.
        size_px: Width and height of the input.

    Raises:
        TrainingError: It can't be had, or the one that is there is another file.
        SinkError: It can't be written.
    """
    file = network.weights_file(size_px)
    if file is None:
        raise TrainingError(
            f"No ImageNet weights of {network.name} are known.", "Give the path of a file."
        )
    target = Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser() / "models" / file.name
    if not target.is_file():
        _download(file, target, network.name)
    if file.digest and _digest(target, file.digest) != file.digest:
        raise TrainingError(
            f"{target}: is not the file of {network.name} that Keras publishes (its hash differs).",
            f"Delete it, and get it again from {file.url}",
        )
    return target


def load_file(encoder: keras.Model, path: Path) -> None:
    """Set an encoder's weights from a file.

    Args:
        encoder: A network without classifier.
        path: `.weights.h5`, `.h5` or `.npz`; see `training.backbones.config`.

    Raises:
        TrainingError: The file is missing, of another kind or of another network.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: there is no such file of weights.", "Check the path.")
    if path.suffix == ".npz":
        load_weights(encoder, path)
        return
    if path.suffix not in {".h5", ".hdf5"}:
        raise TrainingError(
            f"{path}: is no file of weights by its name.",
            "Give an .h5 file that Keras saved, or an .npz file.",
        )
    try:
        encoder.load_weights(path)
    except Exception as error:  # Keras and h5py raise what comes first
        raise TrainingError(
            f"{path}: does not hold the weights of {encoder.name}: {_one_line(error)}.",
            "Take the file of this very network without its classifier (Keras calls it notop).",
        ) from error
    complete_normalization(encoder)


def complete_normalization(encoder: keras.Model) -> None:
    """Make an EfficientNet divide by the deviation instead of its square root.

    The published files of EfficientNetB0 to B7 hold the deviation where the layer expects its
    square. Keras mends that with one more layer, but only where it downloads the file itself.
    A file with other numbers, of a network trained from the start, is left as it is.
    """
    for layer in encoder.layers:
        mean, variance = getattr(layer, "adapt_mean", None), getattr(layer, "adapt_variance", None)
        if mean is None or variance is None:
            continue
        published = (
            mean.shape == _IMAGENET_MEAN.shape
            and np.allclose(mean.numpy(), _IMAGENET_MEAN, atol=1e-4)
            and np.allclose(variance.numpy(), _IMAGENET_DEVIATION, atol=1e-4)
        )
        if published:
            variance.assign(np.square(variance.numpy()))
            layer.finalize_state()


def _download(file: WeightsFile, target: Path, network: str) -> None:
    log.info("downloading the ImageNet weights of %s from %s", network, file.url)
    make_folder(target.parent)
    received_bytes = 0
    try:
        response = urllib.request.urlopen(file.url, timeout=_TIMEOUT_S)
    except (OSError, http.client.HTTPException) as error:
        raise _no_download(file, target, network, error) from error
    with response, replacing(target) as partial, partial.open("wb") as out:
        while chunk := _read(response, file, target, network):
            received_bytes += len(chunk)
            out.write(chunk)
        expected = response.headers.get("Content-Length")
        if expected is not None and int(expected) != received_bytes:
            reason = f"it broke off after {received_bytes} of {expected} bytes"
            raise _no_download(file, target, network, reason)


def _read(response: Any, file: WeightsFile, target: Path, network: str) -> bytes:
    try:
        chunk: bytes = response.read(_CHUNK_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise _no_download(file, target, network, error) from error
    return chunk


def _no_download(file: WeightsFile, target: Path, network: str, reason: object) -> TrainingError:
    return TrainingError(
        f"The ImageNet weights of {network} can't be downloaded: {_one_line(reason)}.",
        f"Get {file.url} elsewhere and put it at {target}, or give its path as `weights`.",
    )


def _digest(path: Path, example: str) -> str:
    # Keras states the one or the other.
    digest = hashlib.md5(usedforsecurity=False) if len(example) == _MD5_DIGITS else hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:300].rstrip(". ") or type(error).__name__
