"""What every frame encoder does."""

from typing import Protocol

from vidclf_app.core.records import Frame, FrameFeatures


class FrameEncoder(Protocol):
    """Turns a frame into features, one frame at a time and in order."""

    @property
    def features(self) -> int:
        """Length F of a feature vector."""

    @property
    def finds_people(self) -> bool:
        """Whether a frame without a body means that nobody is there."""

    @property
    def provider(self) -> str:
        """The execution provider in use, "CUDA" or "CPU"."""

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame.

        Raises:
            EngineError: The network failed or gave numbers that are not finite.
        """

    def reset(self) -> None:
        """Forget what is remembered from earlier frames: the source jumped."""
