"""Data sets as folders: classes, train and test, and everything that lies about in them."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.training.data.builders import JUNK, write_clip, write_folder
from training.data.clips import Clip, load_table
from training.errors import DatasetError


def test_one_folder_per_class(tmp_path: Path) -> None:
    write_folder(tmp_path, "walk/b.mp4", "walk/a.mp4", "run fast/ü ñ.mov", "run fast/deep/er/c")
    table = load_table(tmp_path)
    assert table.clips == (
        Clip(tmp_path / "run fast/ü ñ.mov", "run fast", "run fast/ü ñ.mov"),
        Clip(tmp_path / "run fast/deep/er/c", "run fast", "run fast/deep/er/c"),
        Clip(tmp_path / "walk/a.mp4", "walk", "walk/a.mp4"),
        Clip(tmp_path / "walk/b.mp4", "walk", "walk/b.mp4"),
    )
    assert not table.grouped
    assert not table.has_split
    assert table.counts == {"run fast": 2, "walk": 2}
    assert table.labels == ("run fast", "run fast", "walk", "walk")


def test_only_wanted_classes_are_searched(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "walk/b.mp4", "sit/c.mp4")
    (tmp_path / "empty").mkdir()
    assert load_table(tmp_path, ("walk", "run")).counts == {"run": 1, "walk": 1}
    with pytest.raises(DatasetError, match="no clip has the label fly"):
        load_table(tmp_path, ("walk", "fly"))


def test_train_and_test_set_the_split(tmp_path: Path) -> None:
    write_folder(tmp_path, "Train/run/a.mp4", "Train/sit/b.mp4", "test/run/c.mp4", "val/sit/d.mp4")
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations/list.txt").write_text("a\n")
    table = load_table(tmp_path)
    assert [(clip.path.name, clip.label, clip.split) for clip in table.clips] == [
        ("a.mp4", "run", "train"),
        ("b.mp4", "sit", "train"),
        ("c.mp4", "run", "test"),
        ("d.mp4", "sit", "train"),
    ]
    assert table.has_split


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    write_folder(tmp_path, "train/a.mp4", "bus/b.mp4")
    table = load_table(tmp_path)
    assert table.counts == {"bus": 1, "train": 1}
    assert not table.has_split


def test_clips_beside_train_and_test_are_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, "train/run/a.mp4", "test/run/b.mp4", "extra/run/c.mp4")
    with pytest.raises(DatasetError, match=r"extra: has clips but lies beside test, train"):
        load_table(tmp_path)


def test_junk_is_passed_over_and_clips_without_suffix_are_not(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "walk/b.mp4", "run/no_suffix", "walk/.hidden.mp4")
    for folder in (tmp_path, tmp_path / "run", tmp_path / "walk"):
        for name, content in JUNK.items():
            (folder / name).write_bytes(content)
    write_folder(tmp_path, ".git/x.mp4", "__MACOSX/y.mp4", "run/.thumbnails/z.mp4")
    table = load_table(tmp_path)
    assert [clip.path.name for clip in table.clips] == [
        "a.mp4",
        "no_suffix",
        ".hidden.mp4",
        "b.mp4",
    ]
    assert table.skipped == ()


def test_what_claims_to_be_a_video_is_skipped_with_a_reason(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "walk/b.mp4", "stray.mp4")
    (tmp_path / "run/empty.avi").touch()
    (tmp_path / "run/empty.txt").touch()
    (tmp_path / "walk/page.mp4").write_text("<html>Not found</html>")
    (tmp_path / "walk/noise.mkv").write_bytes(JUNK["weights.bin"])
    table = load_table(tmp_path)
    assert len(table.clips) == 2
    assert [(skipped.path.name, skipped.reason) for skipped in table.skipped] == [
        ("stray.mp4", "lies in no class folder"),
        ("empty.avi", "is empty (0 bytes)"),
        ("noise.mkv", "not a video that can be read"),
        ("page.mp4", "is not a video but text"),
    ]
    with pytest.raises(DatasetError, match=r"4 of 6 clips can't be used; .*stray\.mp4 lies in"):
        load_table(tmp_path, strict=True)


@pytest.mark.parametrize(
    ("names", "empty", "expected"),
    [
        ((), (), "has no class folders"),
        (("a.mp4", "b.mp4"), (), "has no class folders"),
        (("run/a.mp4",), (), "has only one class folder, run"),
        (("train/run/a.mp4",), (), "has only one class folder, run"),
        (("data/run/a.mp4", "data/walk/a.mp4"), (), "has only one class folder, data"),
        (("run/a.mp4",), ("walk",), "walk: this class folder has no clips"),
        (("train/run/a.mp4", "train/sit/b.mp4"), ("test/sit",), "sit: this class folder has no"),
        (("train/run/a.mp4", "test/b.mp4"), (), "test: has no class folders"),
        (("run/a.mp4", "wa\tlk/b.mp4"), (), r"the label wa\tlk has a letter"),
        (("run/a.mp4", "w" * 101 + "/b.mp4"), (), "has 101 letters"),
    ],
)
def test_folders_that_can_not_be_used(
    names: tuple[str, ...], empty: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    write_folder(tmp_path, *names)
    for name in empty:
        (tmp_path / name).mkdir(parents=True)
    with pytest.raises(DatasetError) as caught:
        load_table(tmp_path)
    assert expected in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_class_of_which_no_clip_can_be_used(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "walk/a.mp4")
    (tmp_path / "walk/a.mp4").write_bytes(b"")
    with pytest.raises(DatasetError, match=r"no clip that can be used: a\.mp4 is empty"):
        load_table(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.timeout(20)
def test_links_are_followed_but_lead_to_no_loop_and_no_other_class(tmp_path: Path) -> None:
    elsewhere = write_folder(tmp_path / "elsewhere", "x.mp4").resolve()
    root = write_folder(tmp_path / "above/data", "run/a.mp4", "walk/b.mp4")
    (root / "sit").symlink_to(elsewhere)
    (root / "run/loop").symlink_to(root / "run")
    (root / "run/root").symlink_to(root)
    (root / "run/above").symlink_to(tmp_path)
    (root / "walk/more").symlink_to(elsewhere)
    (root / "walk/again").symlink_to(elsewhere)
    (root / "walk/self.mp4").symlink_to("self.mp4")
    (root / "walk/gone.mp4").symlink_to("nowhere.mp4")
    table = load_table(root)
    assert table.counts == {"run": 1, "sit": 1, "walk": 2}
    assert [skipped.path.name for skipped in table.skipped] == ["gone.mp4", "self.mp4"]


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, "run/a.mp4", "walk/inner/b.mp4")
    scandir = os.scandir

    # The tests may run as root, whom no permission stops: the system call itself refuses.
    def refuse(path: Any) -> Any:
        if Path(path).name == "inner":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(DatasetError, match=r"inner: this folder can't be read: Permission denied"):
        load_table(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_text_are_told_in_print(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "walk/b.mp4")
    write_clip(tmp_path / "walk" / os.fsdecode(b"bad\xe4.mp4"), "x")
    table = load_table(tmp_path)
    assert [skipped.reason for skipped in table.skipped] == [
        "has a name that is not valid text (UTF-8)"
    ]
    with pytest.raises(DatasetError) as caught:
        load_table(tmp_path, strict=True)
    assert r"bad\udce4.mp4" in caught.value.message
    caught.value.message.encode()
    write_clip(tmp_path / os.fsdecode(b"cl\xe4ss") / "a.mp4", "y")
    with pytest.raises(DatasetError, match=r"cl\\udce4ss: this class folder has no clip"):
        load_table(tmp_path)
