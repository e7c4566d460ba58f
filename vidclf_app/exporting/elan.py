"""ELAN annotation files (EAF 3.0), for linguists and behaviour researchers.

Two tiers: `model` holds what the model recognised with the tuning in use, `corrected` what is
shown after a person's corrections (the same where nobody corrected anything), so that a file
always has both. Values are the model's labels, in a controlled vocabulary. Segments without a
length get one millisecond: ELAN knows no annotation without one.

Addresses of the video are not percent-encoded, as ELAN writes and reads them: it takes the text
after `file://` for a path as it is. Elements and attributes follow EAFv3.0.xsd in name, order and
type.
"""

import os
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from vidclf_app.core.files import replacing
from vidclf_app.exporting.intervals import Stretch, intervals_ms
from vidclf_app.exporting.texts import one_line, shown_label
from vidclf_app.results.records import Result, VideoIdentity

MODEL_TIER = "model"
CORRECTED_TIER = "corrected"

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_TYPE = "activity"
_VOCABULARY = "labels"
_LANGUAGE = "und"
_LANGUAGE_DEFINITION = "http://cdb.iso.org/lg/CDB-00130975-001"
_MIME_TYPES = {
    ".avi": "video/x-msvideo",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".mpeg": "video/mpeg",
    ".mpg": "video/mpeg",
    ".webm": "video/webm",
}
_UNKNOWN_MIME_TYPE = "unknown"


class _Labelled(Stretch, Protocol):
    """A segment of the model, or one that is shown."""

    @property
    def label(self) -> str:
        """What it shows."""


def write_eaf(result: Result, path: Path) -> None:
    """Write the segments as an ELAN file.

    Raises:
        SinkError: The file can't be written.
    """
    tree = ET.ElementTree(_document(result, path))
    ET.indent(tree, "    ")
    with replacing(path) as partial:
        tree.write(partial, encoding="UTF-8", xml_declaration=True)


def _document(result: Result, path: Path) -> ET.Element:
    document = ET.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "vidclf",
            "DATE": result.analysis.analysed_at.isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{_XSI}}}noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    tiers = _Tiers(result)
    document.append(_header(result, path, tiers.annotations))
    document.append(tiers.time_order())
    document.extend(tiers.elements)
    ET.SubElement(
        document,
        "LINGUISTIC_TYPE",
        {
            "CONTROLLED_VOCABULARY_REF": _VOCABULARY,
            "GRAPHIC_REFERENCES": "false",
            "LINGUISTIC_TYPE_ID": _TYPE,
            "TIME_ALIGNABLE": "true",
        },
    )
    ET.SubElement(
        document,
        "LANGUAGE",
        {
            "LANG_DEF": _LANGUAGE_DEFINITION,
            "LANG_ID": _LANGUAGE,
            "LANG_LABEL": "undetermined (und)",
        },
    )
    document.append(tiers.vocabulary())
    return document


def _header(result: Result, path: Path, annotations: int) -> ET.Element:
    video = result.analysis.video
    header = ET.Element("HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    media = {
        "MEDIA_URL": _address(video.path),
        "MIME_TYPE": _MIME_TYPES.get(video.path.suffix.lower(), _UNKNOWN_MIME_TYPE),
    }
    relative = _relative_address(video, path)
    if relative is not None:
        media["RELATIVE_MEDIA_URL"] = relative
    ET.SubElement(header, "MEDIA_DESCRIPTOR", media)
    model = result.analysis.model
    properties = {
        "vidclf:model": f"{model.name} {model.version}",
        "vidclf:segmentsByHand": str(sum(segment.by_hand for segment in result.segments)),
        "lastUsedAnnotationId": str(annotations),
    }
    for name, value in properties.items():
        ET.SubElement(header, "PROPERTY", {"NAME": name}).text = one_line(value)
    return header


def _address(path: Path) -> str:
    return "file:///" + one_line(path.absolute().as_posix()).lstrip("/")


def _relative_address(video: VideoIdentity, path: Path) -> str | None:
    try:
        relative = os.path.relpath(video.path.absolute(), path.absolute().parent)
    except ValueError:  # On another drive of Windows.
        return None
    text = one_line(Path(relative).as_posix())
    return text if text.startswith("../") else f"./{text}"


class _Tiers:
    """Annotations of both tiers, and the time slots and vocabulary that they refer to."""

    def __init__(self, result: Result) -> None:
        self._entries: dict[str, str] = {}  # A label as it is written, to its entry's name.
        for label in result.analysis.model.labels:
            self._entry(label)
        self._slots: list[tuple[int, ET.Element, str]] = []
        self.annotations = 0
        self.elements = [
            self._tier(MODEL_TIER, result.decided.segments),
            self._tier(CORRECTED_TIER, result.segments),
        ]

    def time_order(self) -> ET.Element:
        """Return the time slots in order of time, after naming them in the annotations."""
        order = ET.Element("TIME_ORDER")
        by_time = sorted(self._slots, key=lambda slot: slot[0])
        for number, (time_ms, annotation, attribute) in enumerate(by_time, 1):
            name = f"ts{number}"
            annotation.set(attribute, name)
            ET.SubElement(order, "TIME_SLOT", {"TIME_SLOT_ID": name, "TIME_VALUE": str(time_ms)})
        return order

    def vocabulary(self) -> ET.Element:
        """Return the labels: the model's, and those that only a person used."""
        vocabulary = ET.Element("CONTROLLED_VOCABULARY", {"CV_ID": _VOCABULARY})
        description = ET.SubElement(vocabulary, "DESCRIPTION", {"LANG_REF": _LANGUAGE})
        description.text = "Labels of the model"
        for value, name in self._entries.items():
            entry = ET.SubElement(vocabulary, "CV_ENTRY_ML", {"CVE_ID": name})
            attributes = {"DESCRIPTION": shown_label(value), "LANG_REF": _LANGUAGE}
            ET.SubElement(entry, "CVE_VALUE", attributes).text = value
        return vocabulary

    def _tier(self, name: str, segments: Sequence[_Labelled]) -> ET.Element:
        tier = ET.Element(
            "TIER", {"ANNOTATOR": "vidclf", "LINGUISTIC_TYPE_REF": _TYPE, "TIER_ID": name}
        )
        for segment, interval in zip(segments, intervals_ms(segments), strict=True):
            self.annotations += 1
            around = ET.SubElement(tier, "ANNOTATION")
            annotation = ET.SubElement(
                around,
                "ALIGNABLE_ANNOTATION",
                {
                    "ANNOTATION_ID": f"a{self.annotations}",
                    "CVE_REF": self._entry(segment.label),
                },
            )
            self._slots.append((interval.start_ms, annotation, "TIME_SLOT_REF1"))
            self._slots.append((interval.end_ms, annotation, "TIME_SLOT_REF2"))
            ET.SubElement(annotation, "ANNOTATION_VALUE").text = one_line(segment.label)
        return tier

    def _entry(self, label: str) -> str:
        return self._entries.setdefault(one_line(label), f"cveid{len(self._entries)}")
