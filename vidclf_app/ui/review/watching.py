"""The video beside the timeline: its player, and looking for it where it has gone."""

from collections.abc import Callable
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.core.sources.capture import CaptureFactory
from vidclf_app.results.identity import is_same_video
from vidclf_app.results.records import VideoIdentity
from vidclf_app.ui.review.playing.player import Player, PlayerState
from vidclf_app.ui.review.view_state import SPEEDS


class Watching:
    """Plays one video after the other. For one thread; every method but `end` returns at once.

    Args:
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.

    Attributes:
        speed: Seconds of video a second.
    """

    def __init__(self, clock: Callable[[], float], capture_factory: CaptureFactory) -> None:
        self.speed = 1.0
        self._clock = clock
        self._capture_factory = capture_factory
        self._player: Player | None = None
        self._leaving: list[Player] = []
        self._check: tuple[Path, Background[bool]] | None = None

    @property
    def state(self) -> PlayerState:
        """How the player stands."""
        return self._player.poll() if self._player is not None else PlayerState()

    @property
    def position_s(self) -> float:
        """Where the playhead is, seconds."""
        return self.state.position_s

    @property
    def path(self) -> Path | None:
        """The file that is played, or looked for."""
        return self._player.path if self._player is not None else None

    @property
    def is_gone(self) -> bool:
        """Whether the file is not there (any more)."""
        return self._player is not None and self._player.is_gone

    @property
    def is_changed(self) -> bool:
        """Whether the file was replaced or changed since it is shown."""
        return self._player is not None and self._player.is_changed

    def open(self, path: Path, start_s: float) -> None:
        """Show another file from some place on."""
        self.leave()
        self._player = Player(
            path, start_s=start_s, clock=self._clock, capture_factory=self._capture_factory
        )
        self._player.set_speed(self.speed)

    def leave(self) -> None:
        """Show no file."""
        if self._player is not None:
            self._player.request_stop()
            self._leaving.append(self._player)
            self._player = None
        self._check = None

    def set_playing(self, playing: bool) -> None:
        """Play, or stand still."""
        if self._player is not None:
            self._player.play(playing)

    def set_speed(self, speed: float) -> None:
        """Play so many seconds of video a second."""
        self.speed = speed
        if self._player is not None:
            self._player.set_speed(speed)

    def step_speed(self, steps: int) -> None:
        """Play faster or slower, by steps of `SPEEDS`."""
        nearest = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.speed))
        self.set_speed(SPEEDS[min(max(nearest + steps, 0), len(SPEEDS) - 1)])

    def step_frames(self, frames: int) -> None:
        """Stand still, some frames further on, or back."""
        if self._player is not None:
            self._player.step(frames)

    def seek(self, time_s: float) -> None:
        """Move the playhead."""
        if self._player is not None:
            self._player.seek(time_s)

    def check(self, video: VideoIdentity, path: Path) -> None:
        """Find out whether a file is the video that was analysed."""
        self._check = path, Background("vidclf-video", lambda: is_same_video(video, path))

    def take_check(self) -> tuple[Path, bool] | None:
        """Return what was found out since the last call: the file, and whether it is the video.

        Raises:
            SourceOpenError: It can't be read.
        """
        if self._check is None or not self._check[1].done:
            return None
        (path, job), self._check = self._check, None
        return path, job.outcome()

    def reap(self) -> None:
        """Forget the players that have ended."""
        self._leaving = [player for player in self._leaving if not player.stop(0.0)]

    def request_end(self) -> None:
        """Tell the thread to end, and return at once."""
        if self._player is not None:
            self._player.request_stop()

    def end(self, left_s: Callable[[], float]) -> bool:
        """End all threads; see `OpenResult.end`."""
        self.request_end()
        check = self._check
        players = [*self._leaving, *([self._player] if self._player is not None else [])]
        ended = [player.stop(left_s()) for player in players]
        return all(ended) and (check is None or check[1].join(left_s()))
