"""The page stands on its own, whatever is in it, and tells what the JSON tells."""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.builders import write_video
from tests.training.evaluation.builders import LABELS, facts, head, one_hot
from training.errors import TrainingError
from training.evaluation.calibration import measure_reliability
from training.evaluation.facts import FoldFacts, LeftOutClip, ReportFacts
from training.evaluation.report import write_report
from vidclf_app.errors import SinkError

TARGETS = [0, 0, 1, 1, 2, 2]
NAMED = [0, 1, 1, 1, 0, 2]
_VOID = {"meta", "img", "br", "source", "link", "input", "hr"}


class _Page(HTMLParser):
    """Reads a page, and fails where tags don't close as they opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def _full(folder: Path, **changes: Any) -> ReportFacts:
    history = tuple(
        tuple({"loss": 2.0 / epoch, "held_out_loss": 2.5 / epoch} for epoch in range(1, 6))
        for _ in range(3)
    )
    probabilities = np.repeat(np.array(one_hot(NAMED, 0.95)), 2, axis=0)
    uncalibrated = measure_reliability(probabilities, np.repeat(TARGETS, 2), np.full(12, 1 / 12))
    heads = [
        head(
            TARGETS,
            one_hot(NAMED),
            title="GRU of 8",
            history=history,
            uncalibrated=uncalibrated,
            temperature=1.5,
        ),
        head(
            TARGETS,
            one_hot([0] * 6),
            name="mean",
            title="Mean pool",
            kind="baseline",
            is_shipped=False,
            is_baseline=True,
        ),
    ]
    fields: dict[str, Any] = {
        "folder": folder,
        "rule": "Three folds by group.",
        "folds": (FoldFacts(4, 2, ("room0",), 0.5),),
        "stages": {"features": 12.25},
        "peak_memory_bytes": 300 << 20,
        "left_out": (LeftOutClip(folder / "torn.mp4", f"{folder / 'torn.mp4'}: is empty."),),
        "notes": ("Note this.",),
        "config": {"seed": 3},
        "versions": {"numpy": "2"},
        **changes,
    }
    return facts(TARGETS, heads, **fields)


def _write(folder: Path, whole: ReportFacts, **options: Any) -> tuple[_Page, str, dict[str, Any]]:
    page = write_report(folder, whole, **options)
    text = page.read_text(encoding="utf-8")
    return _Page(text), text, json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_the_page_tells_everything(tmp_path: Path) -> None:
    page, _, _ = _write(tmp_path / "out", _full(tmp_path / "clips"))
    for words in (
        "GRU of 8 names the right class for 4 of 6 clips",
        "Mean pool",
        "Three folds by group.",
        "Note this.",
        "expected calibration error",
        "Before temperature scaling",
        "GRU of 8: loss",
        "2 of 6 clips misclassified",
        "torn.mp4",
        "is empty.",
        "12.2 s",
        "300 MiB",
        '"seed": 3',
    ):
        assert words in page.text, words
    assert str(tmp_path) not in page.text
    assert sum(tag == "svg" for tag, _ in page.tags) == 3 + 2 + 1


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    write_video(tmp_path / "1.mp4", ["red"])
    page, text, _ = _write(tmp_path / "out", _full(tmp_path))
    assert "://" not in text
    assert not {"script", "link", "iframe", "object", "embed", "base"} & {
        tag for tag, _ in page.tags
    }
    assert "@import" not in text
    assert "@font-face" not in text
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "xlink:href", "src", "srcset", "action"):
            address = attributes.get(name)
            if address is None:
                continue
            assert address.startswith(("#", "data:image/webp;base64,"))
            if address.startswith("#"):
                assert address[1:] in ids
    for place in re.findall(r"url\(([^)]*)\)", text):
        assert place.startswith("#")
        assert place[1:] in ids


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script>\"'&$\\frac{}$\N{RIGHT-TO-LEFT OVERRIDE}"
    labels = (bad, "x" * 100, "\N{SNOWMAN} \ud800 $a^{")
    whole = _full(tmp_path / bad.replace("/", "_"), labels=labels, notes=(bad,), rule=bad)
    whole = facts(
        TARGETS,
        whole.heads,
        labels=labels,
        folder=tmp_path / "<img src=x onerror=alert(2)>",
        title=bad,
        notes=(bad,),
        rule=bad,
        left_out=(LeftOutClip(Path("\udcff<b>.mp4"), bad),),
        config={bad: bad},
        versions={bad: bad},
        stages={bad: 1.0},
        folds=(FoldFacts(1, 1, (bad,), 0.5),),
    )
    page, text, data = _write(tmp_path / "out", whole)
    assert "script" not in {tag for tag, _ in page.tags}
    assert "b" not in {tag for tag, attributes in page.tags if "onerror" in attributes}
    assert "<script>alert(1)</script>" in page.text  # As words.
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert data["labels"][1] == "x" * 100


def test_the_json_holds_the_figures_and_each_clip(tmp_path: Path) -> None:
    whole = _full(tmp_path / "clips")
    _, _, data = _write(tmp_path / "out", whole)
    gru = whole.heads[0]
    assert data["heads"]["gru"]["figures"] == json.loads(json.dumps(gru.figures.as_json()))
    assert data["heads"]["gru"]["uncalibrated_reliability"]["ece"] == gru.uncalibrated.ece  # type: ignore[union-attr]
    interval = data["heads"]["gru"]["intervals"]["accuracy"]
    assert interval["low"] < data["heads"]["gru"]["figures"]["clip_accuracy"] < interval["high"]
    assert data["heads"]["gru"]["history"][0][1] == {"loss": 1.0, "held_out_loss": 1.25}
    assert data["heads"]["mean"]["is_baseline"]
    assert data["shipped"] == "gru"
    assert [clip["predicted"] for clip in data["clips"]] == [LABELS[name] for name in NAMED]
    assert [clip["clip"] for clip in data["clips"]] == [f"{place}.mp4" for place in range(6)]
    assert [clip["is_right"] for clip in data["clips"]] == [True, False, True, True, False, True]
    assert data["clips"][1]["probability"] == pytest.approx(0.8)
    assert data["clips"][1]["probability_of_its_class"] == pytest.approx(0.1)
    curve = data["heads"]["gru"]["precision_recall"]["jump"]
    assert len(curve["precision"]) == len(curve["recall"]) == len(curve["thresholds"])
    assert data["left_out"] == [{"clip": "torn.mp4", "reason": "is empty."}]


def test_the_page_shows_the_figures_of_the_json(tmp_path: Path) -> None:
    page, _, data = _write(tmp_path / "out", _full(tmp_path / "clips"))
    figures = data["heads"]["gru"]["figures"]
    assert f"{figures['clip_accuracy']:.1%}" in page.text
    for name in ("precision", "recall", "f1"):
        for value in figures["clips"][name]:
            assert f"{value:.3f}" in page.text
    assert f"{figures['ece']:.3f}" in page.text


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    write_video(tmp_path / "1.mp4", ["red", "blue"], seconds_each=1.0)
    contents = []
    for name in ("first", "second"):
        write_report(tmp_path / name, _full(tmp_path))
        contents.append([p.read_bytes() for p in sorted((tmp_path / name).iterdir())])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 2


def test_mistakes_are_shown_moving_and_still(tmp_path: Path) -> None:
    write_video(tmp_path / "1.mp4", ["red", "blue"], seconds_each=0.3)
    (tmp_path / "4.mp4").write_text("not a video")
    page, _, _ = _write(tmp_path / "out", _full(tmp_path))
    pictures = [attributes for tag, attributes in page.tags if tag == "img"]
    assert len(pictures) == 1
    assert pictures[0]["alt"] == "A few seconds of 1.mp4"
    still = [attributes for tag, attributes in page.tags if tag == "source"]
    assert still[0]["media"] == "(prefers-reduced-motion: reduce)"
    assert "No preview of this clip." in page.text
    without, _, _ = _write(tmp_path / "bare", _full(tmp_path), previews=False)
    assert "img" not in {tag for tag, _ in without.tags}
    assert "1.mp4" in without.text


def test_only_the_surest_mistakes_are_listed(tmp_path: Path) -> None:
    targets = [0] * 40
    rows = [[0.3 - 0.005 * place, 0.5 + 0.01 * place, 0.2 - 0.005 * place] for place in range(40)]
    whole = facts(targets, [head(targets, rows)])
    page, _, data = _write(tmp_path, whole, previews=False)
    assert "40 of 40 clips misclassified; these are the 24 surest mistakes, 16 more" in page.text
    assert "39.mp4" in page.text
    assert " 15.mp4" not in page.text
    assert len(data["clips"]) == 40


@pytest.mark.parametrize(
    ("targets", "named"),
    [([0], [0]), ([0], [1]), ([0, 1, 2], [0, 1, 2]), ([0, 1, 2], [1, 2, 0]), ([0, 0], [2, 2])],
)
@pytest.mark.parametrize("sure", [1.0, 0.5])
def test_extremes(tmp_path: Path, targets: list[int], named: list[int], sure: float) -> None:
    whole = facts(targets, [head(targets, one_hot(named, sure))])
    page, _, data = _write(tmp_path, whole)
    right = sum(one == other for one, other in zip(targets, named, strict=True))
    assert f"{right} of {len(targets)} clips" in page.text
    assert data["heads"]["gru"]["figures"]["clip_accuracy"] == pytest.approx(right / len(targets))
    assert ("every clip got its class" in page.text) == (right == len(targets))


def test_many_classes_get_no_matrix_but_the_frequent_confusions(tmp_path: Path) -> None:
    labels = [f"class {number}" for number in range(61)]
    targets = list(range(61))
    rows = one_hot([0, *range(60)], classes=61)
    page, _, data = _write(tmp_path, facts(targets, [head(targets, rows)], labels=labels))
    assert "matrix" not in {attributes.get("class") for _, attributes in page.tags}
    assert "is in report.json" in page.text
    assert len(data["heads"]["gru"]["figures"]["confusion"]) == 61


@pytest.mark.parametrize(
    "changes",
    [
        {"probabilities": np.full((12, 3), np.nan, dtype=np.float32)},
        {"probabilities": np.full((12, 3), 0.5, dtype=np.float32)},
        {"probabilities": np.full((12, 2), 0.5, dtype=np.float32)},
        {"clips": np.zeros(12, dtype=np.int64)},
        {"times_s": np.full(12, np.nan)},
        {"history": (({"loss": float("nan")},),)},
    ],
)
def test_damaged_facts_write_nothing(tmp_path: Path, changes: dict[str, Any]) -> None:
    whole = facts(TARGETS, [head(TARGETS, one_hot(NAMED), **changes)])
    with pytest.raises(TrainingError):
        write_report(tmp_path / "out", whole)
    assert not (tmp_path / "out").exists()


def test_unknown_classes_no_heads_and_numbers_that_are_none(tmp_path: Path) -> None:
    shipped = head(TARGETS, one_hot(NAMED))
    for whole in (
        facts(TARGETS, []),
        facts([], [shipped]),
        facts(TARGETS, [shipped], majority=float("nan")),
        facts(TARGETS, [shipped], stages={"fit": float("inf")}),
    ):
        with pytest.raises(TrainingError):
            write_report(tmp_path / "out", whole)


def test_a_place_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(SinkError):
        write_report(tmp_path / "out", facts([0], [head([0], one_hot([0]))]))


def test_plots_are_drawn_without_global_state(tmp_path: Path) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    sys.modules.pop("matplotlib.pyplot", None)
    write_report(tmp_path, _full(tmp_path))
    assert dict(mpl.rcParams) == before
    assert "matplotlib.pyplot" not in sys.modules
