"""The libraries that decide a run's numbers."""

import importlib.metadata

_LIBRARIES = (
    "vidclf",
    "tensorflow",
    "tensorflow-cpu",
    "keras",
    "tf2onnx",
    "onnx",
    "onnxruntime",
    "onnxruntime-gpu",
    "numpy",
    "opencv-python-headless",
    "scikit-learn",
)


def library_versions() -> dict[str, str]:
    """Return the version of each library that is installed."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
