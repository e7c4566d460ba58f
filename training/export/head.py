"""The head as an ONNX file with native nodes, built from its Keras graph.

A converter makes an ONNX `Loop` of a GRU or LSTM, which is more than ten times as slow. Here
every Keras layer has a small function that writes its nodes; recurrent layers become one native
node each, and the window's mask becomes the node's `sequence_lens`.

Milliseconds a call, median of 500, for a window of 20 x 1280 features and ten classes, ONNX
Runtime on one thread of an x86-64 processor with AVX-512 (`build_head` of each kind with its
defaults, or as said; `export_head`; `Engine(..., threads=1).run` after 50 calls to warm up):

==============================================  =========  =====
head                                              weights     ms
==============================================  =========  =====
mean_pool                                          12,810  0.019
per_frame                                          12,810  0.018
mean_mlp                                           82,634  0.023
gru_tutorial                                       63,090  0.031
gru                                               259,082  0.067
gru, deviations, projection 64                    107,594  0.055
bigru_pool                                        519,434  0.128
bigru_pool, features, differences, projection 64  216,394  0.090
tcn                                               390,858  0.16
bilstm_pool                                       691,210  0.159
lstm_tutorial                                   3,183,330  1.00
==============================================  =========  =====
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.errors import TrainingError
from training.export.encoder import OPSET
from training.heads import layers
from vidclf_app.core.records import Float32Array

# The oldest file version that goes with opset 18; newer runtimes read it, older ones too.
IR_VERSION = 8

# Keras' gates in ONNX' order: a GRU's are alike (update, reset, new), an LSTM's are input, forget,
# cell, output in Keras and input, output, forget, cell in ONNX.
_GATES = {"GRU": (0, 1, 2), "LSTM": (0, 3, 1, 2)}
_LOWEST = float(np.finfo(np.float32).min)
_TO_THE_END = np.iinfo(np.int64).max
_HINT = "Export knows the layers of training.heads.models; build the head from those."


def export_head(model: keras.Model) -> bytes:
    """Write a head as ONNX: `features` and `length` to `logits`, see `training.heads.models`.

    The same head gives the same bytes. All is float32, whatever the head was trained in.

    Args:
        model: The fitted head, functional, of the layers that `training.heads.models` uses.

    Raises:
        TrainingError: The head has a layer, or a layer a setting, that has no counterpart here.
    """
    window, features = (int(size) for size in model.inputs[0].shape[1:])
    graph = _Graph(window)
    names: dict[int, str] = {}
    for layer in model.operations:
        emit = _EMITTERS.get(type(layer))
        if emit is None:
            raise TrainingError(
                f"The head can't be exported: it has a layer {type(layer).__name__} "
                f"({layer.name!r}) that ONNX nodes are not known for.",
                _HINT,
            )
        inputs = [names[id(tensor)] for tensor in keras.tree.flatten(layer.input)]
        names[id(layer.output)] = emit(graph, layer, inputs)
    graph.add("Identity", [names[id(model.outputs[0])]], "logits")
    return _serialized(graph, model.name, features, int(model.outputs[0].shape[-1]))


@dataclass(slots=True)
class _Graph:
    """The nodes written so far.

    Attributes:
        window: Frames in a full window.
        nodes: In order.
        arrays: Constants by name.
        lengths: For each mask, the tensor that holds the number of valid frames.
        written: Names of the tensors that exist.
    """

    window: int
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    arrays: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    lengths: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def add(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Write a node with one output, unless it is there already, and return its name."""
        if output not in self.written:
            self.written.add(output)
            self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def constant(self, name: str, values: Any, dtype: npt.DTypeLike = np.float32) -> str:
        """Write a constant and return its name."""
        self.arrays[name] = np.ascontiguousarray(values, dtype=dtype)
        return name

    def integers(self, *values: int) -> str:
        """Write a constant int64 of shape (values,) and return its name."""
        name = "_".join(["integers", *("minus_" * (v < 0) + str(abs(v)) for v in values)])
        return self.constant(name, values, np.int64)

    def valid(self, mask: str) -> str:
        """Return the mask as bool (N, window, 1)."""
        behind = self.integers(1, 2)
        length = self.add("Unsqueeze", [self.lengths[mask], behind], f"{mask}/length")
        positions = self.constant("positions", np.arange(self.window)[None, :, None], np.int32)
        return self.add("Less", [positions, length], f"{mask}/frames")

    def weights(self, mask: str) -> str:
        """Return the mask as float32 (N, window, 1), one or zero."""
        return self.add("Cast", [self.valid(mask)], f"{mask}/weights", to=TensorProto.FLOAT)

    def count(self, mask: str) -> str:
        """Return the number of valid frames as float32 (N, 1, 1)."""
        return self.add("ReduceSum", [self.weights(mask), self.integers(1)], f"{mask}/count")

    def masked_mean(self, x: str, mask: str, name: str) -> str:
        """Return the mean over the valid frames, (N, 1, F) for (N, window, F)."""
        weighted = self.add("Mul", [x, self.weights(mask)], f"{name}/weighted")
        total = self.add("ReduceSum", [weighted, self.integers(1)], f"{name}/sum")
        return self.add("Div", [total, self.count(mask)], f"{name}/mean")

    def valid_or(self, x: str, mask: str, other: float, name: str) -> str:
        """Return the tensor (N, window, F) with another value behind the valid frames."""
        value = self.constant(f"{name}/behind", other)
        return self.add("Where", [self.valid(mask), x, value], f"{name}/valid")

    def without_time(self, x: str, name: str) -> str:
        """Return (N, F) for (N, 1, F)."""
        return self.add("Squeeze", [x, self.integers(1)], name)


_Emitter = Callable[[_Graph, Any, list[str]], str]


def _input(_: _Graph, layer: Any, __: list[str]) -> str:
    name: str = layer.name
    return name


def _unchanged(_: _Graph, __: Any, inputs: list[str]) -> str:
    """Write nothing: dropout is for training."""
    return inputs[0]


def _valid_frames(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    """Write nothing yet: recurrent nodes want the lengths, not the mask."""
    name: str = layer.name
    graph.lengths[name] = inputs[0]
    return name


def _differences(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    x, name = inputs[0], layer.name
    first, second, last = graph.integers(0), graph.integers(1), graph.integers(-1)
    end = graph.constant("to_the_end", [_TO_THE_END], np.int64)
    later = graph.add("Slice", [x, second, end, second], f"{name}/later")
    earlier = graph.add("Slice", [x, first, last, second], f"{name}/earlier")
    moved = graph.add("Sub", [later, earlier], f"{name}/moved")
    # One frame of zeros before the first.
    return graph.add("Pad", [moved, graph.integers(0, 1, 0, 0, 0, 0)], name)


def _deviations(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    x, mask = inputs
    mean = graph.masked_mean(x, mask, layer.name)
    signed = graph.add("Sub", [x, mean], f"{layer.name}/signed")
    return graph.add("Abs", [signed], layer.name)


def _joined(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    return graph.add("Concat", inputs, layer.name, axis=-1)


def _scaled(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    scale = graph.constant(f"{layer.name}/scale", layer.get_weights()[0])
    return graph.add("Mul", [inputs[0], scale], layer.name)


def _dense(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    name, is_relu = layer.name, _ends_in_relu(layer)
    weights, bias = layer.get_weights()
    kernel = graph.constant(f"{name}/kernel", weights)
    offset = graph.constant(f"{name}/bias", bias)
    out = f"{name}/sum" if is_relu else name
    if len(layer.output.shape) == 2:
        graph.add("Gemm", [inputs[0], kernel, offset], out)
    else:
        graph.add("Add", [graph.add("MatMul", [inputs[0], kernel], f"{name}/product"), offset], out)
    return graph.add("Relu", [out], name) if is_relu else out


def _convolution(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    name, is_relu = layer.name, _ends_in_relu(layer)
    _insist(layer, layer.padding == "same", f"the padding {layer.padding!r}")
    _insist(layer, layer.data_format == "channels_last", "its channels first")
    _insist(layer, layer.strides == (1,), f"strides of {layer.strides[0]} frames")
    _insist(layer, layer.groups == 1, f"{layer.groups} groups")
    weights, bias = layer.get_weights()
    (frames,), (dilation,) = layer.kernel_size, layer.dilation_rate
    around = dilation * (frames - 1)
    # Keras has features last, in the kernel too: (frames, I, units) there, (units, I, frames) here.
    feeds = [
        graph.add("Transpose", [inputs[0]], f"{name}/features_first", perm=[0, 2, 1]),
        graph.constant(f"{name}/kernel", weights.transpose(2, 1, 0)),
        graph.constant(f"{name}/bias", bias),
    ]
    out = graph.add(
        "Conv",
        feeds,
        f"{name}/outputs",
        kernel_shape=[frames],
        dilations=[dilation],
        pads=[around // 2, around - around // 2],
    )
    if is_relu:
        out = graph.add("Relu", [out], f"{name}/relu")
    return graph.add("Transpose", [out], name, perm=[0, 2, 1])


def _ends_in_relu(layer: Any) -> bool:
    """Tell how a layer with a bias ends: in a ReLU or as it is."""
    activation = layer.activation.__name__
    _insist(layer, activation in ("linear", "relu"), f"the activation {activation}")
    _insist(layer, layer.use_bias, "no bias")
    is_relu: bool = activation == "relu"
    return is_relu


def _sum(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    return graph.add("Sum", inputs, layer.name)


def _members(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    return graph.add("Mean", inputs, layer.name)


def _relu(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    plain = (layer.max_value, layer.negative_slope, layer.threshold) == (None, 0.0, 0.0)
    _insist(layer, plain, "a slope, a threshold or a largest value")
    return graph.add("Relu", inputs, layer.name)


def _valid_only(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    x, mask = inputs
    return graph.valid_or(x, mask, 0.0, layer.name)


def _mean(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    x, mask = inputs
    return graph.without_time(graph.masked_mean(x, mask, layer.name), layer.name)


def _max(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    x, mask = inputs
    valid = graph.valid_or(x, mask, _LOWEST, layer.name)
    return graph.add("ReduceMax", [valid, graph.integers(1)], layer.name, keepdims=0)


def _mean_probability(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    x, mask = inputs
    name = layer.name
    each = graph.add("LogSoftmax", [x], f"{name}/each", axis=-1)
    valid = graph.valid_or(each, mask, layers.NO_LOG_PROBABILITY, name)
    total = graph.add("ReduceLogSumExp", [valid, graph.integers(1)], f"{name}/sum", keepdims=0)
    count = graph.add("Log", [graph.count(mask)], f"{name}/log_count")
    return graph.add("Sub", [total, graph.without_time(count, f"{name}/offset")], name)


def _recurrent(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    return _recurrent_node(graph, layer, [layer], inputs)


def _bidirectional(graph: _Graph, layer: Any, inputs: list[str]) -> str:
    _insist(layer, layer.merge_mode == "concat", f"the merge mode {layer.merge_mode!r}")
    return _recurrent_node(graph, layer, [layer.forward_layer, layer.backward_layer], inputs)


def _recurrent_node(graph: _Graph, layer: Any, directions: Sequence[Any], inputs: list[str]) -> str:
    """Write one native node for a GRU or LSTM in one or both directions.

    Behind the valid frames Keras repeats the last output and ONNX gives zeros; nothing that
    stands behind a recurrent layer in a head looks there.

    Args:
        graph: Where to.
        layer: The layer in the graph.
        directions: The recurrent layers inside it, or itself.
        inputs: The sequence and, where the layer is masked, the mask.
    """
    name, cell = layer.name, directions[0]
    kind = type(cell).__name__
    _insist(layer, kind in _GATES, f"a {kind} inside")
    _insist(layer, not cell.stateful, "a state that outlives a window")
    weights = [_recurrent_weights(layer, one, kind) for one in directions]
    kernel, recurrent, bias = (np.stack(arrays) for arrays in zip(*weights, strict=True))
    # ONNX Runtime's recurrent nodes want time first.
    feeds = [
        graph.add("Transpose", [inputs[0]], f"{name}/time_first", perm=[1, 0, 2]),
        graph.constant(f"{name}/kernel", kernel),
        graph.constant(f"{name}/recurrent", recurrent),
        graph.constant(f"{name}/bias", bias),
        graph.lengths[inputs[1]] if len(inputs) > 1 else "",
    ]
    attributes: dict[str, Any] = {"hidden_size": cell.units}
    if kind == "GRU":
        attributes["linear_before_reset"] = 1
    if len(directions) == 2:
        attributes["direction"] = "bidirectional"
    outputs, state = f"{name}/outputs", f"{name}/state"
    if cell.return_sequences:
        # (window, directions, N, units)
        graph.nodes.append(helper.make_node(kind, feeds, [outputs], **attributes))
        last, perm, shape = outputs, [2, 0, 1, 3], [0, graph.window, len(directions) * cell.units]
    else:
        # (directions, N, units)
        graph.nodes.append(helper.make_node(kind, feeds, ["", state], **attributes))
        last, perm, shape = state, [1, 0, 2], [0, len(directions) * cell.units]
    by_window = graph.add("Transpose", [last], f"{name}/by_window", perm=perm)
    # Zero keeps the number of windows as it is.
    return graph.add("Reshape", [by_window, graph.integers(*shape)], name)


def _recurrent_weights(
    layer: Any, cell: Any, kind: str
) -> tuple[Float32Array, Float32Array, Float32Array]:
    """Return kernel (G units, I), recurrent kernel (G units, units) and bias (2 G units,)."""
    activations = (cell.activation.__name__, cell.recurrent_activation.__name__)
    _insist(layer, activations == ("tanh", "sigmoid"), f"the activations {activations}")
    _insist(layer, cell.use_bias, "no bias")
    if kind == "GRU":
        _insist(layer, cell.reset_after, "its reset gate before the product")
    kernel, recurrent, bias = cell.get_weights()

    def ordered(array: Float32Array) -> Float32Array:
        gates = np.split(array, len(_GATES[kind]), axis=-1)
        return np.concatenate([gates[number] for number in _GATES[kind]], axis=-1)

    # Two biases in ONNX, of the inputs and of the state; Keras' LSTM has one for both.
    biases = bias if kind == "GRU" else np.stack([bias, np.zeros_like(bias)])
    return ordered(kernel).T, ordered(recurrent).T, ordered(biases).reshape(-1)


def _insist(layer: Any, condition: bool, what: str) -> None:
    if not condition:
        raise TrainingError(
            f"The head can't be exported: its layer {layer.name!r} has {what}.", _HINT
        )


_EMITTERS: dict[type, _Emitter] = {
    keras.layers.InputLayer: _input,
    keras.layers.Dropout: _unchanged,
    keras.layers.SpatialDropout1D: _unchanged,
    keras.layers.Concatenate: _joined,
    keras.layers.Dense: _dense,
    keras.layers.Conv1D: _convolution,
    keras.layers.Add: _sum,
    keras.layers.Average: _members,
    keras.layers.ReLU: _relu,
    keras.layers.GRU: _recurrent,
    keras.layers.LSTM: _recurrent,
    keras.layers.Bidirectional: _bidirectional,
    layers.InputScale: _scaled,
    layers.FrameDifferences: _differences,
    layers.WindowDeviations: _deviations,
    layers.ValidFrames: _valid_frames,
    layers.ValidOnly: _valid_only,
    layers.MaskedMean: _mean,
    layers.MaskedMax: _max,
    layers.MeanProbability: _mean_probability,
}


def _serialized(graph: _Graph, name: str, features: int, classes: int) -> bytes:
    proto = helper.make_model(
        helper.make_graph(
            graph.nodes,
            name,
            [
                helper.make_tensor_value_info(
                    "features", TensorProto.FLOAT, ["N", graph.window, features]
                ),
                helper.make_tensor_value_info("length", TensorProto.INT32, ["N"]),
            ],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", classes])],
            [numpy_helper.from_array(array, key) for key, array in graph.arrays.items()],
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="vidclf",
    )
    onnx.checker.check_model(proto, full_check=True)
    content: bytes = proto.SerializeToString(deterministic=True)
    return content
