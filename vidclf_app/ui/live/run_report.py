"""What a run of the window measured about itself, for the bench. Without Qt."""

import dataclasses
import json
import time
from pathlib import Path

from vidclf_app.core.files import write_text
from vidclf_app.core.memory import peak_resident_mb
from vidclf_app.core.records import Stats
from vidclf_app.ui.live.view_state import ViewState

_SETTLING_S = 3.0


class RunRecorder:
    """Notes when things happened first, and what the process used once it had settled."""

    def __init__(self) -> None:
        self.painted_frames = 0
        self._window_shown_unix_s: float | None = None
        self._first_frame_painted_unix_s: float | None = None
        self._first_prediction_unix_s: float | None = None
        self._settled: tuple[float, float] | None = None

    def note_window_shown(self) -> None:
        """The window is on the screen."""
        if self._window_shown_unix_s is None:
            self._window_shown_unix_s = time.time()

    def note_frame_painted(self) -> None:
        """A new frame is on the screen."""
        self.painted_frames += 1
        if self._first_frame_painted_unix_s is None:
            self._first_frame_painted_unix_s = time.time()

    def note_state(self, state: ViewState) -> None:
        """A state was polled."""
        if self._first_prediction_unix_s is None:
            if state.prediction is not None:
                self._first_prediction_unix_s = time.time()
        elif self._settled is None and time.time() - self._first_prediction_unix_s >= _SETTLING_S:
            self._settled = (time.process_time(), time.monotonic())

    def write(self, path: Path, stats: Stats) -> None:
        """Write the report as JSON.

        Raises:
            SinkError: It can't be written.
        """
        cpu_s = wall_s = None
        if self._settled is not None:
            cpu_s = time.process_time() - self._settled[0]
            wall_s = time.monotonic() - self._settled[1]
        report = {
            "window_shown_unix_s": self._window_shown_unix_s,
            "first_frame_painted_unix_s": self._first_frame_painted_unix_s,
            "first_prediction_unix_s": self._first_prediction_unix_s,
            "painted_frames": self.painted_frames,
            "cpu_s": cpu_s,
            "wall_s": wall_s,
            "peak_rss_mb": peak_resident_mb(),
            "stats": dataclasses.asdict(stats),
        }
        write_text(path, json.dumps(report, indent=2) + "\n")
