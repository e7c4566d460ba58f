"""TensorFlow without its noise on the terminal."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from training.errors import TrainingError

_STDERR = 2


@contextmanager
def training_libraries() -> Iterator[None]:
    """Import TensorFlow, and what needs it, inside this block.

    Raises:
        TrainingError: A library of the training extra is not installed.
    """
    _quiet_tensorflow()
    try:
        with _native_noise_dropped():
            yield
    except ModuleNotFoundError as error:
        raise TrainingError(
            f"Training needs the library {error.name}, which is not installed.",
            'Install the training extra: pip install "vidclf[train]"',
        ) from error


@contextmanager
def _native_noise_dropped() -> Iterator[None]:
    # While it is loaded, TensorFlow's C++ part writes to the descriptor whatever its log level.
    sys.stderr.flush()
    kept = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)


def _quiet_tensorflow() -> None:
    # Read by TensorFlow's C++ part when it is loaded.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in ("tensorflow", "tf2onnx"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(tensorflow|keras|tf2onnx|google)\..*")
