"""A random camera that looks at a body: perspective, any side, any height, hand-held or not."""

from dataclasses import dataclass

import numpy as np

from training.synthesis.body import FloatArray, turns
from training.synthesis.rhythm import wander

# Width / height of the pictures of phones (both ways up), webcams and cameras.
_ASPECTS = (16 / 9, 16 / 9, 4 / 3, 9 / 16, 9 / 16, 3 / 4, 1.0)
_NEAREST_M = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Where the camera is and how it sees.

    Attributes:
        place_m: Room coordinates, shape (3,).
        turn: Its axes in the room, one frame each: rows are the picture's right, down and away,
            shape (T, 3, 3).
        focal: Focal length in units of the picture's height.
        aspect: Width of the picture divided by its height.
    """

    place_m: FloatArray
    turn: FloatArray
    focal: float
    aspect: float

    def view(self, points_m: FloatArray) -> FloatArray:
        """Turn room coordinates (T, n, 3) into the camera's: right, down, away, metres."""
        seen: FloatArray = np.matmul(points_m - self.place_m, np.swapaxes(self.turn, -1, -2))
        return seen

    def project(self, seen_m: FloatArray) -> FloatArray:
        """Place points of `view` in the picture: units of its height, from the top left."""
        away = np.maximum(seen_m[..., 2:], _NEAREST_M)
        middle = np.array([0.5 * self.aspect, 0.5])
        picture: FloatArray = middle + self.focal * seen_m[..., :2] / away
        return picture


def _aimed(yaw: FloatArray, pitch: FloatArray, roll: FloatArray) -> FloatArray:
    """Camera axes (T, 3, 3) as rows; yaw 0 looks along +z, positive pitch looks down."""
    columns = turns(np.stack((pitch, yaw, roll), -1))
    # The body's axes are left, up and forward; the picture's are right, down and away.
    rows: FloatArray = np.swapaxes(columns, -1, -2) * np.array([[-1.0], [-1.0], [1.0]])
    return rows


def random_camera(points_m: FloatArray, time_s: FloatArray, rng: np.random.Generator) -> Camera:
    """Put a camera somewhere around the body, so that it fills 30 to 90 % of the picture.

    Args:
        points_m: The body in the room, shape (T, 33, 3).
        time_s: Times of the frames, shape (T,).
        rng: Source of every choice.
    """
    aspect = float(_ASPECTS[rng.integers(len(_ASPECTS))])
    # From wide phone lenses to cameras that zoom in; of the longer side.
    focal = float(np.exp(rng.uniform(np.log(0.6), np.log(1.6)))) * max(aspect, 1.0)
    fill = float(rng.uniform(0.3, 0.9)) if rng.random() < 0.92 else float(rng.uniform(0.9, 1.3))
    lowest, highest = points_m.min(axis=(0, 1)), points_m.max(axis=(0, 1))
    target = 0.5 * (lowest + highest)
    azimuth = rng.uniform(0.0, 2.0 * np.pi)
    height = rng.uniform(0.05, 2.2) if rng.random() < 0.8 else rng.uniform(0.8, 1.6)
    distance = 3.0
    still = np.zeros(1)
    middle = points_m[len(points_m) // 2 : len(points_m) // 2 + 1]
    away = np.array([np.sin(azimuth), 0.0, np.cos(azimuth)])
    for _ in range(3):
        place = target - distance * away
        place[1] = height
        pitch = np.arctan2(height - target[1], distance)
        camera = Camera(place, _aimed(still + azimuth, still + pitch, still), focal, aspect)
        picture = camera.project(camera.view(middle))[0]
        size = (picture.max(axis=0) - picture.min(axis=0)) / np.array([aspect, 1.0])
        distance = float(np.clip(distance * size.max() / fill, 0.8, 12.0))
    place = target - distance * away
    place[1] = height
    # Off the centre, as far as the picture has room for it, sometimes farther.
    room = np.clip(1.0 - size * fill / size.max(), 0.0, 1.0) * 0.5 * np.array([aspect, 1.0])
    beyond = 1.6 if rng.random() < 0.12 else 0.9
    shift = room * beyond * rng.uniform(-1.0, 1.0, 2) / focal
    held = 0.008 if rng.random() < 0.3 else 0.0
    shake = wander(time_s, rng, held, 3, 0.7)
    pitch = np.arctan2(height - target[1], distance)
    roll = float(np.clip(rng.normal(0.0, 0.04), -0.15, 0.15))
    return Camera(
        place,
        _aimed(
            azimuth - np.arctan(shift[0]) + shake[:, 0],
            pitch + np.arctan(shift[1]) + shake[:, 1],
            roll + 0.7 * shake[:, 2],
        ),
        focal,
        aspect,
    )
