"""Convert BlazePose's two networks from the mediapipe package to ONNX.

Only for whoever rebuilds blazepose_detector.onnx and blazepose_landmarks_*.onnx in this folder;
training copies them into bundles. The wheel of mediapipe 0.10.21 (Apache-2.0) holds the detector
and the `full` landmark network; it need not be installed::

    python -m training.weights.convert_blazepose mediapipe-0.10.21-*.whl FOLDER

The networks are not changed, only told differently: the detector's weights are stored sparse,
which tf2onnx can't read, and are written out first; pixels go in as uint8 RGB; the landmark
network's segmentation, which nobody reads, is left out. The weights stay float16, as they are in
the wheel.
"""

import argparse
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, compose, helper, numpy_helper, utils

from training.errors import TrainingError

DETECTOR_NAME = "blazepose_detector.onnx"
LANDMARKS_NAME = "blazepose_landmarks_full.onnx"
_IN_WHEEL = {
    DETECTOR_NAME: "mediapipe/modules/pose_detection/pose_detection.tflite",
    LANDMARKS_NAME: "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
}
# The networks' own outputs, by the name that tf2onnx keeps, and what they are called here.
_OUTPUTS = {
    DETECTOR_NAME: {"Identity": "values", "Identity_1": "logits"},
    LANDMARKS_NAME: {
        "Identity": "points",
        "Identity_1": "score",
        "Identity_3": "maps",
        "Identity_4": "space",
    },
}
# Pixels 0..255 become these.
_RANGES = {DETECTOR_NAME: (-1.0, 1.0), LANDMARKS_NAME: (0.0, 1.0)}
_OPSET = 18
_WORTH_HALVING = 64


def main() -> None:
    """Convert both networks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path, help="the mediapipe package's wheel")
    parser.add_argument("folder", type=Path, help="where the ONNX files go")
    given = parser.parse_args()
    for name, inside in _IN_WHEEL.items():
        try:
            with zipfile.ZipFile(given.wheel) as wheel:
                network = wheel.read(inside)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise TrainingError(
                f"{given.wheel}: {inside} can't be read from it.",
                "Download that wheel: pip download --no-deps mediapipe==0.10.21",
            ) from error
        model = convert(network, _OUTPUTS[name], *_RANGES[name])
        onnx.save(model, given.folder / name)


def convert(
    network: bytes, outputs: dict[str, str], darkest: float, brightest: float
) -> onnx.ModelProto:
    """Convert one network.

    Args:
        network: A TensorFlow Lite file with one input, float32 RGB (1, H, W, 3).
        outputs: The outputs to keep, and their new names, in order.
        darkest: What the network takes for a pixel value of 0.
        brightest: And for 255.

    Returns:
        The same network with `pixels`, uint8 RGB (1, H, W, 3), as input.
    """
    model = utils.Extractor(_from_tflite(dense(network))).extract_model(["input_1"], list(outputs))
    for node in model.graph.node:
        for names in (node.input, node.output):
            for position, name in enumerate(names):
                names[position] = outputs.get(name, name)
    for output in model.graph.output:
        output.name = outputs[output.name]
    sizes = [size.dim_value for size in model.graph.input[0].type.tensor_type.shape.dim]
    whole = compose.merge_models(
        _scaling(sizes, darkest, brightest), model, io_map=[("scaled", "input_1")]
    )
    _store_as_half(whole.graph)
    whole.producer_name = "vidclf"
    onnx.checker.check_model(whole, full_check=True)
    return whole


def dense(network: bytes) -> bytes:
    """Return a TensorFlow Lite file with its sparse weights written out.

    Follows the schema's `SparsityParameters`: dimensions in the order of storage, each dense or
    as compressed rows; weights in blocks are not met in these networks and are refused.
    """
    import flatbuffers  # type: ignore[import-untyped]
    from tensorflow.lite.python import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(bytearray(network), 0)
    densify = schema.BuiltinOperator.DENSIFY
    types = {schema.TensorType.FLOAT16: np.float16, schema.TensorType.FLOAT32: np.float32}
    for graph in model.subgraphs:
        kept = []
        for operator in graph.operators:
            if model.operatorCodes[operator.opcodeIndex].builtinCode != densify:
                kept.append(operator)
                continue
            sparse, target = graph.tensors[operator.inputs[0]], graph.tensors[operator.outputs[0]]
            values = np.frombuffer(
                bytes(model.buffers[sparse.buffer].data), dtype=types[sparse.type]
            )
            buffer = schema.BufferT()
            written = _written_out(values, list(sparse.shape), sparse.sparsity)
            buffer.data = np.frombuffer(written.tobytes(), dtype=np.uint8)
            model.buffers.append(buffer)
            target.buffer, target.sparsity = len(model.buffers) - 1, None
            # Buffer 0 is the empty one: the sparse tensor is no constant any more.
            sparse.buffer, sparse.sparsity = 0, None
        graph.operators = kept
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _written_out(values: npt.NDArray[Any], shape: list[int], sparsity: Any) -> npt.NDArray[Any]:
    if list(sparsity.traversalOrder) != list(range(len(shape))):
        raise TrainingError(
            "The network's weights are stored in an order that isn't known here.",
            "Use mediapipe 0.10.21.",
        )
    places: list[tuple[int, ...]] = [()]
    for dimension in sparsity.dimMetadata:
        if dimension.arrayIndices is None:
            places = [(*place, i) for place in places for i in range(dimension.denseSize)]
            continue
        borders, indices = dimension.arraySegments.values, dimension.arrayIndices.values
        places = [
            (*place, int(i))
            for number, place in enumerate(places)
            for i in indices[borders[number] : borders[number + 1]]
        ]
    written = np.zeros(shape, dtype=values.dtype)
    written[tuple(np.array(places).T)] = values
    return written


def _from_tflite(network: bytes) -> onnx.ModelProto:
    import tf2onnx

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "network.tflite"
        file.write_bytes(network)
        model: onnx.ModelProto = tf2onnx.convert.from_tflite(str(file), opset=_OPSET)[0]
    return model


def _store_as_half(graph: onnx.GraphProto) -> None:
    """Store weights as float16 where that loses nothing, as the original files do.

    ONNX Runtime turns them back into float32 once, when it loads the network.
    """
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if values.size < _WORTH_HALVING or not np.array_equal(half.astype(np.float32), values):
            continue
        stored = f"{tensor.name}/half"
        casts.append(helper.make_node("Cast", [stored], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(half, stored))
    for place, cast in enumerate(casts):
        graph.node.insert(place, cast)


def _scaling(sizes: list[int], darkest: float, brightest: float) -> onnx.ModelProto:
    """Return the network from `pixels`, uint8, to `scaled`, float32."""
    constants = {"scale": (brightest - darkest) / 255.0, "offset": darkest}
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["pixels"], ["as_float"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["as_float", "scale"], ["multiplied"]),
            helper.make_node("Add", ["multiplied", "offset"], ["scaled"]),
        ],
        "scaling",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, sizes)],
        [helper.make_tensor_value_info("scaled", TensorProto.FLOAT, sizes)],
        [
            numpy_helper.from_array(np.array(value, dtype=np.float32), name)
            for name, value in constants.items()
        ],
    )
    # The version of the format must be that of the network that follows.
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=8)


if __name__ == "__main__":
    main()
