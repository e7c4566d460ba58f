"""The pose CNN as a frame encoder: find the person, follow them, read the body's landmarks."""

from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.with_image import PoseImageEncoder

__all__ = ["PoseEncoder", "PoseImageEncoder"]
