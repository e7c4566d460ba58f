"""The view of a result without its widgets: what is asked for goes in, what to show comes out.

Reading, deciding, saving and decoding happen on threads of their own; `poll` fetches what is new.
Nothing here waits, but `close`, which does so for a bounded time.
"""

import logging
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.core.records import Tuning
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.errors import VidclfError
from vidclf_app.results.correcting import Edge
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.identity import Freshness, ModelState, VideoState, located
from vidclf_app.results.records import ShownSegment
from vidclf_app.ui.parts.own_tuning import OwnTuning
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.editing import Editing
from vidclf_app.ui.review.following import Deducer, Followed, Follower, Wish
from vidclf_app.ui.review.keeping import Keeper
from vidclf_app.ui.review.opening import (
    FindManifest,
    FindResults,
    Opened,
    bundled_manifest,
    is_the_video,
    open_other,
    open_result,
    results_beside,
)
from vidclf_app.ui.review.overlaying import body_at, recognised_at
from vidclf_app.ui.review.playing.player import Player, PlayerState
from vidclf_app.ui.review.view_state import (
    SPEEDS,
    Choice,
    Message,
    Other,
    Phase,
    ReviewState,
    Saving,
)

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
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
    """

    def __init__(
        self,
        *,
        find_manifest: FindManifest = bundled_manifest,
        find_results: FindResults = results_beside,
        skeleton: bool = True,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self._find_manifest = find_manifest
        self._find_results = find_results
        self._skeleton = skeleton
        self._clock = clock
        self._capture_factory = capture_factory
        self._phase = Phase.EMPTY
        self._path: Path | None = None
        self._waiting: Path | None = None  # To be opened once the present one is saved.
        self._load: Background[Opened] | None = None
        self._other_load: Background[Other] | None = None
        self._video_check: tuple[Path, Background[bool]] | None = None
        self._unlike: Path | None = None  # A file that is not the video, chosen by a person.
        self._document: ResultDocument | None = None
        self._keeper: Keeper | None = None
        self._follower: Follower | None = None
        self._followed: Followed | None = None
        self._other: Other | None = None
        self._freshness: Freshness | None = None
        self._choices: tuple[Choice, ...] = ()
        self._own_tuning: OwnTuning | None = None
        self._editing = Editing()
        self._player: Player | None = None
        self._leaving: list[Player] = []
        self._leavers: list[Follower | Keeper] = []
        self._speed = 1.0
        self._notice: Message | None = None
        self._error: BaseException | None = None
        self._closed_errors: set[str] = set()

    # Opening and leaving.

    def open_result(self, path: Path) -> None:
        """Show a result. What was changed in the present one is saved first."""
        self._waiting = path
        if self._keeper is not None and self._keeper.state is not Saving.SAVED:
            self._keeper.save_now()
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
        elif self._document is not None:
            self._open_video(self._position_s)

    def save_again(self) -> None:
        """Try to save what could not be saved."""
        if self._keeper is not None:
            self._keeper.save_now()

    def save_to(self, path: Path) -> None:
        """Save in another file and go on there."""
        if self._keeper is not None:
            self._keeper.save_to(path)

    def save_soon(self) -> None:
        """Save at once what is not saved yet: the page is left."""
        if self._keeper is not None and self._keeper.state is Saving.WAITING:
            self._keeper.save_now()

    def close_message(self) -> None:
        """Put the message away that is shown."""
        if self._phase is Phase.FAILED:
            self._phase, self._error = Phase.EMPTY, None
            return
        message = self._message()
        if message is not None:
            self._closed_errors.add(message.banner.message)
        if message is self._notice:
            self._notice = None
            self._unlike = None

    def request_end(self) -> None:
        """Tell the threads to end, and return at once."""
        if self._player is not None:
            self._player.request_stop()
        if self._follower is not None:
            self._follower.request_stop()

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
        ended = []
        keepers = [each for each in self._leavers if isinstance(each, Keeper)]
        for keeper in [*keepers, *([self._keeper] if self._keeper else [])]:
            ended.append(keeper.finish(left_s()))
        players = [*self._leaving, *([self._player] if self._player else [])]
        ended += [player.stop(left_s()) for player in players]
        followers = [each for each in self._leavers if isinstance(each, Follower)]
        for follower in [*followers, *([self._follower] if self._follower else [])]:
            ended.append(follower.join(left_s()))
        jobs: list[Background[Opened] | Background[Other] | Background[bool] | None] = [
            self._load,
            self._other_load,
            self._video_check[1] if self._video_check else None,
        ]
        ended += [job.join(left_s()) for job in jobs if job is not None]
        return all(ended)

    # The video.

    def set_playing(self, playing: bool) -> None:
        """Play, or stand still."""
        if self._player is not None:
            self._player.play(playing)

    def set_speed(self, speed: float) -> None:
        """Play so many seconds of video a second."""
        self._speed = speed
        if self._player is not None:
            self._player.set_speed(speed)

    def step_speed(self, steps: int) -> None:
        """Play faster or slower, by steps of `SPEEDS`."""
        nearest = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self._speed))
        self.set_speed(SPEEDS[min(max(nearest + steps, 0), len(SPEEDS) - 1)])

    def step_frames(self, frames: int) -> None:
        """Stand still, some frames further on, or back."""
        if self._player is not None:
            self._player.step(frames)

    def seek(self, time_s: float) -> None:
        """Move the playhead."""
        if self._player is not None:
            self._player.seek(min(max(time_s, 0.0), self._duration_s))

    def seek_by(self, seconds: float) -> None:
        """Move the playhead on or back."""
        self.seek(self._position_s + seconds)

    def seek_end(self) -> None:
        """Move the playhead to the end."""
        self.seek(self._duration_s)

    def set_skeleton(self, skeleton: bool) -> None:
        """Draw the followed person, or don't."""
        self._skeleton = skeleton

    def find_video(self, path: Path) -> None:
        """Take a file for the video, once it is found to be the same."""
        document = self._document
        if document is None:
            return
        video = document.analysis.video
        check = Background("vidclf-video", lambda: is_the_video(video, path))
        self._video_check = path, check
        self._notice = None

    def use_anyway(self) -> None:
        """Show the pictures of the file that is not the video that was analysed."""
        path, self._unlike, self._notice = self._unlike, None, None
        if path is not None:
            self._open_video(self._position_s, path)

    # Tuning.

    def set_threshold(self, threshold: float | None) -> None:
        """Change the threshold of all labels, 0..1; None leaves it to the model."""
        if self._document is not None:
            tuning = self._document.tuning
            if threshold is not None:
                threshold = min(1.0, max(0.01, threshold))
            self._tune(Tuning(threshold, tuning.smoothing_s))

    def set_smoothing(self, smoothing_s: float | None) -> None:
        """Change the length of the rolling average, seconds; None leaves it to the model."""
        if self._document is not None:
            if smoothing_s is not None:
                smoothing_s = min(60.0, max(0.0, smoothing_s))
            self._tune(Tuning(self._document.tuning.threshold, smoothing_s))

    def reset_tuning(self) -> None:
        """Leave threshold and smoothing to the model."""
        self._tune(Tuning())

    # Segments.

    def select(self, number: int | None) -> None:
        """Choose a segment, by its place in `Result.segments`; None chooses none."""
        self._editing.select(self._segments, number)

    def go_to(self, number: int) -> None:
        """Choose a segment and move the playhead to its beginning."""
        if 0 <= number < len(self._segments):
            self.select(number)
            self.seek(self._segments[number].start_s)

    def go_to_neighbour(self, step: int) -> None:
        """Choose the next segment behind the playhead (1), or the one before it (-1)."""
        starts_s = [segment.start_s for segment in self._segments]
        position_s = self._position_s
        if step > 0:
            self.go_to(bisect_right(starts_s, position_s + _SAME_TIME_S))
            return
        playing = self._player is not None and self._player.poll().playing
        reach_s = _JUST_BEGUN_S if playing else _SAME_TIME_S
        self.go_to(bisect_left(starts_s, position_s - reach_s) - 1)

    def use_label(self, label: str) -> None:
        """Give the chosen segment a label; without one, use it for new segments."""
        if self._editing.selected is not None:
            self.relabel(label)
        else:
            self._editing.choose_label(label)

    def press_label(self, place: int) -> None:
        """Use one of the labels, by its place among `ReviewState.labels`."""
        labels = self._labels
        if 0 <= place < len(labels):
            self.use_label(labels[place])

    def relabel(self, label: str) -> None:
        """Give the chosen segment another label."""
        self._correct(lambda editing, document: editing.relabel(document, self._segments, label))

    def move_edge(self, number: int, edge: Edge, time_s: float) -> None:
        """Move an edge of a segment, which becomes the chosen one."""
        self.select(number)
        self._correct(
            lambda editing, document: editing.move_edge(document, self._segments, edge, time_s)
        )

    def set_edge_here(self, edge: Edge) -> None:
        """Let the chosen segment start, or end, at the playhead."""
        if self._editing.selected is not None:
            self.move_edge(self._editing.selected, edge, self._position_s)

    def add(self, start_s: float, end_s: float) -> None:
        """Add a segment with the label for new ones."""
        self._correct(lambda editing, document: editing.add(document, start_s, end_s))

    def add_here(self) -> None:
        """Add a segment at the playhead, as far as there is room."""
        self._correct(
            lambda editing, document: editing.add_at(document, self._segments, self._position_s)
        )

    def delete(self) -> None:
        """Delete the chosen segment."""
        self._correct(lambda editing, document: editing.delete(document, self._segments))

    def undo(self) -> None:
        """Take the last correction back."""
        self._correct(lambda _, document: document.corrections.undo())

    def redo(self) -> None:
        """Make a correction again that was taken back."""
        self._correct(lambda _, document: document.corrections.redo())

    # Comparing.

    def compare_with(self, path: Path) -> None:
        """Show another result of the same video beside this one."""
        document = self._document
        if document is not None and self._other_load is None:
            video = document.analysis.video
            self._notice = None
            self._other_load = Background("vidclf-other", lambda: open_other(path, video))

    def stop_comparing(self) -> None:
        """Put the other result away."""
        self._other = None
        self._follow()

    # What to show.

    def poll(self) -> ReviewState:
        """Return how things stand now. Also the heartbeat: saving falls due here."""
        self._reap()
        self._take_loaded()
        self._take_other()
        self._take_video_check()
        self._take_followed()
        if self._keeper is not None:
            self._keeper.poll()
        self._go_on()
        return self._state(self._player.poll() if self._player is not None else PlayerState())

    def _state(self, player: PlayerState) -> ReviewState:
        document, followed = self._document, self._followed
        if document is None or followed is None:
            headline = wording.nothing_open()
            if self._phase is Phase.LOADING and self._path is not None:
                headline = wording.opening(self._path.name)
            return ReviewState(
                phase=self._phase,
                headline=headline,
                path=self._path,
                skeleton=self._skeleton,
                speed=self._speed,
                message=self._message(),
            )
        analysis = followed.result.analysis
        predictions = analysis.predictions
        frame = player.frame
        time_s = player.position_s if frame is None else frame.time_s
        return ReviewState(
            phase=self._phase,
            headline=wording.no_picture(player),
            title=analysis.video.name,
            subtitle=wording.subtitle(analysis),
            path=self._keeper.path if self._keeper is not None else self._path,
            video=document.analysis.video.path,
            result=followed.result,
            timeline=followed.timeline,
            other=followed.other,
            comparing=self._other_load is not None,
            choices=self._choices,
            position_s=min(player.position_s, self._duration_s),
            frame=frame,
            body=None if frame is None else body_at(predictions, frame, analysis.video.width_px),
            recognised=recognised_at(followed.result, followed.timeline.shown, time_s),
            can_play=frame is not None,
            playing=player.playing,
            speed=self._speed,
            skeleton=self._skeleton,
            finds_people=predictions.landmarks is not None,
            selected=self._editing.selected,
            label=self._editing.label,
            labels=self._labels,
            can_undo=document.corrections.can_undo,
            can_redo=document.corrections.can_redo,
            tuning=document.tuning,
            own_tuning=self._own_tuning,
            saving=self._keeper.state if self._keeper is not None else Saving.SAVED,
            message=self._message(),
        )

    def _message(self) -> Message | None:
        """Return the most urgent message that was not put away."""
        if self._phase is Phase.FAILED and self._error is not None:
            return wording.loading_failed(self._error)
        messages: list[Message | None] = []
        if self._keeper is not None and self._keeper.error is not None:
            error = self._keeper.error
            # Work that is not saved can't be put away.
            if self._waiting is not None:
                return wording.not_saved_before_leaving(error, self._waiting.name)
            return wording.not_saved(error)
        messages += [self._notice, self._video_message(), self._stale_message()]
        shown = [m for m in messages if m and m.banner.message not in self._closed_errors]
        return shown[0] if shown else None

    def _video_message(self) -> Message | None:
        document, player = self._document, self._player
        if document is None or player is None:
            return None
        error = player.poll().error
        if error is None:
            return None
        video = document.analysis.video
        if player.path == video.path and player.is_gone:
            return wording.video_missing(video)
        return wording.video_failed(error)

    def _stale_message(self) -> Message | None:
        document, fresh = self._document, self._freshness
        if document is None or fresh is None:
            return None
        if fresh.video is VideoState.CHANGED:
            return wording.video_changed(document.analysis.video)
        if fresh.model is ModelState.CHANGED:
            return wording.model_changed(document.analysis.model)
        return None

    @property
    def _segments(self) -> tuple[ShownSegment, ...]:
        return self._followed.result.segments if self._followed is not None else ()

    @property
    def _labels(self) -> tuple[str, ...]:
        followed = self._followed
        if followed is None:
            return ()
        timeline = followed.timeline
        numbers = [n for n in timeline.lanes if n != timeline.background]
        known = len(followed.result.analysis.model.labels)
        return tuple(timeline.labels[n] for n in (*numbers, *range(known, len(timeline.labels))))

    @property
    def _duration_s(self) -> float:
        return self._followed.timeline.duration_s if self._followed is not None else 0.0

    @property
    def _position_s(self) -> float:
        return self._player.poll().position_s if self._player is not None else 0.0

    # What goes on behind.

    def _go_on(self) -> None:
        """Open what waits, once the present one is saved."""
        path, keeper = self._waiting, self._keeper
        if path is None or (keeper is not None and keeper.state is not Saving.SAVED):
            return
        self._waiting = None
        self._begin(path)

    def _begin(self, path: Path) -> None:
        self._retire_player()
        self._leavers += [each for each in (self._follower, self._keeper) if each is not None]
        self._document = self._keeper = self._follower = self._followed = self._other = None
        self._freshness = self._error = self._notice = self._unlike = None
        self._other_load = self._video_check = None
        self._closed_errors.clear()
        self._editing = Editing()
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
            opened = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            _log(error)
            self._phase, self._error = Phase.FAILED, error
            return
        self._phase = Phase.READY
        self._document = opened.document
        self._follower = Follower(opened.deducer)
        self._followed, self._freshness = opened.first, opened.freshness
        self._choices = opened.choices
        self._keeper = Keeper(opened.path, opened.document, self._clock)
        model = opened.document.analysis.model
        enters = [
            threshold.enter
            for label, threshold in model.thresholds.items()
            if label != model.background_label
        ]
        self._own_tuning = (
            OwnTuning(min(enters), max(enters), model.smoothing_s) if enters else None
        )
        self._editing.choose_label(self._labels[0] if self._labels else "")
        self._open_video(0.0)

    def _open_video(self, start_s: float, path: Path | None = None) -> None:
        self._retire_player()
        if self._document is None:
            return
        self._player = Player(
            path or self._document.analysis.video.path,
            start_s=start_s,
            clock=self._clock,
            capture_factory=self._capture_factory,
        )
        self._player.set_speed(self._speed)

    def _retire_player(self) -> None:
        if self._player is not None:
            self._player.request_stop()
            self._leaving.append(self._player)
            self._player = None

    def _reap(self) -> None:
        self._leaving = [player for player in self._leaving if not player.stop(0.0)]
        self._leavers = [
            each
            for each in self._leavers
            if not (each.finish(0.0) if isinstance(each, Keeper) else each.join(0.0))
        ]

    def _take_other(self) -> None:
        job = self._other_load
        if job is None or not job.done:
            return
        self._other_load = None
        try:
            self._other = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._tell(error)
            return
        self._follow()

    def _take_video_check(self) -> None:
        if self._video_check is None or not self._video_check[1].done:
            return
        (path, job), self._video_check = self._video_check, None
        document, keeper = self._document, self._keeper
        if document is None or keeper is None or self._follower is None:
            return
        try:
            is_same = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._tell(error)
            return
        if not is_same:
            self._unlike = path
            self._notice = wording.other_video(path.name)
            self._closed_errors.discard(self._notice.banner.message)
            return
        analysis = document.analysis
        document.analysis = replace(analysis, video=located(analysis.video, path))
        self._leavers.append(self._follower)
        self._follower = Follower(Deducer(document.analysis))
        if self._freshness is not None:
            self._freshness = Freshness(VideoState.SAME, self._freshness.model)
        keeper.note_change()
        self._open_video(self._position_s)
        self._follow()

    def _take_followed(self) -> None:
        if self._follower is None:
            return
        try:
            followed = self._follower.take()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._tell(error)
            self._other = None
            return
        if followed is not None:
            self._followed = followed
            self._editing.find_again(followed.result.segments, followed.timeline.shown)

    def _follow(self) -> None:
        if self._follower is not None and self._document is not None:
            tuning, hand = self._document.edits
            self._follower.ask(Wish(tuning, hand, self._other))

    def _tune(self, tuning: Tuning) -> None:
        if self._document is None or tuning == self._document.tuning:
            return
        self._document.set_tuning(tuning)
        self._changed()

    def _correct(self, change: Callable[[Editing, ResultDocument], None]) -> None:
        if self._document is None:
            return
        before = self._document.edits
        try:
            change(self._editing, self._document)
        except VidclfError as error:
            self._notice = wording.refused(error)
            self._closed_errors.discard(error.message)
            return
        if self._document.edits != before:
            self._notice = None
            self._changed()

    def _changed(self) -> None:
        if self._keeper is not None:
            self._keeper.note_change()
        self._follow()

    def _tell(self, error: BaseException) -> None:
        _log(error)
        if not isinstance(error, VidclfError):
            error = VidclfError(f"{type(error).__name__}: {error}")
        self._notice = wording.refused(error)
        self._closed_errors.discard(error.message)


def _log(error: BaseException) -> None:
    if not isinstance(error, VidclfError):
        log.error("%s", error, exc_info=error)
