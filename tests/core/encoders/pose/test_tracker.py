"""Whom the tracker follows, told with made-up people instead of pictures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.encoders.pose.watching import RATE_HZ, Watcher
from vidclf_app.core.body import ABSENT_S, LANDMARKS
from vidclf_app.core.encoders.pose.detector import Found, PersonDetector
from vidclf_app.core.encoders.pose.landmarks import LandmarkReader, Reading
from vidclf_app.core.encoders.pose.regions import Region
from vidclf_app.core.encoders.pose.tracker import PersonTracker, choose, closer_looks
from vidclf_app.core.records import Body, UInt8Array

WIDTH_PX, HEIGHT_PX = 1280, 720
PICTURE = np.zeros((HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
# Pictures without a person, after which they are gone: ten come in a second.
PATIENCE = round(ABSENT_S * RATE_HZ)


class World:
    """Who is there, and how often was looked.

    Attributes:
        people: Their regions.
        smallest: The detector sees people whose region is larger than this share of a look.
        visible: Landmarks of everyone that can be seen.
        looks: What the detector looked at.
        reads: Where the landmark network looked.
    """

    def __init__(self, *people: Region) -> None:
        self.people = list(people)
        self.smallest = 0.0
        self.visible = LANDMARKS
        self.looks: list[Region] = []
        self.reads: list[Region] = []


class FakeDetector(PersonDetector):
    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, pixels: UInt8Array, window: Region) -> list[Found]:
        self._world.looks.append(window)
        return [
            Found(person, 0.9)
            for person in self._world.people
            if max(abs(person.x_px - window.x_px), abs(person.y_px - window.y_px))
            <= 0.55 * window.side_px
            and person.side_px > self._world.smallest * window.side_px
        ]


class FakeReader(LandmarkReader):
    def __init__(self, world: World) -> None:
        self._world = world

    def read(self, pixels: UInt8Array, region: Region) -> Reading:
        self._world.reads.append(region)
        people = sorted(self._world.people, key=lambda person: distance(person, region))
        seen = bool(people) and distance(people[0], region) < region.side_px
        person = people[0] if seen else region
        visibility = np.zeros(LANDMARKS, dtype=np.float32)
        visibility[: self._world.visible] = 1.0
        middle = np.array([person.x_px, person.y_px], dtype=np.float32)
        return Reading(
            Body(
                picture_px=np.tile(middle, (LANDMARKS, 1)),
                space_m=np.zeros((LANDMARKS, 3), dtype=np.float32),
                visibility=visibility,
                score=0.9 if seen else 0.1,
            ),
            person,
        )


def distance(one: Region, other: Region) -> float:
    return math.hypot(one.x_px - other.x_px, one.y_px - other.y_px)


def new_tracker(world: World) -> Watcher:
    return Watcher(PersonTracker(FakeDetector(world), FakeReader(world)))


def where(tracker: Watcher) -> float | None:
    """Follow through one picture and return where the body is, pixels from the left."""
    body = tracker.follow(PICTURE)
    return None if body is None else float(body.picture_px[0, 0])


LEFT, RIGHT = Region(300.0, 360.0, 400.0), Region(900.0, 360.0, 400.0)


def test_the_detector_is_asked_only_to_begin_with() -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    for step in range(20):
        world.people[0] = Region(300.0 + 10.0 * step, 360.0, 400.0)
        assert where(tracker) == 300.0 + 10.0 * step
    assert len(world.looks) == 1
    assert len(world.reads) == 21, "one a picture, and another for somebody new"


def test_somebody_who_comes_back_nearby_is_taken_at_once() -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    where(tracker)
    world.people = []
    assert [where(tracker) for _ in range(3)] == [None] * 3
    world.people = [RIGHT, Region(360.0, 380.0, 400.0)]
    assert where(tracker) == 360.0


def test_somebody_else_is_taken_only_after_a_while() -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    where(tracker)
    world.people = [RIGHT]
    told = [where(tracker) for _ in range(PATIENCE + 1)]
    assert told == [None] * PATIENCE + [900.0]


def test_how_long_is_waited_is_a_matter_of_time_not_of_pictures() -> None:
    world = World(LEFT)
    tracker = PersonTracker(FakeDetector(world), FakeReader(world))
    assert tracker.follow(PICTURE, 0.0) is not None
    world.people = [RIGHT]
    assert tracker.follow(PICTURE, ABSENT_S) is None
    assert tracker.follow(PICTURE, 2.0 * ABSENT_S) is not None


def test_a_body_that_would_have_to_jump_is_somebody_else() -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    where(tracker)
    # Near enough for the network to read them in the region of the other.
    world.people = [Region(300.0 + 0.5 * 400.0, 360.0, 400.0)]
    assert where(tracker) is None


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_a_body_that_would_have_to_grow_or_shrink_is_somebody_else(factor: float) -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    where(tracker)
    world.people = [Region(300.0, 360.0, 400.0 * factor)]
    where(tracker)
    assert len(world.looks) == 2, "the detector is asked who that is"


def test_another_person_is_passed_by() -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    assert where(tracker) == 300.0
    world.people.append(RIGHT)
    for step in range(40):
        world.people[1] = Region(900.0 - 25.0 * step, 330.0, 400.0)
        where(tracker)
        if distance(*world.people) > 100.0:
            assert where(tracker) == 300.0
    assert where(tracker) == 300.0


def test_after_a_reset_the_past_does_not_count() -> None:
    world = World(LEFT)
    tracker = new_tracker(world)
    where(tracker)
    tracker.reset()
    world.people = [Region(900.0, 360.0, 500.0), LEFT]
    assert where(tracker) == 900.0


def test_no_picture_costs_more_than_two_looks_and_all_parts_are_looked_at() -> None:
    world = World()
    tracker = new_tracker(world)
    looks = closer_looks(WIDTH_PX, HEIGHT_PX)
    for picture in range(1, len(looks) + 1):
        assert where(tracker) is None
        assert len(world.looks) == 2 * picture
    assert set(looks) <= set(world.looks)


def test_somebody_small_is_found_in_a_closer_look() -> None:
    world = World(Region(1100.0, 100.0, 130.0))
    world.smallest = 0.25
    tracker = new_tracker(world)
    told = [where(tracker) for _ in closer_looks(WIDTH_PX, HEIGHT_PX)]
    first = told.index(1100.0)
    assert told == [None] * first + [1100.0] * (len(told) - first)


@pytest.mark.parametrize(("visible", "is_seen"), [(10, False), (11, True)])
def test_who_is_hardly_visible_is_nobody(visible: int, is_seen: bool) -> None:
    world = World(LEFT)
    world.visible = visible
    assert (where(new_tracker(world)) is not None) == is_seen


def test_landmarks_beyond_the_picture_are_not_visible() -> None:
    assert where(new_tracker(World(Region(20.0, 360.0, 400.0)))) == 20.0
    assert where(new_tracker(World(Region(-20.0, 360.0, 400.0)))) is None


def test_the_largest_person_is_chosen_and_among_alike_ones_the_one_in_the_middle() -> None:
    small, large = Found(Region(640.0, 360.0, 200.0), 0.9), Found(Region(90.0, 300.0, 400.0), 0.6)
    assert choose([small, large], None, WIDTH_PX, HEIGHT_PX) is large
    alike = Found(Region(500.0, 300.0, 320.0), 0.6)
    assert choose([small, large, alike], None, WIDTH_PX, HEIGHT_PX) is alike
    assert choose([], None, WIDTH_PX, HEIGHT_PX) is None


def test_who_was_followed_is_chosen_by_place_alone() -> None:
    near, large = Found(Region(320.0, 360.0, 200.0), 0.6), Found(RIGHT, 0.9)
    assert choose([large, near], LEFT, WIDTH_PX, HEIGHT_PX) is near
    assert choose([large], LEFT, WIDTH_PX, HEIGHT_PX) is None


@given(st.integers(1, 4000), st.integers(1, 4000), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_closer_looks_cover_the_picture(
    width_px: int, height_px: int, along: float, down: float
) -> None:
    short_px = min(width_px, height_px)
    looks = closer_looks(width_px, height_px)
    x_px, y_px = along * width_px, down * height_px
    inside = [
        look
        for look in looks
        if max(abs(look.x_px - x_px), abs(look.y_px - y_px)) <= look.side_px / 2 + 1e-6 * short_px
    ]
    assert inside
    assert all(look.side_px <= short_px for look in looks)
