"""Landmarks, and beside them what an image CNN sees of the person."""

import numpy as np

from vidclf_app.core.body import BODY_VECTOR_SIZE
from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.regions import Region, cut
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImageEncoderSpec
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Body, Float32Array, Frame, FrameFeatures, UInt8Array

# Room around the outermost landmarks, for hands, hair and what is held.
_ROOM = 1.25


class PoseImageEncoder:
    """Encodes the body of one person and the upright square around them.

    Args:
        pose: Finds and follows the person.
        engine: Takes uint8 RGB (1, height, width, 3), gives float32 (1, F).
        spec: The manifest's word on that network.
    """

    def __init__(self, pose: PoseEncoder, engine: Engine, spec: ImageEncoderSpec) -> None:
        self._pose = pose
        self._engine = engine
        self._spec = spec
        self._input_name = engine.inputs[0].name

    @property
    def features(self) -> int:
        """Length F of a feature vector: the body's, then the picture's."""
        return BODY_VECTOR_SIZE + self._spec.features

    @property
    def finds_people(self) -> bool:
        """Whether a frame without a body means that nobody is there."""
        return True

    @property
    def provider(self) -> str:
        """The execution provider in use, "CUDA" or "CPU"."""
        return self._pose.provider

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame. See `FrameEncoder`."""
        seen = self._pose.encode(frame)
        picture: Float32Array = np.zeros(self._spec.features, dtype=np.float32)
        if seen.body is not None:
            square = person_square(frame.pixels, seen.body)
            pixels = prepare(square, self._spec.preprocessing)
            picture = self._engine.run({self._input_name: pixels[None]})[0]
        return FrameFeatures(
            vector=np.concatenate([seen.vector, picture]),
            index=seen.index,
            time_s=seen.time_s,
            body=seen.body,
        )

    def reset(self) -> None:
        """Forget the person: the source jumped."""
        self._pose.reset()


def person_square(pixels: UInt8Array, body: Body) -> UInt8Array:
    """Cut the upright square around a body out of a picture; black beyond its edges.

    Args:
        pixels: uint8, BGR, shape (H, W, 3).
        body: Where the person is.

    Returns:
        uint8, BGR, shape (S, S, 3).
    """
    low, high = body.picture_px.min(axis=0), body.picture_px.max(axis=0)
    side = max(float((high - low).max()) * _ROOM, 2.0)
    # Never larger than what the picture could fill: a wild landmark must not cost a huge cut.
    side = min(side, 2.0 * max(pixels.shape[:2]))
    x, y = (float(value) for value in (low + high) / 2.0)
    return cut(pixels, Region(x, y, side), max(2, round(side)))[..., ::-1]
