"""Pages are made when somebody first looks at them."""

from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWall
from tests.ui.shell.conftest import HistoryPage, MakeDesk
from vidclf_app.ui.live.page import LivePage
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.shell.place import Place


class NotedPage(Page):
    """Notes what the window tells it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def enter(self) -> None:
        self.told.append("enter")

    def leave(self) -> None:
        self.told.append("leave")

    def request_end(self) -> None:
        self.told.append("end")


def test_a_page_is_made_once_when_it_is_first_shown(qtbot: QtBot, make_wall: MakeWall) -> None:
    made: list[NotedPage] = []

    def make() -> NotedPage:
        made.append(NotedPage())
        return made[-1]

    live = LivePage(make_wall())
    seen, unseen = Place("Seen", make), Place("Unseen", make)
    window = MainWindow(live, [Place("Live", live), seen, unseen])
    qtbot.addWidget(window)
    window.show()
    assert not made
    window.rail.buttons[1].click()
    assert made == [seen.page] == [seen.made]
    assert window.page is seen.page
    assert made[0].told == ["leave", "enter"]
    window.show_page(live)
    window.rail.buttons[1].click()
    assert made == [seen.page]
    window.close()
    assert made[0].told[-1] == "end"
    assert unseen.made is None, "what nobody saw is not made for its end"


def test_the_program_starts_with_the_live_page_alone(make_desk: MakeDesk) -> None:
    desk = make_desk()
    assert [place.made for place in desk.window.places if place.made] == [desk.live]
    desk.go(HistoryPage)
    assert desk.window.places[2].made is desk.window.page


def test_all_pages_lie_in_the_window(make_desk: MakeDesk) -> None:
    desk = make_desk()
    for place in desk.window.places:
        assert desk.window.isAncestorOf(place.page)
    assert desk.window.page is desk.live
