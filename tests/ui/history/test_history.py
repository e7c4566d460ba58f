"""The real page over a real database."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from vidclf_app.core.records import Segment
from vidclf_app.history.records import NewSession
from vidclf_app.history.store import HistoryStore
from vidclf_app.settings import Settings, SettingsStore, load_settings
from vidclf_app.ui.history.controller import HistoryController
from vidclf_app.ui.history.page import HistoryPage
from vidclf_app.ui.history.view_state import HistoryState
from vidclf_app.ui.parts.stall_monitor import StallMonitor
from vidclf_app.units import Units, use_units

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PATIENCE_MS = 10_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HistoryStore]:
    store = HistoryStore(tmp_path / "history.sqlite3")
    yield store
    assert store.close()


def keep(
    store: HistoryStore,
    source: str,
    label: str,
    *,
    days_ago: int = 0,
    result: Path | None = None,
    segments: int = 2,
) -> None:
    at = NOON - timedelta(days=days_ago)
    kind = "live" if result is None else "file"
    session = store.begin(
        NewSession(kind, source, "exercises", "1.0.0", at, result)  # type: ignore[arg-type]
    )
    for number in range(segments):
        session.add_segment(Segment(label, 10.0 * number, 10.0 * number + 4.0, 0.8, 0.9))
    session.note_watched(65.0, 5.0)
    session.end(at + timedelta(minutes=1))
    assert store.flush()


@pytest.fixture
def full(store: HistoryStore, tmp_path: Path) -> HistoryStore:
    result = tmp_path / "visit.mp4.vidclf"
    result.write_bytes(b"")
    keep(store, "Front desk", "squat")
    keep(store, "visit.mp4", "push_up", days_ago=3, result=result)
    keep(store, "Hall", "row", days_ago=20)
    return store


MakePage = Callable[..., HistoryPage]


@pytest.fixture
def make_page(qtbot: QtBot) -> Iterator[MakePage]:
    made: list[HistoryPage] = []

    def make(
        store: HistoryStore | None,
        notice: str | None = None,
        settings: SettingsStore | None = None,
    ) -> HistoryPage:
        controller = HistoryController(
            store, settings=settings, notice=notice, now=lambda: NOON, zone=UTC
        )
        page = HistoryPage(controller)
        page.resize(1100, 700)
        qtbot.addWidget(page)
        made.append(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        return page

    yield make
    for page in made:
        page.leave()
        page.request_end()
        assert page.end(5.0)


def wait_for(
    qtbot: QtBot, page: HistoryPage, holds: Callable[[HistoryState], bool]
) -> HistoryState:
    qtbot.waitUntil(lambda: page.state is not None and holds(page.state), timeout=PATIENCE_MS)
    assert page.state is not None
    return page.state


def sources(state: HistoryState) -> list[str]:
    return [row.source for row in state.rows]


def choose(page: HistoryPage, number: int) -> None:
    rectangle = page.table.visualRect(page.table.sessions.index(number, 1))
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=rectangle.center())


def test_sessions_and_the_chosen_one(make_page: MakePage, qtbot: QtBot, full: HistoryStore) -> None:
    page = make_page(full)
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    assert sources(state) == ["Front desk", "visit.mp4", "Hall"]
    assert state.rows[0].when == "2026-03-02 12:00"
    assert state.rows[0].watched == "1:05"
    assert page.table.sessions.data(page.table.sessions.index(1, 4)) == "push up 8.0 s"
    assert page.found.text() == "3 of 3 sessions"
    assert page.detail.isHidden()
    choose(page, 0)
    detail = wait_for(qtbot, page, lambda s: s.detail is not None).detail
    assert detail is not None
    assert page.detail.isVisible()
    assert "Front desk" in page.detail.title.text()
    assert "Nobody in the picture for 5.0 s" in page.detail.facts.text()
    assert page.detail.totals.text() == "squat: 2 times, 8.0 s, 80% sure"
    assert page.detail.rows.texts[1] == ("squat", "12:00:10", "4.0 s", "80%")
    assert page.detail.open_button.isHidden(), "nothing to open for a live session"


def test_search_and_filters(make_page: MakePage, qtbot: QtBot, full: HistoryStore) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.search.hasFocus)
    QTest.keyClicks(page.search, "push up")
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 1)
    assert sources(state) == ["visit.mp4"]
    page.search.setText("nothing like it")
    state = wait_for(qtbot, page, lambda s: not s.rows)
    assert "No session fits" in page.headline.text()
    assert page.headline.isVisible()
    page.search.clear()
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    page.days.setFocus()
    QTest.keyClick(page.days, Qt.Key.Key_Down)
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 1)
    assert (state.days, sources(state)) == (1, ["Front desk"])
    QTest.keyClick(page.days, Qt.Key.Key_Down)
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 2)
    QTest.keyClick(page.kind, Qt.Key.Key_Down)
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 1)
    assert (state.kind, sources(state)) == ("live", ["Front desk"])


def test_delete_asks_first(make_page: MakePage, qtbot: QtBot, full: HistoryStore) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    assert not page.delete.isEnabled()
    choose(page, 2)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    wait_for(qtbot, page, lambda s: bool(s.question))
    assert "Delete this session?" in page.question.text.text()
    assert page.question.no.hasFocus(), "the harmless answer"
    QTest.keyClick(page.question.no, Qt.Key.Key_Escape)
    wait_for(qtbot, page, lambda s: not s.question)
    assert full.count() == 3
    QTest.mouseClick(page.delete, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: bool(s.question))
    QTest.mouseClick(page.question.yes, Qt.MouseButton.LeftButton)
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 2 and not s.busy)
    assert sources(state) == ["Front desk", "visit.mp4"]
    assert state.detail is None
    QTest.mouseClick(page.delete_all, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: "whole history, 2 sessions" in s.question)
    QTest.mouseClick(page.question.yes, Qt.MouseButton.LeftButton)
    state = wait_for(qtbot, page, lambda s: s.kept == 0 and not s.rows)
    assert "Nothing here yet" in page.headline.text()
    assert full.count() == 0


def test_export_of_what_is_shown_and_of_what_is_chosen(
    make_page: MakePage,
    qtbot: QtBot,
    full: HistoryStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    path = tmp_path / "sessions.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def exported() -> set[str]:
        with path.open(newline="", encoding="utf-8") as file:
            return {row["source"] for row in csv.DictReader(file)}

    page.search.setText("ro")
    wait_for(qtbot, page, lambda s: len(s.rows) == 2)
    QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, page, lambda s: s.banner is not None and not s.busy)
    assert "2 sessions were written" in page.banner.message.text()
    assert exported() == {"Front desk", "Hall"}
    choose(page, 1)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    QTest.mouseClick(page.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: exported() == {"Hall"}, timeout=PATIENCE_MS)


def test_an_export_that_cannot_be_written_is_told(
    make_page: MakePage,
    qtbot: QtBot,
    full: HistoryStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    path = tmp_path / "taken" / "sessions.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    QTest.mouseClick(page.export, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.banner is not None)
    assert "could not be written" in page.banner.message.text()
    QTest.mouseClick(page.banner.close_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.banner is None)


def test_open_the_result(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore, tmp_path: Path
) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    choose(page, 1)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    assert page.detail.open_button.isVisible()
    result = tmp_path / "visit.mp4.vidclf"
    with qtbot.waitSignal(page.result_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [result]
    result.unlink()
    QTest.mouseClick(page.detail.open_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.banner is not None)
    assert "not there any more" in page.banner.message.text()


def test_what_comes_in_is_shown_and_the_choice_stays(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore
) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    choose(page, 1)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    keep(full, "Door", "squat")
    page.leave()
    page.enter()
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 4)
    chosen = page.table.selectionModel().selectedRows()
    assert [state.rows[index.row()].source for index in chosen] == ["visit.mp4"]
    everything = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().select(page.table.sessions.index(0, 0), everything)
    wait_for(qtbot, page, lambda s: len(s.selected) == 2 and s.detail is None)


def test_more_sessions_come_with_scrolling(
    make_page: MakePage, qtbot: QtBot, store: HistoryStore
) -> None:
    for number in range(230):
        keep(store, f"Source {number}", "row", segments=0)
    page = make_page(store)
    state = wait_for(qtbot, page, lambda s: bool(s.rows))
    assert (len(state.rows), state.found) == (200, 230)
    page.table.scrollToBottom()
    wait_for(qtbot, page, lambda s: len(s.rows) == 230)


def test_without_a_history(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(None, "A newer version of vidclf wrote the history.")
    state = wait_for(qtbot, page, lambda s: s.banner is not None)
    assert not state.usable
    assert page.headline.text() == "There is no history in this run."
    assert not page.export.isEnabled()
    assert not page.delete_all.isEnabled()
    QTest.mouseClick(page.banner.close_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.banner is None)


def test_a_database_that_fails_is_told(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore
) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    full.path.write_bytes(b"not a database any more" * 1000)
    full.path.with_name(full.path.name + "-wal").unlink(missing_ok=True)
    page.leave()
    page.enter()
    wait_for(qtbot, page, lambda s: s.banner is not None)
    assert "the history is damaged" in page.banner.message.text()


def test_nothing_is_chosen_that_is_not_shown(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore
) -> None:
    """It could be deleted unseen."""
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    choose(page, 0)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    QTest.mouseClick(page.delete, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: bool(s.question))
    page.search.setText("hall")
    state = wait_for(qtbot, page, lambda s: sources(s) == ["Hall"] and not s.selected)
    assert not state.question
    assert not page.delete.isEnabled()
    page.search.clear()
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    assert not state.selected


def test_a_note_is_typed_found_and_kept(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore
) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    choose(page, 0)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    QTest.keyClicks(page.detail.note, "Ms Sample, left knee")
    keep(full, "Door", "squat", days_ago=40)
    page.leave()  # What was typed is kept, also without Enter.
    page.enter()
    state = wait_for(qtbot, page, lambda s: len(s.rows) == 4)
    assert state.rows[0].note == "Ms Sample, left knee"
    assert page.table.sessions.data(page.table.sessions.index(0, 2)) == "Ms Sample, left knee"
    choose(page, 1)
    wait_for(qtbot, page, lambda s: s.detail is not None and s.detail.title.startswith("visit"))
    assert page.detail.note.text() == ""
    QTest.keyClicks(page.detail.note, "second visit")
    QTest.keyClick(page.detail.note, Qt.Key.Key_Return)
    wait_for(qtbot, page, lambda s: s.rows[1].note == "second visit")
    page.search.setText("LEFT KNEE")
    assert sources(wait_for(qtbot, page, lambda s: len(s.rows) == 1)) == ["Front desk"]


def test_what_is_being_typed_stays(make_page: MakePage, qtbot: QtBot, store: HistoryStore) -> None:
    running = store.begin(NewSession("live", "Door", "exercises", "1.0.0", NOON))
    running.note_watched(10.0, 0.0)
    page = make_page(store)
    wait_for(qtbot, page, lambda s: len(s.rows) == 1)
    choose(page, 0)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    QTest.keyClicks(page.detail.note, "half a no")
    running.note_watched(20.0, 0.0)
    assert store.flush()
    page._controller.refresh()
    wait_for(qtbot, page, lambda s: s.rows[0].watched == "20.0 s")
    qtbot.waitUntil(lambda: "20.0 s" in page.detail.facts.text())
    assert page.detail.note.text() == "half a no"


def test_for_how_long_sessions_are_kept(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore, tmp_path: Path
) -> None:
    settings = SettingsStore(tmp_path / "settings.json", Settings(history_days=365))
    page = make_page(full, settings=settings)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    assert page.keep_days.currentText() == "Keep for a year"
    page.keep_days.setFocus()
    QTest.keyClick(page.keep_days, Qt.Key.Key_Home)
    state = wait_for(qtbot, page, lambda s: s.keep_days is None)
    QTest.keyClick(page.keep_days, Qt.Key.Key_Down)
    state = wait_for(qtbot, page, lambda s: s.keep_days == 30)
    assert len(state.rows) == 3, "nothing is deleted before the next start"
    assert settings.save() is None
    assert load_settings(settings.path)[0].history_days == 30


@pytest.mark.parametrize("days", [0, -5, 1e9, "30 days"])
def test_no_other_days_are_read_from_the_settings(tmp_path: Path, days: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"history_days": days}), encoding="utf-8")
    settings, notice = load_settings(path)
    assert settings.history_days is None, "nothing is deleted by mistake"
    assert notice is not None


def test_the_place_in_the_list_is_kept(
    make_page: MakePage, qtbot: QtBot, store: HistoryStore
) -> None:
    for number in range(60):
        keep(store, f"Source {number}", "row", days_ago=number + 1, segments=0)
    page = make_page(store)
    wait_for(qtbot, page, lambda s: len(s.rows) == 60)
    choose(page, 5)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    page.table.verticalScrollBar().setValue(20)
    keep(store, "Newest", "row")
    page._controller.refresh()
    wait_for(qtbot, page, lambda s: len(s.rows) == 61)
    assert page.table.sessions.rows[page.table.rowAt(0)].source == "Source 20"
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    state = wait_for(qtbot, page, lambda s: s.detail is not None and "6," in s.detail.title)
    assert state.detail is not None
    assert state.detail.title.startswith("Source 6,"), "the next after the chosen one"


def test_the_only_session_is_chosen_by_keyboard(
    make_page: MakePage, qtbot: QtBot, store: HistoryStore
) -> None:
    keep(store, "Lonely", "row")
    page = make_page(store)
    wait_for(qtbot, page, lambda s: len(s.rows) == 1)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    state = wait_for(qtbot, page, lambda s: s.detail is not None)
    assert state.detail is not None
    assert state.detail.title.startswith("Lonely,")


def test_other_units_are_shown_at_once(
    make_page: MakePage, qtbot: QtBot, full: HistoryStore
) -> None:
    page = make_page(full)
    wait_for(qtbot, page, lambda s: len(s.rows) == 3)
    choose(page, 1)
    wait_for(qtbot, page, lambda s: s.detail is not None)
    assert page.detail.rows.texts[1] == ("push up", "10.0 s", "4.0 s", "80%")
    use_units(Units("clock", "fraction"))
    try:
        wait_for(qtbot, page, lambda s: s.rows[0].found == "squat 0:08.0")
        assert page.detail.rows.texts[1] == ("push up", "0:10.0", "0:04.0", "0.80")
        assert page.detail.totals.text() == "push up: 2 times, 0:08.0, 0.80 sure"
    finally:
        use_units(Units())


def test_the_window_answers_while_much_is_shown(
    make_page: MakePage, qtbot: QtBot, store: HistoryStore
) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.executemany(
            "INSERT INTO session (kind, source, model, model_version, started_unix_s,"
            " ended_unix_s) VALUES ('live', ?, 'exercises', '1.0.0', ?, ?)",
            [(f"Source {n}", 1e9 + n, 1e9 + n) for n in range(2000)],
        )
        connection.executemany(
            "INSERT INTO segment VALUES (?, ?, ?, ?, 0.8, 0.9)",
            [(2000 - n % 3, n, n + 0.5, f"label_{n % 9}") for n in range(60_000)],
        )
    connection.close()
    page = make_page(store)
    wait_for(qtbot, page, lambda s: len(s.rows) == 200)
    monitor = StallMonitor(page)
    worst_ms = []
    acts: list[Callable[[], None]] = [
        lambda: choose(page, 0),
        lambda: choose(page, 1),
        page.table.selectAll,
        page.table.scrollToBottom,
        page.table.scrollToBottom,
    ]
    for act in acts:
        qtbot.wait(300)
        monitor.reset()
        act()
        qtbot.wait(700)
        worst_ms.append(monitor.worst_ms)
    monitor.stop()
    assert len(page.detail.rows.texts) == 1000
    assert "19000 more" in page.detail.left_out.text()
    assert page.state is not None
    assert len(page.state.rows) > 200
    assert sorted(worst_ms)[2] < 50.0, worst_ms


def test_a_trouble_can_be_put_away(make_page: MakePage, qtbot: QtBot, full: HistoryStore) -> None:
    with sqlite3.connect(full.path) as connection:
        connection.execute("ALTER TABLE segment RENAME TO moved")
    connection.close()
    session = full.begin(NewSession("live", "Door", "exercises", "1.0.0", NOON))
    session.add_segment(Segment("squat", 0.0, 1.0, 0.8, 0.9))
    page = make_page(full)
    wait_for(qtbot, page, lambda s: s.banner is not None)
    assert "refused" in page.banner.message.text()
    QTest.mouseClick(page.banner.close_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.banner is None)
    qtbot.wait(300)
    assert page.banner.isHidden()
