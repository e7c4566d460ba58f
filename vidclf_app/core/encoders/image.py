"""The image CNN as a frame encoder."""

from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImageEncoderSpec
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Frame, FrameFeatures


class ImageEncoder:
    """Encodes the whole picture; remembers nothing between frames.

    Args:
        engine: Takes uint8 RGB (1, height, width, 3), gives float32 (1, F).
        spec: The manifest's word on it.
    """

    def __init__(self, engine: Engine, spec: ImageEncoderSpec) -> None:
        self._engine = engine
        self._spec = spec
        self._input_name = engine.inputs[0].name

    @property
    def features(self) -> int:
        """Length F of a feature vector."""
        return self._spec.features

    @property
    def finds_people(self) -> bool:
        """Whether a frame without a body means that nobody is there."""
        return False

    @property
    def provider(self) -> str:
        """The execution provider in use, "CUDA" or "CPU"."""
        return self._engine.provider

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame. See `FrameEncoder`."""
        pixels = prepare(frame.pixels, self._spec.preprocessing)
        vector = self._engine.run({self._input_name: pixels[None]})[0]
        return FrameFeatures(vector=vector, index=frame.index, time_s=frame.time_s)

    def reset(self) -> None:
        """Do nothing: each frame stands for itself."""
