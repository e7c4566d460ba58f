"""The real page over a real folder of real bundles."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import write_bundle
from vidclf_app.models.library import ModelLibrary
from vidclf_app.ui.models.controller import ModelsController
from vidclf_app.ui.models.page import ModelsPage
from vidclf_app.ui.models.view_state import ModelsState

PATIENCE_MS = 20_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass
class Desk:
    """The page and what stands around it."""

    page: ModelsPage
    library: ModelLibrary
    in_use: str = ""

    def use(self, text: str) -> None:
        self.in_use = text

    @property
    def names(self) -> list[str]:
        state = self.page.state
        return [row.text for row in state.rows] if state is not None else []


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    library = ModelLibrary(tmp_path / "models")
    made: list[Desk] = []
    controller = ModelsController(
        library, in_use=lambda: made[0].in_use, use=lambda text: made[0].use(text)
    )
    page = ModelsPage(controller)
    made.append(Desk(page, library))
    page.resize(1100, 700)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.enter()
    yield made[0]
    page.leave()
    page.request_end()
    assert page.end(10.0)


def wait_for(qtbot: QtBot, desk: Desk, holds: Callable[[ModelsState], bool]) -> ModelsState:
    page = desk.page
    qtbot.waitUntil(lambda: page.state is not None and holds(page.state), timeout=PATIENCE_MS)
    assert page.state is not None
    return page.state


def drop(desk: Desk, *paths: Path) -> None:
    desk.page.open_paths(list(paths))


def banner_shows(text: str) -> Callable[[ModelsState], bool]:
    return lambda s: s.banner is not None and text in f"{s.banner.message} {s.banner.hint}"


def test_the_default_can_be_read(desk: Desk, qtbot: QtBot) -> None:
    state = wait_for(qtbot, desk, lambda s: s.detail is not None)
    assert desk.names[0] == "exercises"
    assert state.rows[0].in_use
    assert desk.page.title.text().startswith("exercises")
    assert desk.page.note.text() == "came with vidclf, in use", "no path: nobody chose it"
    assert "squat" in desk.page.labels.text()
    assert "other" not in desk.page.labels.text()
    figures = dict(desk.page.figures.entries)
    assert figures["Clips of unseen people and rooms named right"].endswith("%")
    assert dict(desk.page.facts.entries)["Looks at"] == "one person's body landmarks"
    assert "What it learnt from" in desk.page.card.toPlainText()
    assert not desk.page.use.isEnabled()
    assert desk.page.remove.isHidden()


def test_install_use_and_remove(desk: Desk, qtbot: QtBot, bundle_path: Path) -> None:
    drop(desk, bundle_path)
    wait_for(qtbot, desk, banner_shows("colours is here"))
    assert desk.names[-1] == "colours"
    assert desk.page.title.text() == "colours 1"
    assert desk.in_use == "", "installing alone changes nothing"
    QTest.keyClick(desk.page.list, Qt.Key.Key_Return)
    assert desk.in_use == "colours"
    wait_for(qtbot, desk, lambda s: s.detail is not None and s.detail.row.in_use)
    assert not desk.page.use.isEnabled()
    QTest.keyClick(desk.page.list, Qt.Key.Key_Delete)
    wait_for(qtbot, desk, banner_shows("colours is in use"))
    desk.page.list.setFocus()
    QTest.keyClick(desk.page.list, Qt.Key.Key_Home)
    wait_for(qtbot, desk, lambda s: s.detail is not None and s.detail.row.text == "exercises")
    QTest.mouseClick(desk.page.use, Qt.MouseButton.LeftButton)
    assert desk.in_use == "exercises"
    QTest.keyClick(desk.page.list, Qt.Key.Key_End)
    wait_for(qtbot, desk, lambda s: s.detail is not None and s.detail.row.text == "colours")
    QTest.mouseClick(desk.page.remove, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: "colours" in s.question)
    QTest.mouseClick(desk.page.question.no, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: not s.question)
    assert "colours" in desk.names
    QTest.mouseClick(desk.page.remove, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: bool(s.question))
    QTest.mouseClick(desk.page.question.yes, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: all(row.text != "colours" for row in s.rows))
    assert not (desk.library.folder / "colours").exists()


def test_several_at_once_and_one_that_is_refused(
    desk: Desk, qtbot: QtBot, bundle_path: Path, tmp_path: Path
) -> None:
    broken = write_bundle(tmp_path / "broken")
    (broken / "head.onnx").write_bytes(b"changed")
    drop(desk, bundle_path, write_bundle(tmp_path / "second", version="2"), broken)
    wait_for(qtbot, desk, banner_shows("head.onnx is not the file that the manifest names"))
    assert desk.names[-2:] == ["colours", "colours-2"]
    assert str(broken) in desk.page.banner.message.text()
    QTest.mouseClick(desk.page.banner.close_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: s.banner is None)


def test_choosing_a_zip_file(
    desk: Desk, qtbot: QtBot, bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "notes.zip"
    text.write_text("not a zip file")

    def choose(dialog: QFileDialog) -> None:
        dialog.fileSelected.emit(str(text))

    monkeypatch.setattr(QFileDialog, "open", choose)
    QTest.keyClick(desk.page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, desk, banner_shows("not a model bundle"))


def test_one_that_was_damaged_later(desk: Desk, qtbot: QtBot, bundle_path: Path) -> None:
    entry = desk.library.install(bundle_path)
    (entry.path / "manifest.json").write_text("{}", encoding="utf-8")
    desk.page.leave()
    desk.page.enter()
    wait_for(qtbot, desk, lambda s: s.rows[-1].broken)
    desk.page.list.setFocus()
    QTest.keyClick(desk.page.list, Qt.Key.Key_End)
    wait_for(qtbot, desk, lambda s: s.detail is not None and s.detail.row.broken)
    assert not desk.page.use.isEnabled()
    assert "manifest.json is not valid" in desk.page.card.toPlainText()
    QTest.keyClick(desk.page.list, Qt.Key.Key_Return)
    assert desk.in_use == "", "a broken model can't be used"


def test_a_card_loads_nothing(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    wait_for(qtbot, desk, lambda s: s.detail is not None)
    card = desk.page.card
    card.render_card(f"# Card\n![picture](file://{secret})\n[link](file://{secret})")
    kind = QTextDocument.ResourceType.ImageResource
    assert card.loadResource(kind.value, f"file://{secret}") is None
    assert "Card" in card.toPlainText()
    assert not card.openLinks()


@pytest.mark.parametrize(
    "card", ["|a|b|\n|-|-|\n" + "|x|y|\n" * 500_000, "[" * 3_000_000, "# h\n" * 900_000]
)
def test_a_huge_card_does_not_hold_the_window_up(
    desk: Desk, qtbot: QtBot, bundle_path: Path, card: str
) -> None:
    entry = desk.library.install(bundle_path)
    (entry.path / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    desk.page.leave()
    desk.page.enter()
    wait_for(qtbot, desk, lambda s: s.rows[-1].text == "colours")
    desk.page.list.setFocus()
    desk.page.tabs.setCurrentIndex(1)
    qtbot.wait(50)
    began_s = time.monotonic()
    QTest.keyClick(desk.page.list, Qt.Key.Key_End)
    wait_for(qtbot, desk, lambda s: s.detail is not None and s.detail.row.text == "colours")
    qtbot.wait(1)
    assert time.monotonic() - began_s < 2.0, "it took half a minute"
    assert desk.page.card.toPlainText().endswith("…")


def test_who_refuses_goes_on_where_they_were(desk: Desk, qtbot: QtBot, bundle_path: Path) -> None:
    desk.library.install(bundle_path)
    desk.page.leave()
    desk.page.enter()
    wait_for(qtbot, desk, lambda s: s.rows[-1].text == "colours")
    desk.page.list.setFocus()
    QTest.keyClick(desk.page.list, Qt.Key.Key_End)
    QTest.keyClick(desk.page.list, Qt.Key.Key_Delete)
    wait_for(qtbot, desk, lambda s: bool(s.question))
    qtbot.waitUntil(desk.page.question.no.hasFocus)
    QTest.keyClick(desk.page.question.no, Qt.Key.Key_Escape)
    wait_for(qtbot, desk, lambda s: not s.question)
    assert desk.page.list.hasFocus()
    assert desk.page.question.isHidden()


def test_what_a_kill_left_behind_is_gone_after_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / "models" / ".colours.removed"
    left.mkdir(parents=True)
    ModelsController(ModelLibrary(left.parent), in_use=lambda: "", use=lambda _: None)
    assert not left.exists()
