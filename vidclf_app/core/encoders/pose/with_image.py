"""Landmarks, and beside them what an image CNN sees of the person."""

from typing import Any

import cv2
import numpy as np

from vidclf_app.core.body import BODY_VECTOR_SIZE
from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.regions import Region, cut
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImageEncoderSpec, ImagePreprocessing
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
            pixels = person_square(frame.pixels, seen.body, self._spec.preprocessing)
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


def person_square(pixels: UInt8Array, body: Body, size: ImagePreprocessing) -> UInt8Array:
    """Cut the upright square around a body out of a picture; black beyond its edges.

    Args:
        pixels: uint8, BGR, shape (H, W, 3).
        body: Where the person is.
        size: Of the result; its crop doesn't matter.

    Returns:
        uint8, RGB, shape (size.height_px, size.width_px, 3).
    """
    low, high = body.picture_px.min(axis=0), body.picture_px.max(axis=0)
    side_px = max(float((high - low).max()) * _ROOM, 2.0)
    # Never larger than what the picture could fill, however far a landmark lies outside of it.
    side_px = min(side_px, 2.0 * max(pixels.shape[:2]))
    x, y = (float(value) for value in (low + high) / 2.0)
    # Cut at the network's size at once: a person in 4K would take 30 ms otherwise.
    longer_px = max(size.width_px, size.height_px)
    square = cut(pixels, Region(x, y, side_px), longer_px)
    if (size.height_px, size.width_px) == square.shape[:2]:
        return square
    squeezed: Any = cv2.resize(
        square, (size.width_px, size.height_px), interpolation=cv2.INTER_AREA
    )
    return squeezed  # type: ignore[no-any-return]
