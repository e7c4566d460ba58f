"""What an inspection finds in a data set, in its record and on the command line."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.builders import write_video
from tests.conftest import CommandResult
from tests.training.data.builders import write_clip, write_csv, write_folder
from training.cli import main
from training.data import inspection
from training.data.clips import Clip, load_table
from training.data.inspection import PictureKind, inspect_table

Train = Callable[..., CommandResult]


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Train:
    """Run the command `vidclf-train` in this process."""

    def run(*arguments: object) -> CommandResult:
        monkeypatch.setattr(sys, "argv", ["vidclf-train", *map(str, arguments)])
        capsys.readouterr()
        before = signal.getsignal(signal.SIGTERM)
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            signal.signal(signal.SIGTERM, before)
        printed = capsys.readouterr()
        return CommandResult(code, printed.out, printed.err)

    return run


def test_figures_of_each_class(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", seconds_each=1.0)
    write_video(tmp_path / "b.avi", seconds_each=2.0, rate_hz=20.0, codec="MJPG")
    write_video(tmp_path / "c.mp4", seconds_each=0.5, width_px=96)
    rows = "path,label,group,split\na.mp4,run,g,train\nb.avi,run,h,test\nc.mp4,sit,g,train\n"
    seen: list[Clip] = []
    table = load_table(write_csv(tmp_path, rows))
    found = inspect_table(table, seen.append)
    assert seen == list(table.clips)
    run, sit = found.classes
    assert (run.label, run.clips, run.groups, run.train, run.test) == ("run", 2, 2, 1, 1)
    assert (run.seconds, run.shortest_s, run.longest_s) == pytest.approx((3.0, 1.0, 2.0))
    assert (sit.label, sit.clips, sit.groups, sit.train, sit.test) == ("sit", 1, 1, 1, 0)
    assert (sit.seconds, sit.shortest_s, sit.longest_s) == pytest.approx((0.5, 0.5, 0.5))
    assert found.pictures == (
        PictureKind(64, 48, 20.0, 1),
        PictureKind(64, 48, 30.0, 1),
        PictureKind(96, 48, 30.0, 1),
    )
    assert found.clips == 3
    assert found.seconds == pytest.approx(3.5)
    assert found.leaks == ()
    assert found.unreadable == ()
    assert found.duplicates == ()
    assert any("2 classes with fewer than 10 clips: run (2), sit (1)" in w for w in found.warnings)
    assert any("1 class with one group only" in line for line in found.warnings)
    decoded = inspect_table(table, decode=True)
    assert decoded.decoded
    assert decoded.seconds == pytest.approx(3.5, abs=0.01)


def _noise(path: Path) -> bytes:
    """Return a video of ten seconds whose frames are almost all of the file."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 20.0, (64, 48))
    assert writer.isOpened()
    noise = np.random.default_rng(1)
    for _ in range(200):
        writer.write(noise.integers(0, 256, (48, 64, 3), dtype=np.uint8))
    writer.release()
    content = path.read_bytes()
    path.unlink()
    return content


def test_damage_is_found_by_opening_and_more_of_it_by_decoding(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "sit/b.mp4", "sit/wrong.avi")
    (tmp_path / "sit/wrong.avi").write_bytes(b"")
    whole = _noise(tmp_path / "whole.mp4")
    (tmp_path / "run/cut.mp4").write_bytes(whole[: len(whole) // 2])
    start, end = len(whole) // 3, 2 * len(whole) // 3
    (tmp_path / "sit/hole.mp4").write_bytes(whole[:start] + bytes(end - start) + whole[end:])
    table = load_table(tmp_path)
    opened = inspect_table(table)
    assert [bad.path.name for bad in opened.unreadable] == ["wrong.avi", "cut.mp4"]
    assert opened.unreadable[1].reason.startswith("the file is truncated or damaged")
    assert opened.clips == 3
    decoded = inspect_table(table, decode=True)
    assert [bad.path.name for bad in decoded.unreadable] == ["wrong.avi", "cut.mp4", "hole.mp4"]
    assert decoded.clips == 2
    assert "3 files that can't be used: " in " ".join(decoded.warnings)


def test_a_class_of_which_no_clip_opens_is_still_told(tmp_path: Path) -> None:
    write_folder(tmp_path, "run/a.mp4", "sit/b.mp4")
    whole = (tmp_path / "sit/b.mp4").read_bytes()
    (tmp_path / "sit/b.mp4").write_bytes(whole[: len(whole) // 2])
    found = inspect_table(load_table(tmp_path))
    assert [(figures.label, figures.clips) for figures in found.classes] == [("run", 1), ("sit", 0)]


def _duplicated(folder: Path, rows: str) -> Path:
    """Write six clips, of which a and b, and c and d, have the same content."""
    for name, content in zip("abcdef", ["1", "1", "2", "2", "3", "4"], strict=True):
        write_clip(folder / f"{name}.mp4", content)
    return write_csv(folder, rows)


def test_duplicates_by_content(tmp_path: Path) -> None:
    source = _duplicated(
        tmp_path,
        "path,label,group,split\n"
        "a.mp4,run,g1,train\nb.mp4,run,g2,test\n"
        "c.mp4,run,g3,train\nd.mp4,sit,g3,train\n"
        "e.mp4,sit,g4,test\nf.mp4,Sit,g4,train\n",
    )
    found = inspect_table(load_table(source))
    names = [[path.name for path in duplicate.paths] for duplicate in found.duplicates]
    assert names == [["a.mp4", "b.mp4"], ["c.mp4", "d.mp4"]]
    assert [duplicate.labels for duplicate in found.duplicates] == [("run",), ("run", "sit")]
    assert [duplicate.groups for duplicate in found.duplicates] == [("g1", "g2"), ("g3",)]
    assert found.leaking_duplicates == found.duplicates[:1]
    assert found.leaking_groups == ("g4",)
    assert found.near_duplicate_labels == (("Sit", "sit"),)
    assert len(found.leaks) == 2
    text = "\n".join(found.warnings)
    for expected in (
        "2 sets of clips with the same content",
        "1 set of clips with the same content and different labels",
        "1 set of clips with the same content in different groups",
        "labels that differ only by case or white space: Sit / sit",
    ):
        assert expected in text


def test_without_groups_or_sides_duplicates_are_no_leak(tmp_path: Path) -> None:
    rows = "".join(f"{name}.mp4,{'run' if name < 'c' else 'sit'}\n" for name in "abcdef")
    found = inspect_table(load_table(_duplicated(tmp_path, "path,label\n" + rows)))
    assert len(found.duplicates) == 2
    assert found.leaks == ()
    assert not any("different groups" in line for line in found.warnings)
    assert [figures.groups for figures in found.classes] == [0, 0]


def test_only_files_of_one_size_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, "run/a.mp4", "sit/b.mp4", "sit/c.mp4")
    with (tmp_path / "run/a.mp4").open("ab") as file:
        file.write(b"\0\0\0\x09free1")
    hashed = []
    real = inspection._sha256

    def sha256(path: Path, stop: threading.Event) -> bytes:
        hashed.append(path.name)
        return real(path, stop)

    monkeypatch.setattr(inspection, "_sha256", sha256)
    assert inspect_table(load_table(tmp_path)).duplicates == ()
    assert sorted(hashed) == ["b.mp4", "c.mp4"]


def test_a_file_that_goes_away_meanwhile(tmp_path: Path) -> None:
    table = load_table(write_folder(tmp_path, "run/a.mp4", "sit/b.mp4", "sit/c.mp4"))
    (tmp_path / "sit/c.mp4").unlink()
    assert [bad.reason for bad in inspect_table(table).unreadable] == ["no such file"]


def test_an_error_in_between_leaves_no_thread_behind(tmp_path: Path) -> None:
    names = [f"{label}/{number}.mp4" for label in ("run", "sit") for number in range(30)]
    table = load_table(write_folder(tmp_path, *names))

    def refuse(clip: Clip) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        inspect_table(table, refuse)
    assert not [t for t in threading.enumerate() if t.name.startswith("vidclf-inspect")]


def test_json_has_everything(tmp_path: Path, train: Train) -> None:
    source = _duplicated(
        tmp_path, "path,label,split\na.mp4,run,train\nb.mp4,sit,test\nc.mp4,run,test\n"
    )
    result = train("inspect", source, "--json")
    shown: dict[str, Any] = json.loads(result.out)
    assert shown["clips"] == 3
    assert shown["seconds"] == pytest.approx(1.5, abs=0.01)
    assert shown["classes"][0]["label"] == "run"
    assert shown["classes"][0]["train"] == 1
    assert shown["pictures"] == [{"width_px": 64, "height_px": 48, "rate_hz": 20.0, "clips": 3}]
    assert [clip["path"] for clip in shown["leaking_duplicates"][0]["clips"]] == [
        str(tmp_path / "a.mp4"),
        str(tmp_path / "b.mp4"),
    ]
    assert result.code == 7


def test_leaks_are_an_error_unless_forced(tmp_path: Path, train: Train) -> None:
    rows = "path,label,group,split\na.mp4,run,g,train\nb.mp4,run,g,test\nc.mp4,sit,h,train\n"
    source = write_csv(tmp_path, rows, "a.mp4", "b.mp4", "c.mp4")
    result = train("inspect", source)
    assert result.code == 7
    assert "leak: 1 group on both sides of the split: g" in result.out
    error = [line for line in result.err.splitlines() if line.startswith("error: ")]
    assert len(error) == 1
    assert f"{source}: 1 group on both sides of the split: g." in error[0]
    assert "--force" in result.err
    assert train("inspect", source, "--force").code == 0


def test_a_sound_data_set(tmp_path: Path, train: Train) -> None:
    names = [f"{label}/{number}.mp4" for label in ("run", "[b]sit") for number in range(10)]
    result = train("inspect", write_folder(tmp_path, *names))
    assert result.code == 0, result.err
    for words in ("[b]sit", "20 clips of 2 classes, 10.0 s", "Nothing to complain about"):
        assert words in result.out


def test_one_class_wanted_classes_and_ucf101(tmp_path: Path, train: Train) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "classInd.txt").write_text("1 Archery\n2 Biking\n3 Diving\n")
    for number, (train_group, test_group) in {1: ("g08", "g01"), 2: ("g01", "g08")}.items():
        for side, group in (("train", train_group), ("test", test_group)):
            names = [f"{c}/v_{c}_{group}_c01.avi" for c in ("Archery", "Biking", "Diving")]
            (lists / f"{side}list0{number}.txt").write_text("\n".join(names) + "\n")
            write_folder(tmp_path / "videos", *names[:2])
    options = ("--ucf101", lists, "--class", "Archery", "--class", "Biking")
    result = train("inspect", tmp_path / "videos", *options, "--list", 2, "--json")
    assert result.code == 0, result.err
    assert [(c["label"], c["train"], c["test"]) for c in json.loads(result.out)["classes"]] == [
        ("Archery", 1, 1),
        ("Biking", 1, 1),
    ]
    assert train("inspect", tmp_path / "videos", "--ucf101", lists, "--top", 2).code == 0
    assert train("inspect", tmp_path / "videos", "--ucf101", lists).code == 7  # no Diving
    assert train("inspect", tmp_path / "videos", "--class", "Archery", "--top", 2).code == 2
    assert train("inspect", tmp_path / "videos", "--class", "Archery").code == 7
    assert train("inspect", tmp_path / "nowhere").code == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for other processes")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_while_decoding_ends_at_once(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    # Half a minute of work, at least, from one file that is named again and again.
    write_video(tmp_path / "a.mp4", seconds_each=20.0, width_px=320, height_px=240)
    rows = "".join(f"a.mp4,{label}\n" for label in ("run", "sit") for _ in range(150))
    line = [sys.executable, "-m", "training", "inspect"]
    line += [str(write_csv(tmp_path, "path,label\n" + rows)), "--decode"]
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stderr is not None
    assert "looking at 300 clips" in process.stderr.readline()
    process.send_signal(number)
    printed, complaints = process.communicate(timeout=10)
    assert process.returncode == code
    assert "Traceback" not in complaints
    assert printed == ""
