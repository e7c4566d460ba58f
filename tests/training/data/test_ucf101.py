"""UCF101's official lists: parsed to the published counts, wrong lines and videos named."""

from collections import Counter
from pathlib import Path

import pytest

from tests.training.data.builders import write_clip
from training.data.splits import leaking_groups, official_split
from training.data.ucf101 import load_ucf101, parse_ucf101
from training.errors import DatasetError

REAL = Path(__file__).parents[4] / "shared/data/ucf101"
# Clips of each of the 25 groups.
CLASSES = {"Archery": 2, "Biking": 1, "Diving": 3, "Fencing": 2, "HandstandPushups": 1}
# Number of a list: the groups that it holds out.
HELD_OUT = {1: range(1, 8), 2: range(8, 15), 3: range(15, 22)}


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Lists in the official format, with five classes."""
    folder = tmp_path / "lists"
    folder.mkdir()
    index = "".join(f"{number} {name}\r\n" for number, name in enumerate(CLASSES, 1))
    (folder / "classInd.txt").write_text(index, newline="")
    for number, held_out in HELD_OUT.items():
        for side in ("train", "test"):
            lines = []
            for position, (name, clips) in enumerate(CLASSES.items(), 1):
                # One class is spelt differently in the names of its files, as published.
                spelt = name.replace("Handstand", "HandStand")
                for group in range(1, 26):
                    if (group in held_out) == (side == "test"):
                        lines += [
                            f"{name}/v_{spelt}_g{group:02d}_c{clip:02d}.avi"
                            + (f" {position}" if side == "train" else "")
                            for clip in range(1, clips + 1)
                        ]
            text = "\n".join(lines) + "\n"
            (folder / f"{side}list{number:02d}.txt").write_text(text, newline="")
    return folder


@pytest.mark.parametrize("number", HELD_OUT)
def test_the_official_split_is_kept_and_leaks_no_group(number: int, lists: Path) -> None:
    clips = parse_ucf101(lists, number)
    assert Counter(clip.label for clip in clips) == {n: 25 * c for n, c in CLASSES.items()}
    assert {clip.group for clip in clips if clip.split == "test"} == {
        f"g{group:02d}" for group in HELD_OUT[number]
    }
    split = official_split(clips)
    assert (len(split.train), len(split.test)) == (18 * 9, 7 * 9)
    assert leaking_groups(clips, split) == ()


def test_classes_and_the_most_frequent_ones(lists: Path) -> None:
    assert {clip.label for clip in parse_ucf101(lists, classes=("Diving", "Biking"))} == {
        "Biking",
        "Diving",
    }
    assert {clip.label for clip in parse_ucf101(lists, top=2)} == {"Diving", "Archery"}
    assert {clip.label for clip in parse_ucf101(lists, top=4)} == set(CLASSES) - {
        "HandstandPushups"
    }
    chosen = parse_ucf101(lists, classes=("Fencing", "Biking", "Archery"), top=1)
    assert {clip.label for clip in chosen} == {"Archery"}
    first = parse_ucf101(lists)[0]
    assert first.path == Path("Archery/v_Archery_g08_c01.avi")
    assert (first.label, first.group, first.split) == ("Archery", "g08", "train")


@pytest.mark.parametrize("flat", [False, True])
def test_videos_lie_in_class_folders_or_flat(flat: bool, lists: Path, tmp_path: Path) -> None:
    videos = tmp_path / "videos"
    listed = parse_ucf101(lists, classes=("Archery", "Biking"))
    for clip in listed:
        write_clip(videos / (clip.path.name if flat else clip.path), "same")
    (videos / (listed[0].path.name if flat else listed[0].path)).unlink()
    (videos / (listed[1].path.name if flat else listed[1].path)).write_text("Not Found")
    table = load_ucf101(videos, lists, classes=("Archery", "Biking"))
    assert table.grouped
    assert len(table.clips) == 73
    assert all(clip.path.is_file() for clip in table.clips)
    assert [(bad.path.name, bad.reason) for bad in table.skipped] == [
        ("v_Archery_g08_c01.avi", "is missing"),
        ("v_Archery_g08_c02.avi", "is not a video but text"),
    ]
    with pytest.raises(DatasetError, match=r"2 of 75 .*v_Archery_g08_c01\.avi is missing"):
        load_ucf101(videos, lists, classes=("Archery", "Biking"), strict=True)


def test_a_wrong_folder_of_videos(lists: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="225 of 225 clips are missing") as caught:
        load_ucf101(tmp_path, lists)
    assert str(tmp_path) in caught.value.hint


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("trainlist01.txt", None, r"trainlist01\.txt: can't be read: No such file"),
        ("classInd.txt", None, r"classInd\.txt: can't be read: No such file"),
        ("testlist01.txt", "", r"testlist01\.txt: is empty"),
        ("classInd.txt", "Archery\n", "line 1 is no line of UCF101: Archery"),
        ("trainlist01.txt", "Archery/v_Archery_g08.avi 1\n", "line 1 is no line of UCF101"),
        ("trainlist01.txt", "\nv_Archery_g08_c01.avi 1\n", "line 2 is no line of UCF101"),
        ("trainlist01.txt", "Archery/v_Archery_g08_c01.avi 2\n", r"line 1 contradicts classInd"),
        ("testlist01.txt", "Arch/v_Arch_g08_c01.avi\n", r"line 1 contradicts classInd\.txt: Arch/"),
    ],
)
def test_wrong_lists(file: str, text: str | None, expected: str, lists: Path) -> None:
    if text is None:
        (lists / file).unlink()
    else:
        (lists / file).write_text(text)
    with pytest.raises(DatasetError, match=expected):
        parse_ucf101(lists)


def test_wrong_wishes(lists: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no class Archer") as caught:
        parse_ucf101(lists, classes=("Archer",))
    assert "Did you mean Archery?" in caught.value.hint
    with pytest.raises(DatasetError, match="top 0"):
        parse_ucf101(lists, top=0)
    with pytest.raises(DatasetError, match=r"trainlist07\.txt"):
        parse_ucf101(lists, number=7)
    for clip in parse_ucf101(lists, top=1):
        write_clip(tmp_path / clip.path, "same")
    with pytest.raises(DatasetError, match="all 75 clips have the label Diving"):
        load_ucf101(tmp_path, lists, top=1)


@pytest.mark.skipif(not REAL.is_dir(), reason="the official lists are not in the repository")
def test_the_published_counts() -> None:
    five = ("CricketShot", "PlayingCello", "Punch", "ShavingBeard", "TennisSwing")
    assert Counter(clip.split for clip in parse_ucf101(REAL, 1, five)) == {
        "train": 594,
        "test": 224,
    }
    for number, (train, test) in {1: (9537, 3783), 2: (9586, 3734), 3: (9624, 3696)}.items():
        clips = parse_ucf101(REAL, number)
        assert Counter(clip.split for clip in clips) == {"train": train, "test": test}
        assert len({clip.label for clip in clips}) == 101
        assert leaking_groups(clips, official_split(clips)) == ()
