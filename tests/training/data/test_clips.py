"""The table of clips: what is read, and one clear line for what can't be."""

from pathlib import Path

import pytest

from training.data.clips import Clip, class_names, load_clips
from training.errors import DatasetError


def _table(folder: Path, text: str, files: tuple[str, ...] = ("a.mp4", "b.mp4", "c.mp4")) -> Path:
    for name in files:
        (folder / name).write_bytes(b"x")
    table = folder / "clips.csv"
    table.write_text(text, encoding="utf-8")
    return table


def test_clips_are_read_in_order_with_other_columns_ignored(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "group,note,path,label\nroom,7,a.mp4,run\nroom,8, b.mp4 ,walk\nyard,9,c.mp4,\n",
    )
    assert load_clips(table) == (
        Clip(tmp_path / "a.mp4", "run", "room"),
        Clip(tmp_path / "b.mp4", "walk", "room"),
    )


def test_only_wanted_labels_are_kept_and_give_the_order(tmp_path: Path) -> None:
    table = _table(tmp_path, "path,label,group\na.mp4,run,g\nb.mp4,walk,g\nc.mp4,sit,g\n")
    clips = load_clips(table, ("walk", "run"))
    assert [clip.label for clip in clips] == ["run", "walk"]
    assert class_names(clips, ("walk", "run")) == ("walk", "run")
    assert class_names(clips) == ("run", "walk")


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    table = _table(tmp_path, "\ufeffpath,label,group\na.mp4,run,g\nb.mp4,walk,g\n")
    assert len(load_clips(table)) == 2


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("", (), "is empty"),
        ("path,label,group\n", (), "has no clips"),
        ("path,label\na.mp4,run\n", (), "has no column group"),
        ("a.mp4,run,g\n", (), "has no column path, label"),
        ("path,label,group\na.mp4,run,g\nb.mp4,run,g\n", (), "all 2 clips have the label run"),
        ("path,label,group\na.mp4,run,g\n", ("sit", "fly"), "has one of the labels sit, fly"),
        ("path,label,group\na.mp4,run,g\nb.mp4,fly,g\n", ("run", "sit"), "has the label sit"),
        ("path,label,group\na.mp4,run\nb.mp4,fly,g\n", (), "line 2 has no group"),
        (
            "path,label,group\na.mp4,run,g\nno1.mp4,fly,g\nno2.mp4,fly,g\n",
            (),
            "2 of 3 clips are missing: ",
        ),
    ],
)
def test_a_table_that_can_not_be_used(
    tmp_path: Path, text: str, labels: tuple[str, ...], expected: str
) -> None:
    table = _table(tmp_path, text)
    with pytest.raises(DatasetError) as caught:
        load_clips(table, labels)
    assert caught.value.message.startswith(str(table))
    assert expected in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_missing_files_are_named_and_counted_within_bounds(tmp_path: Path) -> None:
    rows = "".join(f"no{number}.mp4,{number % 2},g\n" for number in range(50))
    with pytest.raises(DatasetError, match=r"50 of 50 .*no0\.mp4.*and 47 more"):
        load_clips(_table(tmp_path, "path,label,group\n" + rows))


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="can't be read: No such file"):
        load_clips(tmp_path / "none.csv")


def test_a_folder_for_a_table(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="can't be read: Is a directory"):
        load_clips(tmp_path)


def test_a_table_that_is_not_utf8(tmp_path: Path) -> None:
    table = tmp_path / "clips.csv"
    table.write_bytes("path,label,group\nä.mp4,läuft,g\n".encode("utf-16"))
    with pytest.raises(DatasetError, match="not UTF-8"):
        load_clips(table)
