"""The frame encoder as an ONNX file: the same network gives the same bytes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
import onnx

from training.backbones.networks import ENCODER_MAX_BYTES
from training.errors import ExportParityError, TrainingError

OPSET = 18
_SMALL_BYTES = 1024
INPUT_NAME = "frames"
OUTPUT_NAME = "features"
_CATCH_ERRORS = "TF2ONNX_CATCH_ERRORS"
_HINT = "Keep the network's layers to those that the export knows, or report this."


def export_encoder(model: keras.Model) -> bytes:
    """Convert an encoder to ONNX: `frames` uint8 (N, H, W, 3) to `features` float32 (N, F).

    The same model gives the same bytes: the converter's names, which hold running numbers, are
    replaced, and so is its order of nodes, which follows from them. (Where pictures are so small
    that a layer sees a single pixel, the converter has several ways to write the same.)

    Args:
        model: Functional, with one input and one output.

    Raises:
        TrainingError: The file is larger than the app reads.
        ExportParityError: The converter doesn't know all of its operations, or left some out.
    """
    import tf2onnx

    converted = _with_depthwise(model)
    with _lean_conversion(), _numbered(converted):
        proto, _ = tf2onnx.convert.from_keras(
            converted,
            opset=OPSET,
            custom_op_handlers={"Erfc": (_convert_erfc, [])},
            optimizers=_optimizers(),
        )
    _check_whole(proto.graph)
    _keep_zeros_around_pooling(proto.graph)
    _drop_idle_reshapes(proto)
    _join_equal_constants(proto.graph)
    _order(proto.graph)
    _rename(proto.graph, {proto.graph.input[0].name: INPUT_NAME}, OUTPUT_NAME)
    proto.graph.output[0].type.tensor_type.shape.dim[1].dim_value = int(model.output_shape[1])
    proto.doc_string = ""
    proto.graph.name = model.name
    proto.graph.doc_string = ""
    del proto.graph.value_info[:]
    del proto.metadata_props[:]
    size_bytes = proto.ByteSize()
    if size_bytes > ENCODER_MAX_BYTES:
        raise TrainingError(
            f"{model.name} is too large for a bundle: its file takes {size_bytes >> 20} MB, an "
            f"encoder may take {ENCODER_MAX_BYTES >> 20} MB.",
            "Choose a smaller member of its family.",
        )
    try:
        onnx.checker.check_model(proto, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        reason = str(error).splitlines()[0]
        raise ExportParityError(
            f"{model.name} can't be exported: {reason}; no bundle was written.", _HINT
        ) from error
    content: bytes = proto.SerializeToString(deterministic=True)
    return content


@contextmanager
def _lean_conversion() -> Iterator[None]:
    import tf2onnx

    # The converter numbers its names through, and joins and orders nodes by name: without this,
    # what was converted before would show in the file.
    tf2onnx.utils.INTERNAL_NAME = 1
    # Otherwise it copies the whole network before each pass over it.
    before = os.environ.get(_CATCH_ERRORS)
    os.environ[_CATCH_ERRORS] = "FALSE"
    try:
        yield
    finally:
        del os.environ[_CATCH_ERRORS]
        if before is not None:
            os.environ[_CATCH_ERRORS] = before


@contextmanager
def _numbered(model: keras.Model) -> Iterator[None]:
    """Name layers by their places: Keras numbers unnamed ones through, over all models."""
    layers = list(model._flatten_layers(include_self=False))
    names = [layer.name for layer in layers]
    for position, layer in enumerate(layers):
        layer.name = f"layer{position:05d}"
    try:
        yield
    finally:
        for layer, name in zip(layers, names, strict=True):
            layer.name = name


def _optimizers() -> dict[str, Any]:
    """Return the converter's passes that matter for encoders.

    Each pass keeps one more copy of the weights in memory until the conversion ends. All twelve
    of them, twice, took 12 GB for a network of 240 MB.
    """
    from tf2onnx.optimizer.back_to_back_optimizer import BackToBackOptimizer
    from tf2onnx.optimizer.const_fold_optimizer import ConstFoldOptimizer
    from tf2onnx.optimizer.identity_optimizer import IdentityOptimizer
    from tf2onnx.optimizer.merge_duplicated_nodes_optimizer import MergeDuplicatedNodesOptimizer
    from tf2onnx.optimizer.transpose_optimizer import TransposeOptimizer

    return {
        "scalar_biases": _ScalarBiases,
        "optimize_transpose": TransposeOptimizer,
        "fold_constants": ConstFoldOptimizer,
        "merge_duplication": MergeDuplicatedNodesOptimizer,
        "remove_identity": IdentityOptimizer,
        "remove_back_to_back": BackToBackOptimizer,
    }


class _ScalarBiases:
    """A pass that gives scalars behind a convolution a dimension: the next one fails without.

    MobileNetV3 has them, where its hard sigmoid adds three.
    """

    def __init__(self) -> None:
        self.graph_been_opt = False

    def optimize(self, graph: Any, _: int) -> Any:
        """Return the graph; the converter's protocol for passes."""
        for node in graph.get_nodes():
            if node.type != "Add" or not node.inputs[1].is_const():
                continue
            below = node.inputs[0]
            value = node.inputs[1].get_tensor_value(as_list=False)
            if value.ndim == 0 and below.type == "Transpose" and below.inputs[0].type == "Conv":
                constant = graph.make_const(f"{node.name}_vector", value.reshape(1))
                graph.replace_input(node, node.input[1], constant.output[0], 1)
        return graph


def _with_depthwise(model: keras.Model) -> keras.Model:
    """Return the model with each convolution of single channels as a depthwise one.

    They are the same, but TensorFlow compiles a grouped convolution to something that no
    converter reads. All other layers, and their weights, are shared with the model.
    """
    grouped = {layer.name for layer in model.layers if _is_depthwise(layer)}
    if not grouped:
        return model

    def depthwise(layer: keras.layers.Layer) -> keras.layers.Layer:
        if layer.name not in grouped:
            return layer
        copied = ("name", "strides", "padding", "dilation_rate", "activation", "use_bias")
        replaced = keras.layers.DepthwiseConv2D(
            layer.kernel_size,
            depth_multiplier=layer.filters // layer.groups,
            **{option: getattr(layer, option) for option in copied},
        )
        replaced.build((None, None, None, layer.groups))
        kernel, *bias = layer.get_weights()
        replaced.set_weights([kernel.reshape(replaced.kernel.shape), *bias])
        return replaced

    return keras.models.clone_model(model, clone_function=depthwise)


def _is_depthwise(layer: keras.layers.Layer) -> bool:
    return (
        isinstance(layer, keras.layers.Conv2D) and layer.groups > 1 and layer.kernel.shape[2] == 1
    )


def _convert_erfc(graph: Any, node: Any, *_: Any) -> None:
    """Convert TensorFlow's Erfc, for which ONNX has no operator: 1 - Erf."""
    node.type = "Erf"
    dtype = graph.get_dtype(node.output[0])
    one = np.ones((), dtype=onnx.helper.tensor_dtype_to_np_dtype(dtype))
    constant = graph.make_const(f"{node.name}_one", one)
    graph.insert_new_node_on_output(
        "Sub", node.output[0], inputs=[constant.output[0], node.output[0]]
    )


def _check_whole(graph: onnx.GraphProto) -> None:
    """Refuse a graph that waits for constants which the converter lost."""
    known = {value.name for value in graph.input} | {tensor.name for tensor in graph.initializer}
    known |= {name for node in graph.node for name in node.output}
    wanted = {name for node in graph.node for name in node.input if name}
    missing = sorted(wanted - known) + [value.name for value in graph.input[1:]]
    if missing or len(graph.output) != 1:
        raise ExportParityError(
            f"The exported encoder lacks {', '.join(missing) or 'a single output'}; "
            "no bundle was written.",
            _HINT,
        )


def _keep_zeros_around_pooling(graph: onnx.GraphProto) -> None:
    """Keep ONNX Runtime from joining a frame of zeros with the largest-of-neighbours behind it.

    It does so as if the frame were the lowest number there is (seen in 1.31): right behind a
    ReLU, wrong where a network, as ResNetV2 does, pools what may be negative. It leaves frames
    alone whose value is not exactly zero.
    """
    pads = {node.output[0]: node for node in graph.node if node.op_type == "Pad"}
    constants = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        pad = pads.get(node.input[0]) if node.op_type == "MaxPool" else None
        value = constants.get(pad.input[2]) if pad is not None and len(pad.input) > 2 else None
        is_zero = value is None or not onnx.numpy_helper.to_array(value).any()
        if pad is None or not is_zero or (len(pad.input) > 2 and value is None):
            continue
        name = f"{pad.name}_nearly_zero"
        nearly_zero = np.array(np.finfo(np.float32).tiny, dtype=np.float32)
        graph.initializer.append(onnx.numpy_helper.from_array(nearly_zero, name))
        pad.input[:] = [*pad.input[:2], name, *pad.input[3:]]


def _drop_idle_reshapes(proto: onnx.ModelProto) -> None:
    """Drop each Reshape that changes nothing: how many the converter leaves is chance."""
    constants = {tensor.name: tensor for tensor in proto.graph.initializer}
    reshapes = [
        node
        for node in proto.graph.node
        if node.op_type == "Reshape" and node.input[1] in constants
    ]
    if not reshapes:
        return
    inferred = onnx.shape_inference.infer_shapes(proto).graph.value_info
    shapes = {value.name: value.type.tensor_type.shape.dim for value in inferred}
    same: dict[str, str] = {}
    for node in reshapes:
        wanted = onnx.numpy_helper.to_array(constants[node.input[1]])
        given = [dim.dim_value for dim in shapes.get(node.input[0], ())]
        if wanted[0] == -1 and len(given) == len(wanted) and given[1:] == wanted[1:].tolist():
            same[node.output[0]] = same.get(node.input[0], node.input[0])
    for node in proto.graph.node:
        node.input[:] = [same.get(name, name) for name in node.input]


def _join_equal_constants(graph: onnx.GraphProto) -> None:
    """Let nodes share small constants: which of them already do is a matter of names, too."""
    first: dict[bytes, str] = {}
    same: dict[str, str] = {}
    for tensor in graph.initializer:
        if tensor.ByteSize() < _SMALL_BYTES:
            nameless = onnx.TensorProto()
            nameless.CopyFrom(tensor)
            nameless.ClearField("name")
            content = nameless.SerializeToString(deterministic=True)
            same[tensor.name] = first.setdefault(content, tensor.name)
    for node in graph.node:
        node.input[:] = [same.get(name, name) for name in node.input]


def _order(graph: onnx.GraphProto) -> None:
    """Put each node behind those that it needs, in the order in which it names them."""
    makers = {name: node for node in graph.node for name in node.output if name}
    ordered: dict[int, onnx.NodeProto] = {}
    waiting = [makers[graph.output[0].name]]
    while waiting:
        node = waiting[-1]
        needed = [makers[name] for name in node.input if name in makers]
        missing = [maker for maker in needed if id(maker) not in ordered]
        if missing:
            waiting.append(missing[0])
        else:
            ordered[id(node)] = waiting.pop()
    nodes = onnx.GraphProto(node=ordered.values()).node
    del graph.node[:]
    graph.node.extend(nodes)


def _rename(graph: onnx.GraphProto, names: dict[str, str], output: str) -> None:
    """Give all tensors and nodes of a graph names that follow from their place in it."""
    # An optional input or output that a node does without has no name, and keeps none.
    names[""] = ""
    names[graph.output[0].name] = output
    for position, node in enumerate(graph.node):
        for number, name in enumerate(node.output):
            names.setdefault(name, f"t{position}_{number}")
    initializers = {tensor.name: tensor for tensor in graph.initializer}
    used = [name for node in graph.node for name in node.input if name in initializers]
    ordered = list(dict.fromkeys(used))
    for position, name in enumerate(ordered):
        names[name] = f"w{position}"
        initializers[name].name = names[name]
    # In place: they are large.
    kept = {names[name] for name in ordered}
    for position in reversed(range(len(graph.initializer))):
        if graph.initializer[position].name not in kept:
            del graph.initializer[position]
    graph.initializer.sort(key=lambda tensor: int(tensor.name[1:]))
    for position, node in enumerate(graph.node):
        node.name = f"{node.op_type}_{position}"
        node.input[:] = [names[name] for name in node.input]
        node.output[:] = [names[name] for name in node.output]
    for value in (graph.input[0], graph.output[0]):
        value.name = names[value.name]
        value.type.tensor_type.shape.dim[0].dim_param = "N"
