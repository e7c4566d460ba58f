"""The demo clip: its truth, its frames and its file."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest

from training.demo_clip import (
    BICEPS_CURL,
    JUMPING_JACK,
    PUSH_UP,
    SQUAT,
    demo_duration_s,
    demo_frame,
    demo_scenes,
    frames,
    main,
    render_demo_clip,
)
from vidclf_app.core.records import UInt8Array
from vidclf_app.errors import SettingsError, SinkError

WIDTH_PX, HEIGHT_PX = 192, 108


def _frame(time_s: float) -> UInt8Array:
    return demo_frame(time_s, width_px=WIDTH_PX, height_px=HEIGHT_PX)


def _change(start_s: float, end_s: float, rate_hz: float = 4.0) -> float:
    """Share of the picture that changes clearly from one frame to the next, at its most."""
    pictures = frames(
        width_px=WIDTH_PX, height_px=HEIGHT_PX, rate_hz=rate_hz, start_s=start_s, end_s=end_s
    )
    return max(
        float(np.mean(np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 24))
        for a, b in itertools.pairwise(pictures)
    )


def test_scenes_cover_the_clip_in_order_without_overlap() -> None:
    scenes = demo_scenes()

    assert [s.label for s in scenes if s.label] == [SQUAT, JUMPING_JACK, BICEPS_CURL, PUSH_UP]
    assert scenes[0].start_s == 0.0
    assert scenes[-1].end_s == demo_duration_s()
    assert 25.0 < demo_duration_s() < 40.0
    for before, after in itertools.pairwise(scenes):
        assert before.end_s == after.start_s
        assert before.label != after.label
    assert all(s.end_s - s.start_s >= 4.5 for s in scenes if s.label)
    assert all(s.end_s - s.start_s >= 1.5 for s in scenes)


def test_frames_have_the_size_and_the_number_asked_for() -> None:
    pictures = list(frames(width_px=320, height_px=180, rate_hz=10.0, start_s=3.0, end_s=3.5))

    assert len(pictures) == 5
    assert {p.shape for p in pictures} == {(180, 320, 3)}
    assert {p.dtype for p in pictures} == {np.dtype(np.uint8)}


def test_the_same_moment_is_always_the_same_picture() -> None:
    assert np.array_equal(_frame(12.3), _frame(12.3))
    assert not np.array_equal(_frame(12.3), _frame(12.6))


def test_a_picture_is_not_the_room_of_the_next_one() -> None:
    first = _frame(0.0)
    kept = first.copy()
    _frame(6.0)
    first[:] = 0

    assert np.array_equal(_frame(0.0), kept)


@pytest.mark.parametrize("label", [SQUAT, JUMPING_JACK, BICEPS_CURL, PUSH_UP])
def test_exercises_move_and_standing_hardly_does(label: str) -> None:
    scene = next(s for s in demo_scenes() if s.label == label)
    moving = _change(scene.start_s, scene.start_s + 1.25)
    standing = _change(0.25, 1.5)

    assert moving > 0.008
    assert moving > 4.0 * standing


def test_exercises_repeat() -> None:
    squat = next(s for s in demo_scenes() if s.label == SQUAT)
    top, bottom, next_top = (_frame(squat.start_s + t).astype(int) for t in (0.0, 1.1, 2.2))

    assert np.abs(top - next_top).mean() < 0.25 * np.abs(top - bottom).mean()


def test_the_figure_stays_inside_the_picture() -> None:
    around = [_frame(t) for t in np.linspace(0.0, demo_duration_s(), 18, endpoint=False)]
    stack = np.stack(around).astype(int)
    moved = (stack.max(axis=0) - stack.min(axis=0)).max(axis=2) > 24
    rows, columns = np.nonzero(moved)

    assert rows.min() > 2
    assert rows.max() < HEIGHT_PX - 3
    assert columns.min() > WIDTH_PX // 10
    assert columns.max() < WIDTH_PX - WIDTH_PX // 10


def test_the_file_holds_the_whole_clip(tmp_path: Path) -> None:
    path = tmp_path / "demo.mp4"
    rate_hz = 1.0

    scenes = render_demo_clip(path, width_px=WIDTH_PX, height_px=HEIGHT_PX, rate_hz=rate_hz)

    assert scenes == demo_scenes()
    assert [p.name for p in tmp_path.iterdir()] == ["demo.mp4"]
    capture = cv2.VideoCapture(str(path))
    try:
        assert capture.get(cv2.CAP_PROP_FPS) == pytest.approx(rate_hz)
        assert capture.get(cv2.CAP_PROP_FRAME_WIDTH) == WIDTH_PX
        assert capture.get(cv2.CAP_PROP_FRAME_HEIGHT) == HEIGHT_PX
        decoded = []
        while (step := capture.read())[0]:
            decoded.append(step[1])
    finally:
        capture.release()
    assert len(decoded) == round(demo_duration_s() * rate_hz)
    difference = np.abs(decoded[5].astype(int) - _frame(5 / rate_hz).astype(int))
    assert difference.mean() < 6.0


def test_a_missing_folder_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="nowhere") as caught:
        render_demo_clip(tmp_path / "nowhere" / "demo.mp4")

    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "demo.mp4").mkdir()

    with pytest.raises(SinkError):
        render_demo_clip(tmp_path / "demo.mp4", width_px=64, height_px=64, rate_hz=0.1)

    assert [p.name for p in tmp_path.iterdir()] == ["demo.mp4"]


@pytest.mark.parametrize(
    ("width_px", "height_px", "rate_hz"),
    [(321, 180, 30.0), (320, 32, 30.0), (320, 180, 0.0), (320, 180, float("nan"))],
)
def test_unusable_formats_are_refused(
    tmp_path: Path, width_px: int, height_px: int, rate_hz: float
) -> None:
    with pytest.raises(SettingsError):
        render_demo_clip(
            tmp_path / "demo.mp4", width_px=width_px, height_px=height_px, rate_hz=rate_hz
        )

    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "small.mp4"

    main([str(path), "--width-px", "64", "--height-px", "64", "--rate-hz", "0.2"])

    assert path.stat().st_size > 0
