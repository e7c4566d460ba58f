"""Which cameras there are, by name."""

from dataclasses import dataclass

import cv2
from cv2_enumerate_cameras import enumerate_cameras

from vidclf_app.errors import SourceOpenError
from vidclf_app.translating import deferred


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera of this machine.

    Attributes:
        index: OpenCV's number for it.
        name: The device's own name, "Camera 0" where it has none.
        backend: OpenCV's number for the way to open it.
    """

    index: int
    name: str
    backend: int = cv2.CAP_ANY


def list_cameras() -> list[Camera]:
    """Return this machine's cameras. May take a second on Windows; not for the GUI thread."""
    found: dict[str, Camera] = {}
    for info in enumerate_cameras(_enumeration_backend()):
        name = info.name or f"Camera {info.index}"
        # Two cameras of one make: the number tells them apart. One camera may also appear as
        # several device files (picture and metadata), then the first is the picture.
        key = str(info.path or f"{name}{info.index}")
        if key in found:
            continue
        taken = {camera.name for camera in found.values()}
        unique = name if name not in taken else f"{name} ({info.index})"
        found[key] = Camera(index=info.index, name=unique, backend=info.backend)
    return list(found.values())


def find_camera(text: str) -> Camera:
    """Return the camera with this number or name.

    Args:
        text: A number, a name, or a part of a name, upper or lower case.

    Raises:
        SourceOpenError: There is no such camera.
    """
    cameras = list_cameras()
    if text.isdecimal():
        number = int(text)
        by_number = next((camera for camera in cameras if camera.index == number), None)
        # A camera that the system doesn't list (a virtual one, say) may open all the same.
        return by_number or Camera(index=number, name=f"Camera {number}")
    wanted = text.casefold()
    for camera in cameras:
        if camera.name.casefold() == wanted:
            return camera
    for camera in cameras:
        if wanted in camera.name.casefold():
            return camera
    known = ", ".join(f"{camera.name} ({camera.index})" for camera in cameras)
    raise SourceOpenError(
        deferred("errors", "{text}: no such file, address or camera.").format(text=text),
        deferred("errors", "Cameras found here: {known}.").format(known=known)
        if known
        else deferred("errors", "No camera was found on this machine."),
    )


def _enumeration_backend() -> int:
    # One backend, or each camera would be listed once for every backend that knows it.
    for backend in (cv2.CAP_V4L2, cv2.CAP_MSMF, cv2.CAP_AVFOUNDATION):
        if backend in cv2.videoio_registry.getCameraBackends():
            return backend
    return cv2.CAP_ANY
