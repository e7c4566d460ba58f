"""Searching in video files: every frame keeps the time and the picture that it has in order."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.builders import FakeCapture, FakeCaptureFactory
from vidclf_app.core.records import Frame
from vidclf_app.core.sources.capture import open_capture
from vidclf_app.core.sources.file import VideoFile

BITS = 8
FRAMES = 200


def write_numbered_video(path: Path, codec: str, frames: int = FRAMES) -> Path:
    """Write a video whose frames bear their number, as black and white bars."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 25.0, (16 * BITS, 64))
    assert writer.isOpened()
    for number in range(frames):
        bars = [255 * (number >> bit & 1) for bit in range(BITS)]
        row = np.repeat(np.array(bars, dtype=np.uint8), 16)
        writer.write(np.broadcast_to(row[None, :, None], (64, 16 * BITS, 3)).copy())
    writer.release()
    return path


def number_of(frame: Frame) -> int:
    """Return the number that a frame bears."""
    return sum(1 << bit for bit in range(BITS) if frame.pixels[32, 16 * bit + 8, 1] > 127)


@pytest.fixture(scope="module", params=[("mp4", "mp4v"), ("avi", "MJPG"), ("mkv", "mp4v")])
def numbered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    suffix, codec = request.param
    return write_numbered_video(tmp_path_factory.mktemp("numbered") / f"clip.{suffix}", codec)


def in_order(path: Path) -> list[float]:
    times = []
    with VideoFile(path) as file:
        while (stamp := file.grab()) is not None:
            times.append(stamp.time_s)
    return times


def test_seek_leads_to_every_frame(numbered: Path) -> None:
    times = in_order(numbered)
    assert len(times) == FRAMES
    with VideoFile(numbered) as file:
        for wanted in (150, 3, 199, 0, 77, 78, 76, 12, 13):
            file.seek(times[wanted])
            stamp = file.grab()
            assert stamp is not None
            assert wanted - 25 <= stamp.index <= wanted, "near, never behind"
            while stamp is not None and stamp.index < wanted:
                stamp = file.grab()
            assert stamp is not None
            assert stamp.time_s == pytest.approx(times[wanted], abs=1e-6)
            assert number_of(file.retrieve()) == wanted


def test_seek_behind_the_end_lands_before_it(numbered: Path) -> None:
    with VideoFile(numbered) as file:
        file.seek(1e4)
        last = None
        while (stamp := file.grab()) is not None:
            last = stamp.index
        assert last == FRAMES - 1


class _WithoutTimes:
    """A capture of a real file whose container tells no times."""

    def __init__(self, target: int | str, backend: int, properties: Sequence[int]) -> None:
        self._capture = open_capture(target, backend, properties)
        self.sets = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._capture, name)

    def get(self, property_id: int) -> float:
        silent = {cv2.CAP_PROP_POS_MSEC, cv2.CAP_PROP_FPS, cv2.CAP_PROP_FRAME_COUNT}
        return 0.0 if property_id in silent else self._capture.get(property_id)

    def set(self, property_id: int, value: float) -> bool:
        self.sets += 1
        return self._capture.set(property_id, value)


def test_without_readable_times_frames_are_counted_from_the_start(numbered: Path) -> None:
    made: list[_WithoutTimes] = []

    def factory(target: int | str, backend: int, properties: Sequence[int]) -> Any:
        made.append(_WithoutTimes(target, backend, properties))
        return made[-1]

    with VideoFile(numbered, capture_factory=factory) as file:
        assert file.info.rate_hz == 30.0, "the fallback"
        for wanted in (60, 20, 61):
            file.seek(wanted / 30.0)
            while (stamp := file.grab()) is not None and stamp.index < wanted:
                pass
            assert stamp is not None
            assert stamp.time_s == pytest.approx(wanted / 30.0, abs=1e-6)
            assert number_of(file.retrieve()) == wanted
    assert sum(capture.sets for capture in made) == 0, "what it says of times can't be trusted"


def test_a_capture_that_cannot_search_begins_anew(numbered: Path) -> None:
    factory = FakeCaptureFactory(FakeCapture(5), FakeCapture(5))
    with VideoFile(numbered, capture_factory=factory) as file:
        file.seek(0.1)
        stamp = file.grab()
        assert stamp is not None
        assert stamp.index == 0
        assert len(factory.opened) == 2
