"""Where models can run on this machine, and why not on its GPU."""

import ctypes
import sys
from enum import Enum

from vidclf_app.core.engine import available_providers

_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}


class CudaObstacle(Enum):
    """Why CUDA can't be used, in English."""

    SYSTEM = "NVIDIA's CUDA doesn't exist for this system"
    BUILD = "this ONNX Runtime was built without CUDA"
    DRIVER = "no NVIDIA driver"
    LIBRARIES = "CUDA could not be started; the extra vidclf[cuda] brings its libraries"


def cuda_obstacle() -> CudaObstacle:
    """Return what is in the way, once a network that asked for CUDA didn't get it.

    May take a second: ONNX Runtime is imported where that hasn't happened yet.
    """
    driver = _DRIVERS.get(sys.platform)
    if driver is None:
        return CudaObstacle.SYSTEM
    if "CUDAExecutionProvider" not in available_providers():
        return CudaObstacle.BUILD
    try:
        ctypes.CDLL(driver)
    except OSError:
        return CudaObstacle.DRIVER
    return CudaObstacle.LIBRARIES
