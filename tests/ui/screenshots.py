"""Pictures of every page, with real content: `python -m tests.ui.screenshots FOLDER [options]`.

The real window over the bundled model and clip, drawn without a screen. What a person would do is
done through the widgets' own controllers; nothing is painted for the picture.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Whoever takes the pictures is not in them.
os.environ["XDG_VIDEOS_DIR"] = "/home/you/Videos"

from PySide6.QtWidgets import QApplication

from vidclf_app.assets import demo_clip
from vidclf_app.folders import Folders
from vidclf_app.settings import Settings, save_settings
from vidclf_app.ui.files.view_state import FileRow
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.parts.appearance import follow_settings
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.shell.composing import compose_window, open_wall
from vidclf_app.ui.shell.files_place import FilesPlace
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.shell.services import Services, open_services

_PATIENCE_S = 120.0


class Photographer:
    """Drives the window from page to page.

    Args:
        app: The program.
        out: Folder for the pictures.
        suffix: Of the pictures' names.
        home: Where everything is kept.
        only: The pictures to keep; () for all.
    """

    def __init__(
        self, app: QApplication, out: Path, suffix: str, home: Path, only: Sequence[str] = ()
    ) -> None:
        self._app = app
        self._out = out
        self._suffix = suffix
        self._home = home
        self._only = only

    def all_views(self) -> None:
        """Take all pictures."""
        videos = self._home / "videos"
        videos.mkdir()
        for name in ("visit monday.mp4", "visit friday.mp4"):
            shutil.copy(demo_clip(), videos / name)
        self._session(None, lambda window, _: self._welcome(window))
        self._session("", lambda window, services: self._pages(window, services, videos))

    def _session(self, source: str | None, visit: Callable[[MainWindow, Services], None]) -> None:
        services = open_services(Folders.inside(self._home))
        follow_settings(self._app, services.store)
        wall = open_wall(services, source=source)
        window = compose_window(services, wall, RunRecorder(), may_welcome=source is None)
        large = services.store.current.text_scale >= 200
        window.resize(*((1920, 1200) if large else (1280, 800)))
        window.show()
        try:
            visit(window, services)
        finally:
            window.close()
            services.close(5.0)

    def _welcome(self, window: MainWindow) -> None:
        self._spin(1.5)
        self._take(window, "welcome")

    def _pages(self, window: MainWindow, services: Services, videos: Path) -> None:
        live = window.live
        self._until(lambda: live.state is not None and live.state.recognised)
        self._spin(12.0)
        self._until(lambda: live.state is not None and live.state.recognised)
        self._take(window, "live")
        live._wall.add_source(str(videos / "visit friday.mp4"))
        self._spin(6.0)
        self._take(window, "two-sources")
        live._wall.remove_selected()
        files = self._page(window, FilesPlace)
        window.show_page(files)
        files.add([videos])
        self._until(lambda: any(row.progress for row in _rows(files)))
        self._spin(0.5)
        self._take(window, "files")
        self._until(lambda: all(row.result is not None for row in _rows(files)))
        result = _rows(files)[0].result
        assert result is not None
        files.open_result(result)
        self._until(lambda: files.review.state.frame is not None)
        files.review._controller.seek(20.5)
        self._spin(1.5)
        self._take(window, "result")
        files.review._export()
        self._spin(0.5)
        self._take(window, "export")
        files.export.hide()
        self._compare(window, files, videos)
        places = window.places[2:6]
        for name, place in zip(("history", "models", "alerts", "settings"), places, strict=True):
            window.show_page(place.page)
            self._spin(1.0)
            self._take(window, name)
        window.show_page(live)
        live._wall.open_source(str(videos / "nowhere.mp4"))
        self._spin(1.5)
        self._take(window, "error")

    def _compare(self, window: MainWindow, files: FilesPlace, videos: Path) -> None:
        first = videos / "visit monday.mp4.exercises.vidclf"
        window.live._wall.open_model("exercises-image")
        self._until(lambda: getattr(window.live.state, "model_name", "") == "exercises-image")
        files.files.analyse(videos / "visit monday.mp4")
        self._until(lambda: len(list(videos.glob("visit monday*image*"))) > 0)
        self._spin(0.5)
        files.open_result(first)
        self._until(lambda: files.review.state.path == first)
        self._until(lambda: files.review.state.frame is not None)
        files.review.compare_with(next(videos.glob("visit monday*image*")))
        self._until(lambda: files.review.state.other is not None)
        files.review._controller.seek(12.0)
        self._spin(1.0)
        self._take(window, "compare")
        window.live._wall.open_model("")

    def _page(self, window: MainWindow, kind: type[FilesPlace]) -> FilesPlace:
        page: Page = next(place.page for place in window.places if isinstance(place.page, kind))
        assert isinstance(page, kind)
        return page

    def _take(self, window: MainWindow, name: str) -> None:
        if self._only and name not in self._only:
            return
        self._out.mkdir(parents=True, exist_ok=True)
        path = self._out / f"{name}{self._suffix}.png"
        if not window.grab().save(str(path)):
            raise OSError(f"{path} can't be written")
        sys.stdout.write(f"{path}\n")

    def _spin(self, seconds: float) -> None:
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            self._app.processEvents()
            time.sleep(0.002)

    def _until(self, holds: Callable[[], bool]) -> None:
        end_s = time.monotonic() + _PATIENCE_S
        while not holds():
            if time.monotonic() > end_s:
                raise TimeoutError("a view did not come up")
            self._app.processEvents()
            time.sleep(0.002)


def _rows(files: FilesPlace) -> tuple[FileRow, ...]:
    state = files.files.state
    return state.rows if state is not None else ()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--language", choices=("en", "de"), default="en")
    parser.add_argument("--text-scale", type=int, default=100)
    parser.add_argument("--suffix", default="")
    parser.add_argument("--only", nargs="*", default=(), help="names of pictures")
    options = parser.parse_args()
    app = QApplication(["vidclf"])
    with tempfile.TemporaryDirectory(prefix="vidclf-pictures-") as folder:
        home = Path(folder)
        settings = Settings(
            theme=options.theme, language=options.language, text_scale=options.text_scale
        )
        save_settings(Folders.inside(home).settings, settings)
        Photographer(app, options.folder, options.suffix, home, options.only).all_views()


if __name__ == "__main__":
    main()
