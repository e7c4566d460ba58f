"""Which clips a run learns from: rules, lists, background, held-out groups."""

from pathlib import Path
from typing import Any

import pytest

from tests.training.data.builders import write_csv, write_folder
from training.config import TrainingConfig
from training.data.clips import ClipTable
from training.data.selection import load_clips
from training.errors import DatasetError, TrainingError

# Name, own label and group of each clip; a.mp4 and so on.
ROWS = (
    ("Air squat", "legs", "hall"),
    ("Squat to press", "legs", "hall"),
    ("Squat hybrid", "legs", "yard"),
    ("Push up", "chest", "hall"),
    ("Push up", "chest", "yard"),
    ("Plank jack", "core", "yard"),
    ("Waving", "rest", "hall"),
    ("Jogging", "rest", "roof"),
)
RULES = """
rule = [
    { match = "squat hybrid", label = "other", variant = "squat_hybrid" },
    { match = "squat to press", label = "thruster", variant = "plain" },
    { match = "squat", label = "squat", variant = "plain" },
    { match = "push up", label = "push_up", variant = "plain" },
    { match = "plank jack", label = "plank_jack", variant = "plain" },
]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Eight clips with names, labels of their own and groups."""
    names = [f"{letter}.mp4" for letter in "abcdefgh"]
    lines = [f"{file},{','.join(row)}" for file, row in zip(names, ROWS, strict=True)]
    (tmp_path / "rules.toml").write_text(RULES)
    return write_csv(tmp_path, "path,name,label,group\n" + "\n".join(lines) + "\n", *names)


def _config(data: Path, **changes: Any) -> TrainingConfig:
    return TrainingConfig(name="a", data=data, out=data.parent / "bundle", **changes)


def _with_rules(data: Path, **changes: Any) -> TrainingConfig:
    return _config(data, rules=data.parent / "rules.toml", **changes)


def _found(table: ClipTable) -> dict[str, str]:
    return {clip.path.stem: clip.label for clip in table.clips}


def test_without_wishes_the_table_is_as_it_is(data: Path) -> None:
    table = load_clips(_config(data))
    assert _found(table) == dict(zip("abcdefgh", [row[1] for row in ROWS], strict=True))
    assert table.grouped


def test_rules_take_the_place_of_the_labels(data: Path) -> None:
    assert _found(load_clips(_with_rules(data))) == {
        "a": "squat",
        "b": "thruster",
        "c": "other",
        "d": "push_up",
        "e": "push_up",
        "f": "plank_jack",
        "g": "other",
        "h": "other",
    }
    wanted = load_clips(_with_rules(data, labels=("push_up", "squat")))
    assert _found(wanted) == {"a": "squat", "d": "push_up", "e": "push_up"}


def test_others_stand_for_the_background(data: Path) -> None:
    config = _with_rules(
        data,
        labels=("squat", "push_up", "other"),
        background="other",
        others_as_background=True,
    )
    assert _found(load_clips(config)) == {
        **dict.fromkeys("bcfgh", "other"),
        "a": "squat",
        "d": "push_up",
        "e": "push_up",
    }


def test_what_shows_an_exercise_among_other_things_is_neither(data: Path) -> None:
    """By its label, and by one variant of a label that else is background."""
    neither = ("thruster", "other/squat_hybrid")
    config = _with_rules(
        data,
        labels=("squat", "push_up", "other"),
        background="other",
        others_as_background=True,
        neither=neither,
    )
    assert _found(load_clips(config)) == {
        "a": "squat",
        "d": "push_up",
        "e": "push_up",
        "f": "other",
        "g": "other",
        "h": "other",
    }
    # Nor is it learnt as a class of its own.
    assert set(_found(load_clips(_with_rules(data, neither=neither)))) == set("adefgh")


def test_labels_can_be_left_out_without_rules(data: Path) -> None:
    assert set(_found(load_clips(_config(data, neither=("rest", "core"))))) == set("abcde")


def test_labels_can_be_merged(data: Path) -> None:
    config = _config(data, labels=("body", "rest"), merge={"legs": "body", "chest": "body"})
    assert _found(load_clips(config)) == {
        **dict.fromkeys("abcde", "body"),
        **dict.fromkeys("gh", "rest"),
    }


def test_held_out_groups_are_kept_apart(data: Path) -> None:
    config = _config(data, held_out=("yard", "roof"))
    assert set(_found(load_clips(config))) == set("abdg")
    assert set(_found(load_clips(config, held_out=True))) == set("cefh")


def test_one_class_is_enough_to_judge_by(data: Path) -> None:
    config = _config(data, held_out=("roof",))
    assert _found(load_clips(config, held_out=True)) == {"h": "rest"}


def test_listed_clips_are_left_out_with_their_reason(data: Path) -> None:
    listed = data.parent / "left.csv"
    listed.write_text("path,reason,by\na.mp4,title card,me\n./d.mp4,too short,\n")
    table = load_clips(_config(data, left_out=listed))
    assert set(_found(table)) == set("bcefgh")
    assert [(skipped.path.name, skipped.reason) for skipped in table.skipped] == [
        ("a.mp4", "is left out by left.csv: title card"),
        ("d.mp4", "is left out by left.csv: too short"),
    ]
    # They are no background, either, and not held out.
    config = _config(
        data,
        left_out=listed,
        labels=("legs", "rest"),
        background="rest",
        others_as_background=True,
        held_out=("yard",),
    )
    assert set(_found(load_clips(config))) == set("bgh")
    assert set(_found(load_clips(config, held_out=True))) == set("cef")


def test_a_list_may_name_clips_that_are_not_wanted_or_can_not_be_used(data: Path) -> None:
    listed = data.parent / "left.csv"
    listed.write_text("path,reason\ng.mp4,idle\nd.mp4,broken\n")
    (data.parent / "d.mp4").unlink()
    table = load_clips(_config(data, left_out=listed, labels=("legs", "chest")))
    assert set(_found(table)) == set("abce")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("path,reason\na.mp4,\n", "line 2 has no path or no reason"),
        ("file,why\na.mp4,x\n", "line 2 has no path or no reason"),
        ("path,reason\na.mp4,x\na.mp4,y\n", "names a.mp4 twice"),
        ("path,reason\nz.mp4,x\n", "names clips that are not there: "),
        (b"path,reason\n\xff.mp4,x\n", "can't be read"),
        ('path,reason\n"a.mp4,x\n', "can't be read"),
        (None, "can't be read"),
    ],
)
def test_a_wrong_list_is_refused(data: Path, text: str | bytes | None, expected: str) -> None:
    listed = data.parent / "left.csv"
    if text is not None:
        listed.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DatasetError) as caught:
        load_clips(_config(data, left_out=listed))
    assert expected in caught.value.message
    assert str(listed) in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("changes", "held_out", "expected"),
    [
        ({"held_out": ("cellar",)}, False, "no clip has the group cellar"),
        ({"held_out": ("hall", "cellar")}, True, "no clip has the group cellar"),
        ({}, True, "no group is held out"),
        ({"held_out": ("hall", "yard")}, False, "all 1 clips have the label rest"),
        ({"held_out": ("hall", "yard", "roof")}, False, "has no clips"),
        (
            {"labels": ("legs", "chest"), "held_out": ("hall", "yard")},
            False,
            "no clip has one of the labels",
        ),
        ({"labels": ("rest", "core"), "held_out": ("yard",)}, False, "no clip has the label core"),
        (
            {"others_as_background": True, "background": "rest"},
            False,
            "needs to know which labels are not others",
        ),
        ({"neither": ("legs", "chest", "core")}, False, "all 2 clips have the label rest"),
    ],
)
def test_a_choice_that_leaves_nothing_is_refused(
    data: Path, changes: dict[str, Any], held_out: bool, expected: str
) -> None:
    with pytest.raises(DatasetError, match=expected) as caught:
        load_clips(_config(data, **changes), held_out=held_out)
    assert caught.value.hint


def test_rules_need_names(data: Path, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", "a/1.mp4", "b/1.mp4")
    with pytest.raises(DatasetError, match="is a folder, whose clips have no names"):
        load_clips(_config(folder, rules=data.parent / "rules.toml"))
    data.write_text("path,label\na.mp4,legs\nd.mp4,chest\n")
    with pytest.raises(DatasetError, match="has no column name"):
        load_clips(_with_rules(data))
    with pytest.raises(TrainingError, match=r"none\.toml: can't be read"):
        load_clips(_config(data, rules=data.parent / "none.toml"))


@pytest.mark.parametrize(
    "choice",
    [
        {"neither": ("plank_jak",)},
        {"neither": ("other/squat_hybird",)},
        {"merge": {"jogging": "squat"}},
    ],
)
def test_a_name_that_no_rule_has_is_refused(data: Path, choice: dict[str, Any]) -> None:
    name = next(iter(next(iter(choice.values()))))
    with pytest.raises(DatasetError, match=name):
        load_clips(_with_rules(data, **choice))


def test_a_name_that_no_clip_has_is_refused(data: Path) -> None:
    with pytest.raises(DatasetError, match="jogging"):
        load_clips(_config(data, merge={"jogging": "rest"}))
