"""Whom the real networks find and follow: the drawn person of the demo clip, pasted together."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from tests.core.encoders.pose.conftest import Paste, Seen
from tests.core.encoders.pose.watching import Watcher
from vidclf_app.core.body import Joint
from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.tracker import closer_looks
from vidclf_app.core.records import Body, Frame, UInt8Array

Wall = Callable[[int, int], UInt8Array]
STANDING = 0


def middle(body: Body | None) -> tuple[float, float] | None:
    """Return the middle of the trunk, pixels."""
    if body is None:
        return None
    trunk = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP]
    x_px, y_px = (float(value) for value in body.picture_px[trunk].mean(axis=0))
    return x_px, y_px


def found_at(tracker: Watcher, pixels: UInt8Array) -> tuple[tuple[float, float] | None, int]:
    """Return where somebody is found in a still picture, and in which of its pictures."""
    height, width = pixels.shape[:2]
    tracker.reset()
    for picture in range(len(closer_looks(width, height)) + 1):
        place = middle(tracker.follow(pixels))
        if place is not None:
            return place, picture
    return None, -1


@pytest.mark.parametrize("quarters", [0, 1, 2, 3], ids=["up", "left", "down", "right"])
def test_somebody_in_any_position(
    tracker: Watcher, demo: list[Seen], paste: Paste, wall: Wall, quarters: int
) -> None:
    size_px = 500 if quarters % 2 == 0 else 250
    pixels = paste(wall(1280, 720), demo[STANDING].person, (500.0, 360.0), size_px, quarters)
    body = tracker.follow(pixels)
    assert body is not None
    # From the ankles to the nose, seen from the picture: up, left, down, right.
    ankles = body.picture_px[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]].mean(axis=0)
    x, y = body.picture_px[Joint.NOSE] - ankles
    upward = math.atan2(-x, -y) / (math.pi / 2)
    assert (upward - quarters + 2) % 4 - 2 == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize(("width_px", "height_px"), [(1280, 720), (720, 1280)])
@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("low", [False, True])
def test_somebody_in_a_corner(
    tracker: Watcher,
    demo: list[Seen],
    paste: Paste,
    wall: Wall,
    width_px: int,
    height_px: int,
    right: bool,
    low: bool,
) -> None:
    person = demo[STANDING].person
    size_px = 320
    half_px = size_px * person.shape[1] / person.shape[0] / 2
    x = width_px - half_px if right else half_px
    y = height_px - size_px / 2 if low else size_px / 2
    place, _ = found_at(tracker, paste(wall(width_px, height_px), person, (x, y), size_px))
    assert place is not None
    assert math.dist(place, (x, y)) < 0.25 * size_px


@pytest.mark.parametrize(("share", "within"), [(0.5, 1), (0.25, 12)])
def test_somebody_small_within_about_a_second(
    tracker: Watcher,
    demo: list[Seen],
    paste: Paste,
    wall: Wall,
    share: float,
    within: int,
) -> None:
    size_px = round(share * 720)
    place, picture = found_at(
        tracker, paste(wall(1280, 720), demo[STANDING].person, (900.0, 430.0), size_px)
    )
    assert place is not None
    assert math.dist(place, (900.0, 430.0)) < 0.25 * size_px
    assert picture < within


def test_of_two_people_the_same_one_all_the_time(
    tracker: Watcher, demo: list[Seen], paste: Paste, wall: Wall
) -> None:
    one, other = demo[STANDING].person, demo[1].person
    for step in range(10):
        pixels = paste(wall(1280, 720), one, (420.0 + 4.0 * step, 380.0), 450)
        pixels = paste(pixels, other, (840.0 - 8.0 * (step % 3), 380.0), 450)
        place = middle(tracker.follow(pixels))
        assert place is not None
        if step == 0:
            is_left = place[0] < 640.0
        assert (place[0] < 640.0) == is_left


def test_somebody_who_walks_past_behind_is_not_followed(
    tracker: Watcher, demo: list[Seen], paste: Paste, wall: Wall
) -> None:
    ends = []
    for step in range(21):
        pixels = paste(wall(1280, 720), demo[1].person, (1150.0 - 50.0 * step, 380.0), 430)
        pixels = paste(pixels, demo[STANDING].person, (640.0, 380.0), 500)
        ends.append(middle(tracker.follow(pixels)))
        if step == 0:
            assert ends[0] is not None
    assert ends[-1] is not None
    assert math.dist(ends[-1], (640.0, 380.0)) < 100.0


def test_when_one_leaves_the_other_is_not_taken_at_once(
    tracker: Watcher, demo: list[Seen], paste: Paste, wall: Wall
) -> None:
    both = paste(wall(1280, 720), demo[1].person, (1000.0, 400.0), 400)
    alone = both
    both = paste(both, demo[STANDING].person, (500.0, 380.0), 560)
    place = middle(tracker.follow(both))
    assert place is not None
    assert place[0] < 640.0
    told = [middle(tracker.follow(alone)) for _ in range(8)]
    assert told[:5] == [None] * 5
    last = told[-1]
    assert last is not None
    assert last[0] > 800.0


def blotches(rng: np.random.Generator) -> UInt8Array:
    small = rng.integers(0, 256, (9, 16, 3), dtype=np.uint8)
    return cv2.resize(small, (640, 360), interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def noise(rng: np.random.Generator) -> UInt8Array:
    return rng.integers(0, 256, (360, 640, 3), dtype=np.uint8)


def slope(rng: np.random.Generator) -> UInt8Array:
    column = np.linspace(0, 255, 360).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(column[:, None, None], (360, 640, 3)))


def text(rng: np.random.Generator) -> UInt8Array:
    page = np.full((360, 640, 3), 255, dtype=np.uint8)
    for line in range(12):
        letters = "".join(rng.choice(list("abcdefghijklmnop  "), 34))
        cv2.putText(page, letters, (8, 28 * line + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    return page


@pytest.mark.parametrize("paint", [blotches, noise, slope, text])
def test_a_picture_without_people(
    tracker: Watcher, paint: Callable[[np.random.Generator], UInt8Array]
) -> None:
    pixels = paint(np.random.default_rng(5))
    assert found_at(tracker, pixels) == (None, -1)


@pytest.mark.parametrize("columns", [slice(0, 400), slice(900, 1280)], ids=["left", "right"])
def test_an_empty_room(tracker: Watcher, demo: list[Seen], columns: slice) -> None:
    seen = demo[STANDING]
    assert not (
        (seen.picture_px[:, 0] > columns.start) & (seen.picture_px[:, 0] < columns.stop)
    ).any()
    room = np.ascontiguousarray(seen.pixels[:, columns])
    assert found_at(tracker, room) == (None, -1)


def test_after_a_reset_the_same_pictures_give_the_same_numbers(
    encoder: PoseEncoder, demo: list[Seen]
) -> None:
    def vectors() -> list[bytes]:
        return [
            encoder.encode(Frame(seen.pixels, number, number / 10.0, 0.0)).vector.tobytes()
            for number, seen in enumerate(demo[:5])
        ]

    first = vectors()
    assert vectors() != first, "it remembers where the person was"
    encoder.reset()
    assert vectors() == first
