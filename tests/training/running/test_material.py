"""What fits share: windows and landmarks of clips in which somebody was found."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.features.builders import write_entry
from training.config import TrainingConfig
from training.data.clips import Clip
from training.features.extract import ExtractedClip, Extraction, LeftOut
from training.running.material import (
    Material,
    gather_material,
    leave_out_windowless,
    windows_of_clip,
)
from vidclf_app.core.body import BODY_VECTOR_SIZE
from vidclf_app.core.body_features import BODY_FEATURES
from vidclf_app.core.manifest import (
    ImageEncoderSpec,
    ImagePreprocessing,
    NetworkFile,
    PoseEncoderSpec,
)

_FILE = NetworkFile(file="a.onnx", sha256="0" * 64)
POSE = PoseEncoderSpec(detector=_FILE, landmarks=_FILE)
IMAGE = ImageEncoderSpec(
    file="b.onnx",
    sha256="1" * 64,
    preprocessing=ImagePreprocessing(width_px=32, height_px=32),
    features=BODY_VECTOR_SIZE,
)
STEADY_S = np.arange(8) / 10.0
# Out of sight for 0.6 s, twice.
PATCHY_S = np.array([0.0, 0.1, 0.7, 0.8, 1.4, 1.5])


def _config(**changes: Any) -> TrainingConfig:
    settings: dict[str, Any] = {"encoder": "pose", "window": 6, "min_frames": 3, **changes}
    return TrainingConfig(name="a", data=Path("a"), out=Path("b"), **settings)


def _clip(folder: Path, label: str, times_s: np.ndarray, views: int = 3) -> ExtractedClip:
    entries = []
    for view in range(views):
        rng = np.random.default_rng(view)
        vectors = rng.normal(size=(len(times_s), BODY_VECTOR_SIZE)).astype(np.float32)
        entries.append(write_entry(folder, f"{label}{view}", vectors, times_s + view / 30.0))
    return ExtractedClip(Clip(Path(label), label, "g"), label, tuple(entries))


def _extraction(*clips: ExtractedClip) -> Extraction:
    before = LeftOut(Clip(Path("z"), "z", "g"), "z: is missing")
    return Extraction(clips, (before,), 0, 9, 1.0, 1)


@pytest.fixture
def clips(tmp_path: Path) -> tuple[ExtractedClip, ExtractedClip]:
    """Return a steady clip and a patchy one, each in three views."""
    return _clip(tmp_path, "run", STEADY_S), _clip(tmp_path, "walk", PATCHY_S)


def test_views_of_landmarks_are_one_sequence_and_the_first_gives_the_windows(
    clips: tuple[ExtractedClip, ExtractedClip],
) -> None:
    material = gather_material(_config(play_s=1.2), ("walk", "run"), clips, POSE)
    assert material.targets.tolist() == [1, 0]
    assert material.table.features == BODY_FEATURES
    # 12 frames of playing, from the third on.
    assert np.bincount(material.plain_clips).tolist() == [10, 10]
    assert (material.table.views == 0).all()
    assert [len(one.vectors) for one in material.sequences] == [24, 18]
    assert {one.rate_hz for one in material.sequences} == {30.0}
    first = clips[0].entries
    np.testing.assert_array_equal(material.sequences[0].vectors[0], first[0].read(0, 1)[0])
    np.testing.assert_array_equal(material.sequences[0].vectors[4], first[1].read(1, 2)[0])


def test_views_of_pictures_each_have_windows(
    clips: tuple[ExtractedClip, ExtractedClip],
) -> None:
    config = _config(encoder="image")
    material = gather_material(config, ("walk", "run"), clips[:1], IMAGE)
    assert material.sequences == ()
    assert np.bincount(material.table.views).tolist() == [6, 6, 6]
    assert len(material.plain) == 6


def test_somebody_out_of_sight_begins_anew_as_in_the_app() -> None:
    config = _config(min_frames=2, window=20)
    windows = windows_of_clip(config, PATCHY_S, finds_people=True)
    assert windows.lengths.tolist() == [2, 2, 2]
    # Half a window is a second: a source of pictures that stutters goes on.
    assert windows_of_clip(config, PATCHY_S, finds_people=False).lengths.max() > 6


def test_clips_without_a_window_are_left_out_and_told(
    clips: tuple[ExtractedClip, ExtractedClip],
) -> None:
    extraction = _extraction(*clips)
    left = leave_out_windowless(_config(), extraction, POSE)
    assert left.clips == clips[:1]
    assert [one.reason for one in left.left_out] == [
        "z: is missing",
        "walk: never shows somebody in 3 frames without a gap",
    ]
    assert (left.encoded_frames, left.seconds) == (9, 1.0)
    # Played forth and back, they have some.
    assert leave_out_windowless(_config(play_s=2.0), extraction, POSE).clips == clips


def test_other_features_are_other_material(
    tmp_path: Path, clips: tuple[ExtractedClip, ExtractedClip]
) -> None:
    def material(*of: ExtractedClip) -> Material:
        return gather_material(_config(play_s=1.0), ("walk", "run"), of, POSE)

    other = _clip(tmp_path, "run", STEADY_S, views=2)
    assert material(*clips).identity() == material(*clips).identity()
    assert material(*clips).identity() != material(other, clips[1]).identity()
