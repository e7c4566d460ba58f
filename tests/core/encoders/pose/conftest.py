"""The real networks, and pictures of the drawn person of the demo clip."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import DEMO_CLIP
from tests.core.encoders.pose.watching import Watcher
from training.weights import POSE_DETECTOR, POSE_LANDMARKS
from vidclf_app.core.encoders.pose.detector import PersonDetector
from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.landmarks import LandmarkReader
from vidclf_app.core.encoders.pose.tracker import PersonTracker
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Float32Array, UInt8Array

REFERENCE = Path(__file__).parent / "demo_reference.npz"
# Around the landmarks, for what of the person lies beyond them.
_ROOM_PX = 45


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture of the demo clip, and what MediaPipe sees in it.

    Attributes:
        pixels: uint8, BGR, shape (720, 1280, 3).
        picture_px: float32, shape (33, 2), see `Body`.
        space_m: float32, shape (33, 3), likewise.
    """

    pixels: UInt8Array
    picture_px: Float32Array
    space_m: Float32Array

    @property
    def person(self) -> UInt8Array:
        """The part of the picture with the person."""
        low = np.maximum(self.picture_px.min(axis=0).astype(int) - _ROOM_PX, 0)
        high = self.picture_px.max(axis=0).astype(int) + _ROOM_PX
        return self.pixels[low[1] : high[1], low[0] : high[0]]


@pytest.fixture(scope="session")
def demo() -> list[Seen]:
    """Twelve pictures, spread over the clip."""
    video = cv2.VideoCapture(str(DEMO_CLIP))
    seen = []
    with np.load(REFERENCE, allow_pickle=False) as archive:
        for number, frame in enumerate(archive["frame"]):
            video.set(cv2.CAP_PROP_POS_FRAMES, float(frame))
            read, pixels = video.read()
            assert read
            seen.append(
                Seen(
                    pixels.astype(np.uint8, copy=False),
                    archive["picture_px"][number],
                    archive["space_m"][number],
                )
            )
    video.release()
    return seen


@pytest.fixture(scope="session")
def detector_engine() -> Engine:
    return Engine(POSE_DETECTOR.read_bytes(), "detector", provider="cpu")


@pytest.fixture(scope="session")
def landmarks_engine() -> Engine:
    return Engine(POSE_LANDMARKS.read_bytes(), "landmarks", provider="cpu")


@pytest.fixture
def detector(detector_engine: Engine) -> PersonDetector:
    return PersonDetector(detector_engine)


@pytest.fixture
def encoder(detector_engine: Engine, landmarks_engine: Engine) -> PoseEncoder:
    return PoseEncoder(detector_engine, landmarks_engine)


@pytest.fixture
def tracker(detector: PersonDetector, landmarks_engine: Engine) -> Watcher:
    return Watcher(PersonTracker(detector, LandmarkReader(landmarks_engine)))


Paste = Callable[..., UInt8Array]


@pytest.fixture
def paste() -> Paste:
    """Put a cut-out onto a picture: turned by `quarters`, `height_px` high, about (x, y)."""

    def put(
        picture: UInt8Array,
        person: UInt8Array,
        centre_px: tuple[float, float],
        height_px: int,
        quarters: int = 0,
    ) -> UInt8Array:
        turned = np.rot90(person, quarters)
        width_px = max(1, round(turned.shape[1] * height_px / turned.shape[0]))
        small = cv2.resize(
            np.ascontiguousarray(turned), (width_px, height_px), interpolation=cv2.INTER_AREA
        )
        left, top = round(centre_px[0] - width_px / 2), round(centre_px[1] - height_px / 2)
        height, width = picture.shape[:2]
        columns = slice(max(left, 0), min(left + width_px, width))
        rows = slice(max(top, 0), min(top + height_px, height))
        result = picture.copy()
        result[rows, columns] = small[
            rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
        ]
        return result

    return put


@pytest.fixture
def wall() -> Callable[[int, int], UInt8Array]:
    """An empty wall: uint8 BGR (H, W, 3), for a width and a height."""

    def paint(width_px: int, height_px: int) -> UInt8Array:
        return np.full((height_px, width_px, 3), (205, 215, 222), dtype=np.uint8)

    return paint
