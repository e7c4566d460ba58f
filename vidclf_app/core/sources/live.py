"""Cameras and network streams: they can't wait, and they can go away."""

import logging
import re
import threading
import time
from collections.abc import Callable

import cv2

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo, UInt8Array
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.capture import Capture, CaptureFactory, open_capture
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.errors import SourceLostError, SourceOpenError
from vidclf_app.translating import deferred

log = logging.getLogger(__name__)

_OPEN_TIMEOUT_S = 8.0
_READ_TIMEOUT_S = 5.0
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 4.0
_MOST_BAD_PICTURES = 30
# What a camera at USB 2 can send without compression, bytes a second; more comes as JPEG or slowly.
_PLAIN_BYTES_PER_S = 30e6
_PLAIN_BYTES_PER_PX = 2
_USUAL_RATE_HZ = 30.0
_USUAL_SIZE_PX = (640, 480)

# Both hide rather too much: a password may hold any character, also those that end it elsewhere.
_USER_AND_PASSWORD = re.compile(r"://([^:]*):.*@", re.DOTALL)
_NAMED_PASSWORD = re.compile(r"((?:pass\w*|pwd?|psw|auth|token|secret|key)=)[^&]*", re.IGNORECASE)


class LiveSource(VideoSource):
    """A camera or a stream. `time_s` is when a frame arrived, in seconds since the opening.

    A picture that can't be decoded is skipped. A failed read is not the end either: the device is
    opened again, with growing pauses, until it delivers or `retry_s` have passed.

    Args:
        open_device: Opens the device; returns a capture that may be closed.
        name: For people.
        lost_hint: What to do when it is gone for good.
        clock: Monotonic seconds.
        retry_s: Seconds of trying after a failed read.

    Raises:
        SourceOpenError: It can't be opened, or gives no picture.
    """

    def __init__(
        self,
        open_device: Callable[[], Capture],
        *,
        name: str,
        lost_hint: str,
        clock: Callable[[], float] = time.monotonic,
        retry_s: float = 10.0,
    ) -> None:
        self._open_device = open_device
        self._name = name
        self._lost_hint = lost_hint
        self._clock = clock
        self._retry_s = retry_s
        self._interruption = threading.Event()
        self._index = -1
        self._arrived_s = 0.0
        self._capture = open_device()
        try:
            if not self._capture.isOpened():
                raise SourceOpenError(
                    deferred("errors", "{name}: can't be opened.").format(name=name), lost_hint
                )
            if not self._read():
                raise SourceOpenError(
                    deferred("errors", "{name}: opened, but gives no picture.").format(name=name),
                    lost_hint,
                )
            height_px, width_px = self._pixels.shape[:2]
            rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        except BaseException:
            self._capture.release()
            raise
        self._opened_s = clock()
        self._info = SourceInfo(
            name=name,
            live=True,
            width_px=width_px,
            height_px=height_px,
            # Streams report the time base (90000) or nothing where they don't know.
            rate_hz=rate_hz if 0.0 < rate_hz < 1000.0 else 0.0,
        )

    @property
    def info(self) -> SourceInfo:
        """What the device says of itself."""
        return self._info

    def grab(self) -> FrameStamp | None:
        """Wait for the next frame. See `VideoSource`."""
        if self._interruption.is_set():
            return None
        if not self._read() and not self._open_again():
            return None
        self._index += 1
        self._arrived_s = self._clock()
        return FrameStamp(self._index, self._arrived_s - self._opened_s, self._arrived_s)

    def retrieve(self) -> Frame:
        """Return the frame that was grabbed last. See `VideoSource`."""
        time_s = self._arrived_s - self._opened_s
        return Frame(self._pixels, self._index, time_s, self._arrived_s)

    def interrupt(self) -> None:
        """End the waiting between attempts to open again. See `VideoSource`.

        A read that hangs inside the driver isn't ended: releasing a device under a running read
        crashes FFmpeg. Streams have a read time-out of their own.
        """
        self._interruption.set()

    def close(self) -> None:
        """Release the device. May be called again."""
        self._capture.release()

    def _open_again(self) -> bool:
        """Return True once a frame is grabbed from a newly opened device, False if interrupted."""
        deadline_s = self._clock() + self._retry_s
        wait_s = _FIRST_WAIT_S
        log.warning("%s: no frame; trying to open it again", self._name)
        while True:
            self._capture.release()
            if self._interruption.wait(min(wait_s, max(0.0, deadline_s - self._clock()))):
                return False
            wait_s = min(2.0 * wait_s, _LONGEST_WAIT_S)
            self._capture = self._open_device()
            if self._capture.isOpened() and self._read():
                log.info("%s: delivers again", self._name)
                return True
            if self._clock() >= deadline_s:
                raise SourceLostError(
                    deferred("errors", "{name}: stopped delivering frames.").format(
                        name=self._name
                    ),
                    self._lost_hint,
                )

    def _read(self) -> bool:
        """Wait for the next picture and keep it; return False if none comes."""
        # Converted here and not in `retrieve`: only then is it known that it can be.
        for _ in range(_MOST_BAD_PICTURES):
            if self._interruption.is_set() or not self._capture.grab():
                return False
            try:
                ok, pixels = self._capture.retrieve()
            except cv2.error:  # V4L2's answer to an empty JPEG.
                continue
            if ok and pixels is not None:
                self._pixels: UInt8Array = pixels
                return True
        return False


def open_camera(
    camera: Camera,
    *,
    properties: CameraProperties | None = None,
    clock: Callable[[], float] = time.monotonic,
    capture_factory: CaptureFactory = open_capture,
    retry_s: float = 10.0,
) -> LiveSource:
    """Open a camera. See `LiveSource`.

    Args:
        camera: Which one.
        properties: What to ask of its driver, which gives what it can: see `LiveSource.info`.
            Rotation and mirror are others' work.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
        retry_s: Seconds of trying after a failed read.

    Raises:
        SourceOpenError: It can't be opened, or gives no picture.
    """

    def open_device() -> Capture:
        capture = capture_factory(camera.index, camera.backend, [])
        if properties is not None and capture.isOpened():
            _ask_driver(capture, properties)
        return capture

    return LiveSource(
        open_device,
        name=camera.name,
        lost_hint=deferred(
            "errors", "Check that it is plugged in and that no other program uses it."
        ),
        clock=clock,
        retry_s=retry_s,
    )


def _ask_driver(capture: Capture, properties: CameraProperties) -> None:
    """Ask for size and rate. Not while opening: there, one that is refused would refuse all."""
    size_px = (properties.width_px, properties.height_px)
    width_px, height_px = (
        asked or usual for asked, usual in zip(size_px, _USUAL_SIZE_PX, strict=True)
    )
    rate_hz = properties.rate_hz or _USUAL_RATE_HZ
    if width_px * height_px * rate_hz * _PLAIN_BYTES_PER_PX > _PLAIN_BYTES_PER_S:
        # Before the size: most drivers offer large pictures in this form only.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    for property_id, value in (
        (cv2.CAP_PROP_FRAME_WIDTH, properties.width_px),
        (cv2.CAP_PROP_FRAME_HEIGHT, properties.height_px),
        (cv2.CAP_PROP_FPS, properties.rate_hz),
    ):
        if value is not None and not capture.set(property_id, value):
            log.info("The camera's driver refused property %d = %g", property_id, value)


def open_stream(
    url: str,
    *,
    clock: Callable[[], float] = time.monotonic,
    capture_factory: CaptureFactory = open_capture,
    retry_s: float = 10.0,
) -> LiveSource:
    """Open a network stream (RTSP, HTTP, ...); gives up after 8 s. See `LiveSource`."""
    # OpenCV honours these only in this list, and only with its FFmpeg backend.
    properties = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        int(_OPEN_TIMEOUT_S * 1000),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        int(_READ_TIMEOUT_S * 1000),
    ]
    shown = without_password(url)

    def open_device() -> Capture:
        capture = capture_factory(url, cv2.CAP_FFMPEG, properties)
        # FFmpeg reads a file on a web server as fast as it comes, and a camera has no end.
        if url.startswith("http") and capture.get(cv2.CAP_PROP_FRAME_COUNT) > 0:
            capture.release()
            raise SourceOpenError(
                deferred("errors", "{address}: is a recording, not a live stream.").format(
                    address=shown
                ),
                deferred("errors", "Download it and name the file."),
            )
        return capture

    return LiveSource(
        open_device,
        name=shown,
        lost_hint=deferred(
            "errors", "Check the address, the user and password in it, and the network."
        ),
        clock=clock,
        retry_s=retry_s,
    )


def without_password(url: str) -> str:
    """Return an address that may be shown: three stars stand for each password in it."""
    return _NAMED_PASSWORD.sub(r"\1***", _USER_AND_PASSWORD.sub(r"://\1:***@", url))
