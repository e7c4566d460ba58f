"""Decides when a recording begins and ends, and what is said of it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.core.pipeline import Pipeline, Snapshot, State
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.errors import VidclfError
from vidclf_app.live.notices import Notice, error_notice
from vidclf_app.live.recording.leftovers import ABANDONED_AFTER_S, Leftovers, finish_leftovers
from vidclf_app.live.recording.pace import steady_rate_hz
from vidclf_app.live.recording.recording import Recording, RecordingOptions, RecordingProgress
from vidclf_app.live.recording.snapshot import save_snapshot
from vidclf_app.translating import translate

log = logging.getLogger(__name__)

_FIRST_LOOK_S = 5.0  # The window and its picture come first.
_MOST_SNAPSHOTS = 3
_ENOUGH_FRAMES = 30  # To believe a measured rate: a driver may give its first frames in a burst.


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording that goes on.

    Attributes:
        elapsed_s: How long it is.
        size_bytes: Of its files.
        dropped: Frames that there was no time to write.
        is_waiting: It goes on with the next picture: a pause, or no picture.
    """

    elapsed_s: float
    size_bytes: int
    dropped: int
    is_waiting: bool


class RecordingDesk:
    """Records one place for a source, and takes snapshots of it.

    A recording begins when it is asked for and ends likewise, or with another source. A source
    that is lost and comes back, or another model, goes on in the same recording. A pause of more
    than ten seconds, or a source that is silent for so long, ends the file and not the recording:
    the next file begins with the next picture.

    Nothing here waits but `close`. For one thread.

    Args:
        options: Tells what is recorded, and where.
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
        wall: The time of day, Unix seconds.
    """

    def __init__(
        self,
        options: Callable[[], RecordingOptions],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._options = options
        self._clock = clock
        self._wall = wall
        self._recording: Recording | None = None
        self._pipeline: Pipeline | None = None
        self._name: SourceName | None = None
        self._finishing: list[Recording] = []
        self._snapshots: list[Background[tuple[Path, Path]]] = []
        self._look: Background[Leftovers] | None = None
        self._look_due_s: float | None = clock() + _FIRST_LOOK_S
        self._notices: list[Notice] = []

    @property
    def folder(self) -> Path:
        """Where recordings and snapshots go."""
        return self._options().folder

    @property
    def is_recording(self) -> bool:
        """Whether a recording goes on."""
        return self._recording is not None

    def attach(self, pipeline: Pipeline, name: SourceName) -> None:
        """Take note of a new pipeline. Of another source, it ends the recording."""
        if name != self._name:
            self.stop()
        self._pipeline, self._name = pipeline, name
        if self._recording is not None:
            pipeline.listen(self._recording.take)

    def start(self, *, skeleton: bool) -> None:
        """Begin a recording.

        Args:
            skeleton: Draw the followed person into the annotated video.
        """
        pipeline = self._pipeline
        snapshot = pipeline.snapshot() if pipeline is not None else None
        if self._recording is not None:
            return
        if pipeline is None or snapshot is None or not _shows(snapshot):
            self._say(translate("live", "There is no picture to record yet."))
            return
        assert snapshot.source is not None
        stats = pipeline.stats()
        measured_hz = stats.capture_hz if stats.captured >= _ENOUGH_FRAMES else 0.0
        rate_hz = steady_rate_hz(snapshot.source.rate_hz, measured_hz)
        self._recording = Recording(
            self._options(),
            snapshot.source.name,
            rate_hz,
            skeleton=skeleton,
            wall=self._wall,
            clock=self._clock,
        )
        pipeline.listen(self._recording.take)

    def stop(self) -> None:
        """End the recording; its files are finished in the background."""
        recording, self._recording = self._recording, None
        if recording is None:
            return
        if self._pipeline is not None:
            self._pipeline.listen(None)
        recording.request_stop()
        self._finishing.append(recording)

    def take_snapshot(self, *, skeleton: bool) -> None:
        """Write the picture that is shown now, in the background.

        Args:
            skeleton: Draw the followed person into the annotated picture.
        """
        snapshot = self._pipeline.snapshot() if self._pipeline is not None else None
        if snapshot is None or snapshot.frame is None or not _shows(snapshot):
            self._say(translate("live", "There is no picture to keep yet."))
            return
        if len(self._snapshots) >= _MOST_SNAPSHOTS:
            return  # A key that is held down.
        frame, prediction, source = snapshot.frame, snapshot.prediction, snapshot.source
        labels = snapshot.manifest.labels if snapshot.manifest is not None else ()
        folder, unix_s = self.folder, self._wall()
        name = source.name if source is not None else ""
        self._snapshots.append(
            Background(
                "vidclf-snapshot",
                lambda: save_snapshot(
                    folder, name, unix_s, frame, prediction, labels, skeleton=skeleton
                ),
            )
        )

    def poll(self, *, waiting: bool) -> RecordingView | None:
        """Return how the recording is doing; None without one.

        Args:
            waiting: There are no pictures just now.
        """
        self._take_snapshots()
        self._take_finished()
        self._look_for_leftovers()
        recording = self._recording
        if recording is not None and recording.error is not None:
            # One track may go on, but a person who sees the mark believes that all is recorded.
            self.stop()
            recording = None
        if recording is None:
            return None
        progress = recording.progress
        return RecordingView(
            elapsed_s=progress.duration_s,
            size_bytes=progress.size_bytes,
            dropped=progress.dropped,
            is_waiting=waiting,
        )

    def take_notices(self) -> list[Notice]:
        """Return what there is to say since the last call."""
        notices, self._notices = self._notices, []
        return notices

    def request_close(self) -> None:
        """End everything; returns at once."""
        self.stop()
        self._pipeline = None

    def close(self, timeout_s: float) -> bool:
        """End everything, and wait for the files.

        Returns:
            True when all is finished. What is not is found and finished at the next start.
        """
        self.request_close()
        deadline_s = time.monotonic() + timeout_s
        jobs: list[Recording | Background[Leftovers] | Background[tuple[Path, Path]]]
        jobs = [*self._finishing, *self._snapshots]
        if self._look is not None:
            jobs.append(self._look)
        ended = [job.join(max(0.0, deadline_s - time.monotonic())) for job in jobs]
        return all(ended)

    def _take_finished(self) -> None:
        for recording in [each for each in self._finishing if each.has_ended]:
            self._finishing.remove(recording)
            progress = recording.progress
            if recording.error is not None:
                kept = translate("live", "Nothing was recorded.")
                if progress.paths:
                    kept = translate("live", "What was recorded is kept: {path}").format(
                        path=_places(progress)
                    )
                self._notices.append(error_notice(recording.error, kept))
            elif progress.paths:
                text = translate("live", "Recorded {files}.")
                hint = str(progress.paths[0].parent)
                if progress.dropped:
                    hint += " — " + translate(
                        "live", "{count} pictures are missing: this machine was too slow for them."
                    ).format(count=progress.dropped)
                self._say(text.format(files=_places(progress)), hint)
            else:
                self._say(translate("live", "Nothing was recorded: there was no picture."))

    def _take_snapshots(self) -> None:
        for job in [job for job in self._snapshots if job.done]:
            self._snapshots.remove(job)
            try:
                raw, drawn = job.outcome()
            except VidclfError as error:
                self._notices.append(error_notice(error))
            else:
                text = translate("live", "Kept the picture as {raw} and {drawn}.")
                self._say(text.format(raw=raw.name, drawn=drawn.name), str(raw.parent))

    def _look_for_leftovers(self) -> None:
        if self._look is not None:
            if self._look.done:
                look, self._look = self._look, None
                try:
                    self._tell_leftovers(look.outcome())
                except Exception:
                    log.exception("Recordings that were cut off could not be looked for")
        elif self._look_due_s is not None and self._clock() >= self._look_due_s:
            self._look_due_s = None
            folder, wall = self.folder, self._wall
            self._look = Background("vidclf-leftovers", lambda: finish_leftovers(folder, wall))

    def _tell_leftovers(self, found: Leftovers) -> None:
        if found.young and not self.is_recording:
            self._look_due_s = self._clock() + ABANDONED_AFTER_S
        for path in found.finished:
            text = translate("live", "A recording that was cut off is finished now: {name}.")
            self._say(
                text.format(name=path.name),
                translate("live", "Its last moments are missing. It lies in {folder}.").format(
                    folder=path.parent
                ),
            )
        for path in found.damaged:
            text = translate("live", "A recording that was cut off can't be read: {name}.")
            self._say(text.format(name=path.name), str(path.parent))

    def _say(self, message: str, hint: str = "") -> None:
        self._notices.append(Notice(message, hint))


def _places(progress: RecordingProgress) -> str:
    """Return the names of files for people: all of a few, else the first and how many more."""
    names = [path.name for path in progress.paths]
    if len(names) <= 2:
        return ", ".join(names)
    more = translate("live", "and {count} more").format(count=len(names) - 1)
    return f"{names[0]} {more}"


def _shows(snapshot: Snapshot) -> bool:
    return snapshot.state is State.RUNNING and snapshot.source is not None and bool(snapshot.frame)
