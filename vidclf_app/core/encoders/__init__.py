"""Frame encoders: one picture in, one feature vector out."""

from vidclf_app.core.encoders.base import FrameEncoder
from vidclf_app.core.encoders.building import build_encoder
from vidclf_app.core.encoders.image import ImageEncoder
from vidclf_app.core.encoders.pose import PoseEncoder

__all__ = ["FrameEncoder", "ImageEncoder", "PoseEncoder", "build_encoder"]
