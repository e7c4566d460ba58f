"""Takes made of small clips."""

import itertools
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import write_bundle
from training.data.clips import Clip, ClipTable
from training.errors import DatasetError
from training.evaluation.take_pictures import take_frames
from training.evaluation.take_watching import watch_take
from training.evaluation.takes import (
    RATE_HZ,
    Material,
    Part,
    Take,
    choose_groups,
    plan_takes,
    sort_clips,
)
from vidclf_app.core.bundle import open_bundle, read_manifest
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.errors import SourceOpenError


def _clips(*names: str) -> tuple[Clip, ...]:
    """Return clips that need not be there: `group/label/number`."""
    return tuple(Clip(Path(name), name.split("/")[1], name.split("/")[0]) for name in names)


def _material(background: tuple[str, ...] = ("a/wave/0", "b/wave/1")) -> Material:
    names = [
        f"{group}/{label}/{number}"
        for group in ("a", "b")
        for label in ("squat", "row", "lunge", "jump", "plank")
        for number in range(4)
    ]
    return Material(_clips(*names), _clips(*background), Counter())


def _thirty(path: Path) -> int:
    return 30


def test_a_take_alternates_rests_and_exercises() -> None:
    plan = plan_takes(_material(), 30, 5, measure=_thirty)
    assert len(plan.takes) == 30
    for take in plan.takes:
        truth = [part.truth for part in take.parts]
        assert 60.0 <= take.duration_s <= 90.0
        assert truth[0].start_s == 0.0
        assert truth[-1].end_s == pytest.approx(take.duration_s)
        assert all(one.end_s == two.start_s for one, two in itertools.pairwise(truth))
        exercises = [place for place, part in enumerate(truth) if part.kind == "exercise"]
        assert len(exercises) >= 4
        assert exercises[0] > 0
        assert exercises[-1] < len(truth) - 1
        assert all(two - one > 1 for one, two in itertools.pairwise(exercises))
        assert {take.parts[place].group for place in exercises} == {take.parts[0].group}
        labels = [truth[place].label for place in exercises]
        assert len(set(labels[:5])) == len(labels[:5])
        for part in take.parts:
            length_s = part.frames / RATE_HZ
            if part.kind == "exercise":
                assert 6.0 <= length_s <= 10.0
                assert part.clip == Path(part.group, str(part.label), part.clip.name)
            elif part.kind == "nobody":
                assert length_s == 2.0
            else:
                assert 3.0 <= length_s <= 8.0
            moves = part.kind in {"exercise", "background"}
            assert 0.8 <= part.tempo <= 1.2 if moves else part.tempo == 1.0
            assert part.clip_frames == (30 if moves else 1)
    kinds = Counter(part.kind for take in plan.takes for part in take.parts)
    assert 8 <= kinds["nobody"] <= 22
    assert kinds["still"] > 30
    assert kinds["background"] > 30


def test_labels_and_clips_are_used_evenly() -> None:
    plan = plan_takes(_material(), 40, 5, measure=_thirty)
    exercises = [part for take in plan.takes for part in take.parts if part.kind == "exercise"]
    labels = Counter(part.label for part in exercises)
    assert max(labels.values()) - min(labels.values()) <= 2
    of_group = Counter(
        part.clip for part in exercises if part.group == "a" and "row" in part.clip.parts
    )
    assert max(of_group.values()) - min(of_group.values()) <= 1


def test_the_seed_decides_everything() -> None:
    one, same, other = (plan_takes(_material(), 3, seed, measure=_thirty) for seed in (4, 4, 5))
    assert one == same
    assert one.takes != other.takes
    longer = plan_takes(_material(), 5, 4, measure=_thirty)
    assert longer.takes[:3] == one.takes


def test_of_exercises_that_are_held_no_pause_is_made() -> None:
    def measure(path: Path) -> int:
        return 1 if "plank" in path.parts else 30

    plan = plan_takes(_material(), 20, 5, held=["plank"], measure=measure)
    parts = [part for take in plan.takes for part in take.parts]
    assert not any("plank" in part.clip.parts for part in parts if part.kind == "still")
    assert {part.clip_frames for part in parts if part.label == "plank"} == {1}
    assert not plan.skipped
    without = plan_takes(_material(), 20, 5, measure=measure)
    assert {skipped.path.parts[1] for skipped in without.skipped} == {"plank"}
    assert "moves for 1 frames only" in without.skipped[0].reason


def test_where_a_group_has_one_label_the_others_come_from_elsewhere() -> None:
    material = Material(_clips("a/squat/0", "b/row/0", "c/lunge/0"), (), Counter())
    plan = plan_takes(material, 5, 1, measure=_thirty)
    for take in plan.takes:
        labels = [part.label for part in take.parts if part.label]
        assert set(labels[:3]) == {"squat", "row", "lunge"}
        assert all(one != two for one, two in itertools.pairwise(labels))
        assert "background" not in {part.kind for part in take.parts}


def test_clips_that_can_not_be_read_are_replaced_and_told() -> None:
    def measure(path: Path) -> int:
        if path.name == "0":
            raise SourceOpenError(f"{path}: no such file.")
        return 30

    plan = plan_takes(_material(), 10, 1, measure=measure)
    assert {skipped.path.name for skipped in plan.skipped} == {"0"}
    assert {skipped.reason for skipped in plan.skipped} == {"no such file."}
    assert "0" not in {clip.name for clip in plan.clips}
    with pytest.raises(DatasetError, match="No clip of an exercise can be used"):
        plan_takes(_material(), 1, 1, measure=lambda _: 2)


def test_labels_are_exercises_background_or_left_out(tmp_path: Path) -> None:
    clips = _clips("a/red/0", "a/green/0", "a/blue/0", "a/wave/0")
    bundle = write_bundle(tmp_path / "with", background_label="blue")
    material = sort_clips(clips, read_manifest(bundle))
    assert [clip.label for clip in material.exercises] == ["red", "green"]
    assert [clip.label for clip in material.background] == ["blue", "wave"]
    material = sort_clips(clips, read_manifest(bundle), ["red"])
    assert [clip.label for clip in material.exercises] == ["red"]
    # The model knows green: it would be right to say so.
    assert [clip.label for clip in material.background] == ["blue", "wave"]
    assert material.left_out == {"green": 1}
    material = sort_clips(clips, read_manifest(write_bundle(tmp_path / "without")))
    assert [clip.label for clip in material.exercises] == ["red", "green", "blue"]
    assert material.left_out == {"wave": 1}
    with pytest.raises(DatasetError, match="doesn't know the label wave"):
        sort_clips(clips, read_manifest(bundle), ["wave"])
    with pytest.raises(DatasetError, match="No clip has one of the labels"):
        sort_clips(clips[3:], read_manifest(bundle))


def test_groups_can_be_chosen() -> None:
    clips = _clips("a/red/0", "b/red/0", "c/red/0")
    table = ClipTable(Path("clips.csv"), clips, (), grouped=True)
    assert choose_groups(table, []) == clips
    assert choose_groups(table, ["c", "a"]) == (clips[0], clips[2])
    with pytest.raises(DatasetError, match="no clip has the group d"):
        choose_groups(table, ["d"])
    apart = ClipTable(Path("clips.csv"), clips, (), grouped=False)
    assert {clip.group for clip in choose_groups(apart, [])} == {""}


def _write_steps(path: Path, frames: int, size_px: tuple[int, int] = (64, 48)) -> Path:
    """Write a clip whose pictures get brighter by five levels a frame."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, size_px)
    assert writer.isOpened()
    for number in range(frames):
        writer.write(np.full((size_px[1], size_px[0], 3), 20 + 5 * number, dtype=np.uint8))
    writer.release()
    return path


def _step(pixels: np.ndarray) -> int:
    return round((float(pixels.mean()) - 20.0) / 5.0)


def test_a_part_plays_forth_and_back_at_its_tempo(tmp_path: Path) -> None:
    clip = _write_steps(tmp_path / "clip.avi", 20)
    parts = (
        Part("exercise", "red", 0, 40, clip, "", 5, 1.0, 1),
        Part("exercise", "red", 40, 30, clip, "", 20, 0.5, 1),
    )
    frames = list(take_frames(Take(0, parts), clock=lambda: 7.0))
    assert [frame.index for frame in frames] == list(range(70))
    assert [frame.time_s for frame in frames] == pytest.approx([n / 30.0 for n in range(70)])
    assert {frame.arrived_s for frame in frames} == {7.0}
    steps = [_step(frame.pixels) for frame in frames]
    assert steps[:40] == [0, 1, 2, 3, 4, 3, 2, 1] * 5
    assert steps[40] == 0
    assert steps[69] == round(29 * 0.5)
    assert max(abs(two - one) for one, two in itertools.pairwise(steps[40:])) == 1


def test_a_still_part_has_noise_and_nobody_is_in_an_empty_one(tmp_path: Path) -> None:
    clip = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (64, 48))
    picture = np.full((48, 64, 3), 90, dtype=np.uint8)
    picture[16:32, 24:40] = 250
    writer.write(picture)
    writer.release()
    parts = (
        Part("still", None, 0, 10, clip, "", 1, 1.0, 1),
        Part("nobody", None, 10, 10, clip, "", 1, 1.0, 1),
        Part("nobody", None, 20, 10, clip, "", 1, 1.0, 2),
    )
    frames = [frame.pixels.astype(np.int16) for frame in take_frames(Take(0, parts))]
    for one, two in itertools.pairwise(frames[:10]):
        assert 0.5 < float(np.abs(one - two).mean()) < 4.0
    assert all(float(frame[20:28, 28:36].mean()) > 230 for frame in frames[:10])
    # One colour, then a blur: neither shows the square's edge.
    assert all(float(np.ptp(cv2.blur(frame, (5, 5)))) < 8 for frame in frames[10:20])
    edges = [float(np.abs(np.diff(cv2.blur(f, (5, 5)), axis=1)).max()) for f in frames]
    assert max(edges[20:]) < min(edges[:10]) / 2


def test_all_pictures_of_a_take_have_one_size(tmp_path: Path) -> None:
    wide = _write_steps(tmp_path / "wide.avi", 3, (64, 48))
    tall = _write_steps(tmp_path / "tall.avi", 3, (48, 96))
    parts = (
        Part("exercise", "red", 0, 5, wide, "", 3, 1.0, 1),
        Part("exercise", "red", 5, 5, tall, "", 3, 1.0, 1),
    )
    frames = list(take_frames(Take(0, parts)))
    assert {frame.pixels.shape for frame in frames} == {(48, 64, 3)}
    bars = frames[5].pixels
    assert bars[:, :20].max() == bars[:, -20:].max() == 0
    assert bars[:, 21:43].min() > 10


def test_frames_come_one_by_one(tmp_path: Path) -> None:
    clip = _write_steps(tmp_path / "clip.avi", 12)
    parts = (
        Part("exercise", "red", 0, 30, clip, "", 12, 1.0, 1),
        Part("exercise", "red", 30, 30, tmp_path / "none.avi", "", 12, 1.0, 1),
    )
    frames = take_frames(Take(0, parts))
    assert [next(frames).index for _ in range(30)] == list(range(30))
    with pytest.raises(SourceOpenError):
        next(frames)


def test_a_take_is_watched_as_the_app_would(tmp_path: Path, bundle_path: Path) -> None:
    def write(name: str, bgr: tuple[int, int, int]) -> Path:
        path = tmp_path / name
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (64, 48))
        for _ in range(20):
            writer.write(np.full((48, 64, 3), bgr, dtype=np.uint8))
        writer.release()
        return path

    red, grey = write("red.avi", (40, 40, 220)), write("grey.avi", (90, 90, 90))
    parts = (
        Part("still", None, 0, 150, grey, "", 1, 1.0, 1),
        Part("exercise", "red", 150, 240, red, "", 20, 1.0, 1),
        Part("still", None, 390, 150, grey, "", 1, 1.0, 1),
    )
    recognizer = Recognizer(open_bundle(bundle_path))
    watched = watch_take(Take(0, parts), recognizer)
    assert [(part.kind, part.start_s, part.end_s) for part in watched.parts] == [
        ("still", 0.0, 5.0),
        ("exercise", 5.0, 13.0),
        ("still", 13.0, 18.0),
    ]
    # At 10 Hz, from the fifth sampled frame on.
    assert len(watched.shown) == 180 - 4
    (span,) = watched.spans
    assert span.label == "red"
    assert 5.0 < span.start_s < 8.0
    assert 13.0 < span.end_s < 16.0
    labelled = [shown.time_s for shown in watched.shown if shown.label == "red"]
    assert span.start_s == labelled[0]
    assert span.end_s == pytest.approx(labelled[-1] + 0.1)
    # Nothing of one take is left for the next.
    assert watch_take(Take(0, parts), recognizer) == watched
