"""The table of clips: what is read, and one clear line for what can't be."""

import sys
from pathlib import Path

import pytest

from tests.training.data.builders import JUNK, write_csv
from training.data.clips import (
    Clip,
    class_names,
    load_table,
    near_duplicate_labels,
)
from training.errors import DatasetError


def test_clips_are_read_in_order_with_other_columns_ignored(tmp_path: Path) -> None:
    text = "group,note,path,label\nroom,7,a.mp4,run\nroom,8, b.mp4 ,walk\nyard,9,c.mp4,\n"
    assert load_table(write_csv(tmp_path, text, "a.mp4", "b.mp4")).clips == (
        Clip(tmp_path / "a.mp4", "run", "room"),
        Clip(tmp_path / "b.mp4", "walk", "room"),
    )


def test_only_wanted_labels_are_kept_and_give_the_order(tmp_path: Path) -> None:
    text = "path,label,group\na.mp4,run,g\nb.mp4,walk,g\nc.mp4,sit,g\n"
    source = write_csv(tmp_path, text, "a.mp4", "b.mp4", "c.mp4")
    clips = load_table(source, ("walk", "run")).clips
    assert [clip.label for clip in clips] == ["run", "walk"]
    assert class_names(clips, ("walk", "run")) == ("walk", "run")
    assert class_names(clips) == ("run", "walk")
    with pytest.raises(DatasetError, match="no clip has one of the labels fly, swim"):
        load_table(source, ("fly", "swim"))
    with pytest.raises(DatasetError, match="no clip has the label fly"):
        load_table(source, ("run", "fly"))


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    text = "\ufeffpath,label\na.mp4,run\nb.mp4,walk\n"
    assert len(load_table(write_csv(tmp_path, text, "a.mp4", "b.mp4")).clips) == 2


def test_a_table_that_is_not_utf8(tmp_path: Path) -> None:
    table = tmp_path / "clips.csv"
    table.write_bytes("path,label,group\nä.mp4,läuft,g\n".encode("utf-16"))
    with pytest.raises(DatasetError, match="not UTF-8"):
        load_table(table)


def test_a_table_with_groups_and_sides(tmp_path: Path) -> None:
    table = load_table(
        write_csv(
            tmp_path,
            "path,label,group,split\r\n"
            '"a, b.mp4",run,g1,train\r\n'
            "c.mp4, run ,g2,TEST\r\n"
            "\r\n"
            "d.mp4,walk,g1,val\r\n"
            "e.mp4,walk,g3,\r\n"
            "nolabel.mp4,,g3,nonsense,\r\n",
            *("a, b.mp4", "c.mp4", "d.mp4", "e.mp4"),
        )
    )
    assert [(clip.path.name, clip.label, clip.group, clip.split) for clip in table.clips] == [
        ("a, b.mp4", "run", "g1", "train"),
        ("c.mp4", "run", "g2", "test"),
        ("d.mp4", "walk", "g1", "train"),
        ("e.mp4", "walk", "g3", None),
    ]
    assert table.grouped
    assert table.groups == ("g1", "g2", "g1", "g3")
    assert table.skipped == ()


@pytest.mark.parametrize("header", ["path,label", "path,label,group", " path , label "])
def test_without_groups_each_clip_is_its_own(header: str, tmp_path: Path) -> None:
    text = f"{header}\na.mp4,run\n./b.mp4,walk\nb.mp4,walk\n"
    table = load_table(write_csv(tmp_path, text, "a.mp4", "b.mp4"))
    assert not table.grouped
    # The same file twice is the same group all the same.
    assert table.groups == ("a.mp4", "b.mp4", "b.mp4")


def test_clips_that_can_not_be_used_are_named_and_left_out(tmp_path: Path) -> None:
    names = ("a.mp4", "b.mp4", "c.mp4", "d.mp4", "e.mp4")
    rows = "".join(f"{name},{'rw'[number % 2]}\n" for number, name in enumerate(names))
    source = write_csv(tmp_path, "path,label\n" + rows + "gone.mp4,r\n", *names)
    (tmp_path / "c.mp4").write_bytes(b"")
    (tmp_path / "d.mp4").write_bytes(JUNK["._clip.mp4"])
    table = load_table(source)
    assert [clip.path.name for clip in table.clips] == ["a.mp4", "b.mp4", "e.mp4"]
    assert [(skipped.path.name, skipped.reason) for skipped in table.skipped] == [
        ("c.mp4", "is empty (0 bytes)"),
        ("d.mp4", "is not a video but a system's sidecar file"),
        ("gone.mp4", "is missing"),
    ]
    with pytest.raises(DatasetError, match=r"3 of 6 clips can't be used; .*c\.mp4 is empty"):
        load_table(source, strict=True)


def test_half_of_the_clips_may_be_missing_but_not_more(tmp_path: Path) -> None:
    rows = "".join(f"{number}.mp4,{number % 2}\n" for number in range(8))
    source = write_csv(tmp_path, "path,label\n" + rows, "0.mp4", "1.mp4", "2.mp4", "3.mp4")
    assert len(load_table(source).skipped) == 4
    (tmp_path / "3.mp4").unlink()
    with pytest.raises(DatasetError, match=r"5 of 8 clips are missing: .*3\.mp4.* and 2 more") as e:
        load_table(source)
    assert f"looked for in {tmp_path}, which is probably not" in e.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="backslashes are right there")
def test_names_from_windows(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        load_table(write_csv(tmp_path, "path,label\nc\\a.mp4,run\nc\\b.mp4,walk\n"))
    assert "backslashes" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("path,label\n", "has no clips"),
        ("path;label;group\na.mp4;run;g\n", "separated by semicolons"),
        ("path\tlabel\na.mp4\trun\n", "separated by tabs"),
        ("file,label\na.mp4,run\n", "has no column path"),
        ("Path,Label\na.mp4,run\n", "has no column path, label"),
        ("path,label,label\na.mp4,run,walk\n", "has the column label twice"),
        ("path,label\na, b.mp4,run\n", "line 2 has 3 cells, the first line 2"),
        ('path,label\n"a.mp4,run\nb.mp4,walk\n', "is not a CSV"),
        ("path,label,group\na.mp4,run,g\nb.mp4,walk,\n", "line 3 has no group"),
        ("path,label\na.mp4,run\n,walk\n", "line 3 has no path"),
        ("path,label,split\na.mp4,run,\nb.mp4,walk,dev\n", "line 3 has the split dev"),
        ("path,label\na.mp4,run\nb.mp4, run\n", "all 2 clips have the label run"),
        ("path,label\na.mp4,run\nb.mp4,run\nnone.mp4,walk\n", "none of 1 clips of walk"),
        ('path,label\na.mp4,run\nb.mp4,"wa\nlk"\n', r"the label wa\nlk has a letter"),
        (f"path,label\na.mp4,run\nb.mp4,{'w' * 101}\n", "has 101 letters"),
    ],
)
def test_tables_that_can_not_be_loaded(tmp_path: Path, text: str, expected: str) -> None:
    source = write_csv(tmp_path, text, "a.mp4", "b.mp4")
    with pytest.raises(DatasetError) as caught:
        load_table(source)
    assert caught.value.message.startswith(str(source))
    assert expected in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="can't be read: No such file"):
        load_table(tmp_path / "none")
    with pytest.raises(DatasetError, match="can't be read"):
        load_table(tmp_path / ("x" * 500))


def test_near_duplicate_labels() -> None:
    labels = ["Squat", "squat", "push up", "push_up", "PushUp", "cafe\u0301", "caf\u00e9", "row"]
    clips = [Clip(Path("a"), label, "g") for label in labels]
    assert near_duplicate_labels(clips) == (
        ("PushUp", "push up"),
        ("Squat", "squat"),
        ("cafe\u0301", "caf\u00e9"),
    )
