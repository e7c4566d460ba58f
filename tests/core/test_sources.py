"""One contract for all sources, then what is special about each."""

import itertools
import os
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.builders import FakeCapture, FakeCaptureFactory, solid, write_bundle, write_video
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.records import Frame, FrameStamp, SourceInfo, Stats, Tuning
from vidclf_app.core.sinks.base import RunInfo
from vidclf_app.core.sinks.video import VideoSink
from vidclf_app.core.sources import cameras
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.cameras import Camera, find_camera
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.sources.live import open_camera, open_stream, without_password
from vidclf_app.core.sources.opening import SourceName, open_source, parse_source
from vidclf_app.core.sources.paced import PacedFile
from vidclf_app.errors import SinkError, SourceError, SourceLostError, SourceOpenError

CAMERA = Camera(index=0, name="Front camera")


class MjpegHandler(BaseHTTPRequestHandler):
    """Serves a network camera's stream of JPEG pictures, 30 a second, for up to 20 s."""

    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        ok, jpeg = cv2.imencode(".jpg", solid("red"))
        assert ok
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        try:
            for _ in range(600):
                self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\n")
                self.wfile.write(f"Content-Length: {len(jpeg)}\r\n\r\n".encode())
                self.wfile.write(jpeg.tobytes() + b"\r\n")
                time.sleep(1 / 30)
        except OSError:
            return

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""


class RecordingHandler(BaseHTTPRequestHandler):
    """Serves `content` as a web server serves a file: whole, or from some byte on."""

    content = b""

    def do_GET(self) -> None:
        first = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        rest = self.content[first:]
        self.send_response(206)
        size = len(self.content)
        self.send_header("Content-Range", f"bytes {first}-{size - 1}/{size}")
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        try:
            self.wfile.write(rest)
        except OSError:
            return

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""


class SilentHandler(BaseHTTPRequestHandler):
    """Takes the request and never answers."""

    def do_GET(self) -> None:
        self.server.released.wait(30.0)  # type: ignore[attr-defined]

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[[type[BaseHTTPRequestHandler]], str]]:
    """Start real servers on loopback; returns their addresses."""
    servers: list[ThreadingHTTPServer] = []

    def start(handler: type[BaseHTTPRequestHandler]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.released = threading.Event()  # type: ignore[attr-defined]
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/video"

    yield start
    for server in servers:
        server.released.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()


@pytest.fixture(params=["file", "paced file", "looped file", "camera", "stream"])
def source(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    serve: Callable[[type[BaseHTTPRequestHandler]], str],
) -> Iterator[VideoSource]:
    path = write_video(tmp_path / "v.mp4", seconds_each=0.5)
    makers: dict[str, Callable[[], VideoSource]] = {
        "file": lambda: VideoFile(path),
        "paced file": lambda: PacedFile(VideoFile(path)),
        "looped file": lambda: PacedFile(VideoFile(path), loop=True),
        "camera": lambda: open_camera(
            CAMERA, capture_factory=FakeCaptureFactory(FakeCapture(1000))
        ),
        "stream": lambda: open_stream(serve(MjpegHandler)),
    }
    with makers[request.param]() as opened:
        yield opened


class TestContract:
    """What every source does."""

    def test_it_knows_itself(self, source: VideoSource) -> None:
        assert source.info.name
        assert (source.info.width_px, source.info.height_px) == (64, 48)

    def test_frames_come_in_order(self, source: VideoSource) -> None:
        stamps = [source.grab() for _ in range(10)]
        known = [stamp for stamp in stamps if stamp is not None]
        assert [stamp.index for stamp in known] == list(range(10))
        times_s = [stamp.time_s for stamp in known]
        assert times_s == sorted(times_s)
        assert times_s[0] < times_s[-1]
        arrivals_s = [stamp.arrived_s for stamp in known]
        assert arrivals_s == sorted(arrivals_s)
        assert all(arrived_s <= time.monotonic() for arrived_s in arrivals_s)

    def test_retrieve_gives_the_grabbed_frame(self, source: VideoSource) -> None:
        source.grab()
        source.grab()
        stamp = source.grab()
        assert stamp is not None
        frame = source.retrieve()
        assert FrameStamp(frame.index, frame.time_s, frame.arrived_s) == stamp
        assert frame.pixels.shape == (48, 64, 3)
        assert frame.pixels.dtype == np.uint8
        blue, _, red = frame.pixels[24, 32]
        assert red > 150 > blue

    def test_a_frame_is_its_own(self, source: VideoSource) -> None:
        source.grab()
        first = source.retrieve()
        before = first.pixels.copy()
        for _ in range(3):
            source.grab()
            source.retrieve()
        np.testing.assert_array_equal(first.pixels, before)

    def test_after_an_interruption_no_more_frames_come(self, source: VideoSource) -> None:
        source.grab()
        source.interrupt()
        assert source.grab() is None

    def test_closing_twice_is_fine(self, source: VideoSource) -> None:
        source.close()
        source.close()


# Files.


def test_a_file_is_complete_and_repeatable(video_path: Path) -> None:
    def read() -> list[tuple[int, float]]:
        with VideoFile(video_path) as file:
            stamps = iter(file.grab, None)
            return [(stamp.index, stamp.time_s) for stamp in stamps if stamp]

    first = read()
    assert first == read()
    assert len(first) == 270
    assert first[-1][1] == pytest.approx(269 / 30.0, abs=1e-3)


def test_a_file_rewinds(video_path: Path) -> None:
    with VideoFile(video_path) as file:
        first = file.grab()
        file.grab()
        file.rewind()
        again = file.grab()
    assert first is not None
    assert again is not None
    assert (again.index, again.time_s) == (first.index, first.time_s)


def write_wave(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\1" * 8000)


def make_bad_file(kind: str, folder: Path) -> Path:
    path = folder / "bad.mp4"
    if kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("This is not a video.\n" * 100)
    elif kind == "audio only":
        write_wave(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "truncated":
        whole = write_video(folder / "whole.mp4", seconds_each=5.0).read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "concat script":
        other = write_video(folder / "other.mp4")
        path.write_text(f"ffconcat version 1.0\nfile {other.name}\n")
    elif kind == "playlist":
        path.write_text("#EXTM3U\n#EXTINF:6,\nother.ts\n")
    elif kind == "pipe":
        _make_pipe(path)
    elif kind == "device":
        if not Path("/dev/null").is_char_device():
            pytest.skip("no /dev/null here")
        path.symlink_to("/dev/null")
    return path


def _make_pipe(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no pipes among its files")
    else:
        os.mkfifo(path)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("missing", "no such file"),
        ("empty", "0 bytes"),
        ("text", "not a video"),
        ("audio only", "not a video|no pictures"),
        ("folder", "is a folder"),
        ("truncated", "truncated"),
        ("concat script", "a list of other files"),
        ("playlist", "a list of other files"),
        ("pipe", "is a pipe"),
        ("device", "is a device"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_advice(
    kind: str, message: str, tmp_path: Path
) -> None:
    path = make_bad_file(kind, tmp_path)
    with pytest.raises(SourceOpenError, match=message) as caught:
        VideoFile(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("percent", [50, 91, 99])
@pytest.mark.parametrize(
    ("name", "codec"), [("v.mp4", "mp4v"), ("v.mov", "mp4v"), ("v.mkv", "mp4v"), ("v.avi", "MJPG")]
)
def test_a_file_that_breaks_off_is_not_taken_for_a_shorter_one(
    name: str, codec: str, percent: int, tmp_path: Path
) -> None:
    path = write_video(tmp_path / name, seconds_each=5.0, codec=codec)
    VideoFile(path).close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * percent // 100])
    with pytest.raises(SourceOpenError, match="truncated or damaged") as caught:
        VideoFile(path)
    assert "-c copy" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files as they are")
@pytest.mark.parametrize(("kept", "told"), [(None, "is gone"), (0.3, "became shorter")])
def test_a_file_that_vanishes_while_it_is_read_is_not_taken_for_a_shorter_one(
    tmp_path: Path, kept: float | None, told: str
) -> None:
    path = write_video(tmp_path / "clip.mp4", ("red", "green", "blue"), seconds_each=3.0)
    with VideoFile(path) as source:
        source.grab()
        if kept is None:
            path.unlink()
        else:
            # The index of this file lies at its end: what is left tells nothing of its length.
            os.truncate(path, int(path.stat().st_size * kept))
        with pytest.raises(SourceLostError, match=told):
            while source.grab() is not None:
                pass


def test_a_file_whose_first_half_is_edited_out_is_whole(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", seconds_each=4.0)
    content = bytearray(path.read_bytes())
    # In an edit list: version, number of entries, and of the first its length and its start.
    start = content.index(b"elst") + 16
    timescale = content.index(b"mdhd") + 16
    half = int.from_bytes(content[timescale : timescale + 4], "big") * 2
    content[start : start + 4] = half.to_bytes(4, "big")
    length = int.from_bytes(content[start - 4 : start], "big")
    content[start - 4 : start] = (length // 2).to_bytes(4, "big")
    path.write_bytes(content)
    with VideoFile(path) as file:
        frames = sum(1 for _ in iter(file.grab, None))
    assert 50 <= frames <= 70


def test_broken_time_stamps_fall_back_on_the_rate(tmp_path: Path) -> None:
    class NoTimes(FakeCapture):
        def get(self, property_id: int) -> float:
            return 0.0 if property_id == cv2.CAP_PROP_POS_MSEC else super().get(property_id)

    path = tmp_path / "v.mp4"
    path.write_bytes(b"x")
    factory = FakeCaptureFactory(NoTimes(5))
    with VideoFile(path, capture_factory=factory) as file:
        times_s = [stamp.time_s for stamp in iter(file.grab, None) if stamp]
    assert times_s == pytest.approx([0, 1 / 30, 2 / 30, 3 / 30, 4 / 30])


BAD_NAME = "caf\udce9.mp4"  # What Python makes of a name in Latin-1.


def test_a_name_that_is_not_text_is_refused_before_opencv_crashes() -> None:
    with pytest.raises(SourceOpenError, match=r"caf\\udce9\.mp4: .* not valid text") as caught:
        VideoFile(Path(BAD_NAME))
    assert "Rename" in caught.value.hint
    str(caught.value).encode()
    with pytest.raises(SourceOpenError, match="not valid text"):
        VideoFile(Path("a\0b.mp4"))


def run_info(folder: Path) -> RunInfo:
    bundle = open_bundle(write_bundle(folder / "bundle"))
    source = SourceInfo(name="v", live=False, width_px=64, height_px=48, rate_hz=30.0)
    return RunInfo(source, bundle.manifest, Tuning())


def test_a_video_is_not_written_under_a_name_that_is_not_text(tmp_path: Path) -> None:
    sink = VideoSink(tmp_path / "new" / BAD_NAME)
    with pytest.raises(SinkError, match=r"caf\\udce9\.mp4: .* not valid text") as caught:
        sink.open(run_info(tmp_path))
    sink.abort()
    assert caught.value.hint
    assert not (tmp_path / "new").exists()


no_colons = pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no colon in a name")


@no_colons
@pytest.mark.parametrize("name", ["12:30.mp4", "http:foo.mp4", "concat:z.mp4"])
def test_a_colon_in_a_name_is_no_protocol(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_video(tmp_path / "v.mp4").rename(tmp_path / name)
    with open_source(parse_source(name), paced=False) as source:
        assert source.grab() is not None
    Path(name).write_text("no video")
    with pytest.raises(SourceOpenError) as caught:
        VideoFile(Path(name))
    assert caught.value.message.startswith(f"{name}: ")


@no_colons
def test_a_video_is_written_under_a_name_with_a_colon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sink = VideoSink(Path("12:30.mp4"))
    sink.open(run_info(tmp_path))
    sink.write_frame(Frame(solid("red"), 0, 0.0, 0.0), None)
    sink.close(Stats())
    assert [path.name for path in tmp_path.glob("*.mp4")] == ["12:30.mp4"]


# Files played like a camera.


def test_a_paced_file_takes_its_time(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", seconds_each=0.5)
    with PacedFile(VideoFile(path)) as source:
        arrivals = [stamp.arrived_s for stamp in iter(source.grab, None) if stamp]
    assert arrivals[-1] - arrivals[0] >= 14 / 30.0 - 0.02


def test_a_looped_file_steps_back_in_time(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", seconds_each=0.2)
    with PacedFile(VideoFile(path), loop=True) as source:
        stamps = [source.grab() for _ in range(15)]
    assert [stamp.index for stamp in stamps if stamp] == [*range(6), *range(6), *range(3)]


def test_a_looped_file_of_one_frame_keeps_its_rate(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", seconds_each=0.1, rate_hz=10.0)
    with PacedFile(VideoFile(path), loop=True) as source:
        stamps = [stamp for _ in range(4) if (stamp := source.grab())]
    assert [stamp.index for stamp in stamps] == [0] * 4
    assert stamps[-1].arrived_s - stamps[0].arrived_s >= 0.3 - 0.02


def test_after_a_pause_a_paced_file_does_not_race(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", seconds_each=1.0)
    with PacedFile(VideoFile(path)) as source:
        source.grab()
        time.sleep(0.5)
        started_s = time.monotonic()
        for _ in range(7):
            source.grab()
        assert time.monotonic() - started_s >= 0.15


def test_waiting_for_a_frame_can_be_interrupted(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", seconds_each=20.0, rate_hz=0.2)
    with PacedFile(VideoFile(path)) as source:
        source.grab()
        threading.Timer(0.1, source.interrupt).start()
        started_s = time.monotonic()
        assert source.grab() is None
        assert time.monotonic() - started_s < 3.0


# Cameras and streams.


def test_a_failed_read_is_not_the_end() -> None:
    factory = FakeCaptureFactory(FakeCapture(3), FakeCapture(0), FakeCapture(100))
    with open_camera(CAMERA, capture_factory=factory) as camera:
        stamps = [camera.grab() for _ in range(10)]
    assert [stamp.index for stamp in stamps if stamp] == list(range(10))
    assert [capture.released for capture in factory.opened] == [True, True, True]


def test_a_camera_that_stays_away_is_lost() -> None:
    factory = FakeCaptureFactory(FakeCapture(2))
    with (
        open_camera(CAMERA, capture_factory=factory, retry_s=0.2) as camera,
        pytest.raises(SourceLostError, match="Front camera: stopped delivering") as caught,
    ):
        while True:
            camera.grab()
    assert "plugged in" in caught.value.hint


def test_the_waits_for_a_lost_camera_grow() -> None:
    factory = FakeCaptureFactory(FakeCapture(1))
    with (
        open_camera(CAMERA, capture_factory=factory, retry_s=2.2) as camera,
        pytest.raises(SourceLostError),
    ):
        camera.grab()
    # After 0.5 s, 1.5 s and at the end; waits of 0.5 s each would make five attempts.
    assert len(factory.opened) - 1 <= 3


class SpottyCapture(FakeCapture):
    """A fake capture some of whose pictures can't be converted, the first being number 0."""

    def __init__(self, frames: int, bad: range, *, raises: bool = False) -> None:
        super().__init__(frames)
        self._bad = bad
        self._raises = raises
        self._number = -1

    def grab(self) -> bool:
        self._number += 1
        return super().grab()

    def retrieve(self) -> tuple[bool, Any]:
        if self._number not in self._bad:
            return super().retrieve()
        if self._raises:
            raise cv2.error("!buf.empty()")
        return False, None


@pytest.mark.parametrize("raises", [False, True])
def test_a_picture_that_cannot_be_decoded_is_skipped(raises: bool) -> None:
    factory = FakeCaptureFactory(SpottyCapture(20, range(5, 15), raises=raises))
    with open_camera(CAMERA, capture_factory=factory) as camera:
        # One of the 20 pictures is looked at while opening, and 10 are bad.
        stamps = [camera.grab() for _ in range(9)]
        assert camera.retrieve().pixels.shape == (48, 64, 3)
    assert [stamp.index for stamp in stamps if stamp] == list(range(9))
    assert len(factory.opened) == 1


def test_a_device_that_gives_only_bad_pictures_is_opened_again() -> None:
    factory = FakeCaptureFactory(SpottyCapture(10_000, range(3, 10_000)), FakeCapture(100))
    with open_camera(CAMERA, capture_factory=factory) as camera:
        stamps = [camera.grab() for _ in range(5)]
    assert [stamp.index for stamp in stamps if stamp] == list(range(5))
    assert len(factory.opened) == 2


def test_live_times_begin_with_the_opening() -> None:
    ticks = itertools.count(5000.0, 0.5)
    factory = FakeCaptureFactory(FakeCapture(10))
    with open_camera(CAMERA, capture_factory=factory, clock=lambda: next(ticks)) as camera:
        stamps = [stamp for _ in range(3) if (stamp := camera.grab())]
        frame = camera.retrieve()
    assert [stamp.time_s for stamp in stamps] == [0.5, 1.0, 1.5]
    assert [stamp.arrived_s for stamp in stamps] == [5000.5, 5001.0, 5001.5]
    assert (frame.time_s, frame.arrived_s) == (1.5, 5001.5)


def test_waiting_for_a_lost_camera_can_be_interrupted() -> None:
    factory = FakeCaptureFactory(FakeCapture(2))
    with open_camera(CAMERA, capture_factory=factory, retry_s=60.0) as camera:
        camera.grab()
        threading.Timer(0.1, camera.interrupt).start()
        started_s = time.monotonic()
        assert camera.grab() is None
        assert time.monotonic() - started_s < 3.0


@pytest.mark.parametrize(
    ("capture", "message"),
    [
        (FakeCapture(0, opened=False), "can't be opened"),
        (FakeCapture(0), "gives no picture"),
    ],
)
def test_a_camera_that_does_not_work(capture: FakeCapture, message: str) -> None:
    with pytest.raises(SourceOpenError, match=message):
        open_camera(CAMERA, capture_factory=FakeCaptureFactory(capture))
    assert capture.released


@pytest.mark.timeout(60)
def test_an_address_that_never_answers_ends_in_bounded_time(
    serve: Callable[[type[BaseHTTPRequestHandler]], str],
) -> None:
    address = serve(SilentHandler)
    started_s = time.monotonic()
    with pytest.raises(SourceOpenError, match="can't be opened"):
        open_stream(address)
    assert time.monotonic() - started_s < 20.0


def test_an_address_where_nobody_is() -> None:
    with pytest.raises(SourceOpenError, match="can't be opened") as caught:
        open_stream("rtsp://user:secret@127.0.0.1:9/cam")
    assert "secret" not in str(caught.value)
    assert "user:***@127.0.0.1:9" in str(caught.value)


def test_a_recording_on_a_web_server_is_refused(
    serve: Callable[[type[BaseHTTPRequestHandler]], str], tmp_path: Path
) -> None:
    class Handler(RecordingHandler):
        content = write_video(tmp_path / "v.mp4").read_bytes()

    with pytest.raises(SourceOpenError, match="is a recording") as caught:
        open_stream(serve(Handler))
    assert "Download" in caught.value.hint


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://a:b@host:1/x", "rtsp://a:***@host:1/x"),
        ("rtsp://a:b/c@host/x", "rtsp://a:***@host/x"),
        ("rtsp://a:b#c@host/x", "rtsp://a:***@host/x"),
        ("rtsp://a:b@c@host/x", "rtsp://a:***@host/x"),
        ("rtsp://a@mail:b@host/x", "rtsp://a@mail:***@host/x"),
        ("rtsp://host/x?y=1", "rtsp://host/x?y=1"),
        ("rtsp://host:554/x", "rtsp://host:554/x"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("http://[::1/x", "http://[::1/x"),
        ("http://h/x?user=a&password=b/#c&y=1", "http://h/x?user=a&password=***&y=1"),
        ("http://h/x?PWD=b", "http://h/x?PWD=***"),
        ("http://h/x?access_token=b", "http://h/x?access_token=***"),
        ("rtsp://h/user=a_password=b_channel=1", "rtsp://h/user=a_password=***"),
        ("http://h/x?pass=b", "http://h/x?pass=***"),
    ],
)
def test_passwords_are_not_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown


# Names.


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", "camera"),
        ("Logitech", "camera"),
        ("clip.mp4", "file"),
        ("folder/clip", "file"),
        ("rtsp://host/stream", "url"),
        ("HTTP://host/video", "url"),
        ("file:///tmp/x.mp4", "file"),
        ("12:30.mp4", "file"),
        ("http:foo.mp4", "file"),
    ],
)
def test_a_text_tells_its_kind(text: str, kind: str) -> None:
    assert parse_source(text).kind == kind


@pytest.mark.parametrize(
    "text", ["", "  ", "gopher://host/x", "gopher://[::1/x", "http://[::1/x", "rtsp://h/\udce9"]
)
def test_a_text_that_names_nothing(text: str) -> None:
    with pytest.raises(SourceOpenError) as caught:
        parse_source(text)
    assert caught.value.hint
    str(caught.value).encode()


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///a%20b.mp4", "/a b.mp4"),
        ("FILE:///a.mp4", "/a.mp4"),
        ("file://localhost/a.mp4", "/a.mp4"),
        ("file:///C:/a.mp4", "C:/a.mp4"),
    ],
)
def test_a_file_address_names_a_path(address: str, path: str) -> None:
    assert parse_source(address) == SourceName("file", path)


def test_a_protocol_is_written_in_lower_case() -> None:
    assert parse_source("RTSP://Host/A") == SourceName("url", "rtsp://Host/A")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has cameras among its files")
def test_a_camera_by_its_device_file() -> None:
    assert parse_source("/dev/video2") == SourceName("camera", "2")


def test_a_name_too_long_for_a_file_is_no_crash() -> None:
    assert parse_source("x" * 5000).kind == "camera"
    with pytest.raises(SourceOpenError, match="can't be read"):
        VideoFile(Path("x" * 5000 + ".mp4"))


def test_an_existing_file_needs_no_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_video(tmp_path / "v.mp4").rename(tmp_path / "recording")
    name = parse_source("recording")
    assert name == SourceName("file", "recording")
    with open_source(name, paced=False) as source:
        assert source.grab() is not None


def test_cameras_are_found_by_number_name_and_part(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [Camera(0, "Integrated Webcam"), Camera(2, "Logitech BRIO")]
    monkeypatch.setattr(cameras, "list_cameras", lambda: known)
    assert find_camera("2").name == "Logitech BRIO"
    assert find_camera("logitech brio").index == 2
    assert find_camera("brio").index == 2
    assert find_camera("7") == Camera(7, "Camera 7")
    with pytest.raises(SourceOpenError, match="no such file") as caught:
        find_camera("obs")
    assert "Integrated Webcam (0)" in caught.value.hint


def test_no_camera_here_is_a_clear_error() -> None:
    with pytest.raises(SourceError) as caught:
        open_source(parse_source("no such camera anywhere"))
    assert "no such file, address or camera" in caught.value.message


def test_damage_in_the_middle_is_not_taken_for_the_end(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", ("red", "green", "blue") * 4, seconds_each=1.0)
    content = bytearray(path.read_bytes())
    start = content.find(b"mdat") + 4
    end = content.rfind(b"moov") - 4
    hole = slice(start + (end - start) // 3, end)
    content[hole] = bytes(hole.stop - hole.start)
    path.write_bytes(content)
    with VideoFile(path) as file, pytest.raises(SourceLostError, match="damaged"):
        while file.grab() is not None:
            pass
