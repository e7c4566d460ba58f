"""The annotated video, read by OpenCV."""

import shutil
from collections import namedtuple
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import standing_body, write_video
from tests.exporting.builders import make_result, shown
from vidclf_app.core.body import Joint
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import SourceInfo, UInt8Array
from vidclf_app.core.sinks.video import VideoSink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import SinkError, SourceError
from vidclf_app.exporting.predictions import ShownLabels
from vidclf_app.exporting.video import needed_bytes
from vidclf_app.exporting.video import write_video as annotate
from vidclf_app.results.records import HandStretch, Result
from vidclf_app.results.sink import ResultSink
from vidclf_app.results.store import load_document


def silent(share: float) -> None:
    del share


def read_frames(path: Path) -> list[UInt8Array]:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    assert capture.isOpened()
    frames = []
    while (read := capture.read())[0]:
        frames.append(read[1])
    capture.release()
    return frames  # type: ignore[return-value]


@pytest.fixture(scope="module")
def wide_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine seconds of blue, large enough to read letters."""
    path = tmp_path_factory.mktemp("wide") / "clip.mp4"
    return write_video(path, ("blue",), seconds_each=9.0, rate_hz=10.0, width_px=320, height_px=240)


def test_every_frame_is_there_and_drawn_on(wide_path: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    annotate(make_result(video_path=wide_path), tmp_path / "out.mp4", shares.append)
    before, after = read_frames(wide_path), read_frames(tmp_path / "out.mp4")
    assert len(after) == len(before) == 90
    assert after[0].shape == before[0].shape
    for number in (5, 40, 80):
        panel, rest = np.s_[10:100, 10:110], np.s_[200:, 200:]
        assert np.abs(after[number][panel].astype(int) - before[number][panel]).mean() > 30
        assert np.abs(after[number][rest].astype(int) - before[number][rest]).mean() < 8
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_what_a_person_decided_is_what_is_drawn(wide_path: Path, tmp_path: Path) -> None:
    """The same predictions; only a person's label differs, and only where it is."""
    plain = make_result([shown("red", 0.0, 8.9)], video_path=wide_path)
    corrected = make_result(
        [shown("red", 0.0, 3.95), shown("something else", 4.0, 6.0, by_hand=True)],
        video_path=wide_path,
    )
    annotate(plain, tmp_path / "a.mp4", silent)
    annotate(corrected, tmp_path / "b.mp4", silent)
    differs = [
        float(np.abs(a.astype(int) - b).mean()) > 0.5
        for a, b in zip(
            read_frames(tmp_path / "a.mp4"), read_frames(tmp_path / "b.mp4"), strict=True
        )
    ]
    assert not any(differs[5:39])
    assert all(differs[41:60]), "another label"
    assert all(differs[62:89]), "nothing is shown there any more"


def test_skeleton(wide_path: Path, tmp_path: Path) -> None:
    body = standing_body(320, 240)
    annotate(make_result(video_path=wide_path), tmp_path / "a.mp4", silent)
    annotate(make_result(video_path=wide_path, body=body), tmp_path / "b.mp4", silent)
    x, y = body.picture_px[Joint.LEFT_ANKLE].round().astype(int)
    around = np.s_[y - 3 : y + 4, x - 3 : x + 4]
    without, with_it = (
        np.array([frame[around].mean(axis=(0, 1)) for frame in read_frames(path)])
        for path in (tmp_path / "a.mp4", tmp_path / "b.mp4")
    )
    differs = np.abs(without - with_it).max(axis=1) > 40
    assert not differs[:2].any(), "nobody is there yet"
    assert differs[3:89].all()


def test_cancelled(wide_path: Path, tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(share: float) -> None:
        if share > 0.3:
            raise CancelledError

    (tmp_path / "out.mp4").write_bytes(b"from before")
    with pytest.raises(CancelledError):
        annotate(make_result(video_path=wide_path), tmp_path / "out.mp4", cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]
    assert (tmp_path / "out.mp4").read_bytes() == b"from before"


def test_the_video_is_gone(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        annotate(make_result(video_path=tmp_path / "gone.mp4"), tmp_path / "out.mp4", silent)
    assert list(tmp_path.iterdir()) == []


def test_the_disk_is_too_small(
    wide_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**6, 10**6 - 1000, 1000))
    with pytest.raises(SinkError, match="are free there"):
        annotate(make_result(video_path=wide_path), tmp_path / "out.mp4", silent)
    assert list(tmp_path.iterdir()) == []


def test_needed_space_is_of_the_right_size(wide_path: Path, tmp_path: Path) -> None:
    annotate(make_result(video_path=wide_path), tmp_path / "out.mp4", silent)
    info = SourceInfo("x", live=False, width_px=320, height_px=240, rate_hz=10.0, duration_s=9.0)
    assert (tmp_path / "out.mp4").stat().st_size < 4 * needed_bytes(info)


def test_labels_over_time() -> None:
    result = make_result(
        [shown("red", 1.0, 2.0), shown("green", 2.0, 2.0), shown("blue", 4.0, 5.0)]
    )
    labels = ShownLabels(result)
    assert labels.label_at(0.5, 0.5) is None
    assert labels.label_at(1.0, 1.0) == "red"
    assert labels.label_at(2.0, 2.0) == "green", "of two that touch, the later"
    assert labels.label_at(2.05, 2.0) == "green", "until the next prediction"
    assert labels.label_at(2.1, 2.1) is None
    assert labels.label_at(5.05, 5.0) == "blue"
    assert labels.label_at(5.05, None) is None


def test_a_person_said_that_nothing_is_there() -> None:
    plain = make_result([shown("red", 1.0, 2.0)])
    result = Result(plain.analysis, plain.decided, (HandStretch(None, 2.01, 3.0),), plain.segments)
    labels = ShownLabels(result)
    assert labels.label_at(2.0, 2.0) == "red"
    assert labels.label_at(2.05, 2.0) is None


def test_no_predictions_at_all(wide_path: Path, tmp_path: Path) -> None:
    result = make_result([shown("red", 1.0, 2.0, by_hand=True)], video_path=wide_path, rate_hz=1e-9)
    assert len(result.analysis.predictions) == 0
    annotate(result, tmp_path / "out.mp4", silent)
    frames = read_frames(tmp_path / "out.mp4")
    assert float(np.abs(frames[15].astype(int) - frames[50]).mean()) > 0.3, "the person's label"


def test_it_is_the_video_that_the_command_line_writes(
    bundle_path: Path, video_path: Path, tmp_path: Path
) -> None:
    """Drawn while the model ran, and drawn from what is kept: frame by frame the same."""
    kept = ResultSink(video_path, tmp_path / "kept.vidclf")
    bundle = open_bundle(bundle_path, provider="cpu")
    sinks = [kept, VideoSink(tmp_path / "theirs.mp4")]
    pipeline = Pipeline(
        lambda: VideoFile(video_path), lambda: Recognizer(bundle), sinks, mode="complete"
    )
    pipeline.start()
    pipeline.wait()
    annotate(load_document(kept.path).result, tmp_path / "mine.mp4", silent)
    mine, theirs = read_frames(tmp_path / "mine.mp4"), read_frames(tmp_path / "theirs.mp4")
    assert len(mine) == len(theirs) == 270
    assert all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))
