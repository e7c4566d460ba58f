"""What the settings page decides, without a display."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.driving import PATIENCE_S, FakeClock
from vidclf_app.core.providers import CudaObstacle
from vidclf_app.folders import Folders
from vidclf_app.settings import Settings, SettingsStore, load_settings
from vidclf_app.ui.parts.messages import BannerKind
from vidclf_app.ui.settings import wording
from vidclf_app.ui.settings.controller import SettingsController
from vidclf_app.ui.settings.in_use import teller
from vidclf_app.ui.settings.places import kept_places, nearest_folder
from vidclf_app.ui.settings.view_state import SettingsView

Make = Callable[..., SettingsController]


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json", Settings(first_start_done=True))


@pytest.fixture
def make(store: SettingsStore) -> Iterator[Make]:
    made: list[SettingsController] = []

    def build(**options: Any) -> SettingsController:
        made.append(SettingsController(store, **({"in_use": lambda: "CPU"} | options)))
        return made[-1]

    yield build
    for controller in made:
        assert controller.close(PATIENCE_S)


def poll_until(
    controller: SettingsController, holds: Callable[[SettingsView], bool]
) -> SettingsView:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds(view := controller.poll()):
        assert time.monotonic() < deadline_s, view
        time.sleep(0.005)
    return view


@pytest.mark.parametrize(
    ("choose", "value", "field"),
    [
        ("choose_provider", "cpu", "provider"),
        ("choose_theme", "light", "theme"),
        ("choose_text_scale", 150, "text_scale"),
        ("choose_language", "de", "language"),
        ("choose_time_format", "clock", "time_format"),
        ("choose_probability_format", "fraction", "probability_format"),
        ("keep_history", False, "keep_history"),
    ],
)
def test_a_choice_is_in_the_settings(
    make: Make, store: SettingsStore, choose: str, value: object, field: str
) -> None:
    controller = make()
    told: list[Settings] = []
    store.listen(told.append)
    getattr(controller, choose)(value)
    assert getattr(store.current, field) == value
    assert getattr(controller.poll().settings, field) == value
    assert [getattr(settings, field) for settings in told] == [value]


def test_what_can_not_be_chosen_is_told(make: Make, store: SettingsStore) -> None:
    controller = make()
    controller.choose_text_scale(170)  # type: ignore[arg-type]
    banner = controller.poll().banner
    assert banner is not None
    assert banner.kind is BannerKind.ERROR
    assert "text_scale" in banner.message
    assert store.current.text_scale == 100


def test_a_language_waits_for_the_next_start(make: Make) -> None:
    controller = make()
    controller.choose_theme("dark")
    assert controller.poll().banner is None
    controller.choose_language("de")
    banner = controller.poll().banner
    assert banner is not None
    assert "starts again" in banner.message
    controller.close_banner()
    assert controller.poll().banner is None
    controller.choose_language("system")
    assert controller.poll().banner is None, "as it was at the start"


@pytest.mark.parametrize("field", ["results_folder", "recordings_folder"])
def test_a_folder_is_tried_before_it_is_used(
    make: Make, store: SettingsStore, tmp_path: Path, field: str
) -> None:
    controller = make()
    choose = getattr(controller, f"choose_{field}")
    folder = tmp_path / "new" / "folder"
    choose(folder)
    poll_until(controller, lambda view: getattr(view.settings, field) == str(folder))
    assert list(folder.iterdir()) == [], "the trial leaves nothing behind"
    (tmp_path / "file").write_text("", encoding="utf-8")
    choose(tmp_path / "file")
    view = poll_until(controller, lambda view: view.banner is not None)
    assert view.banner is not None
    assert str(tmp_path / "file") in view.banner.message
    assert getattr(store.current, field) == str(folder), "the one before stays"
    choose(None)
    assert getattr(store.current, field) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may all")
def test_a_read_only_folder_is_refused(make: Make, store: SettingsStore, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o500)
    controller = make()
    controller.choose_results_folder(folder)
    poll_until(controller, lambda view: view.banner is not None)
    assert store.current.results_folder is None


def test_a_folder_on_a_disk_that_hangs_holds_nobody(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(
        "vidclf_app.ui.settings.controller.make_folder", lambda _: goes_on.wait(PATIENCE_S)
    )
    controller = make()
    begun_s = time.monotonic()
    controller.choose_results_folder(tmp_path / "far away")
    controller.poll()
    assert not controller.close(0.05)
    assert time.monotonic() - begun_s < PATIENCE_S / 2
    (tmp_path / "far away").mkdir()
    goes_on.set()
    poll_until(controller, lambda view: view.settings.results_folder is not None)


def test_where_models_run_is_asked_again_now_and_then(make: Make) -> None:
    clock, answers = FakeClock(), iter(["CPU", "GPU (CUDA)", "CPU once more"])
    controller = make(in_use=lambda: next(answers), clock=clock)
    poll_until(controller, lambda view: view.in_use == "CPU")
    clock.now_s += 5.0
    poll_until(controller, lambda view: view.in_use == "GPU (CUDA)")
    controller.choose_provider("cpu")
    poll_until(controller, lambda view: view.in_use == "CPU once more")


@pytest.mark.parametrize(
    ("running", "wanted", "text"),
    [
        ("", "auto", "no model is running"),
        ("CUDA", "auto", "GPU (CUDA)"),
        ("CPU", "cpu", "CPU"),
        ("CPU", "auto", "CPU (CUDA can't be used: no NVIDIA driver)"),
    ],
)
def test_what_is_in_use(
    monkeypatch: pytest.MonkeyPatch, running: str, wanted: Any, text: str
) -> None:
    monkeypatch.setattr("vidclf_app.ui.settings.in_use.cuda_obstacle", lambda: CudaObstacle.DRIVER)
    assert teller(lambda: running, lambda: wanted)() == text


@pytest.mark.parametrize("obstacle", CudaObstacle)
def test_every_obstacle_has_words(obstacle: CudaObstacle) -> None:
    assert obstacle.value in wording.in_use("CPU", obstacle)


def test_reset_asks_first(make: Make, store: SettingsStore) -> None:
    controller = make()
    store.change(theme="light", threshold=0.4, geometry="AdnQ", keep_history=False)
    controller.ask_reset()
    assert "history stay" in controller.poll().question
    controller.refuse_reset()
    assert controller.poll().question == ""
    assert store.current.theme == "light"
    controller.ask_reset()
    controller.confirm_reset()
    view = controller.poll()
    assert view.question == ""
    assert store.current == Settings(geometry="AdnQ", first_start_done=True)
    assert view.banner is not None


def test_settings_that_can_not_be_saved_are_told_once(make: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = SettingsStore(tmp_path / "file" / "settings.json", Settings())
    controller = SettingsController(store, in_use=lambda: "CPU")
    controller.choose_theme("light")
    assert controller.poll().banner is None
    store.save()
    banner = controller.poll().banner
    assert banner is not None
    assert "could not be saved" in banner.message
    controller.close_banner()
    assert controller.poll().banner is None
    assert store.current.theme == "light", "in use all the same"
    assert controller.close(PATIENCE_S)


def test_what_is_kept_where(make: Make, store: SettingsStore, tmp_path: Path) -> None:
    folders = Folders.inside(tmp_path / "home")
    paths = [place.path for place in kept_places(store.current, store.path, folders)]
    assert store.path in paths
    assert len(set(paths)) == len(paths) >= 5
    store.change(results_folder=str(tmp_path / "results"))
    store.change(recordings_folder=str(tmp_path / "recordings"))
    moved = {place.path for place in make().poll().kept}
    assert {tmp_path / "results", tmp_path / "recordings"} <= moved
    inside = {place.path for place in make(folders=folders).poll().kept}
    assert {folders.history, folders.models, folders.queue} <= inside


def test_the_nearest_folder_is_shown(tmp_path: Path) -> None:
    (tmp_path / "file.db").write_text("", encoding="utf-8")
    assert nearest_folder(tmp_path) == tmp_path
    assert nearest_folder(tmp_path / "file.db") == tmp_path
    assert nearest_folder(tmp_path / "not" / "yet" / "there") == tmp_path
    assert nearest_folder(Path("nowhere/at all")) == Path()


def test_all_of_it_survives_a_restart(make: Make, store: SettingsStore) -> None:
    controller = make()
    controller.choose_theme("light")
    controller.choose_text_scale(200)
    controller.choose_time_format("clock")
    assert store.save() is None
    assert load_settings(store.path) == (store.current, None)
