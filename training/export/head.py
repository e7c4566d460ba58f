"""The head as an ONNX file with native recurrent nodes, built from its Keras weights."""

from typing import Any

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.export.encoder import OPSET
from training.heads.config import HeadConfig

# The oldest file version that goes with opset 18; newer runtimes read it, older ones too.
IR_VERSION = 8


def export_head(model: keras.Model, config: HeadConfig) -> bytes:
    """Build the ONNX graph of a `training.heads.models.gru_head` from its weights.

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


_SLICE_BOUNDS = {"zero": 0, "one": 1, "minus_one": -1, "end": np.iinfo(np.int64).max, "axis": 1}
