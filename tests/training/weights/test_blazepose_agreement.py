"""Comparing two recordings of landmarks."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import DEMO_CLIP, solid, write_video
from training.errors import DatasetError, TrainingError
from training.weights.blazepose_agreement import (
    Recording,
    figures,
    follow,
    load,
    main,
    moving_pictures,
    save,
    torso_px,
)
from vidclf_app.core.body import LANDMARKS, Joint
from vidclf_app.core.records import Float32Array

PX_PER_M = 200.0


def body_m() -> Float32Array:
    """Return a body that stands upright, with a torso of half a metre: float32 (33, 3)."""
    points = np.zeros((LANDMARKS, 3), dtype=np.float32)
    points[: Joint.LEFT_SHOULDER, 1] = -0.7
    points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER], :2] = [[0.2, -0.5], [-0.2, -0.5]]
    points[Joint.LEFT_ELBOW : Joint.LEFT_HIP, 1] = -0.2
    points[[Joint.LEFT_HIP, Joint.RIGHT_HIP], :2] = [[0.1, 0.0], [-0.1, 0.0]]
    points[Joint.LEFT_KNEE :, 1] = 0.6
    return points


@pytest.fixture
def reference() -> Recording:
    space_m = np.repeat(body_m()[None], 4, axis=0)
    return Recording(
        clip=np.array(["a.mp4", "a.mp4", "b.mp4", "b.mp4"]),
        frame=np.array([0, 3, 0, 3]),
        found=np.array([True, True, True, False]),
        picture_px=PX_PER_M * space_m[..., :2],
        space_m=space_m,
        ms=np.array([8.0, 10.0, 10.0, 12.0]),
        yardstick_ms=4.0,
    )


def test_a_torso_is_as_long_as_it_is() -> None:
    space_m = body_m()[None]
    picture_px = PX_PER_M * space_m[..., :2]
    assert torso_px(picture_px, space_m) == pytest.approx(0.5 * PX_PER_M, rel=1e-5)


def test_a_foreshortened_torso_keeps_its_length() -> None:
    # Bent towards the camera: in the picture, shoulders and hips lie on each other.
    bent_m = body_m()
    above = bent_m[:, 1] < 0.0
    bent_m[above, 2], bent_m[above, 1] = bent_m[above, 1], 0.0
    length = torso_px(PX_PER_M * bent_m[None, :, :2], bent_m[None])
    assert length == pytest.approx(0.5 * PX_PER_M, rel=1e-5)


def test_equal_recordings_have_no_error(reference: Recording) -> None:
    told = figures(reference, reference)
    assert told["error_torsos_of_landmarks"] == {"median": 0.0, "p90": 0.0, "p95": 0.0}
    assert (told["only_ours"], told["only_reference"]) == (0, 0)
    assert told["ours_over_reference"] == 1.0
    assert (told["pictures"], told["clips"]) == (4, 2)


def test_errors_are_told_in_torsos_by_landmark_and_metres(reference: Recording) -> None:
    picture_px, space_m = reference.picture_px.copy(), reference.space_m.copy()
    picture_px[:, Joint.LEFT_WRIST, 0] += 0.1 * 0.5 * PX_PER_M
    space_m[..., 2] += 0.04
    told = figures(reference, replace(reference, picture_px=picture_px, space_m=space_m))
    by_landmark = told["median_torsos_by_landmark"]
    assert by_landmark.pop("left_wrist") == pytest.approx(0.1, rel=1e-4)
    assert not any(by_landmark.values())
    assert told["error_in_space_m"]["median"] == pytest.approx(0.04, rel=1e-4)
    assert told["somebody_else"] == 0.0


def test_finds_of_one_alone_are_counted_and_pictures_of_somebody_else(
    reference: Recording,
) -> None:
    picture_px = reference.picture_px.copy()
    picture_px[0] += 500.0
    found = np.array([True, False, True, True])
    told = figures(reference, replace(reference, picture_px=picture_px, found=found))
    assert (told["only_ours"], told["only_reference"]) == (1, 1)
    assert told["found_by_ours"] == 0.75
    assert told["somebody_else"] == 0.5


def test_times_are_compared_as_if_the_machine_had_been_equally_fast(reference: Recording) -> None:
    ours = replace(reference, ms=reference.ms / 2.0, yardstick_ms=2.0)
    assert figures(reference, ours)["ours_over_reference"] == pytest.approx(1.0)


def test_nothing_in_common_is_an_error(reference: Recording) -> None:
    with pytest.raises(TrainingError, match="no picture in which both"):
        figures(reference, replace(reference, found=np.zeros(4, dtype=np.bool_)))


def test_a_recording_is_read_as_it_was_written(reference: Recording, tmp_path: Path) -> None:
    save(reference, tmp_path / "r.npz")
    again = load(tmp_path / "r.npz")
    assert figures(reference, again) == figures(reference, reference)
    (tmp_path / "other.npz").write_bytes(b"hello")
    for name in ("other.npz", "missing.npz"):
        with pytest.raises(DatasetError, match="not a recording"):
            load(tmp_path / name)


def test_pictures_that_repeat_the_one_before_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "frozen.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"FFV1"), 30.0, (64, 48))
    for brightness in (0, 10, 20, 30, 30, 30, 30, 30, 30, 30):
        writer.write(solid("red") // 2 + np.uint8(brightness))
    writer.release()
    assert [frame for frame, _ in moving_pictures(path, 1)] == [0, 1, 2, 3]
    assert [frame for frame, _ in moving_pictures(path, 2)] == [0, 2, 4]


@pytest.fixture
def demo_recording(reference: Recording) -> Recording:
    """The reference's body, said to be in three pictures of the demo clip."""
    return Recording(
        clip=np.array([str(DEMO_CLIP)] * 3),
        frame=np.array([0, 3, 6]),
        found=reference.found[:3],
        picture_px=reference.picture_px[:3],
        space_m=reference.space_m[:3],
        ms=reference.ms[:3],
        yardstick_ms=reference.yardstick_ms,
    )


def test_ours_follows_the_pictures_of_the_recording(
    demo_recording: Recording, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, recorded = tmp_path / "clips.csv", tmp_path / "r.npz"
    ours = follow(table, demo_recording)
    assert ours.found.all()
    assert ours.frame.tolist() == [0, 3, 6]
    assert ours.clip.tolist() == demo_recording.clip.tolist()
    save(ours, recorded)
    main(["compare", str(table), str(recorded)])
    told = json.loads(capsys.readouterr().out)
    assert told["pictures"] == 3
    assert told["error_torsos_of_landmarks"]["p95"] == 0.0, "ours agrees with itself"


def test_other_pictures_than_the_recording_s_are_an_error(
    demo_recording: Recording, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = write_video(tmp_path / "short.mp4", seconds_each=0.1)
    save(replace(demo_recording, clip=np.array([short.name] * 3)), tmp_path / "r.npz")
    with pytest.raises(SystemExit) as caught:
        main(["compare", str(tmp_path / "clips.csv"), str(tmp_path / "r.npz")])
    assert caught.value.code == DatasetError.exit_code
    assert "has other pictures" in capsys.readouterr().err


def test_without_mediapipe_the_step_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(SystemExit) as caught:
        main(["record", str(tmp_path / "clips.csv"), str(tmp_path / "r.npz")])
    assert caught.value.code == TrainingError.exit_code
    told = capsys.readouterr().err
    assert "mediapipe is not installed" in told
    assert "pip install mediapipe==0.10.21" in told
