"""Runs that do more than the usual: fine-tuning, lower precision, several heads side by side."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.training.builders import LABELS, write_config, write_dataset, write_moving_clip
from tests.training.conftest import Command
from training.running.precision_trial import PrecisionTrial
from vidclf_app.core.bundle import open_bundle

HEADS = 4


def _places(folder: Path) -> list[object]:
    return ["--cache", folder / "cache", "--work", folder / "work"]


def test_a_fine_tuned_backbone_is_judged_and_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vidclf_train: Command
) -> None:
    write_dataset(tmp_path, groups=2, clips_each=2)
    config = write_config(
        tmp_path,
        window="4",
        fine_tune="{ blocks = 1, epochs = 1, learning_rate = 1e-3 }",
        split='"stratified"',
    )
    assert vidclf_train("run", config, *_places(tmp_path))[0] == 0
    metrics = json.loads((tmp_path / "work" / "metrics.json").read_text())
    assert [head["name"].endswith("-tuned") for head in metrics["heads"]] == [True, False, False]
    assert metrics["heads"][0]["shipped"]
    assert metrics["parity"]["chain"]["same"] == 1.0
    card = (tmp_path / "bundle" / "MODEL_CARD.md").read_text()
    assert "GRU, backbone's top block fitted too (shipped)" in card
    assert "its top block fitted to these clips" in card
    shipped = (
        open_bundle(tmp_path / "bundle", provider="cpu").manifest.encoder.networks["image"].sha256
    )
    # Given again, nothing is fitted anew, and the same bundle is written.
    from training.fitting import fine_tuning

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("this was fitted already")

    monkeypatch.setattr(fine_tuning, "fine_tune", refuse)
    assert vidclf_train("run", config, *_places(tmp_path))[0] == 0
    again = (
        open_bundle(tmp_path / "bundle", provider="cpu").manifest.encoder.networks["image"].sha256
    )
    assert again == shipped
    # The frozen backbone is another network.
    frozen = write_config(tmp_path, window="4", split='"stratified"', out='"frozen"')
    assert vidclf_train("run", frozen, *_places(tmp_path))[0] == 0
    other = (
        open_bundle(tmp_path / "frozen", provider="cpu").manifest.encoder.networks["image"].sha256
    )
    assert other != shipped


@pytest.mark.parametrize("precision", ["float16", "int8"])
def test_lower_precision_is_measured_and_told(
    tmp_path: Path, vidclf_train: Command, precision: str
) -> None:
    write_dataset(tmp_path)
    config = write_config(
        tmp_path,
        export=f"{{ precision = '{precision}', max_loss = 1.0, calibration_frames = 16 }}",
    )
    assert vidclf_train("run", config, *_places(tmp_path))[0] == 0
    card = (tmp_path / "bundle" / "MODEL_CARD.md").read_text()
    assert f"An encoder in {precision} (" in card
    assert "of 8 held-out clips right" in card
    assert "so it is the bundle's." in card
    assert f"crop `none`, {precision}." in card
    open_bundle(tmp_path / "bundle", provider="cpu")
    float32_mb = len((tmp_path / "bundle" / "encoder.onnx").read_bytes()) / 1e6
    assert float32_mb < (7.5 if precision == "float16" else 5.0)


@pytest.mark.parametrize(
    ("accuracy", "kept"), [(0.90, True), (0.89, True), (0.95, True), (0.87, False)]
)
def test_precision_that_costs_too_much_is_not_kept(accuracy: float, kept: bool) -> None:
    trial = PrecisionTrial("int8", accuracy, 0.90, 100, 0.02, 1_000_000, 4_000_000)
    assert trial.kept == kept
    assert ("it was not kept: the bundle is float32" in trial.sentence) != kept


def test_heads_are_compared_on_the_same_folds(tmp_path: Path, vidclf_train: Command) -> None:
    write_dataset(tmp_path)
    config = write_config(tmp_path)
    code, printed, _ = vidclf_train("compare", config, *_places(tmp_path))
    assert code == 0
    assert printed.startswith("| head | clip accuracy |")
    assert printed == (tmp_path / "work" / "comparison.md").read_text()
    found = json.loads((tmp_path / "work" / "comparison.json").read_text())
    assert [head["head"]["kind"] for head in found["heads"]] == [
        "mean_mlp",
        "gru_tutorial",
        "lstm_tutorial",
        "gru",
    ]
    assert found["clips"] == 8
    for head in found["heads"]:
        assert sum(head["clips"]["support"]) == 8
        assert f"{head['clips']['accuracy']:.3f}" in printed
    assert len(printed.splitlines()) == HEADS + 3
    assert not (tmp_path / "bundle").exists()


def test_groups_are_held_out_of_data_with_a_split_of_their_own(
    tmp_path: Path, vidclf_train: Command
) -> None:
    lines = ["path,label,group,split"]
    places = {"train": ("hall", "loft"), "test": ("yard",)}
    rows = [(label, room, side) for side in places for room in places[side] for label in LABELS]
    # The held-out room has clips on both sides, and a label that no other room has.
    rows += [("upright", "roof", "train"), ("sideways", "roof", "test"), ("still", "roof", "train")]
    for number, (label, room, side) in enumerate(rows):
        path = write_moving_clip(tmp_path / f"{number}.mp4", label, background=20 + 8 * number)
        lines.append(f"{path.name},{label},{room},{side}")
    (tmp_path / "clips.csv").write_text("\n".join(lines) + "\n")
    config = write_config(tmp_path, held_out='["roof"]')
    code, printed, err = vidclf_train("run", config, *_places(tmp_path))
    assert code == 0, err
    assert f"held-out groups: {tmp_path / 'work' / 'judged'}" in printed
    assert "3 clips of the groups that are held out" in err
    bundles = {name: tmp_path / name for name in ("work/judged", "bundle")}
    learnt = {
        name: set((place / "TRAINING_CLIPS.txt").read_text().split())
        for name, place in bundles.items()
    }
    # The training part, and of the held-out room what is neither for testing nor unknown.
    assert len(learnt["work/judged"]) == 4
    upright = hashlib.sha256((tmp_path / "6.mp4").read_bytes()).hexdigest()
    assert learnt["bundle"] - learnt["work/judged"] == {upright}
    manifest = open_bundle(bundles["bundle"], provider="cpu").manifest
    assert manifest.labels == ("sideways", "upright")
    assert "learnt from 5 clips of 3 groups, the held-out ones (roof) among them" in (
        manifest.provenance
    )
    card = (bundles["bundle"] / "MODEL_CARD.md").read_text()
    assert "- 8.mp4: only held-out groups have its label" in card
    assert "The shipped head is the one that is judged" not in card
    code, printed, err = vidclf_train("held-out", config, *_places(tmp_path))
    assert code == 0, err
    assert printed.startswith("2 clips of roof: accuracy ")
    assert "; 1 left out" in printed


def test_strict_stops_at_a_held_out_clip_that_can_not_be_read(
    tmp_path: Path, vidclf_train: Command
) -> None:
    table = write_dataset(tmp_path, groups=5)
    config = write_config(tmp_path, held_out='["room4"]', strict="true")
    broken = tmp_path / "clips" / "upright-4-0.mp4"
    broken.write_bytes(broken.read_bytes()[:600])
    assert "room4" in table.read_text()
    code, _, err = vidclf_train("run", config, *_places(tmp_path))
    assert code == 7
    assert "1 of 2 clips can't be used" in err
    assert not (tmp_path / "bundle").exists()
