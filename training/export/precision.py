"""Encoders in half precision and in eight bits: smaller files, and some of them faster.

Both keep the bundle's contract, `frames` uint8 to `features` float32, and both change the
features a little: whoever exports one measures what that costs on held-out clips.

Measured by `python -m training.export.measure_precision ENCODER.onnx CLIPS.csv` on the middle
frames of 100 clips, calibrated on 100 clips of other groups; ONNX Runtime 1.31, one thread of a
processor with AVX-512 VNNI, which others used as well. Size and time are shares of float32's.

==================  =======  =====  ====================  ====================
network             as       size   cosine mean (lowest)  time
==================  =======  =====  ====================  ====================
EfficientNet-Lite0  float16  0.50   0.99998 (0.99995)     1.1 to 1.2
EfficientNet-Lite0  int8     0.28   0.995 (0.990)         0.3 to 0.5
MobileNetV2         float16  0.50   0.9999 (0.9999)       1.2 to 1.3
MobileNetV2         int8     0.29   0.98 (0.98)           0.3 to 0.5
EfficientNetB0      float16  0.50   1.0000 (1.0000)       1.0
EfficientNetB0      int8     0.29   0.94 (0.91)           1.0
==================  =======  =====  ====================  ====================

Lite0 has its ImageNet weights, the other two random ones, which pass rounding on: their cosines
are a lower bound. So float16 is for graphics cards and small files, eight bits for networks of
ReLUs; swish gains nothing by them.

Choices, by the mean cosine of Lite0 with eight bits on 60 frames: ranges by smallest and largest
value 0.991 and, unlike by entropy (0.991) and percentile (0.989), with one frame in memory; the
first three convolutions in float32 0.996; weights of seven bits, against overflow on processors
without VNNI, 0.947 and therefore not: measure on a machine like those that will run it.
"""

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import onnx

from training.errors import TrainingError
from training.export.encoder import INPUT_NAME
from vidclf_app.core.engine import runtime
from vidclf_app.core.records import UInt8Array

# The lowest layers see few channels with very different ranges: eight bits cost most there.
FLOAT_CONVOLUTIONS = 3


def to_float16(encoder: bytes) -> bytes:
    """Return an encoder that computes in float16.

    Args:
        encoder: An ONNX file as `training.export.encoder` writes it.

    Returns:
        An ONNX file with the same input and output; the same bytes for the same encoder.
    """
    runtime()  # Imports it as the application does: it tells nobody about this computer.
    from onnxruntime.transformers.float16 import convert_float_to_float16

    origin = onnx.load_from_string(encoder)
    half = convert_float_to_float16(onnx.load_from_string(encoder), keep_io_types=True)
    return _finished(half, origin)


def to_int8(encoder: bytes, frames: Iterable[UInt8Array]) -> bytes:
    """Return an encoder that computes in eight bits wherever ONNX Runtime can.

    The scaling and the first three convolutions stay in float32.

    Weights are int8 with a scale for each channel, activations uint8 with a scale for each
    tensor, from the smallest and largest value on the given frames.

    Args:
        encoder: An ONNX file as `training.export.encoder` writes it.
        frames: uint8 RGB (H, W, 3), of the encoder's input size; a hundred, from many clips, or
            more. One is held at a time.

    Returns:
        An ONNX file with the same input and output; the same bytes for the same encoder and
        frames.

    Raises:
        TrainingError: There are no frames.
    """
    runtime()  # Imports it as the application does: it tells nobody about this computer.
    from onnxruntime.quantization import QuantFormat, QuantType, quant_pre_process, quantize_static

    frames = iter(frames)
    first = next(frames, None)
    if first is None:
        raise TrainingError("Eight bits need frames, to find the ranges.", "Give some clips.")
    with tempfile.TemporaryDirectory(prefix="vidclf-int8-") as folder:
        given, prepared, quantized = (Path(folder) / f"{name}.onnx" for name in "abc")
        given.write_bytes(encoder)
        # All sizes but N are fixed: symbolic inference has nothing to add.
        quant_pre_process(given, prepared, skip_symbolic_shape=True)
        nodes = onnx.load_model(prepared).graph.node
        quantize_static(
            prepared,
            quantized,
            _Frames(itertools.chain([first], frames)),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=_lowest(nodes),
        )
        return _finished(onnx.load_model(quantized), onnx.load_from_string(encoder))


def _lowest(nodes: Sequence[onnx.NodeProto]) -> list[str]:
    """Return the names of the scaling and of the first convolutions, which stay in float32."""
    convolutions = [number for number, node in enumerate(nodes) if node.op_type == "Conv"]
    end = convolutions[: FLOAT_CONVOLUTIONS + 1][-1] if convolutions else 0
    return [node.name for node in nodes[:end]]


class _Frames:
    """Frames as ONNX Runtime's calibration wants them, one after the other."""

    def __init__(self, frames: Iterable[UInt8Array]) -> None:
        self._frames: Iterator[UInt8Array] = iter(frames)

    def get_next(self) -> dict[str, UInt8Array] | None:
        """Return the next feed, None behind the last."""
        frame = next(self._frames, None)
        return None if frame is None else {INPUT_NAME: frame[None]}


def _finished(proto: onnx.ModelProto, origin: onnx.ModelProto) -> bytes:
    """Return the bytes of a converted network without what the tools noted in it."""
    # The tools declare every operator set they know.
    used = {node.domain for node in proto.graph.node}
    kept = [opset for opset in proto.opset_import if opset.domain in used]
    del proto.opset_import[:]
    proto.opset_import.extend(kept)
    proto.ir_version = origin.ir_version
    proto.producer_name, proto.producer_version = origin.producer_name, origin.producer_version
    proto.doc_string = ""
    proto.graph.name = origin.graph.name
    proto.graph.doc_string = ""
    del proto.graph.value_info[:]
    del proto.metadata_props[:]
    onnx.checker.check_model(proto, full_check=True)
    content: bytes = proto.SerializeToString(deterministic=True)
    return content
