"""From a manifest's word to an encoder."""

from collections.abc import Mapping

from vidclf_app.core.encoders.base import FrameEncoder
from vidclf_app.core.encoders.image import ImageEncoder
from vidclf_app.core.encoders.pose import PoseEncoder, PoseImageEncoder
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import EncoderSpec, ImageEncoderSpec, PoseImageEncoderSpec


def build_encoder(spec: EncoderSpec, engines: Mapping[str, Engine]) -> FrameEncoder:
    """Return an encoder for one stream of frames.

    Args:
        spec: The manifest's word on it.
        engines: Its networks by their part, see `EncoderSpec.networks`; they may be shared
            between encoders.
    """
    if isinstance(spec, ImageEncoderSpec):
        return ImageEncoder(engines["image"], spec)
    pose = PoseEncoder(engines["detector"], engines["landmarks"])
    if isinstance(spec, PoseImageEncoderSpec):
        return PoseImageEncoder(pose, engines["image"], spec.image)
    return pose
