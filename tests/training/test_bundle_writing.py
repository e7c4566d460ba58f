"""Bundles are written whole or not at all, and never over something else."""

from pathlib import Path

import pytest

from tests.builders import encoder_model, head_model
from training.errors import ExportParityError, TrainingError
from training.export.bundle import check_target, sha256_hex, write_bundle
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.errors import ManifestError, SinkError

ENCODER = encoder_model().SerializeToString()
HEAD = head_model().SerializeToString()
NETWORKS = {"encoder.onnx": ENCODER, "head.onnx": HEAD}


def _manifest(version: str = "1", encoder: bytes = ENCODER) -> ModelManifest:
    return ModelManifest.model_validate(
        {
            "name": "colours",
            "version": version,
            "labels": ("red", "green", "blue"),
            "rate_hz": 10.0,
            "encoder": {
                "kind": "image",
                "file": "encoder.onnx",
                "sha256": sha256_hex(encoder),
                "preprocessing": {"width_px": 32, "height_px": 32},
                "features": 3,
            },
            "head": {"file": "head.onnx", "sha256": sha256_hex(HEAD)},
            "smoothing_s": 1.0,
            "thresholds": {c: {"enter": 0.5, "leave": 0.4} for c in ("red", "green", "blue")},
        }
    )


def test_an_older_bundle_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "bundle"
    write_bundle(out, _manifest("1"), NETWORKS, {"MODEL_CARD.md": "first"})
    write_bundle(out, _manifest("2"), NETWORKS, {"MODEL_CARD.md": "second"})
    assert open_bundle(out, provider="cpu").manifest.version == "2"
    assert (out / "MODEL_CARD.md").read_text() == "second"
    assert list(out.parent.iterdir()) == [out]


def test_a_bundle_that_the_app_refuses_leaves_the_older_one(tmp_path: Path) -> None:
    out = tmp_path / "bundle"
    write_bundle(out, _manifest("1"), NETWORKS, {"MODEL_CARD.md": "first"})
    with pytest.raises(ManifestError, match="its hash differs"):
        write_bundle(out, _manifest("2", encoder=b"other"), NETWORKS, {"MODEL_CARD.md": "second"})
    assert open_bundle(out, provider="cpu").manifest.version == "1"
    assert list(tmp_path.iterdir()) == [out]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    write_bundle(tmp_path, _manifest(), NETWORKS, {"MODEL_CARD.md": "card"})
    assert open_bundle(tmp_path, provider="cpu").manifest.name == "colours"


def test_something_else_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bundle").write_text("a file")
    with pytest.raises(TrainingError, match="is not a model bundle"):
        write_bundle(tmp_path / "bundle", _manifest(), NETWORKS, {"MODEL_CARD.md": "card"})
    assert (tmp_path / "bundle").read_text() == "a file"


def test_a_check_may_refuse_it(tmp_path: Path) -> None:
    out = tmp_path / "bundle"
    write_bundle(out, _manifest("1"), NETWORKS, {"MODEL_CARD.md": "first"})

    def refuse(bundle: Bundle) -> None:
        assert bundle.manifest.version == "2"
        raise ExportParityError("It differs.", "Report this.")

    with pytest.raises(ExportParityError):
        write_bundle(out, _manifest("2"), NETWORKS, {"MODEL_CARD.md": "second"}, refuse)
    assert (out / "MODEL_CARD.md").read_text() == "first"
    assert list(tmp_path.iterdir()) == [out]


def test_a_run_that_was_killed_between_two_renames_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "bundle"
    write_bundle(out, _manifest("1"), NETWORKS, {"MODEL_CARD.md": "first"})
    out.rename(tmp_path / ".bundle.99.former")
    (tmp_path / ".bundle.99.partial").mkdir()
    with pytest.raises(ManifestError):
        write_bundle(out, _manifest("2", encoder=b"other"), NETWORKS, {})
    assert (out / "MODEL_CARD.md").read_text() == "first"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_can_not_be_written_to_is_refused_before_a_long_run(tmp_path: Path) -> None:
    check_target(tmp_path / "new" / "folders" / "bundle")
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SinkError, match=r"thesis\.txt is no folder that may be written to"):
        check_target(tmp_path / "thesis.txt" / "bundle")
