"""The view of a result without its widgets: what is asked for goes in, what to show comes out.

Reading, deciding, saving and decoding happen on threads of their own; `poll` fetches what is new.
Nothing here waits, but `close`, which does so for a bounded time.
"""

import logging
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.core.records import Tuning
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.errors import VidclfError
from vidclf_app.results.correcting import Edge
from vidclf_app.results.document import ResultDocument
from vidclf_app.translating import deferred
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.editing import Editing
from vidclf_app.ui.review.open_result import OpenResult
from vidclf_app.ui.review.opening import (
    FindManifest,
    FindResults,
    Opened,
    bundled_manifest,
    open_other,
    open_result,
    results_beside,
)
from vidclf_app.ui.review.showing import open_state, urgent_message
from vidclf_app.ui.review.view_state import Message, Other, Phase, ReviewState, Saving
from vidclf_app.ui.review.watching import Watching

log = logging.getLogger(__name__)

_CLOSE_S = 1.5
_SAME_TIME_S = 5e-4
# Going back while playing must be able to leave the segment that has just begun.
_JUST_BEGUN_S = 0.75


class ReviewController:
    """Shows one result at a time. Call everything from one thread; `poll` as often as the screen.

    Args:
        find_manifest: The manifest of a model as it is now, None where it is not at hand; runs on
            a thread of its own.
        find_results: The results of a video; likewise.
        skeleton: Draw the followed person.
        rescue: A folder for what can't be saved when the program ends; None for none.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.

    Attributes:
        video: Playing, speed, steps.
    """

    def __init__(
        self,
        *,
        find_manifest: FindManifest = bundled_manifest,
        find_results: FindResults = results_beside,
        skeleton: bool = True,
        rescue: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self.video = Watching(clock, capture_factory)
        self._find_manifest = find_manifest
        self._find_results = find_results
        self._skeleton = skeleton
        self._rescue = rescue
        self._clock = clock
        self._phase = Phase.EMPTY
        self._path: Path | None = None
        self._error: BaseException | None = None
        self._load: Background[Opened] | None = None
        self._open: OpenResult | None = None
        self._leaving: list[OpenResult] = []
        self._waiting: Path | None = None  # To be opened once the present one is saved.
        self._other_load: Background[Other] | None = None
        self._unlike: Path | None = None  # A file that is not the video, chosen by a person.
        self._notice: Message | None = None
        self._put_away: set[str] = set()

    # Opening and leaving.

    def open_result(self, path: Path) -> None:
        """Show a result. What was changed in the present one is saved first."""
        self._waiting = path
        if self._open is not None and self._open.keeper.state is not Saving.SAVED:
            self._open.keeper.save_now()
        self._go_on()

    def discard(self) -> None:
        """Give up what could not be saved, and open what waits for that."""
        path, self._waiting = self._waiting, None
        if path is not None:
            self._begin(path)

    def retry(self) -> None:
        """Read the result, or its video, once more."""
        if self._phase is Phase.FAILED and self._path is not None:
            self._begin(self._path)
        elif self._open is not None and self.video.is_changed and self.video.path is not None:
            # Segments may not fit what the file holds now: that is found out first.
            self.video.check(self._open.video, self.video.path)
        elif self._open is not None:
            self.video.open(self._open.video.path, self.video.position_s)

    def save_again(self) -> None:
        """Try to save what could not be saved."""
        if self._open is not None:
            self._open.keeper.save_now()

    def save_to(self, path: Path) -> None:
        """Save in another file and go on there."""
        if self._open is not None:
            self._open.keeper.save_to(path)

    def save_soon(self) -> None:
        """Save at once what is not saved yet: the page is left."""
        if self._open is not None and self._open.keeper.state is Saving.WAITING:
            self._open.keeper.save_now()

    def close_message(self) -> None:
        """Put the message away that is shown."""
        if self._phase is Phase.FAILED:
            self._phase, self._error = Phase.EMPTY, None
            return
        message = self._message()
        if message is not None:
            self._put_away.add(message.banner.message)
        if message is self._notice:
            self._notice = self._unlike = None

    def request_end(self) -> None:
        """Tell the threads to end, and return at once."""
        self.video.request_end()
        if self._open is not None:
            self._open.request_end()

    def close(self, timeout_s: float = _CLOSE_S) -> bool:
        """Save what is not saved, and end everything, bounded in time.

        Returns:
            True when all threads have ended.
        """
        deadline_s = time.monotonic() + timeout_s

        def left_s() -> float:
            return max(0.0, deadline_s - time.monotonic())

        self._waiting = None
        self.request_end()
        ended = [] if self._open is None else [self._open.end(left_s)]
        ended += [result.leave(left_s()) for result in self._leaving]
        ended.append(self.video.end(left_s))
        jobs: list[Background[Opened] | Background[Other] | None] = [self._load, self._other_load]
        ended += [job.join(left_s()) for job in jobs if job is not None]
        return all(ended)

    # The playhead and the picture.

    def seek(self, time_s: float) -> None:
        """Move the playhead."""
        if self._open is not None:
            self.video.seek(min(max(time_s, 0.0), self._open.timeline.duration_s))

    def seek_by(self, seconds: float) -> None:
        """Move the playhead on or back."""
        self.seek(self.video.position_s + seconds)

    def seek_end(self) -> None:
        """Move the playhead to the end."""
        if self._open is not None:
            self.seek(self._open.timeline.duration_s)

    def set_skeleton(self, skeleton: bool) -> None:
        """Draw the followed person, or don't."""
        self._skeleton = skeleton

    def find_video(self, path: Path) -> None:
        """Take a file for the video, once it is found to be the same."""
        if self._open is not None:
            self._notice = None
            self.video.check(self._open.video, path)

    def use_anyway(self) -> None:
        """Show the pictures of the file that is not the video that was analysed."""
        path, self._unlike, self._notice = self._unlike, None, None
        if path is not None:
            self.video.open(path, self.video.position_s)

    # Tuning.

    def set_threshold(self, threshold: float | None) -> None:
        """Change the threshold of all labels, 0..1; None leaves it to the model."""
        if self._open is not None:
            if threshold is not None:
                threshold = min(1.0, max(0.01, threshold))
            self._open.tune(Tuning(threshold, self._open.document.tuning.smoothing_s))

    def set_smoothing(self, smoothing_s: float | None) -> None:
        """Change the length of the rolling average, seconds; None leaves it to the model."""
        if self._open is not None:
            if smoothing_s is not None:
                smoothing_s = min(60.0, max(0.0, smoothing_s))
            self._open.tune(Tuning(self._open.document.tuning.threshold, smoothing_s))

    def reset_tuning(self) -> None:
        """Leave threshold and smoothing to the model."""
        if self._open is not None:
            self._open.tune(Tuning())

    # Segments.

    def select(self, number: int | None) -> None:
        """Choose a segment, by its place in `Result.segments`; None chooses none."""
        if self._open is not None:
            self._open.editing.select(self._open.segments, number)

    def go_to(self, number: int) -> None:
        """Choose a segment and move the playhead to its beginning."""
        segments = self._open.segments if self._open is not None else ()
        if 0 <= number < len(segments):
            self.select(number)
            self.seek(segments[number].start_s)

    def go_to_neighbour(self, step: int) -> None:
        """Choose the next segment behind the playhead (1), or the one before it (-1)."""
        player = self.video.state
        segments = self._open.segments if self._open is not None else ()
        starts_s = [segment.start_s for segment in segments]
        if step > 0:
            self.go_to(bisect_right(starts_s, player.position_s + _SAME_TIME_S))
            return
        reach_s = _JUST_BEGUN_S if player.playing else _SAME_TIME_S
        self.go_to(bisect_left(starts_s, player.position_s - reach_s) - 1)

    def use_label(self, label: str) -> None:
        """Give the chosen segment a label; without one, use it for new segments."""
        if self._open is None:
            return
        if self._open.editing.selected is not None:
            segments = self._open.segments
            self._correct(lambda editing, document: editing.relabel(document, segments, label))
        else:
            self._open.editing.choose_label(label)

    def press_label(self, place: int) -> None:
        """Use one of the labels, by its place among `ReviewState.labels`."""
        labels = self._open.labels if self._open is not None else ()
        if 0 <= place < len(labels):
            self.use_label(labels[place])

    def move_edge(self, number: int, edge: Edge, time_s: float) -> None:
        """Move an edge of a segment, which becomes the chosen one."""
        self.select(number)
        segments = self._open.segments if self._open is not None else ()
        self._correct(lambda editing, document: editing.move_edge(document, segments, edge, time_s))

    def set_edge_here(self, edge: Edge) -> None:
        """Let the chosen segment start, or end, at the playhead."""
        if self._open is not None and self._open.editing.selected is not None:
            self.move_edge(self._open.editing.selected, edge, self.video.position_s)

    def add(self, start_s: float, end_s: float) -> None:
        """Add a segment with the label for new ones."""
        self._correct(lambda editing, document: editing.add(document, start_s, end_s))

    def add_here(self) -> None:
        """Add a segment at the playhead, as far as there is room."""
        segments = self._open.segments if self._open is not None else ()
        time_s = self.video.position_s
        self._correct(lambda editing, document: editing.add_at(document, segments, time_s))

    def delete(self) -> None:
        """Delete the chosen segment."""
        segments = self._open.segments if self._open is not None else ()
        self._correct(lambda editing, document: editing.delete(document, segments))

    def undo(self) -> None:
        """Take the last correction back."""
        self._correct(lambda _, document: document.corrections.undo())

    def redo(self) -> None:
        """Make a correction again that was taken back."""
        self._correct(lambda _, document: document.corrections.redo())

    # Comparing.

    def compare_with(self, path: Path) -> None:
        """Show another result of the same video beside this one."""
        if self._open is not None and self._other_load is None:
            video = self._open.video
            self._notice = None
            self._other_load = Background("vidclf-other", lambda: open_other(path, video))

    def stop_comparing(self) -> None:
        """Put the other result away."""
        if self._open is not None:
            self._open.compare(None)

    # What to show.

    def poll(self) -> ReviewState:
        """Return how things stand now. Also the heartbeat: saving falls due here."""
        self.video.reap()
        self._leaving = [result for result in self._leaving if not result.leave(0.0)]
        self._take_loaded()
        self._take_other()
        self._take_video_check()
        if self._open is not None:
            try:
                self._open.poll()
            except Exception as error:  # noqa: BLE001 - told in the banner
                self._tell(error)
        self._go_on()
        if self._open is not None:
            return open_state(
                self._open,
                self.video,
                self._message(),
                skeleton=self._skeleton,
                comparing=self._other_load is not None,
            )
        path = self._path if self._phase is Phase.LOADING else None
        return ReviewState(
            phase=self._phase,
            headline=wording.nothing_open() if path is None else wording.opening(path),
            path=self._path,
            skeleton=self._skeleton,
            speed=self.video.speed,
            message=self._message(),
        )

    def _message(self) -> Message | None:
        if self._phase is Phase.FAILED and self._error is not None:
            return wording.loading_failed(self._error)
        if self._open is None:
            return None
        return urgent_message(
            self._open, self.video, self._notice, self._put_away, waiting=self._waiting
        )

    # What goes on behind.

    def _go_on(self) -> None:
        """Open what waits, once the present one is saved."""
        path, present = self._waiting, self._open
        if path is None or (present is not None and present.keeper.state is not Saving.SAVED):
            return
        self._waiting = None
        self._begin(path)

    def _begin(self, path: Path) -> None:
        self.video.leave()
        if self._open is not None:
            self._open.request_end()
            self._leaving.append(self._open)
        self._open = self._error = self._notice = self._unlike = self._other_load = None
        self._put_away.clear()
        self._phase, self._path = Phase.LOADING, path
        find_manifest, find_results = self._find_manifest, self._find_results
        self._load = Background(
            "vidclf-result", lambda: open_result(path, find_manifest, find_results)
        )

    def _take_loaded(self) -> None:
        job = self._load
        if job is None or not job.done:
            return
        self._load = None
        try:
            self._open = OpenResult(job.outcome(), self._clock, self._rescue)
        except Exception as error:  # noqa: BLE001 - told in the banner
            _log(error)
            self._phase, self._error = Phase.FAILED, error
            return
        self._phase = Phase.READY
        self.video.open(self._open.video.path, 0.0)

    def _take_other(self) -> None:
        job = self._other_load
        if job is None or not job.done:
            return
        self._other_load = None
        try:
            other = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._tell(error)
            return
        if self._open is not None:
            self._open.compare(other)

    def _take_video_check(self) -> None:
        try:
            checked = self.video.take_check()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._tell(error)
            return
        if checked is None or self._open is None:
            return
        path, is_same = checked
        # What was put away before is told if it happens again.
        self._put_away.clear()
        if is_same:
            self._open.move_video(path)
            self.video.open(path, self.video.position_s)
        elif path == self._open.video.path:
            self._open.note_changed_video()
            self.video.open(path, self.video.position_s)
        else:
            self._unlike = path
            self._show(wording.other_video(path.name))

    def _correct(self, change: Callable[[Editing, ResultDocument], None]) -> None:
        if self._open is None:
            return
        try:
            self._open.correct(change)
        except VidclfError as error:
            self._show(wording.refused(error))

    def _tell(self, error: Exception) -> None:
        _log(error)
        if not isinstance(error, VidclfError):
            error = VidclfError(
                deferred("errors", "Something unexpected went wrong: {error}").format(
                    error=f"{type(error).__name__}: {error}"
                )
            )
        self._show(wording.refused(error))

    def _show(self, message: Message) -> None:
        self._notice = message
        self._put_away.discard(message.banner.message)


def _log(error: BaseException) -> None:
    if not isinstance(error, VidclfError):
        log.error("%s", error, exc_info=error)
