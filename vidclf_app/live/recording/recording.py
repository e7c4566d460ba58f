"""A recording: the tracks that were asked for, fed with the same frames."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.core.overlay import draw_overlay
from vidclf_app.core.records import Frame, Prediction, UInt8Array
from vidclf_app.core.skeleton import body_to_draw
from vidclf_app.errors import VidclfError
from vidclf_app.live.recording.part import free_bytes
from vidclf_app.live.recording.track import PART_S, Track, TrackPlan


@dataclass(frozen=True, slots=True)
class RecordingOptions:
    """What is recorded, and where.

    Attributes:
        folder: Where recordings and snapshots go.
        raw: The source's own pictures.
        annotated: The pictures with label, bars and skeleton.
        part_s: Length of a file; the next begins then.
        free_space: Tells how many bytes may still be written into a folder.
    """

    folder: Path
    raw: bool = True
    annotated: bool = False
    part_s: float = PART_S
    free_space: Callable[[Path], int] = free_bytes


@dataclass(frozen=True, slots=True)
class RecordingProgress:
    """How a recording is doing.

    Attributes:
        duration_s: How long it is.
        size_bytes: Of all its files.
        dropped: Frames that there was no time to write, of all tracks.
        paths: Finished files.
    """

    duration_s: float
    size_bytes: int
    dropped: int
    paths: tuple[Path, ...]


class Recording:
    """Writes what it is given until it is stopped.

    Args:
        options: What and where.
        source_name: For people.
        rate_hz: Constant rate of its files.
        skeleton: Draw the followed person into the annotated video.
        wall: The time of day, Unix seconds.
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
    """

    def __init__(
        self,
        options: RecordingOptions,
        source_name: str,
        rate_hz: float,
        *,
        skeleton: bool = True,
        wall: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        drawings = []
        if options.raw or not options.annotated:
            drawings.append(("", _as_it_is))
        if options.annotated:
            drawings.append(("annotated", annotated if skeleton else _without_skeleton))
        self._tracks = [
            Track(
                TrackPlan(
                    folder=options.folder,
                    source_name=source_name,
                    addition=addition,
                    rate_hz=rate_hz,
                    draw=draw,
                    part_s=options.part_s,
                    free_space=options.free_space,
                ),
                wall,
                clock,
            )
            for addition, draw in drawings
        ]

    def take(self, frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> None:
        """Take a frame in. Returns at once, from any thread."""
        for track in self._tracks:
            track.offer(frame, prediction, labels)

    @property
    def error(self) -> VidclfError | None:
        """The first error of a track; the others go on."""
        return next((track.error for track in self._tracks if track.error is not None), None)

    @property
    def has_ended(self) -> bool:
        """Whether all its files are finished."""
        return all(track.has_ended for track in self._tracks)

    @property
    def progress(self) -> RecordingProgress:
        """How it is doing."""
        tracks = [track.progress for track in self._tracks]
        return RecordingProgress(
            duration_s=max(track.duration_s for track in tracks),
            size_bytes=sum(track.size_bytes for track in tracks),
            dropped=sum(track.dropped for track in tracks),
            paths=tuple(path for track in tracks for path in track.paths),
        )

    def request_stop(self) -> None:
        """Let the files be finished. Returns at once."""
        for track in self._tracks:
            track.request_stop()

    def join(self, timeout_s: float) -> bool:
        """Wait for the files to be finished; True when they are."""
        deadline_s = time.monotonic() + timeout_s
        ended = [track.join(max(0.0, deadline_s - time.monotonic())) for track in self._tracks]
        return all(ended)


def annotated(
    frame: Frame,
    prediction: Prediction | None,
    labels: tuple[str, ...],
    *,
    skeleton: bool = True,
) -> UInt8Array:
    """Return a frame with the overlay: uint8 BGR, shape (H, W, 3), a new picture."""
    body = body_to_draw(prediction, frame.time_s) if skeleton else None
    return draw_overlay(frame.pixels, labels, prediction, body=body)


def _without_skeleton(
    frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]
) -> UInt8Array:
    return annotated(frame, prediction, labels, skeleton=False)


def _as_it_is(frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> UInt8Array:
    del prediction, labels
    return frame.pixels
