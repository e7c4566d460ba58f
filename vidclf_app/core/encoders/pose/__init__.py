"""The pose CNN as a frame encoder: find the person, follow them, read the body's landmarks."""

from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.with_image import PoseImageEncoder

# Raised when the same networks give other landmarks than before: cached features are then old.
TRACKER_VERSION = 3

__all__ = ["TRACKER_VERSION", "PoseEncoder", "PoseImageEncoder"]
