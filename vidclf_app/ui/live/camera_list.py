"""This machine's cameras: looked for in the background, and what they are called. Without Qt."""

import logging
from collections.abc import Callable

from vidclf_app.background import Background
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.opening import parse_source
from vidclf_app.errors import SourceOpenError

log = logging.getLogger(__name__)


class CameraList:
    """Lists the cameras when asked to.

    Args:
        find: Lists them; runs on a thread of its own.

    Attributes:
        cameras: As they were listed last; None before that.
    """

    def __init__(self, find: Callable[[], list[Camera]]) -> None:
        self._find = find
        self._job: Background[list[Camera]] | None = None
        self.cameras: tuple[Camera, ...] | None = None

    @property
    def is_listing(self) -> bool:
        """They are being looked for."""
        return self._job is not None

    def look(self) -> None:
        """List them anew."""
        if self._job is None:
            self._job = Background("vidclf-cameras", self._find)

    def poll(self) -> None:
        """Take what was found."""
        job = self._job
        if job is None or not job.done:
            return
        self._job = None
        try:
            self.cameras = tuple(job.outcome())
        except Exception:  # A driver's trouble must not end the window.
            log.exception("The cameras could not be listed")
            self.cameras = ()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of the listing; True when it has ended."""
        return self._job is None or self._job.join(timeout_s)

    def names_of(self, *names: str) -> tuple[str, ...]:
        """Return all names that are known of a camera: its own, its number, and those given."""
        known = set(names)
        for camera in self.cameras or ():
            listed = {camera.name, str(camera.index)}
            if known & listed:
                known |= listed
        return tuple(known)


def source_text(camera: Camera) -> str:
    """Return the text that names a camera as a source."""
    # The name finds it again after the next start, when numbers may have changed; but some names
    # read like a file's.
    try:
        is_plain = parse_source(camera.name).kind == "camera"
    except SourceOpenError:
        is_plain = False
    return camera.name if is_plain else str(camera.index)
