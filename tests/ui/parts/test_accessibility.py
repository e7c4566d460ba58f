"""Every page can be used by keyboard, read by a screen reader, and read at 200 %."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QMainWindow,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWindow
from vidclf_app.folders import Folders
from vidclf_app.settings import Settings, SettingsStore
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.live.video_view import VideoView
from vidclf_app.ui.parts.appearance import follow_settings
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.parts.language import install_language
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.theme import apply_theme, colours
from vidclf_app.ui.settings.controller import SettingsController
from vidclf_app.ui.settings.page import SettingsPage
from vidclf_app.ui.shell.composing import compose_window, open_wall
from vidclf_app.ui.shell.services import open_services
from vidclf_app.ui.welcome.controller import WelcomeController
from vidclf_app.ui.welcome.page import WelcomePage

PAGES = ("live", "settings", "welcome")
PATIENCE_MS = 20_000

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ShowPage = Callable[[str], Page]


@pytest.fixture
def show_page(
    app: QApplication, make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> Iterator[ShowPage]:
    """Make a page and bring it to the front of a window."""
    shown: list[tuple[Page, QMainWindow]] = []

    def show(name: str) -> Page:
        store = SettingsStore(tmp_path / "settings.json", Settings())
        page: Page
        if name == "live":
            around = make_window()
            around.resize(1180, 760)
            qtbot.wait(50)
            return around.live
        if name == "settings":
            page = SettingsPage(SettingsController(store, in_use=lambda: "CPU"))
        else:
            page = WelcomePage(WelcomeController(store))
        window = QMainWindow()
        shown.append((page, window))
        window.setCentralWidget(page)
        window.resize(1180, 760)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page.enter()
        qtbot.wait(50)
        return page

    yield show
    for page, window in shown:
        page.request_end()
        assert page.end(5.0)
        window.close()


def within(page: Page) -> list[QWidget]:
    return [widget for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)]


def reachable(page: Page) -> list[QWidget]:
    """Return what the Tab key should reach."""
    return [
        widget
        for widget in within(page)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value
        and widget.isEnabled()
        and widget.focusProxy() is None
    ]


def not_reached(page: Page, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab until the keyboard comes round; return what it left out."""
    wanted = reachable(page)
    reached: set[QWidget] = set()
    for _ in range(len(wanted) + 12):  # The rail has buttons, too.
        focused = QApplication.focusWidget()
        assert focused is not None
        reached |= {focused, *neighbours(focused)}
        QTest.keyClick(focused, key)
    return [widget for widget in wanted if widget not in reached]


def neighbours(widget: QWidget) -> list[QAbstractButton]:
    """Return what the arrow keys reach from a button: those of which one is pressed at a time."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.buttons() if group is not None and group.exclusive() else []


def told_name(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return str(interface.text(QAccessible.Text.Name))


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {getattr(widget, 'text', str)()!r}"


@pytest.mark.parametrize("name", PAGES)
def test_everything_has_a_name(show_page: ShowPage, name: str) -> None:
    widgets = reachable(show_page(name))
    assert len(widgets) >= 4
    assert [described(widget) for widget in widgets if not told_name(widget).strip(" .…")] == []


@pytest.mark.parametrize("name", PAGES)
def test_buttons_explain_themselves(show_page: ShowPage, name: str) -> None:
    buttons = [w for w in within(show_page(name)) if isinstance(w, QAbstractButton)]
    assert [described(button) for button in buttons if not button.toolTip()] == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything(show_page: ShowPage, name: str) -> None:
    page = show_page(name)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        page.enter()
        assert [described(widget) for widget in not_reached(page, key)] == []


def test_a_picture_shows_that_the_keyboard_is_there(show_page: ShowPage, qtbot: QtBot) -> None:
    view = show_page("live").findChild(VideoView)
    assert view is not None

    def edge() -> str:
        return view.grab().toImage().pixelColor(1, view.height() // 2).name()

    view.setFocus(Qt.FocusReason.OtherFocusReason)
    assert edge() != colours().accent_on_stage, "no frame for who only looks"
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge() == colours().accent_on_stage


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_is_cut(
    show_page: ShowPage, app: QApplication, qtbot: QtBot, name: str, percent: int, language: str
) -> None:
    install_language(app, "de" if language == "de" else "en")
    apply_theme(app, "light", percent)
    page = show_page(name)
    qtbot.wait(100)
    assert page.window().width() == 1180, "the page fits the window"
    assert [described(widget) for widget in within(page) if is_cut(widget)] == []


def test_a_change_of_size_cuts_nothing(
    show_page: ShowPage, app: QApplication, qtbot: QtBot
) -> None:
    page = show_page("live")
    apply_theme(app, "dark", 200)
    qtbot.waitUntil(lambda: not any(is_cut(widget) for widget in within(page)), timeout=PATIENCE_MS)


def is_cut(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False  # Gives way on purpose; its tooltip tells all.
    if not isinstance(widget, QLabel | QAbstractButton | QComboBox):
        return False
    around = widget.parentWidget()
    if around is not None and not around.rect().contains(widget.geometry()):
        return True
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        needed = widget.sizeHint()
    elif isinstance(widget, QComboBox) or (isinstance(widget, QAbstractButton) and widget.text()):
        needed = widget.sizeHint()
    else:
        return False
    return needed.width() > widget.width() or needed.height() > widget.height()


@pytest.mark.parametrize(("language", "percent"), [("en", 100), ("de", 200)])
def test_every_page_of_the_window(
    app: QApplication, qtbot: QtBot, tmp_path: Path, language: str, percent: int
) -> None:
    services = open_services(Folders.inside(tmp_path))
    services.store.change(language=language, text_scale=percent, first_start_done=True)
    follow_settings(app, services.store)
    window = compose_window(services, open_wall(services), RunRecorder(), may_welcome=False)
    window.resize(1180, 760)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    faults: list[str] = []
    for place in window.places:
        window.show_page(place.page)
        qtbot.wait(300)
        shown = within(place.page)
        faults += [f"{place.title}: cut: {described(w)}" for w in shown if is_cut(w)]
        faults += [
            f"{place.title}: has no name: {described(w)}"
            for w in reachable(place.page)
            if not told_name(w).strip(" .…")
        ]
        place.page.enter()
        faults += [f"{place.title}: Tab: {described(w)}" for w in not_reached(place.page)]
    window.close()
    assert services.close(5.0)
    assert faults == []


def test_what_is_cut_is_noticed(app: QApplication, qtbot: QtBot) -> None:
    button, label = QPushButton("a long text on it"), QLabel("words " * 30)
    label.setWordWrap(True)
    for widget in (button, label):
        qtbot.addWidget(widget)
        widget.resize(40, 10)
        assert is_cut(widget)
        widget.resize(600, 200)
        assert not is_cut(widget)
