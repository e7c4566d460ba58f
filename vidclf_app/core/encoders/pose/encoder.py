"""The pose CNN as a frame encoder."""

from vidclf_app.core.body import BODY_VECTOR_SIZE, body_vector
from vidclf_app.core.encoders.pose.detector import PersonDetector
from vidclf_app.core.encoders.pose.landmarks import LandmarkReader
from vidclf_app.core.encoders.pose.tracker import PersonTracker
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Frame, FrameFeatures


class PoseEncoder:
    """Encodes the body of one person; remembers where they are.

    Args:
        detector: See `PersonDetector`.
        landmarks: See `LandmarkReader`.
    """

    def __init__(self, detector: Engine, landmarks: Engine) -> None:
        self._reader = LandmarkReader(landmarks)
        self._tracker = PersonTracker(PersonDetector(detector), self._reader)

    @property
    def features(self) -> int:
        """Length F of a feature vector."""
        return BODY_VECTOR_SIZE

    @property
    def finds_people(self) -> bool:
        """Whether a frame without a body means that nobody is there."""
        return True

    @property
    def provider(self) -> str:
        """The execution provider in use, "CUDA" or "CPU"."""
        return self._reader.provider

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame. See `FrameEncoder`."""
        body = self._tracker.follow(frame.pixels, frame.time_s)
        return FrameFeatures(
            vector=body_vector(body, frame.height_px),
            index=frame.index,
            time_s=frame.time_s,
            body=body,
        )

    def reset(self) -> None:
        """Forget the person: the source jumped."""
        self._tracker.reset()
