"""Everything around one source's picture that is no picture: history, session, recordings.

The live controller holds one of these, tells it of each pipeline, and shows what `poll` returns.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from vidclf_app.core.pipeline import Pipeline, Snapshot
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.live.choices import LiveChoices
from vidclf_app.live.notices import Notice
from vidclf_app.live.recording.desk import RecordingDesk, RecordingView
from vidclf_app.live.session import SessionView
from vidclf_app.live.session_desk import SessionDesk
from vidclf_app.live.sinks import LiveSinks, MakeSinks, no_sinks
from vidclf_app.live.timeline import Timeline

_SHOWN_S = 8.0
_MOST_ERRORS = 5


@dataclass(frozen=True, slots=True, eq=False)
class DeskView:
    """What there is around a picture, at one moment.

    Attributes:
        timeline: The last minutes. It goes on by itself; whoever shows it takes what is new.
        history_minutes: How much of it to show.
        session: What was recognised since the source was chosen; the same object until something
            changes.
        shows_session: The session's panel is open.
        recording: A recording that goes on, or None.
        records: Whether raw, and whether annotated video is recorded.
        recordings_folder: Where recordings go, for people.
    """

    timeline: Timeline
    history_minutes: int
    session: SessionView
    shows_session: bool
    recording: RecordingView | None
    records: tuple[bool, bool]
    recordings_folder: str


class LiveDesk:
    """Holds the session and the recording of one source.

    Call everything from one thread, but the sinks. Nothing waits but `close`.

    Args:
        choices: What a person chose; None for settings that nobody keeps.
        make_sinks: Makes further sinks for each session.
        clock: Monotonic seconds.
        wall: The time of day, Unix seconds.
    """

    def __init__(
        self,
        choices: LiveChoices | None = None,
        make_sinks: MakeSinks = no_sinks,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.choices = choices or LiveChoices()
        self.sessions = SessionDesk(make_sinks, clock, wall)
        self.recordings = RecordingDesk(lambda: self.choices.recording_options, clock, wall)
        self._clock = clock
        self._pipeline: Pipeline | None = None
        self._skeleton = True
        self._passing: tuple[Notice, float] | None = None
        self._errors: list[Notice] = []

    # What the controller tells.

    def sinks(self, name: SourceName) -> LiveSinks:
        """Return the sinks for a new pipeline of a source."""
        return self.sessions.sinks(name)

    def attach(self, pipeline: Pipeline, name: SourceName) -> None:
        """Take note of a new pipeline, before it starts."""
        self._pipeline = pipeline
        self.recordings.attach(pipeline, name)

    def poll(
        self, snapshot: Snapshot | None, *, paused: bool, stalled: bool, skeleton: bool
    ) -> DeskView:
        """Return what there is. Also the heartbeat of recordings.

        Args:
            snapshot: How the pipeline stands.
            paused: The picture stands still because a person wanted it so.
            stalled: The picture stands still for another reason.
            skeleton: The followed person is drawn.
        """
        self._skeleton = skeleton
        self.sessions.note(snapshot, paused=paused, stalled=stalled)
        recording = self.recordings.poll(waiting=paused or stalled)
        for notice in (*self.sessions.take_notices(), *self.recordings.take_notices()):
            self._keep(notice)
        return DeskView(
            timeline=self.sessions.timeline,
            history_minutes=self.choices.history_minutes,
            session=self.sessions.view(),
            shows_session=self.choices.shows_session,
            recording=recording,
            records=self.choices.records,
            recordings_folder=str(self.recordings.folder),
        )

    def notice(self) -> Notice | None:
        """Return what there is to say: errors until they are put away, else for some seconds."""
        if self._errors:
            return self._errors[0]
        if self._passing is not None and self._clock() < self._passing[1]:
            return self._passing[0]
        self._passing = None
        return None

    def close_notice(self) -> None:
        """Put away what is said."""
        if self._errors:
            self._errors.pop(0)
        else:
            self._passing = None

    def request_close(self) -> None:
        """End everything, and return at once."""
        self.recordings.request_close()
        self._pipeline = None

    def close(self, timeout_s: float) -> bool:
        """End everything; wait for files, but not long. True when all are finished."""
        return self.recordings.close(timeout_s)

    # What a person asks for.

    def toggle_recording(self) -> None:
        """Begin a recording, or end the one that goes on."""
        if self.recordings.is_recording:
            self.recordings.stop()
        else:
            self.recordings.start(skeleton=self._skeleton)

    def take_snapshot(self) -> None:
        """Keep the picture that is shown now."""
        self.recordings.take_snapshot(skeleton=self._skeleton)

    def new_session(self) -> None:
        """Begin the session anew."""
        if self._pipeline is not None:
            self.sessions.new_session(self._pipeline.stats())

    def toggle_session_panel(self) -> None:
        """Open the panel with the session, or close it."""
        self.choices.set_shows_session(not self.choices.shows_session)

    def _keep(self, notice: Notice) -> None:
        if not notice.is_error:
            self._passing = notice, self._clock() + _SHOWN_S
        elif notice not in self._errors:
            # The oldest tells the cause.
            self._errors = [*self._errors, notice][:_MOST_ERRORS]
