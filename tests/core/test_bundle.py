"""Opening bundles: good ones, and everything strangers may send."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tests.builders import build_pose_bundle, encoder_model, head_model, write_bundle
from vidclf_app.core import bundle as bundle_module
from vidclf_app.core.body_features import BODY_FEATURES
from vidclf_app.core.bundle import open_bundle, read_manifest
from vidclf_app.core.manifest import NetworkFile
from vidclf_app.errors import EngineError, ManifestError, ModelError


def change_manifest(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "manifest.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_a_folder_opens(bundle_path: Path) -> None:
    bundle = open_bundle(bundle_path)
    assert bundle.manifest.labels == ("red", "green", "blue")
    assert bundle.provider in {"CPU", "CUDA"}
    assert bundle.manifest.window_s == pytest.approx(2.0)


@pytest.mark.parametrize("inner", ["", "colours/"])
def test_a_zip_opens_with_files_at_its_top_or_in_a_folder(
    bundle_path: Path, tmp_path: Path, inner: str
) -> None:
    archive = tmp_path / "colours.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in bundle_path.iterdir():
            file.write(path, inner + path.name)
    assert open_bundle(archive).manifest.name == "colours"
    assert read_manifest(archive).name == "colours"


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model bundle"):
        open_bundle(tmp_path / "missing")


def test_a_file_that_is_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    path.write_text("hello")
    with pytest.raises(ModelError, match="not a model bundle"):
        open_bundle(path)


@pytest.mark.parametrize("name", ["manifest.json", "encoder.onnx", "head.onnx"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = write_bundle(tmp_path / "b")
    (folder / name).unlink()
    with pytest.raises(ManifestError, match=name) as caught:
        open_bundle(folder)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["encoder.onnx", "head.onnx"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_bundle(tmp_path / "b")
    with (folder / name).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ManifestError, match=f"{name}.*hash"):
        open_bundle(folder)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("surprise", 1, "surprise"),
        ("rate_hz", 0, "rate_hz"),
        ("rate_hz", "fast", "rate_hz"),
        ("labels", ["red", "red", "blue"], "differ"),
        ("labels", ["red"], "labels"),
        ("min_frames", 21, "min_frames"),
        ("background_label", "grey", "background_label"),
        ("format_version", 2, "format_version"),
        ("thresholds", {}, "thresholds"),
        ("thresholds", {"red": {"enter": 0.1, "leave": 0.9}}, "leave"),
        ("temperature", 0.0, "temperature"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, field: str, value: Any, message: str) -> None:
    folder = write_bundle(tmp_path / "b")
    change_manifest(folder, lambda content: content.update({field: value}))
    with pytest.raises(ManifestError, match=message) as caught:
        open_bundle(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda content: content.update(format_version=2), "format_version"),
        (lambda content: content["encoder"].update(body_features=2), "body_features"),
        (lambda content: content["encoder"].update(kind="flow"), "'flow'"),
        (lambda content: content["head"].update(more=1), "head.more"),
    ],
)
def test_a_bundle_for_a_newer_program_says_to_update_it(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], place: str
) -> None:
    folder = build_pose_bundle(tmp_path / "b")
    change_manifest(folder, change)
    with pytest.raises(ManifestError, match=place) as caught:
        open_bundle(folder)
    assert "update the program" in caught.value.hint


def test_a_wrong_value_is_not_cured_by_an_update(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    change_manifest(folder, lambda content: content.update(rate_hz=0))
    with pytest.raises(ManifestError) as caught:
        open_bundle(folder)
    assert "update the program" not in caught.value.hint


@pytest.mark.parametrize("name", ["../encoder.onnx", "/etc/passwd", "a/b.onnx", "..", "a\\b"])
def test_files_outside_the_bundle_are_refused(tmp_path: Path, name: str) -> None:
    folder = write_bundle(tmp_path / "b")
    change_manifest(folder, lambda content: content["encoder"].update({"file": name}))
    with pytest.raises(ManifestError, match="plain file name"):
        open_bundle(folder)


def test_not_json(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    (folder / "manifest.json").write_text("{")
    with pytest.raises(ManifestError, match="not valid"):
        open_bundle(folder)


def test_another_number_of_labels(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b", head=head_model(classes=2))
    with pytest.raises(ManifestError, match="gives 2 values, but the manifest names 3"):
        open_bundle(folder)


def test_another_window(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b", head=head_model(window=10))
    with pytest.raises(ManifestError, match=r"\?x20x3.*\?x10x3"):
        open_bundle(folder)


def test_another_input_size(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b", encoder=encoder_model(side_px=64))
    with pytest.raises(ManifestError, match=r"32x32x3.*64x64x3"):
        open_bundle(folder)


def test_a_pose_bundle_opens(pose_bundle_path: Path) -> None:
    bundle = open_bundle(pose_bundle_path, provider="cpu")
    assert list(bundle.encoder_engines) == ["detector", "landmarks"]
    assert bundle.manifest.finds_people
    encoder = bundle.new_encoder()
    assert encoder.finds_people
    assert encoder is not bundle.new_encoder(), "each stream of frames follows its own person"


def test_an_image_bundle_follows_nobody(bundle_path: Path) -> None:
    assert not open_bundle(bundle_path).manifest.finds_people


def test_a_pose_bundle_whose_networks_are_mixed_up(tmp_path: Path) -> None:
    folder = build_pose_bundle(tmp_path / "b")

    def swap(content: dict[str, Any]) -> None:
        encoder = content["encoder"]
        encoder["detector"], encoder["landmarks"] = encoder["landmarks"], encoder["detector"]

    change_manifest(folder, swap)
    with pytest.raises(ManifestError, match=r"landmarks\.onnx: .*224x224x3.*256x256x3"):
        open_bundle(folder)


def test_a_head_that_reads_something_else_than_bodies(tmp_path: Path) -> None:
    folder = build_pose_bundle(tmp_path / "b")
    content = head_model(features=BODY_FEATURES + 1, classes=2).SerializeToString()
    (folder / "head.onnx").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    head = NetworkFile(file="head.onnx", sha256=sha256).model_dump()
    change_manifest(folder, lambda manifest: manifest.update(head=head))
    with pytest.raises(ManifestError, match=rf"x{BODY_FEATURES},.*x{BODY_FEATURES + 1}\."):
        open_bundle(folder)


@pytest.mark.parametrize("name", ["detector.onnx", "landmarks.onnx"])
def test_a_pose_bundle_with_a_missing_network(tmp_path: Path, name: str) -> None:
    folder = build_pose_bundle(tmp_path / "b")
    (folder / name).unlink()
    with pytest.raises(ManifestError, match=f"{name} is missing"):
        open_bundle(folder)


@pytest.mark.parametrize("part", ["detector", "landmarks", "head"])
@pytest.mark.parametrize("value", [1.0, "text"])
def test_a_network_with_an_output_that_nobody_reads(
    tmp_path: Path, part: str, value: float | str
) -> None:
    folder = build_pose_bundle(tmp_path / "b")
    path = folder / f"{part}.onnx"
    network = onnx.load(path)
    dtype = object if isinstance(value, str) else np.float32
    more = numpy_helper.from_array(np.array([value], dtype=dtype), "more")
    outputs = len(network.graph.output)
    network.graph.node.append(helper.make_node("Constant", [], ["more"], value=more))
    network.graph.output.append(helper.make_tensor_value_info("more", more.data_type, [1]))
    path.write_bytes(network.SerializeToString())
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()

    def rehash(content: dict[str, Any]) -> None:
        (content if part == "head" else content["encoder"])[part]["sha256"] = sha256

    change_manifest(folder, rehash)
    with pytest.raises(
        ManifestError, match=rf"{part}\.onnx: has {outputs + 1} outputs, not {outputs}\."
    ):
        open_bundle(folder)


def test_another_number_of_features_behind_an_open_shape(tmp_path: Path) -> None:
    encoder = encoder_model()
    # What Compress returns depends on the data: only running the network tells.
    encoder.graph.node[-1].output[0] = "all"
    encoder.graph.initializer.append(numpy_helper.from_array(np.array([True, True]), "keep"))
    encoder.graph.node.append(helper.make_node("Compress", ["all", "keep"], ["features"], axis=1))
    encoder.graph.output[0].type.tensor_type.shape.dim[1].dim_param = "F"
    folder = write_bundle(tmp_path / "b", encoder=encoder)
    with pytest.raises(ManifestError, match=r"encoder\.onnx: gives 1x2 values, not \?x3"):
        open_bundle(folder)


@pytest.mark.parametrize("scale", [float("nan"), float("inf")])
def test_outputs_that_are_not_finite(tmp_path: Path, scale: float) -> None:
    folder = write_bundle(tmp_path / "b", encoder=encoder_model(scale=scale))
    with pytest.raises(EngineError, match="not finite"):
        open_bundle(folder)


@pytest.mark.parametrize("location", ["weights.bin", "../weights.bin", "{folder}/weights.bin"])
def test_weights_in_other_files_are_refused(
    tmp_path: Path, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.eye(3, dtype=np.float32).tofile(tmp_path / "weights.bin")
    (tmp_path / "b").mkdir()
    np.eye(3, dtype=np.float32).tofile(tmp_path / "b" / "weights.bin")
    # Wherever the program was started: not even there.
    monkeypatch.chdir(tmp_path / "b")
    head = head_model()
    weights = next(tensor for tensor in head.graph.initializer if tensor.name == "weights")
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    weights.external_data.add(key="location", value=location.format(folder=tmp_path))
    folder = write_bundle(tmp_path / "b", head=head)
    with pytest.raises(EngineError, match="weights lie in other files"):
        open_bundle(folder)


def test_an_unknown_operator(tmp_path: Path) -> None:
    head = head_model()
    head.graph.node.append(helper.make_node("Conjure", ["logits"], ["more"]))
    folder = write_bundle(tmp_path / "b", head=head)
    with pytest.raises(EngineError, match=r"head\.onnx: can't be loaded"):
        open_bundle(folder)


def test_an_operator_of_a_stranger(tmp_path: Path) -> None:
    head = head_model()
    head.graph.node.append(helper.make_node("Run", ["logits"], ["more"], domain="evil.example"))
    head.opset_import.append(helper.make_opsetid("evil.example", 1))
    folder = write_bundle(tmp_path / "b", head=head)
    with pytest.raises(EngineError, match="can't be loaded"):
        open_bundle(folder)


def test_a_network_that_is_noise(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    noise = b"not a network"
    (folder / "encoder.onnx").write_bytes(noise)
    digest = hashlib.sha256(noise).hexdigest()
    change_manifest(folder, lambda content: content["encoder"].update({"sha256": digest}))
    with pytest.raises(EngineError, match=r"encoder\.onnx: can't be loaded"):
        open_bundle(folder)


def test_the_gpu_is_not_promised_where_there_is_none(bundle_path: Path) -> None:
    if open_bundle(bundle_path).provider == "CUDA":
        pytest.skip("this machine has CUDA")
    with pytest.raises(EngineError, match="GPU can't be used"):
        open_bundle(bundle_path, provider="gpu")


def test_builders_make_valid_networks() -> None:
    onnx.checker.check_model(encoder_model())
    onnx.checker.check_model(head_model())


@pytest.mark.parametrize("name", ["C:evil.onnx", "encoder.onnx:stream", "a\0b", "a\nb", "what?"])
def test_names_that_mean_something_else_elsewhere(tmp_path: Path, name: str) -> None:
    folder = write_bundle(tmp_path / "b")
    change_manifest(folder, lambda content: content["head"].update({"file": name}))
    with pytest.raises(ManifestError, match="plain file name"):
        open_bundle(folder)


def test_a_manifest_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    path = folder / "manifest.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert open_bundle(folder).manifest.name == "colours"


def test_a_link_in_a_bundle_leads_nowhere(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    (folder / "head.onnx").rename(tmp_path / "elsewhere.onnx")
    (folder / "head.onnx").symlink_to(tmp_path / "elsewhere.onnx")
    with pytest.raises(ModelError, match=r"head\.onnx can't be read: it is not a plain file"):
        open_bundle(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.timeout(20)
def test_a_pipe_in_a_bundle_does_not_hang(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    (folder / "manifest.json").unlink()
    os.mkfifo(folder / "manifest.json")
    with pytest.raises(ModelError, match="not a plain file"):
        open_bundle(folder)


def zipped(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in folder.iterdir():
            file.write(path, path.name)
    return archive


def test_a_file_that_is_too_large_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_module, "_NETWORK_MAX_BYTES", 1 << 20)
    folder = write_bundle(tmp_path / "b")
    (folder / "encoder.onnx").write_bytes(bytes(8 << 20))
    for path in (folder, zipped(folder, tmp_path / "b.zip")):
        with pytest.raises(ModelError, match=r"encoder\.onnx is larger than 1 MB"):
            open_bundle(path)


@pytest.mark.parametrize("damage", ["encrypted", "unknown method", "content"])
def test_a_damaged_zip(tmp_path: Path, damage: str) -> None:
    archive = zipped(write_bundle(tmp_path / "b"), tmp_path / "b.zip")
    content = bytearray(archive.read_bytes())
    for signature, flags, method in ((b"PK\3\4", 6, 8), (b"PK\1\2", 8, 10)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            if damage == "encrypted":
                content[start + flags] |= 1
            elif damage == "unknown method":
                content[start + method] = 77
            start += 4
    if damage == "content":
        name_length = len("encoder.onnx")
        position = content.find(b"encoder.onnx") + name_length
        content[position : position + 40] = bytes(40)
    archive.write_bytes(bytes(content))
    with pytest.raises(ModelError) as caught:
        open_bundle(archive)
    assert str(archive) in caught.value.message


@pytest.mark.timeout(60)
def test_a_network_without_an_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_module, "_TRY_OUT_TIMEOUT_S", 0.5)
    head = head_model()
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go_in"], ["go_out"]),
            helper.make_node("Add", ["x_in", "x_in"], ["x_out"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("go_in", TensorProto.BOOL, []),
            helper.make_tensor_value_info("x_in", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("go_out", TensorProto.BOOL, []),
            helper.make_tensor_value_info("x_out", TensorProto.FLOAT, None),
        ],
    )
    head.graph.node[-1].output[0] = "once"
    head.graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(2**62, dtype=np.int64), "trips"),
            numpy_helper.from_array(np.array(True), "go"),
        ]
    )
    loop = helper.make_node("Loop", ["trips", "go", "once"], ["logits"], body=body)
    head.graph.node.append(loop)
    with pytest.raises(EngineError, match="took longer than"):
        open_bundle(write_bundle(tmp_path / "b", head=head))
