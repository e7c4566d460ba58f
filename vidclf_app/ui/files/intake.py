"""Finding videos and looking at each of them, on a thread of its own."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.core.analysis import find_videos
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import ModelError, SourceOpenError, VidclfError
from vidclf_app.ui.files.kept import Earlier, Stamp, find_earlier, stamp
from vidclf_app.ui.files.places import ResultPlaces

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A video that was asked for, or that lies in a folder that was."""

    video: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A folder that can't be read, or has no videos."""

    error: SourceOpenError


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at one video told.

    Attributes:
        number: Of the file's row.
        duration_s: Length in seconds, None where unknown.
        error: Why it can't be analysed, or None.
        earlier: Its result from before, or None.
        told: What else a person should know, or "".
    """

    number: int
    duration_s: float | None = None
    error: BaseException | None = None
    earlier: Earlier | None = None
    told: str = ""


News = Found | Refused | Looked


@dataclass(frozen=True, slots=True)
class _Look:
    number: int
    video: Path
    anew: bool
    known: tuple[Path, Stamp] | None


class Intake:
    """Searches folders and looks at videos, one thing after the other; news are fetched.

    A look opens the video, and reads the result that an earlier analysis left. On a network
    drive each may take seconds.

    Args:
        places: Where results may lie.
        open_manifest: Gives the manifest of the model in use; may take seconds.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
    """

    def __init__(
        self,
        places: ResultPlaces,
        open_manifest: Callable[[], ModelManifest],
        *,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self._places = places
        self._open_manifest = open_manifest
        self._clock = clock
        self._capture_factory = capture_factory
        self._lock = threading.Lock()
        self._searches: deque[Path] = deque()
        self._looks: deque[_Look] = deque()
        self._news: deque[News] = deque()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_working = False
        self._searching: tuple[Path, int] | None = None

    @property
    def searching(self) -> tuple[Path, int] | None:
        """The folder that is being searched and the videos found in it so far, or None."""
        return self._searching

    def search(self, path: Path) -> None:
        """Find the videos in a folder, or take a file as it is. Goes before all looks."""
        self._put(self._searches, path)

    def look(
        self,
        number: int,
        video: Path,
        *,
        anew: bool = False,
        known: tuple[Path, Stamp] | None = None,
    ) -> None:
        """Look at a video.

        Args:
            number: Of the file's row.
            video: The file.
            anew: It will be analysed anyhow: an earlier result doesn't matter.
            known: Its result and how that stood. There are no news as long as it stands so.
        """
        self._put(self._looks, _Look(number, video, anew, known))

    def take(self, at_most: int) -> list[News]:
        """Return what is new, oldest first."""
        news: list[News] = []
        while self._news and len(news) < at_most:
            news.append(self._news.popleft())
        return news

    def request_end(self) -> None:
        """Begin nothing more."""
        self._ending.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True when it has ended."""
        thread = self._thread
        if thread is None:
            return True
        thread.join(timeout_s)
        return not thread.is_alive()

    def _put(self, queue: deque[Path] | deque[_Look], task: object) -> None:
        with self._lock:
            queue.append(task)  # type: ignore[arg-type]
            if not self._is_working and not self._ending.is_set():
                self._is_working = True
                self._thread = threading.Thread(
                    target=self._work, name="vidclf-intake", daemon=True
                )
                self._thread.start()

    def _next(self) -> Path | _Look | None:
        with self._lock:
            if not self._ending.is_set():
                if self._searches:
                    return self._searches.popleft()
                if self._looks:
                    return self._looks.popleft()
            self._is_working = False
            return None

    def _work(self) -> None:
        while (task := self._next()) is not None:
            if not isinstance(task, _Look):
                self._search(task)
            elif not _stands(task):
                self._news.append(self._looked(task))

    def _search(self, path: Path) -> None:
        count = 0
        self._searching = (path, 0)
        try:
            for video in find_videos(
                path, unreadable=lambda error: self._news.append(Refused(error))
            ):
                if self._ending.is_set():
                    return
                count += 1
                self._searching = (path, count)
                self._news.append(Found(video))
        except SourceOpenError as error:
            self._news.append(Refused(error))
        finally:
            self._searching = None

    def _looked(self, look: _Look) -> Looked:
        try:
            duration_s = self._duration_s(look.video)
            if look.anew:
                return Looked(look.number, duration_s)
            earlier, told = find_earlier(look.video, self._places, self._manifest())
            return Looked(look.number, duration_s, earlier=earlier, told=told)
        except Exception as error:  # Told in the file's row.
            if not isinstance(error, VidclfError):
                log.exception("%s could not be looked at", look.video)
            return Looked(look.number, error=error)

    def _duration_s(self, video: Path) -> float | None:
        with VideoFile(video, clock=self._clock, capture_factory=self._capture_factory) as file:
            return file.info.duration_s

    def _manifest(self) -> ModelManifest | None:
        try:
            return self._open_manifest()
        except ModelError:
            return None  # Told when the file is to be analysed.


def _stands(look: _Look) -> bool:
    return look.known is not None and stamp(look.video, look.known[0]) == look.known[1]
