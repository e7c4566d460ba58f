"""Copies on the disk: where they lie, what the table says, and how a run goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.training.builders import LABELS, write_dataset, write_moving_clip
from training.augmentation.config import AugmentConfig, Crop, Flip, Speed
from training.augmentation.dataset import RECORD_NAME, augment_dataset
from training.cli.augment import read_operations
from training.data.clips import load_table
from training.errors import DatasetError, TrainingError
from training.video import load_video
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SinkError, VidclfError

FLIP = AugmentConfig(flip=Flip(probability=1.0))


def _folder(root: Path, sides: tuple[str, ...] = ("",)) -> Path:
    """Write a folder per class, also in folders per side, with one clip each."""
    for side in sides:
        for number, label in enumerate(LABELS):
            write_moving_clip(root / side / label / "a.mp4", label, 40 + 50 * number, seconds=0.5)
    return root


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_folder_and_its_copies(tmp_path: Path) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    result = augment_dataset(src, dst, 2, FLIP)
    assert (result.clips, result.written, result.kept, result.left_out) == (2, 4, 0, ())
    assert sorted(_bytes(dst)) == [
        "augment.json",
        "clips.csv",
        *(f"{label}/a-aug{number}.mp4" for label in LABELS for number in (1, 2)),
    ]
    original, copy = src / LABELS[0] / "a.mp4", dst / LABELS[0] / "a-aug1.mp4"
    with open_file(original) as video, open_file(copy) as written:
        assert written.info.rate_hz == video.info.rate_hz
        assert (written.info.width_px, written.info.height_px) == (64, 48)
    before, after = (load_video(path, resize=(64, 48), crop="none") for path in (original, copy))
    # Encoded twice, so not to the byte.
    assert np.abs(after.astype(int) - before[:, :, ::-1]).mean() < 3
    assert np.abs(after.astype(int) - before).mean() > 6


def test_the_table_can_be_trained_on_and_keeps_groups_together(tmp_path: Path) -> None:
    src = write_dataset(tmp_path / "src", groups=2)
    table = load_table(augment_dataset(src, tmp_path / "dst", 2).table)
    assert len(table.clips) == 12
    assert not table.skipped
    originals = {clip.path.stem: clip for clip in load_table(src).clips}
    for clip in table.clips:
        original = originals[clip.path.stem.partition("-aug")[0]]
        assert (clip.label, clip.group) == (original.label, original.group)
    copies = [clip.path for clip in table.clips if "-aug" in clip.path.stem]
    assert {path.parent.name for path in copies} == set(LABELS)
    assert len({path.read_bytes() for path in copies}) == 8


def test_clips_for_testing_are_listed_and_not_copied(tmp_path: Path) -> None:
    src = _folder(tmp_path / "src", ("train", "test"))
    result = augment_dataset(src, tmp_path / "dst", 2, FLIP)
    assert (result.clips, result.written) == (4, 4)
    table = load_table(result.table)
    assert [clip.split for clip in table.clips].count("test") == 2
    for clip in table.clips:
        assert clip.split == ("test" if "/test/" in clip.path.as_posix() else "train")
        assert ("-aug" in clip.path.stem) == (tmp_path / "dst" in clip.path.resolve().parents)
    assert not (tmp_path / "dst" / "test").exists()
    assert (tmp_path / "dst" / "train" / LABELS[0] / "a-aug2.mp4").exists()


def test_the_same_seed_writes_the_same_bytes_wherever_the_data_lie(tmp_path: Path) -> None:
    results = []
    for place in ("one", "other"):
        _folder(tmp_path / place / "src")
        augment_dataset(tmp_path / place / "src", tmp_path / place / "dst", 2, seed=3)
        results.append(_bytes(tmp_path / place / "dst"))
    assert results[0] == results[1]
    augment_dataset(tmp_path / "one" / "src", tmp_path / "third", 2, seed=4)
    assert _bytes(tmp_path / "third") != results[0]


def test_whole_copies_are_kept_and_others_made_again(tmp_path: Path) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    augment_dataset(src, dst, 2, FLIP)
    first = _bytes(dst)
    damaged, lost = (dst / LABELS[0] / f"a-aug{number}.mp4" for number in (1, 2))
    damaged.write_bytes(damaged.read_bytes()[:500])
    lost.unlink()
    # An original that was replaced since has its copies made again.
    newer = src / LABELS[1] / "a.mp4"
    os.utime(newer, (time.time() + 60, time.time() + 60))
    os.utime(dst / LABELS[1] / "a-aug2.mp4", (time.time() + 90, time.time() + 90))
    result = augment_dataset(src, dst, 2, FLIP)
    assert (result.written, result.kept) == (3, 1)
    assert _bytes(dst) == first
    # More copies are a continuation too.
    assert augment_dataset(src, dst, 3, FLIP).kept == 3


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    augment_dataset(src, dst, 1, FLIP)
    folder = dst / LABELS[0]
    (folder / "a-aug1.mp4").rename(folder / ".a-aug1.4711.partial.mp4")
    augment_dataset(src, dst, 1, FLIP)
    assert [path.name for path in folder.iterdir()] == ["a-aug1.mp4"]


def test_names_that_would_meet_are_told_apart(tmp_path: Path) -> None:
    src = _folder(tmp_path / "src")
    write_moving_clip(src / LABELS[0] / "A.avi", LABELS[0], 90, seconds=0.5)
    long = "x" * 200
    write_moving_clip(src / LABELS[0] / f"{long}.mp4", LABELS[0], 90, seconds=0.5)
    table = load_table(augment_dataset(src, tmp_path / "dst", 1, FLIP).table)
    copies = [clip.path.name for clip in table.clips if "-aug" in clip.path.stem]
    assert len(copies) == len({name.lower() for name in copies}) == 4
    assert max(map(len, copies)) < 180


def test_a_label_that_is_no_folders_name(tmp_path: Path) -> None:
    for number, name in enumerate(("a", "b", "c")):
        write_moving_clip(tmp_path / f"{name}.mp4", "sideways", 50 + number, seconds=0.3)
    src = tmp_path / "my.csv"
    src.write_text("path,label\na.mp4,on/off\nb.mp4,..\nc.mp4,plain\n")
    dst = tmp_path / "dst"
    table = load_table(augment_dataset(src, dst, 1, FLIP).table)
    assert [clip.label for clip in table.clips] == [
        "on/off",
        "on/off",
        "..",
        "..",
        "plain",
        "plain",
    ]
    assert sorted(path.name for path in dst.iterdir() if path.is_dir()) == ["_", "on_off", "plain"]


def test_a_clip_that_is_named_twice_is_copied_once(tmp_path: Path) -> None:
    write_dataset(tmp_path, groups=1)
    src = tmp_path / "twice.csv"
    src.write_text(
        "path,label,group\nclips/sideways-0-0.mp4,s,g\nclips/sideways-0-0.mp4,s,g\n"
        "clips/upright-0-0.mp4,u,g\n"
    )
    result = augment_dataset(src, tmp_path / "dst", 2, FLIP)
    assert result.written == 4
    names = [clip.path.name for clip in load_table(result.table).clips]
    assert len(names) == 7
    assert names.count("sideways-0-0-aug1.mp4") == 1


def test_unreadable_clips_are_named_and_left_out(tmp_path: Path) -> None:
    src = _folder(tmp_path / "src")
    whole = write_moving_clip(tmp_path / "long.mp4", LABELS[0], 60, seconds=4.0).read_bytes()
    (src / LABELS[0] / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    (src / LABELS[0] / "zero.mp4").touch()
    result = augment_dataset(src, tmp_path / "dst", 2, FLIP)
    assert sorted(skipped.path.name for skipped in result.left_out) == ["cut.mp4", "zero.mp4"]
    assert all(skipped.reason for skipped in result.left_out)
    assert result.clips == 2
    assert "cut" not in result.table.read_text()


def test_when_no_clip_can_be_read(tmp_path: Path) -> None:
    src = _folder(tmp_path / "src")
    for label in LABELS:
        path = src / label / "a.mp4"
        path.write_bytes(path.read_bytes()[:800])
    with pytest.raises(DatasetError, match="none of 2 clips can be read"):
        augment_dataset(src, tmp_path / "dst", 1, FLIP)
    assert not (tmp_path / "dst" / "clips.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "error", "expected"),
    [
        ({"dst": "src/copies"}, DatasetError, "would be taken for clips"),
        ({"dst": "src"}, DatasetError, "would be taken for clips"),
        ({"dst": "full"}, DatasetError, "has other files in it"),
        ({"dst": "file"}, DatasetError, "can't be written there"),
        ({"dst": "file/under"}, VidclfError, "could not be written|can't be written"),
        ({"dst": "\udcff"}, SinkError, "not valid text"),
        ({"src": "none"}, DatasetError, "none"),
        ({"n_per_video": 0}, TrainingError, "n_per_video is 0"),
        ({"seed": -1}, TrainingError, "The seed is -1"),
        ({"workers": 0}, TrainingError, "workers is 0"),
        ({"config": AugmentConfig()}, TrainingError, "No augmentation is set"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, arguments: dict[str, object], error: type[VidclfError], expected: str
) -> None:
    _folder(tmp_path / "src")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    (tmp_path / "file").touch()
    before = _bytes(tmp_path)
    given: dict[str, object] = {"src": "src", "dst": "dst", "n_per_video": 1, **arguments}
    src, dst = (tmp_path / str(given.pop(name)) for name in ("src", "dst"))
    with pytest.raises(error, match=expected) as caught:
        augment_dataset(src, dst, **given)  # type: ignore[arg-type]
    assert "\n" not in caught.value.message
    assert caught.value.hint
    assert _bytes(tmp_path) == before


def test_other_settings_want_another_folder(tmp_path: Path) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    augment_dataset(src, dst, 1, FLIP)
    for config, seed in ((FLIP, 2), (AugmentConfig(crop=Crop()), 1)):
        with pytest.raises(DatasetError, match="another seed or config"):
            augment_dataset(src, dst, 1, config, seed)
    (dst / RECORD_NAME).write_text("{")
    with pytest.raises(DatasetError, match="can't be read"):
        augment_dataset(src, dst, 1, FLIP)


def test_a_disk_that_refuses_ends_the_run(tmp_path: Path) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    dst.mkdir()
    (dst / RECORD_NAME).write_text(
        json.dumps({"format": 1, "seed": 1, "config": FLIP.model_dump(mode="json")})
    )
    # A file in place of a class's folder.
    (dst / LABELS[1]).touch()
    with pytest.raises(SinkError, match="could not be written"):
        augment_dataset(src, dst, 1, FLIP)
    assert not (dst / "clips.csv").exists()


def test_the_command(tmp_path: Path, vidclf_train: Callable[..., tuple[int, str, str]]) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    (src / LABELS[0] / "bad.mp4").touch()
    config = tmp_path / "operations.toml"
    config.write_text("speed = { slowest = 0.5, fastest = 0.6 }\n[augment]\nflip = {}\n")
    code, out, err = vidclf_train(
        "augment", src, dst, "--per-video", 3, "--seed", 5, "--config", config
    )
    assert (code, out.splitlines()) == (
        0,
        ["clips: 2, 1 left out", "copies: 6 written", f"table: {dst / 'clips.csv'}"],
    )
    assert "Writing copies" in err
    assert "left out: " in err
    assert "bad.mp4" in err
    # The table of that name is what counts.
    assert json.loads((dst / RECORD_NAME).read_text())["config"]["speed"] is None
    assert (
        "6 were there"
        in vidclf_train("augment", src, dst, "--per-video", 3, "--seed", 5, "--config", config)[1]
    )
    code, _, err = vidclf_train("augment", src, dst, "--per-video", 3)
    assert code == 7
    assert err.startswith("error: ")
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "can't be read"),
        ("crop = ", "is not valid TOML"),
        ("crops = {}", "crops: there is no such operation"),
        ("[augment]\ncrop = { min_share = 2.0 }", "crop.min_share: "),
    ],
)
def test_operations_that_can_not_be_read(tmp_path: Path, text: str | None, expected: str) -> None:
    path = tmp_path / "a.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(TrainingError, match=expected) as caught:
        read_operations(path)
    assert "\n" not in caught.value.message


def test_operations_alone_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("speed = { slowest = 0.5 }\n")
    assert read_operations(tmp_path / "a.toml") == AugmentConfig(speed=Speed(slowest=0.5))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for other processes")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_cut_off_goes_on(tmp_path: Path, kind: signal.Signals) -> None:
    src, dst = _folder(tmp_path / "src"), tmp_path / "dst"
    command = [sys.executable, "-m", "training", "augment", str(src), str(dst), "--seed", "2"]
    process = subprocess.Popen(
        [*command, "--per-video", "2000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline_s = time.monotonic() + 60
    while len(list(dst.rglob("*-aug*.mp4"))) < 5:
        assert time.monotonic() < deadline_s
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(kind)
    _, err = process.communicate(timeout=60)
    whole = [path for path in dst.rglob("*-aug*.mp4") if not path.name.startswith(".")]
    for path in whole:
        assert len(load_video(path, resize=(16, 16))) > 3
    assert not (dst / "clips.csv").exists()
    if kind == signal.SIGINT:
        assert process.returncode == 130
        assert b"interrupted" in err
        assert not list(dst.rglob(".*"))
    result = augment_dataset(src, dst, 4, seed=2)
    assert result.kept >= 1
    augment_dataset(src, tmp_path / "undisturbed", 4, seed=2)
    for name, content in _bytes(tmp_path / "undisturbed").items():
        assert (dst / name).read_bytes() == content
