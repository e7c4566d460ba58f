"""A real bundle judged on real videos, through the app's own pipeline."""

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tests.builders import LABELS, write_bundle, write_video
from training.data.clips import Clip, ClipTable, Skipped
from training.errors import DatasetError
from training.evaluation.bundle import evaluate_bundle, watch_clip
from training.evaluation.facts import ReportFacts
from training.evaluation.outcomes import outcomes_of
from training.evaluation.training_clips import (
    TRAINING_CLIPS_NAME,
    count_seen,
    read_training_clips,
)
from training.progress import Progress
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.errors import ManifestError, ModelError


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two red videos, one of green and then blue, a blue one, one too short, one torn."""
    folder = tmp_path_factory.mktemp("videos")
    for name in ("red", "red2", "blue"):
        write_video(folder / f"{name}.mp4", [name.rstrip("2")], seconds_each=2.0)
    write_video(folder / "change.mp4", ["green", "blue"], seconds_each=3.0)
    write_video(folder / "short.mp4", ["red"], seconds_each=0.2)
    (folder / "torn.mp4").write_bytes((folder / "red.mp4").read_bytes()[:500])
    return folder


def _table(folder: Path, clips: Sequence[tuple[str, str]]) -> ClipTable:
    return ClipTable(
        folder,
        tuple(Clip(folder / f"{name}.mp4", label, name) for name, label in clips),
        (),
        grouped=False,
    )


def _judge(bundle: Path, table: ClipTable, *, strict: bool = False) -> ReportFacts:
    progress = Progress(Console(quiet=True))
    return evaluate_bundle(bundle, table, provider="cpu", progress=progress, strict=strict)


def test_clips_are_judged_as_the_app_judges_them(bundle_path: Path, videos: Path) -> None:
    table = _table(
        videos, [("red", "red"), ("change", "green"), ("red2", "blue"), ("blue", "blue")]
    )
    facts = _judge(bundle_path, table)
    head = facts.shipped
    outcomes = outcomes_of(facts, head)
    recognizer = Recognizer(open_bundle(bundle_path, provider="cpu"))
    for place, clip in enumerate(table.clips):
        watched = watch_clip(clip.path, recognizer)
        assert watched.summary.label == facts.labels[outcomes.named[place]]
        means = [watched.summary.probabilities[label] for label in facts.labels]
        assert outcomes.means[place].tolist() == pytest.approx(means)
        mine = head.probabilities[head.clips == place]
        stacked = np.stack([prediction.probabilities for prediction in watched.predictions])
        np.testing.assert_array_equal(mine, stacked)
    assert head.figures.clip_accuracy == 0.75
    assert facts.majority == 0.5
    assert head.figures.clips.recall == (1.0, 1.0, 0.5)


def test_the_raw_figures_are_those_before_the_rolling_average(
    bundle_path: Path, videos: Path
) -> None:
    facts = _judge(bundle_path, _table(videos, [("change", "green"), ("red", "red")]))
    recognizer = Recognizer(open_bundle(bundle_path, provider="cpu"))
    watched = watch_clip(videos / "change.mp4", recognizer)
    raw = np.mean([prediction.raw.argmax() == 1 for prediction in watched.predictions])
    mean = np.mean([prediction.probabilities.argmax() == 1 for prediction in watched.predictions])
    assert facts.shipped.raw is not None
    assert facts.shipped.raw.windows.recall[1] == pytest.approx(raw)
    assert facts.shipped.figures.windows.recall[1] == pytest.approx(mean)
    assert raw != mean


def test_what_is_shown_is_counted(bundle_path: Path, videos: Path) -> None:
    facts = _judge(bundle_path, _table(videos, [("change", "green"), ("red", "red")]))
    shown = facts.shipped.shown
    assert shown is not None
    assert shown.classes[2] is None
    green = shown.classes[1]
    assert green is not None
    recognizer = Recognizer(open_bundle(bundle_path, provider="cpu"))
    labels = [p.label for p in watch_clip(videos / "change.mp4", recognizer).predictions]
    assert green.right == pytest.approx(labels.count("green") / len(labels))
    assert green.wrong == pytest.approx(labels.count("blue") / len(labels))
    assert green.wrong > 0.1
    assert shown.false_labels == 1
    reds = len(watch_clip(videos / "red.mp4", recognizer).predictions)
    assert shown.minutes == pytest.approx((len(labels) + reds) / 10.0 / 60.0)
    assert shown.false_per_minute == pytest.approx(1 / shown.minutes)


def test_thresholds_that_nothing_reaches_show_nothing(tmp_path: Path, videos: Path) -> None:
    never = {label: {"enter": 1.0, "leave": 1.0} for label in LABELS}
    bundle = write_bundle(tmp_path / "b", thresholds=never)
    shown = _judge(bundle, _table(videos, [("red", "red"), ("blue", "blue")])).shipped.shown
    assert shown is not None
    assert (shown.shares.right, shown.shares.nothing, shown.false_labels) == (0.0, 1.0, 0)


def test_the_temperature_is_taken_out_for_the_diagram_before_it(
    tmp_path: Path, videos: Path
) -> None:
    table = _table(videos, [("red", "red"), ("change", "green")])
    plain = _judge(write_bundle(tmp_path / "plain"), table)
    warm = _judge(write_bundle(tmp_path / "warm", temperature=3.0), table)
    assert plain.shipped.raw is not None
    assert warm.shipped.raw is not None
    before = warm.shipped.uncalibrated
    assert before is not None
    assert before.ece == pytest.approx(plain.shipped.raw.ece, abs=1e-4)
    assert warm.shipped.raw.ece != pytest.approx(before.ece, abs=0.02)


def test_unknown_labels_are_told_and_left_out(bundle_path: Path, videos: Path) -> None:
    table = _table(videos, [("red", "red"), ("red2", "Red"), ("blue", "yoga")])
    facts = _judge(bundle_path, table)
    assert [clip.label for clip in facts.clips] == ["red"]
    assert any(
        "2 clips have labels that the model doesn't know (Red (perhaps red), yoga)" in note
        for note in facts.notes
    )
    assert any("No clip was judged for 2 of the model's 3 labels" in note for note in facts.notes)


def test_unknown_labels_count_as_the_background(tmp_path: Path, videos: Path) -> None:
    bundle = write_bundle(tmp_path / "b", background_label="blue")
    table = _table(videos, [("red", "red"), ("blue", "yoga"), ("red2", "swim")])
    facts = _judge(bundle, table)
    assert [clip.target for clip in facts.clips] == ["red", "blue", "blue"]
    assert facts.shipped.figures.clip_accuracy == pytest.approx(2 / 3)
    shown = facts.shipped.shown
    assert shown is not None
    background = shown.classes[2]
    assert background is not None
    # The blue one rightly shows nothing, the red one wrongly a label.
    assert background.nothing == 0.0
    assert background.right == pytest.approx(0.5, abs=0.15)
    assert shown.false_labels == 1
    assert any("count as its class for anything else, blue" in note for note in facts.notes)


def test_no_known_label_is_an_error(bundle_path: Path, videos: Path) -> None:
    with pytest.raises(DatasetError, match="knows none of the labels yoga"):
        _judge(bundle_path, _table(videos, [("red", "yoga")]))


def test_clips_that_can_not_be_judged_are_named(bundle_path: Path, videos: Path) -> None:
    table = _table(videos, [("red", "red"), ("torn", "red"), ("short", "red"), ("gone", "blue")])
    skipped = Skipped(videos / "note.txt", "is no video")
    table = ClipTable(table.origin, table.clips, (skipped,), grouped=False)
    facts = _judge(bundle_path, table)
    assert len(facts.clips) == 1
    assert [left.path.name for left in facts.left_out] == [
        "note.txt",
        "torn.mp4",
        "short.mp4",
        "gone.mp4",
    ]
    assert "too short for a prediction" in facts.left_out[2].reason
    with pytest.raises(DatasetError, match=r"torn\.mp4"):
        _judge(bundle_path, table, strict=True)


def test_only_clips_that_can_not_be_judged(bundle_path: Path, videos: Path) -> None:
    with pytest.raises(DatasetError, match="None of the 1 clips could be judged"):
        _judge(bundle_path, _table(videos, [("short", "red")]))


def test_a_bundle_that_is_none(videos: Path) -> None:
    with pytest.raises(ModelError):
        _judge(videos, _table(videos, [("red", "red")]))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("zipped", [False, True])
def test_clips_that_were_in_training_are_counted(
    tmp_path: Path, videos: Path, zipped: bool
) -> None:
    bundle = write_bundle(tmp_path / "b")
    lines = [_hash(videos / "red.mp4"), "0" * 64, _hash(videos / "short.mp4")]
    (bundle / TRAINING_CLIPS_NAME).write_text("\n".join(lines) + "\n")
    if zipped:
        folder, bundle = bundle, tmp_path / "b.zip"
        with zipfile.ZipFile(bundle, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, f"inner/{file.name}")
    facts = _judge(bundle, _table(videos, [("red", "red"), ("blue", "blue"), ("short", "red")]))
    assert facts.seen_clips == 1  # The short one is not judged.
    assert not any(TRAINING_CLIPS_NAME in note for note in facts.notes)


def test_a_bundle_without_the_list_says_so(bundle_path: Path, videos: Path) -> None:
    facts = _judge(bundle_path, _table(videos, [("red", "red")]))
    assert facts.seen_clips is None
    assert any(TRAINING_CLIPS_NAME in note for note in facts.notes)


def test_a_damaged_list_is_refused(tmp_path: Path, videos: Path) -> None:
    bundle = write_bundle(tmp_path / "b")
    (bundle / TRAINING_CLIPS_NAME).write_bytes(b"\xff not a hash\n")
    with pytest.raises(ManifestError, match="entry 1 is not a SHA-256"):
        _judge(bundle, _table(videos, [("red", "red")]))


def test_a_list_in_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", "{}")
        archive.writestr(TRAINING_CLIPS_NAME, "0" * 64 + "\n")
    content = path.read_bytes()
    place = content.index(TRAINING_CLIPS_NAME.encode()) + len(TRAINING_CLIPS_NAME)
    path.write_bytes(content[:place] + b"\xff\xff" + content[place + 2 :])
    with pytest.raises(ManifestError, match="can't be read"):
        read_training_clips(path)


def test_a_clip_that_goes_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"gone\.mp4: can't be read any more"):
        count_seen([tmp_path / "gone.mp4"], frozenset())
