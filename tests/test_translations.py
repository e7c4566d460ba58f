"""Every text of the window is translated, and what is compiled is what was translated."""

import ast
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from vidclf_app import errors
from vidclf_app.ui.parts.language import LANGUAGES, translation_file

PACKAGE = Path(__file__).parent.parent / "vidclf_app"
MARKS = {"translate", "deferred", "QT_TRANSLATE_NOOP"}
REMEDY = "run `make translations`, and translate what is new"

# Methods and widgets of Qt that show a text, and how many of their arguments may be one.
SHOWING = {
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction",
    "setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "addAction",
    "setPlaceholderText", "addMenu", "setTitle", "addItem", "setStatusTip", "setWhatsThis",
}  # fmt: skip
# What makes something that the window tells of, besides errors: its arguments are texts, too.
TELLING = {
    *(name for name, kind in vars(errors).items()
      if isinstance(kind, type) and issubclass(kind, errors.VidclfError)),
    "PackingError", "write_error", "_damaged", "_keep_aside", "Opened", "Notice", "_say",
}  # fmt: skip
PHRASE = re.compile(r"[A-Za-z]{2,}'?[a-z]* [A-Za-z]{2,}")
NO_WORDS = re.compile(r"vidclf|[a-z]+://.*")


@dataclass(frozen=True)
class Text:
    """A text in the code."""

    context: str
    text: str


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_mark(call: ast.Call) -> bool:
    """Tell a call of ours from methods of Qt and of str with the same name."""
    return isinstance(call.func, ast.Name) and call.func.id in MARKS


def marked_texts() -> set[Text]:
    """Return all texts that the code marks for translation; checks how it does so."""
    texts = set()
    for path, tree in trees():
        if path.name == "translating.py":
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not is_mark(node):
                continue
            place = f"{path.name}:{node.lineno}"
            context, text = node.args
            assert isinstance(context, ast.Constant), f"{place}: the context is not literal"
            if isinstance(text, ast.Constant):
                texts.add(Text(str(context.value), str(text.value)))
            else:
                assert not isinstance(text, ast.JoinedStr | ast.BinOp), f"{place}: not literal"
                assert called(node) == "translate", f"{place}: marks no text"
    return texts


MARKED = marked_texts()


@pytest.fixture(params=[code for code in LANGUAGES if code != "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def translated(language: str) -> dict[Text, str]:
    """The translators' file: what is finished, in the order of the file."""
    root = ET.parse(translation_file(language).with_suffix(".ts")).getroot()
    found: dict[Text, str] = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            source = Text(context.findtext("name", ""), message.findtext("source", ""))
            assert translation.get("type") is None, f"unfinished: {source}; {REMEDY}"
            assert source not in found
            found[source] = translation.text or ""
    return found


def placeholders(text: str) -> list[tuple[str, str, str]]:
    return sorted(
        (name, spec or "", conversion or "")
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    )


def mnemonics(text: str) -> int:
    return len(re.findall(r"&\w", text))


def keys_named(text: str) -> int:
    return len(re.findall(r" \([^()]{1,24}\)$", text))


def test_there_are_texts() -> None:
    assert len(MARKED) > 300
    assert {text.context for text in MARKED} >= {"live", "settings", "welcome", "keys", "labels"}


def test_every_text_is_translated(translated: dict[Text, str]) -> None:
    missing = sorted(MARKED - translated.keys(), key=lambda text: (text.context, text.text))
    assert not missing, REMEDY
    assert all(translated[text].strip() for text in MARKED)


def test_nothing_is_translated_that_nobody_says(translated: dict[Text, str]) -> None:
    assert not translated.keys() - MARKED, REMEDY


def test_what_is_filled_in_is_the_same(translated: dict[Text, str]) -> None:
    for source, text in translated.items():
        assert placeholders(source.text) == placeholders(text), source
        assert mnemonics(source.text) == mnemonics(text), source
        assert source.text.endswith("…") == text.endswith("…"), source
        assert keys_named(source.text) <= keys_named(text), source


def test_the_compiled_file_is_up_to_date(language: str, translated: dict[Text, str]) -> None:
    translator = QTranslator()
    assert translator.load(str(translation_file(language)))
    for source, text in translated.items():
        compiled = translator.translate(source.context, source.text)
        assert compiled == text, f"{source}: {REMEDY}"


def test_no_text_hides_in_an_f_string() -> None:
    hidden = [
        f"{path.name}:{part.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and is_mark(part)
    ]
    assert not hidden, "lupdate doesn't look there"


def test_no_widget_shows_a_text_that_can_not_be_translated() -> None:
    untranslated = []
    for path, tree in trees():
        if "ui" not in path.parts:
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or called(node) not in SHOWING:
                continue
            for argument in node.args:
                untranslated += [f"{path.name}:{node.lineno}: {text}" for text in bare(argument)]
    assert not untranslated


def bare(node: ast.AST) -> Iterator[str]:
    """Yield the texts for people that are written there, outside of calls of ours."""
    if isinstance(node, ast.Call) and is_mark(node):
        return
    if isinstance(node, ast.Constant) and is_for_people(node.value):
        yield str(node.value)
    for child in ast.iter_child_nodes(node):
        yield from bare(child)


def is_for_people(value: object) -> bool:
    return (
        isinstance(value, str)
        and re.search(r"[A-Za-z]{2}", value) is not None
        and NO_WORDS.fullmatch(value) is None
    )


def test_no_error_says_what_can_not_be_translated() -> None:
    untranslated = []
    for path, tree in trees():
        # The command line is English.
        if "cli" in path.parts:
            continue
        written = assignments(tree)
        # What a validator raises ends a message on the file, or form, that it looked at.
        validates = "pydantic" in {getattr(node, "module", "") for node in tree.body}
        telling = TELLING | ({"ValueError"} if validates else set())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in telling:
                untranslated += [
                    f"{path.name}:{node.lineno}: {text}" for text in untold(node, written)
                ]
    assert not untranslated, "mark it with `deferred`"


def assignments(tree: ast.Module) -> dict[str, list[ast.AST]]:
    """Return what a module assigns to each name, wherever."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
    return found


def untold(call: ast.Call, written: dict[str, list[ast.AST]]) -> Iterator[str]:
    """Yield what an error says without a mark, also by way of a variable of its module."""
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield from phrases(argument)
        for node in ast.walk(argument):
            if isinstance(node, ast.Name):
                for value in written.get(node.id, ()):
                    yield from phrases(value)


def phrases(node: ast.AST) -> Iterator[str]:
    """Yield the texts of some words that are written there, outside of marks."""
    if isinstance(node, ast.Call) and is_mark(node):
        return
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
        text = "".join(parts)
        if re.search(r"[A-Za-z]{2}", text):
            yield text
    elif isinstance(node, ast.Constant) and PHRASE.search(str(node.value)):
        yield str(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from phrases(child)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('SinkError("No room.", "Free some.")', ["No room.", "Free some."]),
        ('SinkError(f"{path} is full.")', [" is full."]),
        ('SinkError(deferred("errors", "{path} is full.").format(path=path))', []),
        (
            'SinkError(deferred("errors", "{why}").format(why="there is no room"))',
            ["there is no room"],
        ),
        ("SinkError(message, error.hint)", ["The disk is full."]),
        ("SinkError(FULL)", []),
        ('write_error(path, "it is full")', ["it is full"]),
    ],
)
def test_untranslated_errors_are_found(code: str, found: list[str]) -> None:
    module = ast.parse(
        'message = "The disk is full."\nFULL = deferred("errors", "The disk is full.")'
    )
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert called(call) in TELLING
    assert list(untold(call, assignments(module))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{name} and {count:02d}", [("count", "02d", ""), ("name", "", "")]),
        ("nothing", []),
        ("{{not}} {this}", [("this", "", "")]),
    ],
)
def test_placeholders_are_found(text: str, found: list[tuple[str, str, str]]) -> None:
    assert placeholders(text) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('QLabel("Open", self)', ["Open"]),
        ('QLabel(translate("live", "Open") + "\\tO", self)', []),
        ('label.setText(f"{number} files")', [" files"]),
        ('label.setText("—")', []),
    ],
)
def test_bare_texts_are_found(code: str, found: list[str]) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert called(call) in SHOWING
    assert [text for argument in call.args for text in bare(argument)] == found
