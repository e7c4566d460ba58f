"""One text names any source: a camera's number or name, a file, an address."""

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from vidclf_app.core.files import exists
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.cameras import Camera, find_camera
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.core.sources.file import VIDEO_SUFFIXES, VideoFile
from vidclf_app.core.sources.live import open_camera, open_stream, without_password
from vidclf_app.core.sources.paced import PacedFile
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.core.sources.rotated import RotatedSource
from vidclf_app.errors import SourceOpenError
from vidclf_app.translating import deferred

_URL = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# On Windows the path follows a slash: file:///C:/clip.mp4.
_FILE_URL = re.compile(r"^file://(localhost(?=/))?(/(?=[a-z]:))?", re.IGNORECASE)
_VIDEO_DEVICE = re.compile(r"/dev/video(\d+)")
_NETWORK_SCHEMES = frozenset({"http", "https", "rtmp", "rtsp", "rtsps", "tcp", "udp"})


@dataclass(frozen=True, slots=True)
class SourceName:
    """What a person asked for.

    Attributes:
        kind: What it is.
        text: A camera's number or name, a file's path, an address.
    """

    kind: Literal["camera", "file", "url"]
    text: str

    @property
    def shown(self) -> str:
        """The text as it may be shown: without a password."""
        return without_password(self.text) if self.kind == "url" else self.text


def parse_source(text: str) -> SourceName:
    """Tell a camera from a file from an address; opens nothing.

    Raises:
        SourceOpenError: The text is empty, or an address that is wrong or of an unknown kind.
    """
    text = text.strip()
    if not text:
        raise SourceOpenError(
            deferred("errors", "No source is named."),
            deferred("errors", "Name a camera, a file or an address."),
        )
    if _URL.match(text):
        scheme = text.partition(":")[0].lower()
        if scheme == "file":
            return SourceName("file", unquote(_FILE_URL.sub("", text)))
        if scheme not in _NETWORK_SCHEMES:
            raise SourceOpenError(
                deferred(
                    "errors", "{address}: addresses beginning with {scheme}:// can't be opened."
                ).format(address=without_password(text), scheme=scheme),
                deferred("errors", "Use one of {names}.").format(
                    names=", ".join(sorted(_NETWORK_SCHEMES))
                ),
            )
        _check_address(text)
        # FFmpeg knows its protocols only in lower case.
        return SourceName("url", scheme + text[len(scheme) :])
    if text.isdecimal():
        return SourceName("camera", text)
    if sys.platform == "linux" and (device := _VIDEO_DEVICE.fullmatch(text)):
        return SourceName("camera", device[1])
    path = Path(text)
    looks_like_file = path.suffix.lower() in VIDEO_SUFFIXES or len(path.parts) > 1
    return SourceName("file" if looks_like_file or exists(path) else "camera", text)


def open_source(
    name: SourceName,
    *,
    paced: bool = True,
    loop: bool = False,
    properties_of: Callable[[str], CameraProperties | None] = lambda _: None,
    claim: Callable[[Camera], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    capture_factory: CaptureFactory = open_capture,
) -> VideoSource:
    """Open a source; may take seconds, so never on the GUI thread.

    Args:
        name: See `parse_source`.
        paced: Play files at their own speed; False gives them as fast as they go.
        loop: Play paced files again and again.
        properties_of: Gives what a person asked of a camera or stream, by its name. Files are not
            asked for: what their tags say about rotation is done already.
        claim: Called with a camera before it is opened; raises where it may not be.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.

    Raises:
        SourceOpenError: It can't be opened.
    """
    if name.kind == "camera":
        camera = find_camera(name.text)
        claim(camera)
        properties = properties_of(camera.name)
        opened = open_camera(
            camera, properties=properties, clock=clock, capture_factory=capture_factory
        )
        return _upright(opened, properties)
    if name.kind == "url":
        properties = properties_of(name.shown)
        opened = open_stream(name.text, clock=clock, capture_factory=capture_factory)
        return _upright(opened, properties)
    file = VideoFile(Path(name.text), clock=clock, capture_factory=capture_factory)
    return PacedFile(file, loop=loop, clock=clock) if paced else file


def _upright(source: VideoSource, properties: CameraProperties | None) -> VideoSource:
    if properties is None or properties.rotation_deg == 0:
        return source
    return RotatedSource(source, properties.rotation_deg)


def _check_address(url: str) -> None:
    # Besides errors in the address itself: OpenCV crashes on text that is not valid.
    try:
        urlsplit(url.encode().decode())
    except ValueError as error:
        shown = without_password(url).encode(errors="backslashreplace").decode()
        raise SourceOpenError(
            deferred("errors", "{address}: not a valid address.").format(address=shown),
            deferred(
                "errors",
                "Check it; special characters in a password are written as %40 for @, %2F for /.",
            ),
        ) from error
