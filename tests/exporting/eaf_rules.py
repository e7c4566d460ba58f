"""What the schema of EAF 3.0 says of the elements that are written, told as a table.

The names, their order, which attributes must and may be there and of which type they are. Rules
that the schema states as keys and references are functions below.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_TYPES = {
    "string": re.compile(r"(?s).*"),
    "id": _NAME,
    "idref": _NAME,
    "uri": re.compile(r".+"),
    "unsigned": re.compile(r"\d{1,10}"),
    "boolean": re.compile(r"true|false|0|1"),
    "units": re.compile(r"milliseconds|NTSC-frames|PAL-frames"),
    "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
}


@dataclass(frozen=True)
class Rule:
    """One element.

    Attributes:
        children: Name, least and most times (None: any), in order.
        required: Attribute to type.
        optional: Likewise.
        text: It may hold text.
    """

    children: tuple[tuple[str, int, int | None], ...] = ()
    required: tuple[tuple[str, str], ...] = ()
    optional: tuple[tuple[str, str], ...] = ()
    text: bool = False


RULES: Final = {
    "ANNOTATION_DOCUMENT": Rule(
        children=(
            ("LICENSE", 0, None),
            ("HEADER", 1, 1),
            ("TIME_ORDER", 1, 1),
            ("TIER", 0, None),
            ("LINGUISTIC_TYPE", 0, None),
            ("LOCALE", 0, None),
            ("LANGUAGE", 0, None),
            ("CONSTRAINT", 0, None),
            ("CONTROLLED_VOCABULARY", 0, None),
            ("LEXICON_REF", 0, None),
            ("REF_LINK_SET", 0, None),
            ("EXTERNAL_REF", 0, None),
        ),
        required=(("DATE", "time"), ("AUTHOR", "string"), ("VERSION", "string")),
        optional=(("FORMAT", "string"), (SCHEMA_LOCATION, "uri")),
    ),
    "HEADER": Rule(
        children=(
            ("MEDIA_DESCRIPTOR", 0, None),
            ("LINKED_FILE_DESCRIPTOR", 0, None),
            ("PROPERTY", 0, None),
        ),
        optional=(("MEDIA_FILE", "string"), ("TIME_UNITS", "units")),
    ),
    "MEDIA_DESCRIPTOR": Rule(
        required=(("MEDIA_URL", "uri"), ("MIME_TYPE", "string")),
        optional=(
            ("RELATIVE_MEDIA_URL", "uri"),
            ("TIME_ORIGIN", "unsigned"),
            ("EXTRACTED_FROM", "uri"),
        ),
    ),
    "PROPERTY": Rule(optional=(("NAME", "string"),), text=True),
    "TIME_ORDER": Rule(children=(("TIME_SLOT", 0, None),)),
    "TIME_SLOT": Rule(required=(("TIME_SLOT_ID", "id"),), optional=(("TIME_VALUE", "unsigned"),)),
    "TIER": Rule(
        children=(("ANNOTATION", 0, None),),
        required=(("TIER_ID", "string"), ("LINGUISTIC_TYPE_REF", "string")),
        optional=(
            ("PARTICIPANT", "string"),
            ("ANNOTATOR", "string"),
            ("DEFAULT_LOCALE", "idref"),
            ("PARENT_REF", "string"),
            ("EXT_REF", "idref"),
            ("LANG_REF", "idref"),
        ),
    ),
    "ANNOTATION": Rule(children=(("ALIGNABLE_ANNOTATION", 1, 1),)),
    "ALIGNABLE_ANNOTATION": Rule(
        children=(("ANNOTATION_VALUE", 1, 1),),
        required=(
            ("ANNOTATION_ID", "id"),
            ("TIME_SLOT_REF1", "idref"),
            ("TIME_SLOT_REF2", "idref"),
        ),
        optional=(
            ("SVG_REF", "string"),
            ("EXT_REF", "idref"),
            ("LANG_REF", "idref"),
            ("CVE_REF", "string"),
        ),
    ),
    "ANNOTATION_VALUE": Rule(text=True),
    "LINGUISTIC_TYPE": Rule(
        required=(("LINGUISTIC_TYPE_ID", "string"),),
        optional=(
            ("TIME_ALIGNABLE", "boolean"),
            ("CONSTRAINTS", "idref"),
            ("GRAPHIC_REFERENCES", "boolean"),
            ("CONTROLLED_VOCABULARY_REF", "string"),
            ("EXT_REF", "idref"),
            ("LEXICON_REF", "idref"),
        ),
    ),
    "LANGUAGE": Rule(
        required=(("LANG_ID", "id"),),
        optional=(("LANG_DEF", "string"), ("LANG_LABEL", "string")),
    ),
    "CONTROLLED_VOCABULARY": Rule(
        children=(("DESCRIPTION", 0, None), ("CV_ENTRY_ML", 0, None)),
        required=(("CV_ID", "string"),),
        optional=(("EXT_REF", "idref"),),
    ),
    "DESCRIPTION": Rule(required=(("LANG_REF", "idref"),), text=True),
    "CV_ENTRY_ML": Rule(
        children=(("CVE_VALUE", 1, None),),
        required=(("CVE_ID", "string"),),
        optional=(("EXT_REF", "idref"),),
    ),
    "CVE_VALUE": Rule(
        required=(("LANG_REF", "idref"),), optional=(("DESCRIPTION", "string"),), text=True
    ),
}


def violations(document: ET.Element) -> list[str]:
    """Return what is against the rules, in words."""
    return [*_of_element(document), *_of_names(document), *_of_references(document)]


def _of_element(element: ET.Element) -> Iterator[str]:
    rule = RULES.get(element.tag)
    if rule is None:
        yield f"{element.tag} is not known"
        return
    yield from _of_attributes(element, rule)
    if not rule.text and (element.text or "").strip():
        yield f"{element.tag} holds text"
    names = [child.tag for child in element]
    order = [name for name, _, _ in rule.children]
    unknown = set(names) - set(order)
    if unknown:
        yield f"{element.tag} holds {unknown}"
        return
    if names != sorted(names, key=order.index):
        yield f"{element.tag}: the order is wrong: {names}"
    counts = Counter(names)
    for name, least, most in rule.children:
        if counts[name] < least or (most is not None and counts[name] > most):
            yield f"{element.tag} holds {counts[name]} of {name}"
    for child in element:
        yield from _of_element(child)


def _of_attributes(element: ET.Element, rule: Rule) -> Iterator[str]:
    types = dict(rule.required + rule.optional)
    for name, _ in rule.required:
        if name not in element.attrib:
            yield f"{element.tag} has no {name}"
    for name, value in element.attrib.items():
        if name not in types:
            yield f"{element.tag} has {name}"
        elif not _TYPES[types[name]].fullmatch(value):
            yield f"{element.tag}: {name} is {value!r}"


def _of_names(document: ET.Element) -> Iterator[str]:
    # Of type xsd:ID: unique in the whole file.
    for name, count in Counter(
        element.attrib[attribute]
        for tag, attribute in (
            ("TIME_SLOT", "TIME_SLOT_ID"),
            ("ALIGNABLE_ANNOTATION", "ANNOTATION_ID"),
            ("LANGUAGE", "LANG_ID"),
        )
        for element in document.iter(tag)
    ).items():
        if count > 1:
            yield f"{name} is there {count} times"
    for tag, attribute in (
        ("TIER", "TIER_ID"),
        ("LINGUISTIC_TYPE", "LINGUISTIC_TYPE_ID"),
        ("CONTROLLED_VOCABULARY", "CV_ID"),
        ("CV_ENTRY_ML", "CVE_ID"),
    ):
        names = [element.attrib[attribute] for element in document.iter(tag)]
        if len(set(names)) < len(names):
            yield f"{tag}: {attribute} is not unique"


def _of_references(document: ET.Element) -> Iterator[str]:
    for tag, attribute, target, key in (
        ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF1", "TIME_SLOT", "TIME_SLOT_ID"),
        ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF2", "TIME_SLOT", "TIME_SLOT_ID"),
        ("ALIGNABLE_ANNOTATION", "CVE_REF", "CV_ENTRY_ML", "CVE_ID"),
        ("TIER", "LINGUISTIC_TYPE_REF", "LINGUISTIC_TYPE", "LINGUISTIC_TYPE_ID"),
        ("LINGUISTIC_TYPE", "CONTROLLED_VOCABULARY_REF", "CONTROLLED_VOCABULARY", "CV_ID"),
        ("CVE_VALUE", "LANG_REF", "LANGUAGE", "LANG_ID"),
        ("DESCRIPTION", "LANG_REF", "LANGUAGE", "LANG_ID"),
    ):
        known = {element.attrib[key] for element in document.iter(target)}
        for element in document.iter(tag):
            if attribute in element.attrib and element.attrib[attribute] not in known:
                yield f"{tag}: {attribute} leads nowhere"
