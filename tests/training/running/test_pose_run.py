"""Runs with pose encoders on clips of the demo's drawn person, from clips to figures."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.builders import DEMO_CLIP
from tests.training.builders import write_config
from tests.training.conftest import Command
from training.cli import main
from vidclf_app.core.body_features import BODY_FEATURES
from vidclf_app.core.bundle import Bundle, open_bundle, read_manifest
from vidclf_app.core.records import Float32Array
from vidclf_app.core.sources.file import VideoFile

LABELS = ("squat", "jumping_jack", "push_up", "other")
# What the demo shows, and when.
_SCENES_S = {
    "squat": (2.0, 8.0),
    "jumping_jack": (9.8, 14.4),
    "biceps_curl": (17.5, 22.7),
    "push_up": (27.3, 32.5),
}
_SIZE_PX = (320, 180)
_PIECE_S = 1.0
_GROUPS = ("hall", "yard", "roof")
_SETTINGS = {
    "name": '"drawn"',
    "labels": str(list(LABELS)),
    "background": '"other"',
    "others_as_background": "true",
    "held_out": '["roof"]',
    "encoder": '"pose"',
    "rate_hz": "7.5",
    "moving_only": "true",
    "play_s": "2.0",
    "false_per_minute": "2.0",
    "body": "{ synthetic = 0.2 }",
    "head": '{ kind = "gru", projection = 8, units = 8, inputs = ["features", "differences"], '
    "members = 2 }",
    "fit": "{ epochs = 2, batch = 16, windows_per_clip = 2, patience = 0, seed = 3, "
    'schedule = "cosine", balance = "roots" }',
}


def _pieces(start_s: float, end_s: float) -> Iterator[list[npt.NDArray[np.uint8]]]:
    """Yield the pictures of one piece after the other, as far as they are whole."""
    piece: list[npt.NDArray[np.uint8]] = []
    with VideoFile(DEMO_CLIP) as file:
        while (stamp := file.grab()) is not None and stamp.time_s < end_s:
            if stamp.time_s >= start_s:
                small = cv2.resize(file.retrieve().pixels, _SIZE_PX, interpolation=cv2.INTER_AREA)
                piece.append(np.asarray(small, dtype=np.uint8))
            if len(piece) == round(_PIECE_S * 30.0):
                yield piece
                piece = []


def _write(path: Path, pictures: list[npt.NDArray[np.uint8]]) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30.0, _SIZE_PX)
    assert writer.isOpened()
    for pixels in pictures:
        writer.write(pixels)
    writer.release()


def _write_dataset(folder: Path) -> None:
    """Write pieces of the demo: of each scene one or two for each group, and one of nobody."""
    lines = ["path,label,group"]
    for label, (start_s, end_s) in _SCENES_S.items():
        for number, piece in enumerate(_pieces(start_s, end_s)):
            name = f"{label}-{number}.mp4"
            _write(folder / name, piece)
            lines.append(f"{name},{label},{_GROUPS[number % len(_GROUPS)]}")
    _write(folder / "nobody.mp4", [np.zeros((*_SIZE_PX[::-1], 3), dtype=np.uint8)] * 30)
    lines.append("nobody.mp4,squat,hall")
    (folder / "clips.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class FinishedRun:
    """A folder with clips, config, cache, run folder and bundle.

    Attributes:
        folder: See above.
        config: In it.
        compared: Predictions of the app in each clip that it was compared with training on.
    """

    folder: Path
    config: Path
    compared: tuple[int, ...]


def _arguments(folder: Path, config: Path) -> list[str]:
    return ["run", str(config), "--cache", str(folder / "cache"), "--work", str(folder / "work")]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FinishedRun]:
    from training.running import packing
    from training.synthesis import windows

    folder = tmp_path_factory.mktemp("pose")
    _write_dataset(folder)
    config = write_config(folder, **_SETTINGS)
    compared: list[int] = []
    run_app = packing._app_probabilities

    def counted(*arguments: Any) -> Float32Array:
        found = run_app(*arguments)
        compared.append(len(found))
        return found

    windows._bank.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_app_probabilities", counted)
        # Making hundreds of movements up takes seconds.
        patch.setattr(windows, "_PER_EXERCISE", 4)
        patch.setattr(windows, "_PER_OTHER", 8)
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(sys, "argv", ["vidclf-train", *_arguments(folder, config)])
            with pytest.raises(SystemExit) as caught:
                main()
            assert not caught.value.code
        yield FinishedRun(folder, config, tuple(compared))
    windows._bank.cache_clear()


def test_the_bundle_follows_people(finished: FinishedRun) -> None:
    bundle = open_bundle(finished.folder / "bundle", provider="cpu")
    manifest = bundle.manifest
    assert manifest.encoder.kind == "pose"
    assert manifest.labels == LABELS
    assert manifest.background_label == "other"
    assert manifest.encoder.head_features == BODY_FEATURES
    assert sorted(path.name for path in (finished.folder / "bundle").iterdir()) == [
        "MODEL_CARD.md",
        "TRAINING_CLIPS.txt",
        "detector.onnx",
        "head.onnx",
        "landmarks.onnx",
        "manifest.json",
    ]
    assert (manifest.metrics["folds"], manifest.metrics["groups"]) == (2.0, 3.0)
    assert (manifest.metrics["judged_clips"], manifest.metrics["clips"]) == (15.0, 20.0)
    assert 0.0 < manifest.metrics["unseen_clip_smoothed_ece"] < 1.0
    card = (finished.folder / "bundle" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Head: the mean of 2 alike, each of: " in card


def test_the_app_recognises_with_it(
    finished: FinishedRun, vidclf: Callable[..., Any], tmp_path: Path
) -> None:
    clip = finished.folder / "squat-0.mp4"
    out = tmp_path / "out"
    result = vidclf("analyze", clip, "--model", finished.folder / "bundle", "--out", out)
    assert result.code == 0, result.err
    assert list(out.iterdir())


def test_the_app_was_compared_with_training(finished: FinishedRun) -> None:
    # Ten clips at most of two bundles; from the third of 7 or 8 frames on, each gives a prediction.
    assert len(finished.compared) == 20
    assert all(5 <= predictions <= 6 for predictions in finished.compared)


def test_an_app_that_sees_something_else_gets_no_bundle(
    finished: FinishedRun, vidclf_train: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.running import packing

    run_app = packing._app_probabilities

    def a_little_off(bundle: Bundle, *arguments: Any) -> Float32Array:
        found = run_app(bundle, *arguments)
        found[-1, 0] += 0.002
        return found

    monkeypatch.setattr(packing, "_app_probabilities", a_little_off)
    other = finished.folder / "other"
    arguments = [*_arguments(finished.folder, finished.config), "--out", str(other)]
    code, _, err = vidclf_train(*arguments)
    assert code == 9
    assert "up to 2.0e-03 apart" in err
    assert not other.exists()


def test_a_second_run_takes_features_from_the_cache(
    finished: FinishedRun, vidclf_train: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.features import extract
    from training.fitting import heads

    def refuse(*_: object) -> float:
        raise AssertionError("this was done already")

    monkeypatch.setattr(extract, "_extract_views", refuse)
    monkeypatch.setattr(heads._Trainer, "epoch", refuse)
    before = (finished.folder / "bundle" / "head.onnx").read_bytes()
    code, _, err = vidclf_train(*_arguments(finished.folder, finished.config))
    assert code == 0, err
    assert "(15 clips from the cache)" in err
    assert "5 clips of the groups that are held out" in err
    assert (finished.folder / "bundle" / "head.onnx").read_bytes() == before


def test_each_fold_was_fitted_once(finished: FinishedRun) -> None:
    work = finished.folder / "work"
    history = json.loads((work / "history.json").read_text())
    # Without patience nothing is held out, and all epochs are fitted.
    for folds in history["folds"].values():
        assert [[set(epoch) for epoch in fold] for fold in folds] == [[{"loss"}] * 2] * 2
    assert len(history["judged"]) == len(history["shipped"]) == 2
    assert sorted(path.stem.split("-", 2)[2] for path in (work / "logs").glob("gru-*.csv")) == [
        "everything",
        "final",
        "fold1-again",
        "fold2-again",
    ]
    card = (finished.folder / "bundle" / "MODEL_CARD.md").read_text()
    assert "The number of epochs is that of the config." in card


def test_what_was_learnt_from_is_told(finished: FinishedRun) -> None:
    metrics = json.loads((finished.folder / "work" / "metrics.json").read_text())
    assert metrics["fold_groups"] in ([["hall"], ["yard"]], [["yard"], ["hall"]])
    assert (metrics["clips"], metrics["learnt_clips"]) == (15, 20)
    nobody = f"{finished.folder / 'nobody.mp4'}: shows somebody in 0 frames at 7.5 Hz, too few"
    assert metrics["left_out"] == [nobody]
    # Played for two seconds each: 15 frames, the first prediction at the third.
    assert metrics["windows"] == 15 * 13
    card = (finished.folder / "bundle" / "MODEL_CARD.md").read_text()
    assert "BlazePose" in card
    assert "- nobody.mp4: shows somebody in 0 frames" in card
    assert "| other | 5 |" in card


def _hashes(folder: Path, *groups: str) -> set[str]:
    rows = [line.split(",") for line in (folder / "clips.csv").read_text().splitlines()[1:]]
    return {
        hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name, _, group in rows
        if group in groups and name != "nobody.mp4"
    }


def test_the_shipped_head_learnt_from_the_held_out_group_and_the_judged_one_did_not(
    finished: FinishedRun,
) -> None:
    folder = finished.folder
    judged, shipped = folder / "work" / "judged", folder / "bundle"
    known = set((shipped / "TRAINING_CLIPS.txt").read_text().split())
    assert known == _hashes(folder, "hall", "yard", "roof")
    assert set((judged / "TRAINING_CLIPS.txt").read_text().split()) == _hashes(
        folder, "hall", "yard"
    )
    assert (judged / "head.onnx").read_bytes() != (shipped / "head.onnx").read_bytes()
    told = {place: (place / "MODEL_CARD.md").read_text() for place in (judged, shipped)}
    manifests = {place: open_bundle(place, provider="cpu").manifest for place in told}
    # One calibration, one set of thresholds, one set of figures: those of the folds.
    for name in ("temperature", "thresholds", "smoothing_s", "labels"):
        assert getattr(manifests[judged], name) == getattr(manifests[shipped], name)
    names = ("unseen_clip_accuracy", "unseen_clip_macro_f1", "judged_clips")
    for name in names:
        assert manifests[judged].metrics[name] == manifests[shipped].metrics[name]
    assert (manifests[judged].metrics["clips"], manifests[judged].metrics["groups"]) == (15.0, 2.0)
    without = "learnt from 15 clips of 2 groups and never saw those that are held out (roof)"
    with_them = "learnt from 20 clips of 3 groups, the held-out ones (roof) among them"
    for place, said, unsaid in ((judged, without, with_them), (shipped, with_them, without)):
        for text in (told[place], manifests[place].provenance):
            assert said in text
            assert unsaid not in text
    report = json.loads((folder / "work" / "report.json").read_text())
    assert with_them in report["rule"]


def test_the_judged_head_is_that_of_a_run_on_the_other_groups_alone(
    finished: FinishedRun, vidclf_train: Command
) -> None:
    """What is told of the held-out group is not touched by the head that learnt from it."""
    folder = finished.folder
    lines = (folder / "clips.csv").read_text().splitlines()
    (folder / "others.csv").write_text("\n".join(x for x in lines if ",roof" not in x) + "\n")
    (alone := folder / "alone").mkdir()
    config = write_config(alone, **{**_SETTINGS, "held_out": "[]", "data": '"../others.csv"'})
    places = ["--cache", folder / "cache", "--work", alone / "work"]
    code, _, err = vidclf_train("run", config, *places)
    assert code == 0, err
    judged = folder / "work" / "judged"
    for name in ("head.onnx", "TRAINING_CLIPS.txt"):
        assert (alone / "bundle" / name).read_bytes() == (judged / name).read_bytes()
    assert not (alone / "work" / "judged").exists()
    assert "held out" not in read_manifest(alone / "bundle").provenance


def test_it_is_judged_on_the_held_out_group(finished: FinishedRun, vidclf_train: Command) -> None:
    places = [finished.config, "--cache", finished.folder / "cache"]
    places += ["--work", finished.folder / "work"]
    code, printed, err = vidclf_train("held-out", *places)
    assert code == 0, err
    assert printed.startswith("5 clips of roof: accuracy ")
    assert "; 0 left out" in printed
    assert "95 % intervals (clips drawn anew within their classes): accuracy 0." in printed
    assert "of the named clips are shown their label (mean of the classes" in printed
    rows = [line.split() for line in printed.splitlines()[5:]]
    assert {row[0]: float(row[1]) for row in rows} == {
        "squat": 2,
        "jumping_jack": 1,
        "push_up": 1,
        "other": 1,
    }
    code, as_json, err = vidclf_train("held-out", *places, "--json")
    assert code == 0, err
    found = json.loads(as_json)
    assert (found["groups"], found["clips"], found["left_out"]) == (["roof"], 5, 0)
    assert f"accuracy {found['figures']['clips']['accuracy']:.3f}" in printed
    assert 0.0 <= found["smoothed_ece"] <= 1.0
    assert 0.0 <= found["perfect_ece"]["low"] <= found["perfect_ece"]["high"] <= 1.0
    assert set(found["shown"]) == {"recall", "clip_recall", "false_per_minute"}
    interval = found["intervals"]["accuracy"]
    assert interval["low"] <= found["figures"]["clips"]["accuracy"] <= interval["high"]


def test_a_bundle_that_learnt_from_the_held_out_group_is_not_judged_on_it(
    finished: FinishedRun, vidclf_train: Command, tmp_path: Path
) -> None:
    bundle, config = finished.folder / "bundle", finished.config
    judging = ("held-out", config, "--cache", finished.folder / "cache", "--bundle")
    silent = tmp_path / "silent"
    shutil.copytree(finished.folder / "work" / "judged", silent)
    (silent / "TRAINING_CLIPS.txt").unlink()
    for arguments in ((*judging, bundle), ("takes", bundle, config, "--count", 1)):
        code, printed, err = vidclf_train(*arguments)
        assert (code, printed) == (8, "")
        assert "learnt from 5 of the 5 clips of the held-out groups (roof)" in err
        assert "`judged`" in err
    for arguments in ((*judging, silent), ("takes", silent, config, "--count", 1)):
        code, printed, err = vidclf_train(*arguments)
        assert (code, printed) == (8, "")
        assert "has no TRAINING_CLIPS.txt, so it may have learnt from the held-out" in err


def test_a_bundle_that_is_not_there_yet(
    finished: FinishedRun, vidclf_train: Command, tmp_path: Path
) -> None:
    code, _, err = vidclf_train("held-out", finished.config, "--work", tmp_path)
    assert code == 8
    assert f"{tmp_path / 'judged'}: there is no bundle to judge yet" in err
    assert f"vidclf-train run {finished.config} --work {tmp_path}" in err


def test_another_config_does_not_judge_the_bundle(
    finished: FinishedRun, vidclf_train: Command, tmp_path: Path
) -> None:
    def judged(**changes: str) -> tuple[int, str, str]:
        data, out = finished.folder / "clips.csv", finished.folder / "bundle"
        places = {"data": f'"{data}"', "out": f'"{out}"'}
        config = write_config(tmp_path, **{**_SETTINGS, **places, **changes})
        folders = ["--cache", finished.folder / "cache", "--work", finished.folder / "work"]
        return vidclf_train("held-out", config, *folders)

    code, _, err = judged(labels='["squat", "other"]', body="{ }")
    assert code == 8
    assert "another encoder or other labels" in err
    code, _, err = judged(held_out="[]")
    assert code == 7
    assert "no group is held out" in err


def test_long_takes_are_made_of_the_held_out_group(
    finished: FinishedRun, vidclf_train: Command, tmp_path: Path
) -> None:
    out = tmp_path / "takes.json"
    bundle = finished.folder / "work" / "judged"
    code, printed, err = vidclf_train("takes", bundle, finished.config, "--count", 1, "--out", out)
    assert code == 0, err
    assert printed.startswith("drawn 0.1, 1 take (seed 1): ")
    content = json.loads(out.read_text())
    assert content["seen_clips"] == 0
    groups = {
        _GROUPS[int(Path(clip).stem.split("-")[1]) % len(_GROUPS)] for clip in content["clips"]
    }
    assert groups == {"roof"}
    named = {part["label"] for part in content["takes"][0]["parts"]} - {None}
    assert named == {"squat", "jumping_jack", "push_up"}


def test_long_takes_are_made_of_each_fold(
    finished: FinishedRun, tmp_path: Path, vidclf_train: Command
) -> None:
    out, work = tmp_path / "takes.json", finished.folder / "work"
    kept = {path: path.stat().st_mtime_ns for path in (work / "fits").iterdir()}
    arguments = ("fold-takes", finished.config, "--work", work, "--count", 1, "--out", out)
    code, printed, err = vidclf_train(*arguments, "--cache", finished.folder / "cache")
    assert code == 0, err
    assert "drawn 0.1, 2 takes (seed 1)" in printed
    assert "in training" not in printed
    content = json.loads(out.read_text(encoding="utf-8"))
    groups = {
        _GROUPS[int(Path(clip).stem.split("-")[1]) % len(_GROUPS)] for clip in content["clips"]
    }
    # One take of each fold's group; the one that is held out stays so.
    assert groups == {"hall", "yard"}
    # The folds' own heads watched: none was fitted for it.
    assert {path: path.stat().st_mtime_ns for path in (work / "fits").iterdir()} == kept


def test_another_configs_bundle_watches_no_takes_of_folds(
    finished: FinishedRun, tmp_path: Path, vidclf_train: Command
) -> None:
    data = f'"{finished.folder / "clips.csv"}"'
    changes = {"data": data, "labels": '["squat", "other"]', "body": "{ }"}
    config = write_config(tmp_path, **{**_SETTINGS, **changes})
    code, _, err = vidclf_train(
        "fold-takes", config, "--bundle", finished.folder / "bundle",
        "--work", tmp_path / "work", "--cache", finished.folder / "cache",
    )  # fmt: skip
    assert code == 8
    assert "has another encoder or other labels than the config" in err


def test_somebody_who_is_there_now_and_then_only(
    finished: FinishedRun, vidclf_train: Command, tmp_path: Path
) -> None:
    """Three frames of somebody, in three moments far apart: a window for a repeated clip only."""
    flicker: list[npt.NDArray[np.uint8]] = []
    piece = next(_pieces(*_SCENES_S["squat"]))
    for start in (0, 8, 16):
        flicker += piece[start : start + 2] + [np.zeros_like(piece[0])] * 26
    lines = ["path,label,group"]
    for label in ("squat", "push_up"):
        for number, group in enumerate(("hall", "yard")):
            _write(tmp_path / f"{label}-{number}.mp4", flicker[number:])
            lines.append(f"{label}-{number}.mp4,{label},{group}")
    (tmp_path / "clips.csv").write_text("\n".join(lines) + "\n")
    changes = {
        **_SETTINGS,
        "labels": '["squat", "push_up"]',
        "others_as_background": "false",
        "held_out": "[]",
        "body": "{ }",
        "moving_only": "false",
    }
    for name in ("background", "false_per_minute"):
        del changes[name]
    config = write_config(tmp_path, **changes)
    # The app says nothing of such clips, and the comparison with it takes that as it is.
    code, _, err = vidclf_train(*_arguments(tmp_path, config))
    assert code == 0, err
    assert read_manifest(tmp_path / "bundle").metrics["clips"] == 4
    config = write_config(tmp_path, **{**changes, "play_s": "0.0"})
    code, _, err = vidclf_train(*_arguments(tmp_path, config))
    assert code == 7
    assert "squat-0.mp4: never shows somebody in 3 frames without a gap" in err


@pytest.mark.slow
def test_landmarks_together_with_a_picture(
    finished: FinishedRun, vidclf_train: Command, tmp_path: Path
) -> None:
    changes = {**_SETTINGS, "data": f'"{finished.folder / "clips.csv"}"'}
    config = write_config(tmp_path, **{**changes, "encoder": '"pose+image"', "body": "{ }"})
    code, _, err = vidclf_train(*_arguments(tmp_path, config))
    assert code == 0, err
    manifest = open_bundle(tmp_path / "bundle", provider="cpu").manifest
    assert manifest.encoder.kind == "pose+image"
    assert manifest.encoder.head_features == BODY_FEATURES + 1280
    assert (tmp_path / "bundle" / "encoder.onnx").is_file()
    folders = ["--cache", tmp_path / "cache", "--work", tmp_path / "work"]
    code, printed, err = vidclf_train("held-out", config, *folders)
    assert code == 0, err
    assert printed.startswith("5 clips of roof")
