"""ELAN files, read by pympi-ling and held against the rules of the schema."""

import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pympi import Eaf

from tests.exporting.builders import make_result, odd_results
from tests.exporting.eaf_rules import violations
from vidclf_app.exporting.elan import CORRECTED_TIER, MODEL_TIER, write_eaf
from vidclf_app.exporting.texts import one_line
from vidclf_app.results.records import Result


def test_pympi_reads_tiers_times_and_vocabulary(tmp_path: Path) -> None:
    write_eaf(make_result(video_path=tmp_path / "clip.mp4"), tmp_path / "clip.eaf")
    eaf = Eaf(tmp_path / "clip.eaf")
    assert list(eaf.get_tier_names()) == [MODEL_TIER, CORRECTED_TIER]
    assert [tuple(a[:3]) for a in eaf.get_annotation_data_for_tier(MODEL_TIER)] == [
        (400, 3000, "red"), (6000, 8900, "blue"),
    ]  # fmt: skip
    assert [tuple(a[:3]) for a in eaf.get_annotation_data_for_tier(CORRECTED_TIER)] == [
        (400, 3000, "red"), (3000, 6000, "green"), (6000, 8900, "blue"),
    ]  # fmt: skip
    ((_, entries, _),) = eaf.controlled_vocabularies.values()
    assert [values[0][0] for values, _ in entries.values()] == ["red", "green", "blue"]
    (media,) = eaf.media_descriptors
    assert media["MIME_TYPE"] == "video/mp4"
    assert media["RELATIVE_MEDIA_URL"] == "./clip.mp4"
    assert media["MEDIA_URL"] == f"file://{tmp_path / 'clip.mp4'}"


def test_the_video_in_another_folder(tmp_path: Path) -> None:
    video = tmp_path / "my videos" / "Übung 1.mov"
    (tmp_path / "out").mkdir()
    write_eaf(make_result(video_path=video), tmp_path / "out" / "x.eaf")
    (media,) = Eaf(tmp_path / "out" / "x.eaf").media_descriptors
    # As ELAN reads it: the path itself, nothing percent-encoded.
    assert media["RELATIVE_MEDIA_URL"] == "../my videos/Übung 1.mov"
    assert media["MEDIA_URL"].removeprefix("file://") == str(video)
    assert media["MIME_TYPE"] == "video/quicktime"


@given(odd_results())
@settings(max_examples=60, deadline=None)
def test_any_result_is_valid(result: Result) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "clip.eaf")
        write_eaf(result, path)
        document = ET.parse(path).getroot()
        assert violations(document) == []
        eaf = Eaf(path)
    assert document.attrib["FORMAT"] == document.attrib["VERSION"] == "3.0"
    annotations = sorted(eaf.get_annotation_data_for_tier(CORRECTED_TIER))
    assert [value for _, _, value, *_ in annotations] == [
        one_line(segment.label) for segment in result.segments
    ]
    for start_ms, end_ms, *_ in annotations:
        assert start_ms < end_ms
    for before, after in pairwise(annotations):
        assert before[1] <= after[0], "annotations of a tier never overlap"
    times = [int(slot.attrib["TIME_VALUE"]) for slot in document.iter("TIME_SLOT")]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda root: root.remove(root.find("TIME_ORDER")), "0 of TIME_ORDER"),
        (lambda root: root.insert(0, root.find("TIER")), "order"),
        (lambda root: root.attrib.pop("DATE"), "no DATE"),
        (lambda root: root.find(".//TIME_SLOT").set("TIME_VALUE", "1.5"), "TIME_VALUE"),
        (lambda root: root.find(".//ALIGNABLE_ANNOTATION").set("CVE_REF", "x"), "nowhere"),
        (lambda root: root.find(".//ALIGNABLE_ANNOTATION").set("COLOUR", "x"), "COLOUR"),
        (lambda root: root.find("TIER").set("TIER_ID", CORRECTED_TIER), "unique"),
    ],
)
def test_the_rules_would_notice(spoil: Callable[[Any], object], told: str, tmp_path: Path) -> None:
    write_eaf(make_result(), tmp_path / "clip.eaf")
    root = ET.parse(tmp_path / "clip.eaf").getroot()
    assert violations(root) == []
    spoil(root)
    assert any(told in line for line in violations(root)), violations(root)
