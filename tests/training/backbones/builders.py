"""Encoders whose every weight matters, and files of weights, made on the spot."""

import pickle
import struct
import sys
import types
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from training.backbones.config import BackboneConfig
from training.backbones.registry import build_encoder
from vidclf_app.core.records import UInt8Array


def noise_frames(count: int, size_px: int, seed: int = 1) -> UInt8Array:
    """Return pictures of coarse and fine noise, no two alike: uint8 RGB (N, size_px, size_px, 3).

    Fine noise alone looks the same everywhere to a deep network, and what tells such pictures
    apart there is rounding.
    """
    random = np.random.default_rng(seed)
    frames = random.integers(0, 64, (count, size_px, size_px, 3), dtype=np.uint8)
    for frame in frames:
        cells = int(random.integers(2, 9))
        coarse = random.integers(0, 192, (cells, cells, 3), dtype=np.uint8)
        places = np.arange(size_px) * cells // size_px
        frame += coarse[places][:, places]
    return frames


def lively_encoder(config: BackboneConfig) -> keras.Model:
    """Return an encoder with random weights that let no layer be left out unnoticed.

    Fresh biases are zero, fresh scales one and fresh statistics those of no network at all: a
    graph that mixes them up would pass, and deep networks fade to nothing. Scales are well below
    one, or rounding would grow from layer to layer until nothing else is left.
    """
    keras.utils.set_random_seed(3)
    encoder = build_encoder(config)
    random = np.random.default_rng(4)
    for layer in encoder._flatten_layers():
        if isinstance(layer, keras.layers.Normalization):
            continue
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
        for variable in layer.trainable_variables if not hasattr(layer, "layers") else ():
            if len(variable.shape) == 1:
                low, high = (0.2, 0.4) if variable.name == "gamma" else (-0.3, 0.5)
                variable.assign(random.uniform(low, high, variable.shape))
    encoder(noise_frames(16, config.input_px, seed=5), training=True)
    return encoder


def write_state_dict(
    path: Path, arrays: Mapping[str, npt.NDArray[Any]], *, extra: object = None
) -> Path:
    """Write a state dict as PyTorch did before version 1.6, without PyTorch.

    Args:
        path: The file.
        arrays: float32 or int64. They are laid out as they lie in memory, transposed or not.
        extra: Something else to put into the dict.
    """
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")

    class FloatStorage:
        pass

    class LongStorage:
        pass

    def _rebuild_tensor_v2() -> None:
        pass

    places: dict[str, tuple[types.ModuleType, Any]] = {
        "FloatStorage": (torch, FloatStorage),
        "LongStorage": (torch, LongStorage),
        "_rebuild_tensor_v2": (utils, _rebuild_tensor_v2),
    }
    for name, (module, thing) in places.items():
        thing.__module__, thing.__qualname__ = module.__name__, name
        setattr(module, name, thing)
    kinds = {"float32": FloatStorage, "int64": LongStorage}

    class Storage:
        def __init__(self, key: str, array: npt.NDArray[Any]) -> None:
            self.key, self.array = key, array

    class Tensor:
        def __init__(self, storage: Storage) -> None:
            self.storage = storage

        def __reduce__(self) -> tuple[Any, ...]:
            array = self.storage.array
            strides = tuple(step // array.itemsize for step in array.strides)
            arguments: tuple[Any, ...] = (
                self.storage,
                0,
                array.shape,
                strides,
                False,
                OrderedDict(),
            )
            return _rebuild_tensor_v2, arguments

    class Pickler(pickle.Pickler):
        def persistent_id(self, thing: object) -> object:
            if not isinstance(thing, Storage):
                return None
            kind = kinds[thing.array.dtype.name]
            return "storage", kind, thing.key, "cpu", thing.array.size, None

    storages = {
        name: Storage(str(number), array) for number, (name, array) in enumerate(arrays.items())
    }
    state: OrderedDict[str, object] = OrderedDict((n, Tensor(s)) for n, s in storages.items())
    if extra is not None:
        state["extra"] = extra
    before = {name: sys.modules.get(name) for name in ("torch", "torch._utils")}
    sys.modules |= {"torch": torch, "torch._utils": utils}
    try:
        with path.open("wb") as file:
            for part in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}):
                pickle.dump(part, file, protocol=2)
            Pickler(file, protocol=2).dump(state)
            pickle.dump([storage.key for storage in storages.values()], file, protocol=2)
            for storage in storages.values():
                memory = storage.array.ravel(order="K")
                file.write(struct.pack("<q", memory.size) + memory.tobytes())
    finally:
        for name, former in before.items():
            if former is None:
                del sys.modules[name]
            else:
                sys.modules[name] = former
    return path
