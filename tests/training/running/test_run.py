"""The whole of `vidclf-train run` on generated clips, and how it fails."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.training.builders import LABELS, write_config, write_dataset, write_moving_clip
from tests.training.conftest import Command
from training.cli import main
from training.export.head import export_head
from vidclf_app.core.bundle import open_bundle, read_manifest
from vidclf_app.core.manifest import ImageEncoderSpec
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file


@dataclass(frozen=True)
class FinishedRun:
    """A folder with clips, config, cache, run folder and bundle."""

    folder: Path
    config: Path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    folder = tmp_path_factory.mktemp("run")
    write_dataset(folder)
    (folder / "clips" / "broken.mp4").write_text("not a video")
    with (folder / "clips.csv").open("a") as table:
        table.write("clips/broken.mp4,sideways,room0,x\n")
    config = write_config(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["vidclf-train", *_arguments(folder, config)])
        with pytest.raises(SystemExit) as caught:
            main()
        assert not caught.value.code
    return FinishedRun(folder, config)


def _arguments(folder: Path, config: Path) -> list[str]:
    return ["run", str(config), "--cache", str(folder / "cache"), "--work", str(folder / "work")]


def test_the_app_opens_the_bundle_and_recognises_with_it(finished: FinishedRun) -> None:
    bundle = open_bundle(finished.folder / "bundle", provider="cpu")
    manifest = bundle.manifest
    assert manifest.labels == LABELS
    assert (manifest.window, manifest.min_frames, manifest.encoder.features) == (8, 3, 1280)
    assert isinstance(manifest.encoder, ImageEncoderSpec)
    assert manifest.encoder.preprocessing.width_px == 64
    recognizer, sampler = Recognizer(bundle), FrameSampler(manifest.rate_hz)
    predictions = []
    path = finished.folder / "clips" / "upright-0-0.mp4"
    with open_file(path) as video:
        while (stamp := video.grab()) is not None:
            if sampler.take(stamp.time_s):
                predictions.append(recognizer.push(video.retrieve()))
    assert sum(prediction is not None for prediction in predictions) == 13


def test_the_bundle_holds_its_files_and_nothing_is_left_beside_it(finished: FinishedRun) -> None:
    assert sorted(path.name for path in (finished.folder / "bundle").iterdir()) == [
        "MODEL_CARD.md",
        "TRAINING_CLIPS.txt",
        "encoder.onnx",
        "head.onnx",
        "manifest.json",
    ]
    assert not [path for path in finished.folder.iterdir() if path.name.startswith(".")]


def test_the_card_says_the_figures_and_what_was_left_out(finished: FinishedRun) -> None:
    card = (finished.folder / "bundle" / "MODEL_CARD.md").read_text()
    shipped, baseline = json.loads((finished.folder / "work" / "metrics.json").read_text())["heads"]
    assert f"| GRU (shipped) | {shipped['clips']['accuracy']:.3f} |" in card
    assert (
        f"| mean over the frames and a hidden layer | {baseline['clips']['accuracy']:.3f} |" in card
    )
    assert "| largest class | 0." in card
    assert "- broken.mp4: is not a video" in card
    assert str(finished.folder) not in card
    manifest = read_manifest(finished.folder / "bundle")
    assert manifest.metrics["clips"] == 8
    assert manifest.metrics["majority_accuracy"] <= 0.5
    assert manifest.metrics["unseen_clip_accuracy"] == round(shipped["clips"]["accuracy"], 4)


def test_the_run_folder_tells_how_it_was_made(finished: FinishedRun) -> None:
    work = finished.folder / "work"
    assert json.loads((work / "config.json").read_text())["fit"]["seed"] == 3
    assert "keras" in json.loads((work / "versions.json").read_text())
    folds = json.loads((work / "history.json").read_text())["folds"]
    assert [len(history) for history in folds.values()] == [2, 2]
    assert all({"loss", "held_out_loss"} == set(h[0][0]) for h in folds.values())
    metrics = json.loads((work / "metrics.json").read_text())
    assert metrics["parity"]["chain"]["same"] == 1.0
    assert all(metrics["parity"][name]["relative"] < 1e-4 for name in ("encoder", "head"))
    groups = [set(fold) for fold in metrics["fold_groups"]]
    assert not groups[0] & groups[1]
    assert metrics["seconds"]["extracting features"] > 0.0
    assert metrics["speed"]["ratio"] > 0.0
    assert metrics["peak_mb"] > 100.0
    # Each fit has a log; the fold's second fit runs for the epochs that the first one chose.
    logs = sorted((work / "logs").glob("gru-*.csv"))
    assert len(logs) == 5
    assert logs[0].read_text().splitlines()[0].startswith("epoch,loss")


def test_the_report_stands_beside_it(finished: FinishedRun) -> None:
    work = finished.folder / "work"
    page = (work / "report.html").read_text()
    assert "GRU" in page
    assert "://" not in page
    report = json.loads((work / "report.json").read_text())
    metrics = json.loads((work / "metrics.json").read_text())
    assert report["labels"] == metrics["labels"]


def test_a_second_run_gives_the_same_bundle(finished: FinishedRun, vidclf_train: Command) -> None:
    bundle = finished.folder / "bundle"
    before = {path.name: path.read_bytes() for path in bundle.iterdir()}
    again = ["--work", finished.folder / "another"]
    code, out, err = vidclf_train(*_arguments(finished.folder, finished.config)[:-2], *again)
    assert code == 0
    assert f"bundle: {bundle}" in out
    assert "8 clips from the cache" in err
    assert "left out" in err
    assert {path.name: path.read_bytes() for path in bundle.iterdir()} == before


def test_a_run_in_the_same_folder_fits_nothing_again(
    finished: FinishedRun, vidclf_train: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.fitting import heads

    def refuse(*_: object) -> float:
        raise AssertionError("this was fitted already")

    monkeypatch.setattr(heads._Trainer, "epoch", refuse)
    before = (finished.folder / "bundle" / "head.onnx").read_bytes()
    code, _, _ = vidclf_train(*_arguments(finished.folder, finished.config))
    assert code == 0
    assert (finished.folder / "bundle" / "head.onnx").read_bytes() == before


def test_the_bundle_names_the_clips_that_it_learnt_from(finished: FinishedRun) -> None:
    lines = (finished.folder / "bundle" / "TRAINING_CLIPS.txt").read_text().splitlines()
    clip = finished.folder / "clips" / "upright-0-0.mp4"
    assert len(lines) == 8
    assert hashlib.sha256(clip.read_bytes()).hexdigest() in lines


def test_strict_stops_at_the_clip_that_can_not_be_read(
    finished: FinishedRun, vidclf_train: Command
) -> None:
    code, _, err = vidclf_train(*_arguments(finished.folder, finished.config), "--strict")
    assert code == 7
    assert "broken.mp4" in err
    assert len(err.strip().splitlines()[-2:]) == 2


def test_a_folder_of_clips_needs_no_config(tmp_path: Path, vidclf_train: Command) -> None:
    for label in LABELS:
        for split, count in (("train", 4), ("test", 2)):
            for number in range(count):
                path = tmp_path / "data" / split / label / f"{number}.mp4"
                write_moving_clip(path, label, 20 + 30 * number + 7 * (split == "test"))
    config = write_config(tmp_path, data='"data"')
    code, _, err = vidclf_train(*_arguments(tmp_path, config))
    assert code == 0, err
    card = (tmp_path / "bundle" / "MODEL_CARD.md").read_text()
    assert "the test part of the data's own split" in card
    assert "The shipped head learnt from 8 of them." in card
    metrics = json.loads((tmp_path / "work" / "metrics.json").read_text())
    assert metrics["split"] == "official"
    assert sum(metrics["heads"][0]["clips"]["support"]) == 4
    assert len((tmp_path / "bundle" / "TRAINING_CLIPS.txt").read_text().split()) == 8


def test_the_tutorials_way(tmp_path: Path, vidclf_train: Command) -> None:
    write_dataset(tmp_path)
    config = write_config(
        tmp_path,
        frames='"first"',
        crop='"centre_square"',
        head='{ kind = "gru_tutorial" }',
        min_frames="8",
    )
    code, _, err = vidclf_train(*_arguments(tmp_path, config))
    assert code == 0, err
    manifest = read_manifest(tmp_path / "bundle")
    assert manifest.rate_hz == pytest.approx(20.0, abs=0.01)
    assert isinstance(manifest.encoder, ImageEncoderSpec)
    assert manifest.encoder.preprocessing.crop == "centre_square"
    metrics = json.loads((tmp_path / "work" / "metrics.json").read_text())
    assert metrics["windows"] == 8


def test_an_export_that_differs_writes_nothing(
    finished: FinishedRun, vidclf_train: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.running import shipping

    def tampered(*arguments: object) -> bytes:
        head = arguments[0]
        content = export_head(head)
        weights = head.get_weights()  # type: ignore[attr-defined]
        head.set_weights([array + np.float32(0.5) for array in weights])  # type: ignore[attr-defined]
        return content

    monkeypatch.setattr(shipping, "export_head", tampered)
    out = finished.folder / "refused"
    code, _, err = vidclf_train(*_arguments(finished.folder, finished.config), "--out", out)
    assert code == 9
    assert "error: The exported head differs" in err
    assert "Traceback" not in err
    assert not out.exists()
    assert not [path for path in finished.folder.iterdir() if path.name.startswith(".")]


def test_ctrl_c_leaves_no_bundle_and_one_line(
    finished: FinishedRun, vidclf_train: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.fitting import heads

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(heads.HeadFitter, "fit", interrupted)
    out = finished.folder / "stopped"
    fresh = ["--work", finished.folder / "fresh"]
    code, _, err = vidclf_train(
        *_arguments(finished.folder, finished.config)[:-2], *fresh, "--out", out
    )
    assert code == 130
    assert err.strip().splitlines()[-1].startswith("error: interrupted")
    assert not out.exists()


@pytest.mark.parametrize(
    ("table", "code", "expected"),
    [
        ("path,label,group\n", 7, "has no clips"),
        ("path,label,group\nno.mp4,a,g\nno.mp4,b,h\n", 7, "2 of 2 clips are missing"),
        ("path,label,group\nclips.csv,a,g\nclips.csv,b,g\n", 7, "is not a video"),
    ],
)
def test_a_table_that_can_not_be_used(
    tmp_path: Path, vidclf_train: Command, table: str, code: int, expected: str
) -> None:
    (tmp_path / "clips.csv").write_text(table)
    found, out, err = vidclf_train(*_arguments(tmp_path, write_config(tmp_path)))
    assert found == code
    assert expected in err
    assert err.startswith("error: ")
    assert len(err.strip().splitlines()) == 2
    assert not out
    assert not (tmp_path / "bundle").exists()
    assert not (tmp_path / "work").exists()


def test_clips_that_are_all_unreadable(tmp_path: Path, vidclf_train: Command) -> None:
    rows = []
    for number in range(8):
        (tmp_path / f"{number}.mp4").write_text("text")
        rows.append(f"{number}.mp4,{'ab'[number % 2]},g{number // 2}\n")
    (tmp_path / "clips.csv").write_text("path,label,group\n" + "".join(rows))
    code, _, err = vidclf_train(*_arguments(tmp_path, write_config(tmp_path)))
    assert code == 7
    assert "none of 4 clips of a can be used" in err
    assert "Traceback" not in err


def test_a_place_that_is_taken(tmp_path: Path, vidclf_train: Command) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "thesis.txt").write_text("mine")
    write_dataset(tmp_path, groups=2)
    code, _, err = vidclf_train(*_arguments(tmp_path, write_config(tmp_path)))
    assert code == 8
    assert "is not a model bundle" in err
    assert (tmp_path / "bundle" / "thesis.txt").read_text() == "mine"


def test_a_wrong_config(tmp_path: Path, vidclf_train: Command) -> None:
    code, _, err = vidclf_train("run", write_config(tmp_path, colour='"red"'))
    assert code == 8
    assert "config.toml: colour: " in err


def test_help_and_version_do_not_load_tensorflow() -> None:
    program = (
        "import sys; sys.argv = ['vidclf-train', '--help']\n"
        "from training.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "assert not {'tensorflow', 'keras', 'onnx', 'sklearn'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "run" in done.stdout


def test_version(vidclf_train: Command) -> None:
    code, out, _ = vidclf_train("--version")
    assert code == 0
    assert out.startswith("vidclf-train ")


def test_clips_named_twice_are_refused(tmp_path: Path, vidclf_train: Command) -> None:
    code, _, err = vidclf_train("run", tmp_path / "clips", "--data", tmp_path / "others")
    assert code == 8
    assert "is taken for the clips, and --data" in err
