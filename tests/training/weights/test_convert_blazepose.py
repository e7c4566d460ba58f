"""Converting BlazePose's networks, on tiny ones made by hand."""

import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from training.errors import TrainingError
from training.weights.convert_blazepose import _scaling, _store_as_half, dense, main

# Two rows of four, most of it zero.
WEIGHTS = np.array([[0.0, 1.5, 0.0, -2.0], [0.0, 0.0, 0.25, 0.0]], dtype=np.float16)


def sparse_network(order: tuple[int, int] = (0, 1)) -> bytes:
    """Return a TensorFlow Lite file: weights as compressed rows, DENSIFY, and an addition."""
    import flatbuffers  # type: ignore[import-untyped]
    from tensorflow.lite.python import schema_py_generated as schema

    def buffer(data: bytes) -> Any:
        made = schema.BufferT()
        made.data = np.frombuffer(data, dtype=np.uint8) if data else None
        return made

    def tensor(number: int, sparsity: Any = None) -> Any:
        made = schema.TensorT()
        made.shape, made.type = np.array(WEIGHTS.shape, dtype=np.int32), schema.TensorType.FLOAT16
        made.buffer, made.sparsity, made.name = number, sparsity, f"tensor{number}"
        return made

    def indices(values: list[int]) -> Any:
        made = schema.Int32VectorT()
        made.values = np.array(values, dtype=np.int32)
        return made

    def operator(code: int, inputs: list[int], outputs: list[int]) -> Any:
        made = schema.OperatorT()
        made.opcodeIndex = code
        made.inputs = np.array(inputs, dtype=np.int32)
        made.outputs = np.array(outputs, dtype=np.int32)
        return made

    rows, columns = schema.DimensionMetadataT(), schema.DimensionMetadataT()
    rows.format, rows.denseSize = schema.DimensionType.DENSE, 2
    columns.format = schema.DimensionType.SPARSE_CSR
    columns.arraySegmentsType = columns.arrayIndicesType = schema.SparseIndexVector.Int32Vector
    columns.arraySegments, columns.arrayIndices = indices([0, 2, 3]), indices([1, 3, 2])
    sparsity = schema.SparsityParametersT()
    sparsity.traversalOrder = np.array(order, dtype=np.int32)
    sparsity.dimMetadata = [rows, columns]

    codes = []
    for builtin in (schema.BuiltinOperator.DENSIFY, schema.BuiltinOperator.ADD):
        code = schema.OperatorCodeT()
        code.builtinCode, code.deprecatedBuiltinCode = builtin, min(builtin, 127)
        codes.append(code)
    graph = schema.SubGraphT()
    # The sparse weights, the dense ones, the input, the output.
    graph.tensors = [tensor(1, sparsity), tensor(0), tensor(0), tensor(0)]
    graph.operators = [operator(0, [0], [1]), operator(1, [1, 2], [3])]
    graph.inputs, graph.outputs = np.array([2], np.int32), np.array([3], np.int32)
    model = schema.ModelT()
    model.version, model.operatorCodes, model.subgraphs = 3, codes, [graph]
    model.buffers = [buffer(b""), buffer(WEIGHTS[WEIGHTS != 0].tobytes())]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def test_sparse_weights_are_written_out() -> None:
    from tensorflow.lite.python import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(bytearray(dense(sparse_network())), 0)
    (graph,) = model.subgraphs
    (addition,) = graph.operators
    assert model.operatorCodes[addition.opcodeIndex].builtinCode == schema.BuiltinOperator.ADD
    weights = graph.tensors[addition.inputs[0]]
    written = np.frombuffer(bytes(model.buffers[weights.buffer].data), dtype=np.float16)
    np.testing.assert_array_equal(written.reshape(WEIGHTS.shape), WEIGHTS)
    assert all(tensor.sparsity is None for tensor in graph.tensors)
    assert dense(dense(sparse_network())) == dense(sparse_network())


def test_weights_in_another_order_are_refused() -> None:
    with pytest.raises(TrainingError, match="order that isn't known"):
        dense(sparse_network(order=(1, 0)))


def weights_network(values: npt.NDArray[np.float32]) -> onnx.ModelProto:
    """Return a network that adds weights to its input, float32 (N,)."""
    sizes = [len(values)]
    graph = helper.make_graph(
        [helper.make_node("Add", ["given", "weights"], ["sum"])],
        "adding",
        [helper.make_tensor_value_info("given", TensorProto.FLOAT, sizes)],
        [helper.make_tensor_value_info("sum", TensorProto.FLOAT, sizes)],
        [numpy_helper.from_array(values, "weights")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def run(model: onnx.ModelProto, given: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    result: npt.NDArray[np.float32] = session.run(None, {session.get_inputs()[0].name: given})[0]
    return result


@pytest.mark.parametrize(
    ("values", "is_halved"),
    [
        (np.arange(100) / 8.0, True),
        (np.arange(100) / 7.0, False),  # would lose digits
        (np.arange(100) * 1e4, False),  # would overflow
        (np.arange(10) / 8.0, False),  # nothing to gain
    ],
)
def test_weights_are_stored_as_half_where_that_loses_nothing(
    values: npt.NDArray[np.float64], is_halved: bool
) -> None:
    weights = values.astype(np.float32)
    model = weights_network(weights)
    size = model.ByteSize()
    _store_as_half(model.graph)
    kinds = [tensor.data_type for tensor in model.graph.initializer]
    assert kinds == [TensorProto.FLOAT16 if is_halved else TensorProto.FLOAT]
    assert (model.ByteSize() < 0.9 * size) == is_halved
    np.testing.assert_array_equal(run(model, np.zeros_like(weights)), weights)


@pytest.mark.parametrize(("darkest", "brightest"), [(-1.0, 1.0), (0.0, 1.0)])
def test_pixels_are_scaled_to_the_network_s_range(darkest: float, brightest: float) -> None:
    pixels = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)
    scaled = run(_scaling([1, 16, 16, 1], darkest, brightest), pixels)
    np.testing.assert_allclose(
        scaled.ravel(), np.linspace(darkest, brightest, 256), rtol=1e-6, atol=1e-6
    )


@pytest.mark.parametrize("content", [None, b"hello", "empty"])
def test_what_is_not_that_wheel_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | str | None
) -> None:
    wheel = tmp_path / "mediapipe.whl"
    if content == "empty":
        zipfile.ZipFile(wheel, "w").close()
    elif isinstance(content, bytes):
        wheel.write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["convert", str(wheel), str(tmp_path)])
    with pytest.raises(TrainingError, match="can't be read from it") as caught:
        main()
    assert "0.10.21" in caught.value.hint
