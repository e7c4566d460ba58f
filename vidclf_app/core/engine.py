"""ONNX Runtime: one network, and the truth about where it runs.

ONNX Runtime is imported when the first network is opened, not with this module: the window is
on the screen before that.
"""

import contextlib
import importlib.util
import io
import logging
import os
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from vidclf_app.core.records import Float32Array
from vidclf_app.errors import EngineError
from vidclf_app.translating import deferred

if TYPE_CHECKING:
    import onnxruntime

log = logging.getLogger(__name__)

ProviderChoice = Literal["auto", "gpu", "cpu"]

_SILENT = 4
_NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"
_MAX_THREADS = 8
# Threads that open networks at the same time import ONNX Runtime, and turn the program's output
# aside while its libraries are loaded, one after the other.
_loading = threading.RLock()
_NEW_BUNDLE = deferred("errors", "Get the bundle again from where it was made, or export it anew.")


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """An input or output of a network; a dimension that may vary is None.

    Attributes:
        name: Its name.
        dtype: ONNX Runtime's name, such as `tensor(float)`.
        shape: Sizes.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...]


class Engine:
    """A network in ONNX Runtime. Any number of threads may run it at the same time.

    Args:
        model: Bytes of the ONNX file.
        name: For messages: where the network came from.
        provider: `gpu` insists on CUDA, `cpu` on the processor; `auto` takes CUDA where a
            session really gets it.
        threads: Processor threads for one call; None for all cores but one, at most 8.

    Attributes:
        session: ONNX Runtime's session, for measuring.
        provider: The provider in use, "CUDA" or "CPU".
        inputs: What it takes.
        outputs: What it gives.

    Raises:
        EngineError: The network can't be loaded (damaged, unknown operators, weights in other
            files), or `gpu` was asked for and can't be had.
    """

    def __init__(
        self,
        model: bytes,
        name: str,
        *,
        provider: ProviderChoice = "auto",
        threads: int | None = None,
    ) -> None:
        self.name = name
        self.session = _open_session(model, name, provider, threads or default_threads())
        self.provider = _provider_in_use(self.session)
        self.inputs = tuple(_tensor_spec(node) for node in self.session.get_inputs())
        self.outputs = tuple(_tensor_spec(node) for node in self.session.get_outputs())
        if provider == "gpu" and self.provider != "CUDA":
            raise EngineError(
                deferred("errors", "The GPU can't be used: ONNX Runtime could not start CUDA."),
                deferred("errors", "Run `vidclf doctor` to see why, or use the CPU."),
            )

    def run(self, feeds: Mapping[str, Any], *, timeout_s: float | None = None) -> Float32Array:
        """Run the network and return its first output, float32. See `run_all`."""
        return self.run_all(feeds, timeout_s=timeout_s)[0]

    def run_all(
        self, feeds: Mapping[str, Any], *, timeout_s: float | None = None
    ) -> list[Float32Array]:
        """Run the network.

        Args:
            feeds: Input name to array.
            timeout_s: Give up after this many seconds; None never does. For networks that
                nobody has tried yet: a loop in one may have no end.

        Returns:
            Its outputs, float32, in the order of `outputs`.

        Raises:
            EngineError: It failed, or gave a number that is not finite.
        """
        options, timer = None, None
        if timeout_s is not None:
            options = runtime().RunOptions()
            timer = threading.Timer(timeout_s, setattr, (options, "terminate", True))
            timer.daemon = True
            timer.start()
        try:
            outputs: list[Float32Array] = self.session.run(None, dict(feeds), options)
        except Exception as error:  # ONNX Runtime's errors share no base class
            if options is not None and options.terminate:
                raise EngineError(
                    deferred(
                        "errors", "{name}: one call took longer than {timeout_s:.0f} s."
                    ).format(name=self.name, timeout_s=timeout_s),
                    _NEW_BUNDLE,
                ) from error
            raise EngineError(
                deferred("errors", "{name}: failed to run: {reason}.").format(
                    name=self.name, reason=_first_line(error)
                ),
                _NEW_BUNDLE,
            ) from error
        finally:
            if timer is not None:
                timer.cancel()
        if not all(np.isfinite(output).all() for output in outputs):
            raise EngineError(
                deferred(
                    "errors", "{name}: gave values that are not finite (NaN or infinity)."
                ).format(name=self.name),
                _NEW_BUNDLE,
            )
        return outputs


def default_threads() -> int:
    """Return the number of threads for one call of a network: all cores but one, at most 8.

    One core stays free for decoding, the camera and the window. On two cores that costs nothing
    end to end: with both, a file took as long and a single call varied by a factor of two.
    """
    return max(1, min(usable_cores() - 1, _MAX_THREADS))


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def runtime() -> Any:
    """Import ONNX Runtime, quietly, with its CUDA libraries where they are installed."""
    with _loading:
        return _imported_runtime()


@cache
def _imported_runtime() -> Any:
    # ONNX Runtime would otherwise tell its makers about this machine and each network, from its
    # import on; what people are told is that nothing leaves their computer.
    os.environ[_NO_TELEMETRY] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    # Without this a machine without CUDA prints red lines about a library it doesn't need.
    onnxruntime.set_default_logger_severity(_SILENT)
    return onnxruntime


def available_providers() -> list[str]:
    """Return what ONNX Runtime was built with; says nothing about what can be loaded."""
    return list(runtime().get_available_providers())


def _open_session(
    model: bytes, name: str, provider: ProviderChoice, threads: int
) -> "onnxruntime.InferenceSession":
    ort = runtime()
    providers: list[Any] = ["CPUExecutionProvider"]
    if provider != "cpu" and "CUDAExecutionProvider" in ort.get_available_providers():
        with _loading:
            _load_cuda_libraries()
        # An exhaustive search could choose another algorithm, and other last digits, each time.
        providers.insert(0, ("CUDAExecutionProvider", {"cudnn_conv_algo_search": "HEURISTIC"}))
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _SILENT
    options.add_session_config_entry("session.load_model_format", "ONNX")
    # Threads that spin while they wait take the core that the window and the camera need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The bytes are the whole network. Pointing references to other files at an empty folder
    # makes ONNX Runtime refuse them, absolute and upward paths included.
    with tempfile.TemporaryDirectory(prefix="vidclf-") as empty:
        options.add_session_config_entry(
            "session.model_external_initializers_file_folder_path", empty
        )
        try:
            return ort.InferenceSession(model, options, providers=providers)
        except Exception as error:  # ONNX Runtime's errors share no base class
            reason = _first_line(error)
            if "xternal data" in reason:
                reason = deferred(
                    "errors", "its weights lie in other files, which is not allowed in a bundle"
                )
            raise EngineError(
                deferred("errors", "{name}: can't be loaded: {reason}.").format(
                    name=name, reason=reason
                ),
                _NEW_BUNDLE,
            ) from error


@cache
def _load_cuda_libraries() -> None:
    # Libraries from the `cuda` extra lie in a package named nvidia, where no loader looks.
    if importlib.util.find_spec("nvidia") is None:
        return
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            runtime().preload_dlls()
        except Exception as error:  # noqa: BLE001 - any failure here only means: no CUDA
            log.info("CUDA libraries were not loaded: %s", error)
    if printed.getvalue():
        log.info("CUDA libraries: %s", printed.getvalue().strip())


def _provider_in_use(session: "onnxruntime.InferenceSession") -> str:
    # get_available_providers() lists CUDA on machines that can't load it; the session knows.
    first: str = session.get_providers()[0]
    return first.removesuffix("ExecutionProvider")


def _tensor_spec(node: Any) -> TensorSpec:
    shape = tuple(size if isinstance(size, int) else None for size in node.shape)
    return TensorSpec(name=node.name, dtype=node.type, shape=shape)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:300].rstrip(". ")
