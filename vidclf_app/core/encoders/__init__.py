"""Frame encoders: one picture in, one feature vector out."""

from vidclf_app.core.encoders.base import FrameEncoder
from vidclf_app.core.encoders.image import ImageEncoder

__all__ = ["FrameEncoder", "ImageEncoder"]
