"""The page of files without its widgets: what a person asks for goes in, what to show comes out.

Files are analysed one after the other, for one run of a model uses the cores there are. A run has
its own threads, looks at files are made on another, and the queue is written on a third; nothing
here waits, but `end`, which does so for a bounded time.

A file that was cancelled, failed or was interrupted by the end of the program begins anew: the
state of a tracker and of a window can't be taken up in the middle with the same numbers as in one
go. Pausing keeps the place as long as the program runs.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from vidclf_app.core.sinks.base import Sink
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.errors import SourceLostError, VidclfError
from vidclf_app.models.shelf import BundleShelf
from vidclf_app.translating import translated
from vidclf_app.ui.files import wording
from vidclf_app.ui.files.batch import Batch
from vidclf_app.ui.files.entry import Entry
from vidclf_app.ui.files.file_list import FileList
from vidclf_app.ui.files.intake import Found, Intake, Looked, Refused
from vidclf_app.ui.files.kept import KeptResult
from vidclf_app.ui.files.places import ResultPlaces, default_fallback_folder
from vidclf_app.ui.files.queue_file import KeptFile, load_queue
from vidclf_app.ui.files.queue_keeper import QueueKeeper
from vidclf_app.ui.files.run import FileRun
from vidclf_app.ui.files.slot import Ended, RunSlot
from vidclf_app.ui.files.view_state import FilesState, RowState
from vidclf_app.ui.parts.messages import Banner, BannerKind

log = logging.getLogger(__name__)

_NEWS_A_POLL = 500


class FilesController:
    """Analyses a list of files.

    Call everything from one thread; `poll` a few times a second, also while nobody looks: the
    next file begins in it.

    Args:
        shelf: Holds the opened model.
        model: Gives the model chosen in the program, from any thread: a bundled model's name, a
            bundle's path, "" for the default.
        state_path: Where the queue is kept between two starts.
        results_folder: Gives the folder for results, from any thread; None puts each result
            beside its video.
        fallback_folder: Where results go that can't be written there; None for this person's own.
        beside: Makes a sink that is told of each run besides, for its result's file: the history.
            None, or a sink that is None, tells nobody.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
    """

    def __init__(
        self,
        shelf: BundleShelf,
        model: Callable[[], str],
        state_path: Path,
        results_folder: Callable[[], Path | None] = lambda: None,
        *,
        fallback_folder: Path | None = None,
        beside: Callable[[Path], Sink | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self._shelf = shelf
        self._model = model
        self._clock = clock
        self._capture_factory = capture_factory
        self._beside = beside
        self._places = ResultPlaces(results_folder, fallback_folder or default_fallback_folder())
        self._intake = Intake(
            self._places,
            lambda: shelf.open(model()).manifest,
            clock=clock,
            capture_factory=capture_factory,
        )
        self._files = FileList()
        self._banners: list[Banner] = []
        self._batch = Batch()
        self._slot = RunSlot()
        self._paused = False
        # Like a pause, but whoever asks for something ends it.
        self._held = False
        self._left_from_before: Banner | None = None
        self._without_model: list[int] = []
        self._told_folders: set[Path] = set()
        self._closed = False
        kept, damage = load_queue(state_path)
        self._keeper = QueueKeeper(state_path, clock, kept)
        if damage:
            self.tell(Banner(BannerKind.WARNING, translated(damage), may_close=True))
        self._restore(kept)

    # What a person asks for.

    def add(self, paths: Iterable[Path]) -> None:
        """Put files, and the videos in folders, on the list; what was idle goes on.

        A file of the list that is finished, failed or was cancelled is looked at anew.
        """
        self._let_go()
        for path in paths:
            self._intake.search(Path(os.path.abspath(path)))  # noqa: PTH100 - keeps links

    def start(self) -> None:
        """Go on after a pause, or with what the last start of the program left."""
        self._paused = False
        self._let_go()
        self._slot.pause(False)

    def pause(self) -> None:
        """Let the file that runs stand still where it is, and begin no other.

        Where nothing is to be done, there is nothing to pause: what comes next begins at once.
        """
        if self._files.is_under_way:
            self._paused = True
            self._slot.pause(True)

    def cancel(self, numbers: Iterable[int]) -> None:
        """Take files out of the queue, without a result; they stay on the list."""
        for entry in self._files.known(numbers):
            if entry is self._slot.entry:
                entry.state = RowState.ENDING
                self._slot.stop(self._clock())
            elif entry.is_under_way:
                entry.state = RowState.CANCELLED

    def cancel_all(self) -> None:
        """Take everything out of the queue that waits or runs."""
        self.cancel(list(self._files.entries))

    def retry(self, numbers: Iterable[int]) -> None:
        """Analyse files again, whatever results there are; each keeps its place on the list."""
        for entry in self._files.known(numbers):
            if entry.is_at_rest:
                self._let_go()
                self._look_at(entry, anew=True)

    def analyse(self, video: Path) -> None:
        """Analyse a video, whatever results there are; it is put on the list if need be."""
        self._let_go()
        video = Path(os.path.abspath(video))  # noqa: PTH100 - keeps links
        entry = self._files.of(video) or self._files.enter(video)
        if not entry.is_under_way or entry.state is RowState.CHECKING:
            self._look_at(entry, anew=True)

    def remove(self, numbers: Iterable[int]) -> None:
        """Take files off the list; results that are there stay."""
        for entry in self._files.known(numbers):
            if entry is self._slot.entry:
                entry.state = RowState.ENDING
                self._slot.stop(self._clock())
            self._files.take_off(entry)

    def choose(self, numbers: Iterable[int]) -> None:
        """Say which files a person has chosen."""
        self._files.choose(numbers)

    def look_again(self) -> None:
        """Look whether results or their videos changed meanwhile; for when the page is shown."""
        for entry in self._files:
            if entry.is_at_rest and entry.result is not None and entry.stamp is not None:
                self._intake.look(entry.number, entry.video, known=(entry.result, entry.stamp))

    def retry_banner(self) -> None:
        """Try again what the banner tells of: the files that a model could not be opened for."""
        self.close_banner()
        self.start()
        self.retry(self._without_model)
        self._without_model.clear()

    def close_banner(self) -> None:
        """Put the message away."""
        del self._banners[:1]

    def request_end(self) -> None:
        """Tell everything to end, and return at once. The queue is kept."""
        self._closed = True
        self._intake.request_end()
        self._slot.stop(self._clock())

    def end(self, timeout_s: float) -> bool:
        """Wait for the end, bounded in time. No result is half-written either way.

        Returns:
            True when all threads have ended.
        """
        deadline_s = time.monotonic() + timeout_s
        self.request_end()
        queue_kept = self._keeper.end(self._files.kept(), timeout_s)
        runs = [run.join(max(0.0, deadline_s - time.monotonic())) for run in self._slot.runs()]
        looked = self._intake.join(max(0.0, deadline_s - time.monotonic()))
        return queue_kept and looked and all(runs)

    # What to show.

    def poll(self) -> FilesState:
        """Return how things stand now. Also the heartbeat: the next file begins here."""
        if not self._closed:
            self._take_news()
            ended = self._slot.watch(self._clock(), is_paused=self._paused)
            if ended is not None:
                self._settle(ended)
            self._begin_next()
            self._paused &= self._files.is_under_way
            failure = self._keeper.keep(self._files.kept)
            if failure is not None:
                self.tell(wording.queue_not_kept(failure))
        self._batch.update(self._files.entries)
        return self._state()

    def _state(self) -> FilesState:
        is_paused = self._paused or self._held
        slot = self._slot
        rows = tuple(
            entry.row(slot.progress, slot.left_s, is_paused=is_paused)
            if entry is slot.entry
            else entry.row(None, None, is_paused=is_paused)
            for entry in self._files
        )
        is_under_way = self._files.is_under_way
        return FilesState(
            rows=rows,
            chosen=self._files.about_chosen(rows),
            paused=is_paused and is_under_way,
            may_pause=is_under_way,
            may_cancel_all=is_under_way,
            progress=self._batch.share(self._files.entries, slot.progress),
            status=self._status(is_paused=is_paused),
            model=wording.model_title(self._model()),
            banner=self._banners[0] if self._banners else None,
        )

    def _status(self, *, is_paused: bool) -> str:
        searching = self._intake.searching
        if searching is not None:
            return wording.searching(*searching)
        left_s, is_at_least = self._left_s()
        return wording.queue(
            [entry.state for entry in self._batch.of(self._files.entries)],
            is_paused=is_paused,
            left_s=left_s,
            is_at_least=is_at_least,
        )

    def _left_s(self) -> tuple[float | None, bool]:
        """Return the seconds for all that is left, and whether it may well be more."""
        slot = self._slot
        if slot.rate is None:
            return None, False
        waiting = [entry for entry in self._files if entry.is_under_way and entry is not slot.entry]
        left_s = sum(entry.duration_s or 0.0 for entry in waiting) / slot.rate
        is_at_least = any(entry.duration_s is None for entry in waiting)
        if slot.entry is not None:
            own_s = slot.left_s
            if own_s is None and slot.entry.duration_s is not None:
                own_s = slot.entry.duration_s / slot.rate
            is_at_least |= own_s is None
            left_s += own_s or 0.0
        return left_s, is_at_least

    # What goes on behind.

    def _let_go(self) -> None:
        self._held = False
        if self._left_from_before in self._banners:
            self._banners.remove(self._left_from_before)

    def tell(self, banner: Banner) -> None:
        """Show a message until somebody puts it away, after those that wait."""
        if banner not in self._banners:
            self._banners.append(banner)

    def _restore(self, kept: Iterable[KeptFile]) -> None:
        waiting = 0
        for file in kept:
            entry = self._files.enter(Path(file.video))
            entry.restore(file)
            if entry.state is RowState.CHECKING:
                waiting += 1
                self._intake.look(entry.number, entry.video, anew=entry.anew)
        if waiting:
            self._held = True
            self._left_from_before = wording.left_from_before(waiting)
            self.tell(self._left_from_before)

    def _look_at(self, entry: Entry, *, anew: bool) -> None:
        entry.begin_anew(anew=anew)
        self._intake.look(entry.number, entry.video, anew=anew)

    def _take_news(self) -> None:
        for news in self._intake.take(_NEWS_A_POLL):
            if isinstance(news, Refused):
                self.tell(wording.refused(news.error))
            elif isinstance(news, Found):
                self._take_found(news.video)
            elif (entry := self._files.entries.get(news.number)) is not None:
                self._take_looked(entry, news)

    def _take_found(self, video: Path) -> None:
        entry = self._files.of(video)
        if entry is None:
            entry = self._files.enter(video)
            self._intake.look(entry.number, entry.video)
        elif entry.is_at_rest:
            self._look_at(entry, anew=False)

    def _take_looked(self, entry: Entry, looked: Looked) -> None:
        entry.duration_s = looked.duration_s
        if entry.state in {RowState.DONE, RowState.OUTDATED}:
            # Somebody came back to the page: the result may have been corrected meanwhile.
            if looked.error is not None:
                entry.fail(looked.error)
            elif looked.earlier is not None:
                entry.see_again(looked.earlier)
            else:
                entry.lose_result()
        elif entry.state is RowState.CHECKING:
            entry.told = looked.told
            if looked.error is not None:
                entry.fail(looked.error)
            elif looked.earlier is not None and not entry.anew:
                entry.use_earlier(looked.earlier)
            else:
                entry.wait()

    def _begin_next(self) -> None:
        if self._slot.entry is not None or self._paused or self._held:
            return
        entry = self._files.first_waiting
        if entry is None:
            return
        entry.state = RowState.RUNNING
        model = self._model()
        self._slot.begin(
            entry,
            FileRun(
                entry.video,
                KeptResult(entry.video, self._places, self._beside),
                lambda: self._shelf.open(model),
                clock=self._clock,
                capture_factory=self._capture_factory,
            ),
        )

    def _settle(self, ended: Ended) -> None:
        entry, run = ended.entry, ended.run
        kept = run.sink.kept
        if kept is not None:
            # Also where it was cancelled, but a moment too late.
            entry.finish(kept)
            if kept.refused is not None and kept.refused not in self._told_folders:
                self._told_folders.add(kept.refused)
                self.tell(wording.kept_elsewhere_banner(kept.refused, kept.path))
        elif entry.state is RowState.ENDING:
            entry.state = RowState.CANCELLED
            if ended.is_hung:
                entry.told = wording.hung(entry.video)
        else:
            error = run.error or SourceLostError(*wording.no_pictures(entry.video))
            log.error("%s", error, exc_info=None if isinstance(error, VidclfError) else error)
            entry.fail(error)
            if run.has_no_model:
                # The next file would fare no better.
                self._held = True
                self._without_model.append(entry.number)
                self.tell(wording.no_model(error))
