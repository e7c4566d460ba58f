"""Training for vidclf: labelled clips in, a model bundle out.

Needs the `train` extra (TensorFlow, Keras, tf2onnx). The application never imports this package;
the two meet in the bundle and in the stages of `vidclf_app.core` that training runs as they are.

The names below are the Python API; each is imported, TensorFlow with it where it needs that, when
it is first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from training.augmentation.dataset import augment_dataset
    from training.clip_pipeline import clip_dataset
    from training.data.dataframe import encode_labels, load_dataframe
    from training.end_to_end import build_model, fine_tune, split_model
    from training.video import augment_video, load_video

_HOMES = {
    "augment_dataset": "training.augmentation.dataset",
    "augment_video": "training.video",
    "build_model": "training.end_to_end",
    "clip_dataset": "training.clip_pipeline",
    "encode_labels": "training.data.dataframe",
    "fine_tune": "training.end_to_end",
    "load_dataframe": "training.data.dataframe",
    "load_video": "training.video",
    "split_model": "training.end_to_end",
}

__all__ = [
    "augment_dataset",
    "augment_video",
    "build_model",
    "clip_dataset",
    "encode_labels",
    "fine_tune",
    "load_dataframe",
    "load_video",
    "split_model",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
