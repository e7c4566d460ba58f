"""What goes wrong is told in the window's language, with real files, and logged in English."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.builders import write_bundle
from tests.core.test_sources import make_bad_file
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.files import write_error
from vidclf_app.core.sources.file import open_file
from vidclf_app.core.sources.opening import parse_source
from vidclf_app.errors import VidclfError
from vidclf_app.history.store import open_history
from vidclf_app.live.notices import error_notice
from vidclf_app.models.library import ModelLibrary
from vidclf_app.results.store import load_document
from vidclf_app.settings import Settings, SettingsStore, load_settings
from vidclf_app.translating import translated
from vidclf_app.ui.parts.language import install_language
from vidclf_app.ui.parts.messages import failure_banner


@pytest.fixture(autouse=True)
def german(app: QApplication) -> Iterator[None]:
    assert install_language(app, "de") == "de"
    yield
    install_language(app, "en")


def missing(folder: Path) -> None:
    open_file(folder / "clip.mp4")


def no_video(folder: Path) -> None:
    open_file(make_bad_file("text", folder))


def truncated(folder: Path) -> None:
    open_file(make_bad_file("truncated", folder))


def a_folder(folder: Path) -> None:
    open_file(folder)


def unknown_address(folder: Path) -> None:
    parse_source("gopher://host/clip")


def no_model(folder: Path) -> None:
    open_bundle(folder / "model.zip")


def damaged_network(folder: Path) -> None:
    bundle = write_bundle(folder / "model")
    (bundle / "head.onnx").write_bytes(b"no network")
    open_bundle(bundle)


def damaged_manifest(folder: Path) -> None:
    bundle = write_bundle(folder / "model")
    (bundle / "manifest.json").write_text("{}")
    ModelLibrary(folder / "models").install(bundle)


def full_disk(folder: Path) -> None:
    raise write_error(folder / "clip.avi", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def no_result(folder: Path) -> None:
    path = folder / "clip.vidclf"
    path.write_text("no result")
    load_document(path)


def wrong_setting(folder: Path) -> None:
    SettingsStore(folder / "settings.json", Settings()).change(smoothing_s=-1.0)


@pytest.mark.parametrize(
    ("fail", "message", "hint"),
    [
        (missing, "clip.mp4: Diese Datei gibt es nicht.", "Prüfen Sie den Namen."),
        (no_video, ": kein Video, das gelesen werden kann.", "ffmpeg -i IN"),
        (truncated, "ist abgeschnitten oder beschädigt", "Kopieren Sie sie noch einmal"),
        (a_folder, "ist ein Ordner, kein Video.", "Geben Sie eine Datei darin an."),
        (unknown_address, "die mit gopher:// beginnen", "Benutzen Sie eines von"),
        (no_model, "model.zip: Dieses Modell gibt es nicht.", "seine Zip-Datei"),
        (damaged_network, "head.onnx ist nicht die Datei", "Holen Sie das Modell noch einmal"),
        (damaged_manifest, "manifest.json ist ungültig", "Modell"),
        (full_disk, "geschrieben werden: Kein Platz mehr auf dem Datenträger.", "Prüfen Sie"),
        (no_result, "kein Ergebnis von vidclf", "Analysieren Sie das Video erneut"),
        (wrong_setting, "Die Einstellung smoothing_s kann", "Wählen Sie einen anderen."),
    ],
)
def test_in_the_window(
    fail: Callable[[Path], None], message: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(VidclfError) as caught:
        fail(tmp_path)
    banner = failure_banner(caught.value, None)
    assert message in banner.message
    assert hint in banner.hint
    assert message not in str(caught.value), "the log is English"
    notice = error_notice(caught.value, "Weiter.")
    assert (notice.message, notice.hint) == (banner.message, f"{banner.hint} Weiter.")


def test_a_model_is_called_by_the_name_that_was_chosen(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "mine")
    (bundle / "head.onnx").write_bytes(b"no network")
    with pytest.raises(VidclfError) as caught:
        ModelLibrary(tmp_path / "models").install(bundle)
    assert caught.value.message.startswith(f"{bundle}: head.onnx ist nicht")


def test_what_was_found_before_the_language_was_chosen(app: QApplication, tmp_path: Path) -> None:
    install_language(app, "en")
    settings = tmp_path / "settings.json"
    settings.write_text("{")
    _, notice = load_settings(settings)
    history = tmp_path / "history.sqlite3"
    history.write_bytes(b"no database at all" * 100)
    opened = open_history(history)
    assert opened.store is not None
    assert opened.store.close(5.0)
    install_language(app, "de")
    assert notice is not None
    assert "can't be used" in notice
    assert "es gelten die Voreinstellungen" in translated(notice)
    assert opened.notice is not None
    assert translated(opened.notice).startswith("Der Verlauf war beschädigt.")
