"""Following one person from picture to picture, and finding them again."""

import math

from vidclf_app.core.body import ABSENT_S
from vidclf_app.core.encoders.pose.detector import Found, PersonDetector, whole_picture
from vidclf_app.core.encoders.pose.landmarks import LandmarkReader, Reading
from vidclf_app.core.encoders.pose.regions import Region
from vidclf_app.core.records import Body, UInt8Array

_LEAST_SCORE = 0.5
# The landmark network is trained on people and takes blotches for one now and then; of those,
# hardly anything is visible within the picture. A head with shoulders has 13 landmarks.
_LEAST_LANDMARKS = 11
_LEAST_VISIBILITY = 0.5
# A body that was followed may move by this share of its region's side between two pictures, and
# its region may grow or shrink by this factor; more than that is somebody else.
_FARTHEST_STEP = 0.35
_LARGEST_GROWTH = 1.6
# Near is what is closer than this share of their region's side.
_NEAR = 0.3
# People whose size differs by less than this are alike in size.
_ALIKE = 0.75
# People below about a third of the picture's height are seen by the detector in a closer look only.
_CLOSER_LOOKS_PER_PICTURE = 1
# In a picture that is less elongated, the largest square is no closer look.
_WIDE = 1.2


class PersonTracker:
    """Reads one person's landmarks, picture after picture.

    Somebody who was found is followed by their own landmarks, without the detector. When the
    landmark network says that there is nobody, or the body would have to have jumped, the
    detector looks at the whole picture and, where nobody is in it, at one closer part of it,
    another part each time: in a 16:9 picture small people are found within about a second.
    Somebody who was lost is waited for near their last place until they count as gone (see
    `ABSENT_S`); then the largest person is taken, and among those of like size the one nearest to
    the middle. Somebody new is read twice. The dearest picture costs two looks and three readings:
    one of whom is lost, two of whom is found.

    Args:
        detector: Finds people.
        reader: Reads landmarks.
    """

    def __init__(self, detector: PersonDetector, reader: LandmarkReader) -> None:
        self._detector = detector
        self._reader = reader
        self.reset()

    def reset(self) -> None:
        """Forget the person: the next picture has nothing to do with the last one."""
        # Where somebody is or, when they are lost, where and when they were seen last.
        self._region: Region | None = None
        self._seen_s = 0.0
        self._is_lost = False
        self._looks = 0

    def follow(self, pixels: UInt8Array, time_s: float) -> Body | None:
        """Return the person in the next picture, or None for nobody.

        Args:
            pixels: uint8, BGR, shape (H, W, 3).
            time_s: Media time of the picture, rising since the last `reset`.

        Raises:
            EngineError: A network failed.
        """
        reading = self._followed(pixels) or self._found(pixels)
        self._is_lost = reading is None
        if reading is None:
            if time_s - self._seen_s >= ABSENT_S:
                # By now the recogniser says that nobody is there: what comes next is new.
                self._region = None
            return None
        self._region, self._seen_s = reading.region, time_s
        self._looks = 0
        return reading.body

    def _followed(self, pixels: UInt8Array) -> Reading | None:
        if self._region is None or self._is_lost:
            return None
        reading = self._reader.read(pixels, self._region)
        if not (_is_seen(reading, pixels) and _is_same(self._region, reading.region)):
            return None
        return Reading(reading.body, reading.region.steadied(self._region))

    def _found(self, pixels: UInt8Array) -> Reading | None:
        height, width = pixels.shape[:2]
        people = self._detector.find(pixels, whole_picture(width, height))
        closer = closer_looks(width, height)
        for _ in range(0 if people else _CLOSER_LOOKS_PER_PICTURE):
            people = self._detector.find(pixels, closer[self._looks % len(closer)])
            self._looks += 1
        chosen = choose(people, self._region, width, height)
        if chosen is None:
            return None
        reading = self._reader.read(pixels, chosen.region)
        if not _is_seen(reading, pixels):
            return None
        # Read again from where the body is said to be: what isn't one is not seen there again,
        # and the landmarks of what is one come out better.
        again = self._reader.read(pixels, reading.region)
        return again if _is_seen(again, pixels) else None


def choose(people: list[Found], last: Region | None, width_px: int, height_px: int) -> Found | None:
    """Return the person to follow.

    Args:
        people: Everyone who was found.
        last: Where somebody was followed until just now; then nobody else will do.
        width_px: Of the picture.
        height_px: Of the picture.
    """
    if last is not None:
        near = [one for one in people if _distance(one.region, last) <= _NEAR * last.side_px]
        return min(near, key=lambda one: _distance(one.region, last), default=None)
    if not people:
        return None
    largest = max(one.region.side_px for one in people)
    middle = whole_picture(width_px, height_px)
    alike = [one for one in people if one.region.side_px >= _ALIKE * largest]
    return min(alike, key=lambda one: _distance(one.region, middle))


def closer_looks(width_px: int, height_px: int) -> tuple[Region, ...]:
    """Return overlapping squares that cover a picture, larger ones first.

    Args:
        width_px: Of the picture.
        height_px: Of the picture.
    """
    short, long = sorted((width_px, height_px))
    looks: list[Region] = []
    for share in (1.0, 0.6):
        side = share * short
        if share == 1.0 and long < _WIDE * short:
            continue  # The whole picture was such a square.
        looks.extend(
            Region(x, y, side) for y in _centres(height_px, side) for x in _centres(width_px, side)
        )
    # From the middle outwards: people stand there more often.
    middle = whole_picture(width_px, height_px)
    return tuple(sorted(looks, key=lambda look: (-look.side_px, _distance(look, middle))))


def _centres(length: float, side: float) -> list[float]:
    """Return the centres of squares along an edge, a third of their side or more overlapping."""
    count = max(1, math.ceil((length - side) / (side * 2.0 / 3.0) - 1e-6) + 1)
    if count == 1:
        return [length / 2.0]
    step = (length - side) / (count - 1)
    return [side / 2.0 + number * step for number in range(count)]


def _is_seen(reading: Reading, pixels: UInt8Array) -> bool:
    body, (height, width) = reading.body, pixels.shape[:2]
    if body.score < _LEAST_SCORE or reading.region.side_px <= 1.0:
        return False
    within = ((body.picture_px >= 0.0) & (body.picture_px < (width, height))).all(axis=1)
    return int((within & (body.visibility >= _LEAST_VISIBILITY)).sum()) >= _LEAST_LANDMARKS


def _is_same(before: Region, now: Region) -> bool:
    growth = now.side_px / before.side_px
    return (
        _distance(before, now) <= _FARTHEST_STEP * before.side_px
        and 1.0 / _LARGEST_GROWTH <= growth <= _LARGEST_GROWTH
    )


def _distance(one: Region, other: Region) -> float:
    return math.hypot(one.x_px - other.x_px, one.y_px - other.y_px)
