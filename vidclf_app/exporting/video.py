"""The video itself with the overlay, rendered from the kept result: no model runs."""

import shutil
from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from vidclf_app.core.records import Prediction, SourceInfo, Stats
from vidclf_app.core.sinks.video import VideoSink
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SinkError
from vidclf_app.exporting.predictions import ShownLabels, prediction_at
from vidclf_app.results.records import Result
from vidclf_app.translating import deferred

# What OpenCV's MPEG-4 encoder makes of videos of people in rooms: 0.05 to 0.13 were measured.
_BITS_A_PIXEL = 0.1
_REPORT_EVERY_FRAMES = 10


def write_video(result: Result, path: Path, progress: Callable[[float], None]) -> None:
    """Write the video with shown labels, rolling averages and skeleton on every frame.

    The label on a frame is that of the segment that is shown there, a person's corrections
    included; the bars are the model's rolling averages.

    Args:
        result: The result; the video is read from its `video.path`.
        path: The file to make.
        progress: Called often with the share that is done, 0..1; what it raises ends the work and
            leaves no file.

    Raises:
        SourceError: The video is gone, can't be read or breaks off.
        SinkError: The file can't be written, or the disk is too small for it.
    """
    overlays = _Overlays(result)
    with open_file(result.analysis.video.path) as file:
        _check_space(file.info, path)
        duration_s = file.info.duration_s or result.analysis.video.duration_s
        sink = VideoSink(path)
        try:
            sink.begin(file.info, result.analysis.model.labels)
            while (stamp := file.grab()) is not None:
                sink.write_frame(file.retrieve(), overlays.at(stamp.time_s))
                if stamp.index % _REPORT_EVERY_FRAMES == 0:
                    progress(min(1.0, stamp.time_s / duration_s) if duration_s else 0.0)
            progress(1.0)
            sink.close(Stats())
        except BaseException:
            sink.abort()
            raise


class _Overlays:
    """What is drawn on the frame of a time."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._times_s = result.analysis.predictions.time_s.tolist()
        self._shown = ShownLabels(result)
        labels = result.analysis.model.labels
        self._nothing = np.zeros(len(labels), dtype=np.float32)

    def at(self, time_s: float) -> Prediction | None:
        """Return the newest prediction with the shown label in place of its own."""
        number = bisect_right(self._times_s, time_s) - 1
        if number < 0:
            label = self._shown.label_at(time_s, None)
            # Before the first prediction only a person can have said something; "nobody" leaves
            # the bars away.
            return None if label is None else self._spoken(label, time_s)
        prediction = prediction_at(self._result, number)
        return replace(prediction, label=self._shown.label_at(time_s, prediction.time_s))

    def _spoken(self, label: str, time_s: float) -> Prediction:
        return Prediction(self._nothing, self._nothing, label, 0, time_s, 0.0, nobody=True)


def needed_bytes(source: SourceInfo) -> int:
    """Return about how large the video will be; 0 where its length is unknown."""
    frames = (source.duration_s or 0.0) * source.rate_hz
    return int(frames * source.width_px * source.height_px * _BITS_A_PIXEL / 8)


def _check_space(source: SourceInfo, path: Path) -> None:
    needed = needed_bytes(source)
    with suppress(OSError):
        free = shutil.disk_usage(path.absolute().parent).free
        if free < needed:
            raise SinkError(
                deferred(
                    "errors",
                    "{path}: the video needs about {needed}, and only {free} are free there.",
                ).format(path=path, needed=_megabytes(needed), free=_megabytes(free)),
                deferred("errors", "Free some space or choose a folder on another disk."),
            )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
