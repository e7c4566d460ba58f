"""From Keras networks to a checked bundle: what is written computes what was trained."""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.config import HeadConfig
from training.errors import ExportParityError, TrainingError
from vidclf_app.core.bundle import CARD_NAME, open_bundle
from vidclf_app.core.engine import Engine
from vidclf_app.core.files import make_folder, write_error
from vidclf_app.core.manifest import MANIFEST_NAME, ModelManifest
from vidclf_app.core.records import Float32Array, UInt8Array

ENCODER_NAME = "encoder.onnx"
HEAD_NAME = "head.onnx"
OPSET = 18
# The oldest file version that goes with opset 18; newer runtimes read it, older ones too.
IR_VERSION = 8
# Largest difference over largest value. Float32 sums in another order give about 1e-6.
TOLERANCE = 1e-4
_ENCODER_BATCH = 16
_CHECK_HINT = "Keep the networks' layers to those that the export knows, or report this."


@dataclass(frozen=True, slots=True)
class Parity:
    """How far two implementations of one network are apart.

    Attributes:
        compared: Number of outputs (rows) compared.
        relative: Largest difference over the largest value.
        same_label: Share of rows with the same largest output.
    """

    compared: int
    relative: float
    same_label: float


def sha256_hex(content: bytes) -> str:
    """Return the hash of bytes, lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def export_encoder(model: keras.Model) -> bytes:
    """Convert an encoder to ONNX: `frames` uint8 (N, H, W, 3) to `features` float32 (N, F).

    The same model gives the same bytes: the converter's names, which hold a running number, are
    replaced.

    Args:
        model: Functional, with one input and one output.
    """
    import tf2onnx

    proto, _ = tf2onnx.convert.from_keras(model, opset=OPSET)
    _rename(proto.graph, {proto.graph.input[0].name: "frames"}, "features")
    proto.doc_string = ""
    proto.graph.name = model.name
    proto.graph.doc_string = ""
    del proto.graph.value_info[:]
    del proto.metadata_props[:]
    onnx.checker.check_model(proto, full_check=True)
    content: bytes = proto.SerializeToString(deterministic=True)
    return content


def export_head(model: keras.Model, config: HeadConfig) -> bytes:
    """Build the ONNX graph of a `training.heads.gru_head` from its weights.

    The GRU becomes one native node: a converter would make a `Loop` of it, which is more than
    ten times as slow. Keras and ONNX order the gates alike (update, reset, new), and
    `reset_after` is ONNX's `linear_before_reset`. The mask becomes `sequence_lens`.

    Args:
        model: The fitted head.
        config: Its shape.
    """
    window, features = (int(size) for size in model.inputs[0].shape[1:])
    classes = int(model.outputs[0].shape[1])
    arrays: dict[str, Any] = {}
    nodes = []
    parts = []
    if "features" in config.inputs:
        parts.append("features")
    if "differences" in config.inputs:
        arrays |= {name: np.array([value], np.int64) for name, value in _SLICE_BOUNDS.items()}
        arrays["first_is_zero"] = np.array([0, 1, 0, 0, 0, 0], np.int64)
        nodes += [
            helper.make_node("Slice", ["features", "one", "end", "axis"], ["later"]),
            helper.make_node("Slice", ["features", "zero", "minus_one", "axis"], ["earlier"]),
            helper.make_node("Sub", ["later", "earlier"], ["moved"]),
            helper.make_node("Pad", ["moved", "first_is_zero"], ["differences"]),
        ]
        parts.append("differences")
    if "deviations" in config.inputs:
        arrays |= {
            "positions": np.arange(window, dtype=np.int32)[None, :, None],
            "behind": np.array([1, 2], np.int64),
            "time_axis": np.array([1], np.int64),
        }
        nodes += [
            helper.make_node("Unsqueeze", ["length", "behind"], ["length_3d"]),
            helper.make_node("Less", ["positions", "length_3d"], ["valid"]),
            helper.make_node("Cast", ["valid"], ["weights"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["features", "weights"], ["valid_features"]),
            helper.make_node("ReduceSum", ["valid_features", "time_axis"], ["sum"]),
            helper.make_node("ReduceSum", ["weights", "time_axis"], ["count"]),
            helper.make_node("Div", ["sum", "count"], ["mean"]),
            helper.make_node("Sub", ["features", "mean"], ["signed_deviations"]),
            helper.make_node("Abs", ["signed_deviations"], ["deviations"]),
        ]
        parts.append("deviations")
    if len(parts) > 1:
        nodes.append(helper.make_node("Concat", parts, ["joined"], axis=2))
    arrays["scale"] = np.asarray(model.get_layer("scaled").scale, dtype=np.float32)
    nodes.append(
        helper.make_node("Mul", [parts[0] if len(parts) == 1 else "joined", "scale"], ["scaled"])
    )
    x = "scaled"
    if config.projection:
        kernel, bias = model.get_layer("projection").get_weights()
        arrays |= {"projection_kernel": kernel, "projection_bias": bias}
        nodes += [
            helper.make_node("MatMul", [x, "projection_kernel"], ["projection_product"]),
            helper.make_node("Add", ["projection_product", "projection_bias"], ["projection_sum"]),
            helper.make_node("Relu", ["projection_sum"], ["projected"]),
        ]
        x = "projected"
    kernel, recurrent, biases = model.get_layer("gru").get_weights()
    arrays |= {
        "gru_w": np.ascontiguousarray(kernel.T)[None],
        "gru_r": np.ascontiguousarray(recurrent.T)[None],
        "gru_b": biases.reshape(1, -1),
        "direction": np.array([0], np.int64),
    }
    arrays["logits_kernel"], arrays["logits_bias"] = model.get_layer("logits").get_weights()
    nodes += [
        # ONNX Runtime's GRU wants time first.
        helper.make_node("Transpose", [x], ["time_first"], perm=[1, 0, 2]),
        helper.make_node(
            "GRU",
            ["time_first", "gru_w", "gru_r", "gru_b", "length"],
            ["", "last_state"],
            hidden_size=config.units,
            linear_before_reset=1,
        ),
        helper.make_node("Squeeze", ["last_state", "direction"], ["state"]),
        helper.make_node("Gemm", ["state", "logits_kernel", "logits_bias"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "gru_head",
        [
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", window, features]),
            helper.make_tensor_value_info("length", TensorProto.INT32, ["N"]),
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", classes])],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    proto = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="vidclf",
    )
    onnx.checker.check_model(proto, full_check=True)
    content: bytes = proto.SerializeToString(deterministic=True)
    return content


def encode_with_keras(model: keras.Model, frames: UInt8Array) -> Float32Array:
    """Run the Keras encoder.

    Args:
        model: The encoder.
        frames: uint8 RGB, shape (N, H, W, 3).

    Returns:
        float32, shape (N, F).
    """
    parts = [
        model.predict_on_batch(frames[start : start + _ENCODER_BATCH])
        for start in range(0, len(frames), _ENCODER_BATCH)
    ]
    return np.concatenate(parts).astype(np.float32)


def check_encoder(model: keras.Model, engine: Engine, frames: UInt8Array) -> Parity:
    """Compare the Keras encoder with the exported one.

    Args:
        model: The encoder that was exported.
        engine: The exported one.
        frames: uint8 RGB, shape (N, H, W, 3), real pictures.

    Raises:
        ExportParityError: They differ by more than `TOLERANCE`.
    """
    expected = encode_with_keras(model, frames)
    found = np.concatenate([engine.run({"frames": frame[None]}) for frame in frames])
    return _compare("encoder", expected, found)


def check_head(model: keras.Model, engine: Engine, windows: Float32Array) -> Parity:
    """Compare the Keras head with the exported one at every length from 1 to the full window.

    Behind the valid frames, the exported head gets other rows than zeros: they must not matter.

    Args:
        model: The head that was exported.
        engine: The exported one.
        windows: float32, shape (N, window, F), full windows.

    Raises:
        ExportParityError: They differ by more than `TOLERANCE`, or in a label.
    """
    expected, found = [], []
    for length in range(1, windows.shape[1] + 1):
        lengths = np.full(len(windows), length, dtype=np.int32)
        cut = windows.copy()
        cut[:, length:] = 0.0
        expected.append(model.predict_on_batch({"features": cut, "length": lengths}))
        found.append(engine.run({"features": windows, "length": lengths}))
    return _compare("head", np.concatenate(expected), np.concatenate(found))


def check_labels(expected: Float32Array, found: Float32Array) -> Parity:
    """Compare the whole Keras chain with the whole exported one.

    Args:
        expected: float32, shape (N, C), Keras logits on Keras features.
        found: float32, shape (N, C), exported logits on exported features.

    Raises:
        ExportParityError: They differ by more than ten times `TOLERANCE` or in a label.
    """
    return _compare("chain of encoder and head", expected, found, 10.0 * TOLERANCE)


def check_target(out: Path) -> None:
    """Check, before a long run, that a bundle may be written to a folder.

    Raises:
        TrainingError: Something stands there that is no bundle.
    """
    if out.is_dir() and (not any(out.iterdir()) or (out / MANIFEST_NAME).is_file()):
        return
    if out.exists():
        raise TrainingError(
            f"{out}: exists and is not a model bundle.",
            "Give another folder with --out; only an older bundle is written over.",
        )


def write_bundle(
    out: Path, manifest: ModelManifest, networks: Mapping[str, bytes], card: str
) -> None:
    """Write a bundle beside its place, have the app open it, then put it there.

    Args:
        out: The bundle's folder; an older bundle there is replaced.
        manifest: Must name the networks and their hashes.
        networks: File name to bytes.
        card: Text of the model card.

    Raises:
        ModelError: The app refuses the bundle.
        SinkError: It can't be written.
        TrainingError: Something else stands in its place.
    """
    check_target(out)
    make_folder(out.parent)
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    former = out.with_name(f".{out.name}.{os.getpid()}.former")
    try:
        partial.mkdir()
        for name, content in networks.items():
            (partial / name).write_bytes(content)
        (partial / MANIFEST_NAME).write_text(manifest.to_json(), encoding="utf-8")
        (partial / CARD_NAME).write_text(card, encoding="utf-8")
        open_bundle(partial, provider="cpu")
        if out.exists():
            out.rename(former)
        partial.rename(out)
    except OSError as error:
        raise write_error(out, error) from error
    finally:
        if former.exists() and not out.exists():
            former.rename(out)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


_SLICE_BOUNDS = {"zero": 0, "one": 1, "minus_one": -1, "end": np.iinfo(np.int64).max, "axis": 1}


def _compare(
    what: str, expected: Float32Array, found: Float32Array, tolerance: float = TOLERANCE
) -> Parity:
    parity = Parity(
        compared=len(expected),
        relative=float(np.abs(expected - found).max() / max(np.abs(expected).max(), 1e-12)),
        same_label=float((expected.argmax(axis=1) == found.argmax(axis=1)).mean()),
    )
    if not parity.relative <= tolerance:
        raise ExportParityError(
            f"The exported {what} differs from the trained one by {parity.relative:.1e} of its "
            f"largest output (allowed: {tolerance:.0e}); no bundle was written.",
            _CHECK_HINT,
        )
    if what != "encoder" and parity.same_label < 1.0:
        raise ExportParityError(
            f"The exported {what} names another class than the trained one in "
            f"{1.0 - parity.same_label:.1%} of {parity.compared} windows; no bundle was written.",
            _CHECK_HINT,
        )
    return parity


def _rename(graph: onnx.GraphProto, names: dict[str, str], output: str) -> None:
    """Give all tensors and nodes of a graph names that follow from their place in it."""
    names[graph.output[0].name] = output
    for position, node in enumerate(graph.node):
        for number, name in enumerate(node.output):
            names.setdefault(name, f"t{position}_{number}")
    initializers = {tensor.name: tensor for tensor in graph.initializer}
    used: Sequence[str] = [
        name for node in graph.node for name in node.input if name in initializers
    ]
    ordered = list(dict.fromkeys(used))
    for position, name in enumerate(ordered):
        names[name] = f"w{position}"
    del graph.initializer[:]
    for name in ordered:
        tensor = initializers[name]
        tensor.name = names[name]
        graph.initializer.append(tensor)
    for position, node in enumerate(graph.node):
        node.name = f"{node.op_type}_{position}"
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names[name] for name in node.output]
    for value in (graph.input[0], graph.output[0]):
        value.name = names[value.name]
        value.type.tensor_type.shape.dim[0].dim_param = "N"
