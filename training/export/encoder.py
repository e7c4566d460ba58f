"""The frame encoder as an ONNX file: the same network gives the same bytes."""

from collections.abc import Sequence

import keras
import onnx

OPSET = 18


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
