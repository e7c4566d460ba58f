"""What is asked of a camera's driver, and what comes of it."""

import threading

import cv2
import pytest
from pydantic import ValidationError

from tests.builders import COLOURS, FakeCapture, FakeCaptureFactory
from vidclf_app.core.records import SourceInfo, UInt8Array
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.claims import CameraClaims
from vidclf_app.core.sources.live import open_camera
from vidclf_app.core.sources.opening import SourceName, open_source
from vidclf_app.core.sources.properties import CameraBook, CameraProperties, Rotation
from vidclf_app.core.sources.rotated import RotatedSource
from vidclf_app.errors import SourceOpenError

CAMERA = Camera(index=0, name="Front camera")
WIDTH, HEIGHT, RATE, FORM = (
    cv2.CAP_PROP_FRAME_WIDTH,
    cv2.CAP_PROP_FRAME_HEIGHT,
    cv2.CAP_PROP_FPS,
    cv2.CAP_PROP_FOURCC,
)
JPEG = float(cv2.VideoWriter.fourcc(*"MJPG"))


def opened(capture: FakeCapture, properties: CameraProperties | None) -> SourceInfo:
    factory = FakeCaptureFactory(capture)
    with open_camera(CAMERA, properties=properties, capture_factory=factory) as camera:
        return camera.info


def test_nothing_is_asked_where_nobody_asked() -> None:
    capture = FakeCapture(10)
    opened(capture, None)
    opened(FakeCapture(10), CameraProperties(rotation_deg=90, mirror=True))
    assert capture.asked == []


def test_size_and_rate_are_asked_for_and_what_comes_is_told() -> None:
    capture = FakeCapture(10)
    info = opened(capture, CameraProperties(width_px=320, height_px=240, rate_hz=15.0))
    assert capture.asked == [(WIDTH, 320), (HEIGHT, 240), (RATE, 15.0)]
    assert (info.width_px, info.height_px, info.rate_hz) == (320, 240, 15.0)


@pytest.mark.parametrize(
    ("width_px", "height_px", "rate_hz", "is_jpeg"),
    [
        (1280, 720, 30.0, True),
        (1920, 1080, None, True),
        (640, 480, 30.0, False),
        (640, 480, 60.0, True),
        (None, None, 60.0, True),
        (None, None, 15.0, False),
    ],
)
def test_what_is_too_much_for_the_cable_comes_as_jpeg(
    width_px: int | None, height_px: int | None, rate_hz: float | None, is_jpeg: bool
) -> None:
    capture = FakeCapture(10)
    asked = CameraProperties(width_px=width_px, height_px=height_px, rate_hz=rate_hz)
    opened(capture, asked)
    # Before the size, which the driver may not have in another form.
    assert (capture.asked[0] == (FORM, JPEG)) == is_jpeg
    assert [name for name, _ in capture.asked].count(FORM) == is_jpeg


def test_a_driver_may_refuse() -> None:
    capture = FakeCapture(10, refuses={WIDTH, HEIGHT, RATE, FORM})
    info = opened(capture, CameraProperties(width_px=1920, height_px=1080, rate_hz=60.0))
    assert len(capture.asked) == 4, "each is tried"
    assert (info.width_px, info.height_px, info.rate_hz) == (64, 48, 30.0)


def test_it_is_asked_again_when_the_camera_comes_back() -> None:
    first, second = FakeCapture(3), FakeCapture(100)
    factory = FakeCaptureFactory(first, second)
    properties = CameraProperties(width_px=320, height_px=240)
    with open_camera(CAMERA, properties=properties, capture_factory=factory) as camera:
        for _ in range(5):
            camera.grab()
        assert camera.retrieve().pixels.shape == (240, 320, 3)
    assert first.asked == second.asked != []


def corners(pixels: UInt8Array) -> tuple[tuple[int, ...], ...]:
    """Return the colours of top left, top right, bottom right, bottom left."""
    return tuple(tuple(map(int, pixels[y, x])) for y, x in ((0, 0), (0, -1), (-1, -1), (-1, 0)))


@pytest.mark.parametrize(("degrees", "shift"), [(90, 1), (180, 2), (270, 3)])
def test_a_picture_is_turned_clockwise(degrees: Rotation, shift: int) -> None:
    capture = FakeCapture(100)
    capture._pixels[0, 0] = COLOURS["green"]
    capture._pixels[0, -1] = COLOURS["blue"]
    plain = corners(capture._pixels)
    with RotatedSource(
        open_camera(CAMERA, capture_factory=FakeCaptureFactory(capture)), degrees
    ) as source:
        stamp = source.grab()
        frame = source.retrieve()
        info = source.info
        source.interrupt()
        assert source.grab() is None
    assert stamp is not None
    assert (frame.index, frame.time_s, frame.arrived_s) == (
        stamp.index,
        stamp.time_s,
        stamp.arrived_s,
    )
    # What was at the top left is now further along the corners.
    assert corners(frame.pixels) == plain[-shift:] + plain[:-shift]
    assert (frame.width_px, frame.height_px) == (info.width_px, info.height_px)
    assert (info.width_px > info.height_px) == (degrees == 180)
    assert frame.pixels.flags.c_contiguous, "the window and OpenCV read it as it lies"
    assert capture.released


def test_opening_turns_what_the_book_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidclf_app.core.sources.cameras.list_cameras", lambda: [CAMERA])
    book = CameraBook({"Front camera": CameraProperties(width_px=320, rotation_deg=270)})
    capture = FakeCapture(100)
    source = open_source(
        SourceName("camera", "front"),
        properties_of=book.find,
        capture_factory=FakeCaptureFactory(capture),
    )
    with source:
        assert (source.info.width_px, source.info.height_px) == (48, 320)
    assert (WIDTH, 320) in capture.asked


def test_a_stream_is_turned_too_by_its_address_without_a_password() -> None:
    book = CameraBook({"rtsp://me:***@host/1": CameraProperties(rotation_deg=90, width_px=999)})
    capture = FakeCapture(100)
    source = open_source(
        SourceName("url", "rtsp://me:secret@host/1"),
        properties_of=book.find,
        capture_factory=FakeCaptureFactory(capture),
    )
    with source:
        assert (source.info.width_px, source.info.height_px) == (48, 64)
    assert capture.asked == [], "a stream has its own size"


def test_the_book_is_a_copy() -> None:
    known = {"a": CameraProperties(mirror=True)}
    book = CameraBook(known)
    before = book.known
    book.note("b", CameraProperties(rotation_deg=90))
    assert list(known) == list(before) == ["a"]
    assert book.find("b") == CameraProperties(rotation_deg=90)
    assert book.find("c") is None


@pytest.mark.parametrize(
    "fields", [{"rotation_deg": 45}, {"width_px": 0}, {"rate_hz": float("inf")}, {"zoom": 2}]
)
def test_properties_that_can_not_be(fields: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        CameraProperties.model_validate(fields)


def test_a_camera_belongs_to_one_place() -> None:
    claims, one, other = CameraClaims(), object(), object()
    claims.take(CAMERA, one)
    claims.take(CAMERA, one)
    with pytest.raises(SourceOpenError, match="already open in this window") as caught:
        claims.take(Camera(0, "The same by another name"), other)
    assert caught.value.hint
    claims.take(Camera(1, "Another"), other)
    claims.release(one)
    claims.take(CAMERA, other)


def test_a_camera_that_may_not_be_had_is_not_opened() -> None:
    def refuse(camera: Camera) -> None:
        raise SourceOpenError(f"{camera.name}: no.")

    factory = FakeCaptureFactory(FakeCapture(10))
    with pytest.raises(SourceOpenError, match="Camera 5: no"):
        open_source(SourceName("camera", "5"), claim=refuse, capture_factory=factory)
    assert factory.opened == []


def test_threads_claim_one_after_the_other() -> None:
    claims = CameraClaims()
    won: list[int] = []
    start = threading.Barrier(8)

    def claim(owner: int) -> None:
        start.wait(10.0)
        try:
            claims.take(CAMERA, owner)
        except SourceOpenError:
            return
        won.append(owner)

    threads = [threading.Thread(target=claim, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10.0)
    assert len(won) == 1
