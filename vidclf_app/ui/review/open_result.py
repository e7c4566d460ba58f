"""The result that is open: what was read, what follows from it, and where it is kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vidclf_app.core.records import Tuning
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.identity import Freshness, VideoState, located
from vidclf_app.results.records import Result, ShownSegment, VideoIdentity
from vidclf_app.ui.parts.own_tuning import own_tuning
from vidclf_app.ui.review.editing import Editing
from vidclf_app.ui.review.following import Deducer, Follower, Wish
from vidclf_app.ui.review.keeping import Keeper
from vidclf_app.ui.review.opening import Opened
from vidclf_app.ui.review.view_state import Other, Timeline


class OpenResult:
    """One result, from its opening until another takes its place. For one thread.

    Args:
        opened: What was read.
        clock: Monotonic seconds.
        rescue: A folder for what can't be saved in the end; None for none.

    Attributes:
        document: The result with tuning and corrections.
        keeper: Saves it.
        editing: The chosen segment and the label for new ones.
        freshness: Whether it still holds.
        choices: Other results of the same video.
        own_tuning: What the model says.
        result: What follows from the document; a moment behind it while it is worked out.
        timeline: What the timeline draws, of the same moment as `result`.
        other: What it is compared with, of the same moment; None for nothing.
    """

    def __init__(
        self, opened: Opened, clock: Callable[[], float], rescue: Path | None = None
    ) -> None:
        self.document: ResultDocument = opened.document
        self.keeper = Keeper(opened.path, opened.document, clock, rescue)
        self.editing = Editing()
        self.freshness = opened.freshness
        self.choices = opened.choices
        model = opened.document.analysis.model
        self.own_tuning = own_tuning(model.thresholds, model.background_label, model.smoothing_s)
        self.result: Result = opened.first.result
        self.timeline: Timeline = opened.first.timeline
        self.other: Other | None = None
        self._wanted_other: Other | None = None
        self._follower = Follower(opened.deducer)
        self._leaving: list[Follower] = []
        if self.labels:
            self.editing.choose_label(self.labels[0])

    @property
    def video(self) -> VideoIdentity:
        """The video, and where it is looked for."""
        return self.document.analysis.video

    @property
    def segments(self) -> tuple[ShownSegment, ...]:
        """The segments as they stand."""
        return self.result.segments

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels to choose from, those that matter first."""
        timeline = self.timeline
        numbers = [number for number in timeline.lanes if number != timeline.background]
        known = len(self.result.analysis.model.labels)
        others = range(known, len(timeline.labels))
        return tuple(timeline.labels[number] for number in (*numbers, *others))

    def tune(self, tuning: Tuning) -> None:
        """Decide anew with other thresholds and smoothing."""
        if tuning != self.document.tuning:
            self.document.set_tuning(tuning)
            self._changed()

    def correct(self, change: Callable[[Editing, ResultDocument], None]) -> None:
        """Change something by hand.

        Raises:
            ResultError: The correction is not possible; nothing has changed.
        """
        before = self.document.edits
        change(self.editing, self.document)
        if self.document.edits != before:
            self._changed()

    def compare(self, other: Other | None) -> None:
        """Compare with another result; None stops comparing."""
        self._wanted_other = other
        self._follow()

    def move_video(self, path: Path) -> None:
        """Look for the video elsewhere from now on, where the same one is."""
        analysis = self.document.analysis
        self.document.analysis = replace(analysis, video=located(analysis.video, path))
        self._follower.request_stop()
        self._leaving.append(self._follower)
        self._follower = Follower(Deducer(self.document.analysis))
        self.freshness = Freshness(VideoState.SAME, self.freshness.model)
        self._changed()

    def note_changed_video(self) -> None:
        """Take note that the video's file holds another video by now."""
        self.freshness = Freshness(VideoState.CHANGED, self.freshness.model)

    def poll(self) -> None:
        """Take in what has been worked out, and save what is due.

        Raises:
            Exception: What working it out raised; comparing has stopped.
        """
        self.keeper.poll()
        self._leaving = [follower for follower in self._leaving if not follower.join(0.0)]
        try:
            followed = self._follower.take()
        except Exception:
            self._wanted_other = None
            raise
        if followed is not None:
            self.result, self.timeline = followed.result, followed.timeline
            self.other = followed.other
            self.editing.find_again(self.segments, self.timeline.shown)

    def request_end(self) -> None:
        """Tell the threads to end, and return at once."""
        self._follower.request_stop()

    def end(self, left_s: Callable[[], float]) -> bool:
        """Save what is not saved and end the threads.

        Args:
            left_s: How long to wait at most, seconds; asked again before each wait.

        Returns:
            True when all have ended.
        """
        self.request_end()
        is_saved = self.keeper.finish(left_s())
        followers = [*self._leaving, self._follower]
        ended = [follower.join(left_s()) for follower in followers]
        return is_saved and all(ended)

    def leave(self, timeout_s: float) -> bool:
        """Wait for the threads after `request_end`; what is not saved by now is given up.

        Returns:
            True when all have ended.
        """
        followers = [*self._leaving, self._follower]
        ended = [follower.join(timeout_s) for follower in followers]
        return self.keeper.join(timeout_s) and all(ended)

    def _changed(self) -> None:
        self.keeper.note_change()
        self._follow()

    def _follow(self) -> None:
        tuning, hand = self.document.edits
        self._follower.ask(Wish(tuning, hand, self._wanted_other))
