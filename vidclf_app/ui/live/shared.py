"""What all sources of one window share. Without Qt."""

from dataclasses import dataclass, field

from vidclf_app.core.sources.claims import CameraClaims
from vidclf_app.core.sources.properties import CameraBook
from vidclf_app.models.shelf import BundleShelf


@dataclass(frozen=True, slots=True)
class Shared:
    """Shared by all sources.

    Attributes:
        shelf: The opened model: one session for all.
        claims: Who has which camera.
        cameras: How cameras are set.
    """

    shelf: BundleShelf = field(default_factory=BundleShelf)
    claims: CameraClaims = field(default_factory=CameraClaims)
    cameras: CameraBook = field(default_factory=CameraBook)
