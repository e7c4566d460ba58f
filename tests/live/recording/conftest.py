"""Frames to record, and what recordings are read with."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vidclf_app.core.records import Frame, UInt8Array

RATE_HZ = 20.0


def numbered(number: int, arrived_s: float, width_px: int = 160, height_px: int = 96) -> Frame:
    """Return a frame from whose picture its number (0..255) can be read again."""
    pixels = np.zeros((height_px, width_px, 3), dtype=np.uint8)
    for bit in range(8):
        left = bit * width_px // 8
        pixels[:, left : left + width_px // 8] = 255 if number >> bit & 1 else 0
    return Frame(pixels, number, arrived_s, arrived_s)


def number_of(pixels: UInt8Array) -> int:
    """Return the number of a frame made by `numbered`."""
    width = pixels.shape[1] // 8
    middle = pixels[pixels.shape[0] // 2, width // 2 :: width].mean(axis=1)
    return sum(int(level > 127) << bit for bit, level in enumerate(middle[:8]))


@dataclass(frozen=True)
class Video:
    """What a file holds."""

    rate_hz: float
    told_frames: int
    frames: list[UInt8Array]

    @property
    def numbers(self) -> list[int]:
        return [number_of(frame) for frame in self.frames]

    @property
    def duration_s(self) -> float:
        return len(self.frames) / self.rate_hz


def read_video(path: Path) -> Video:
    capture = cv2.VideoCapture(str(path))
    assert capture.isOpened(), path
    frames: list[UInt8Array] = []
    while True:
        ok, pixels = capture.read()
        if not ok:
            break
        frames.append(np.asarray(pixels, dtype=np.uint8))
    told = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    rate_hz = capture.get(cv2.CAP_PROP_FPS)
    capture.release()
    return Video(rate_hz, told, frames)
