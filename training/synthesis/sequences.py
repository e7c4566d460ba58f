"""Synthetic landmark sequences: a random body, a movement, a camera, a network's errors."""

from dataclasses import dataclass

import numpy as np

from training.errors import DatasetError
from training.synthesis.camera import random_camera
from training.synthesis.detection import detect
from training.synthesis.movements import perform
from vidclf_app.core.records import Float32Array


@dataclass(frozen=True, slots=True, eq=False)
class LandmarkSequence:
    """Landmarks of one person over time, in the order of BlazePose.

    Attributes:
        name: What the person does, see `perform`.
        image: float32 (T, 33, 2). x to the right, y down, both in units of the picture's
            height, from its top left corner.
        world: float32 (T, 33, 3). Metres from the middle of the hips: x to the picture's right,
            y down, z away from the camera.
        visibility: float32 (T, 33), 0..1.
    """

    name: str
    image: Float32Array
    world: Float32Array
    visibility: Float32Array


def synthesise(
    name: str, seconds_s: float, rate_hz: float, rng: np.random.Generator
) -> LandmarkSequence:
    """Make up one sequence; the same generator state gives the same one.

    Args:
        name: What the person does, see `perform`.
        seconds_s: Length of the sequence.
        rate_hz: Frames a second.
        rng: Source of every choice.

    Raises:
        DatasetError: An unknown movement, or not even one frame.
    """
    frames = round(seconds_s * rate_hz)
    if frames < 1:
        raise DatasetError(
            f"A sequence of {seconds_s} s at {rate_hz} frames a second has no frame.",
            hint="Ask for a longer sequence or a higher rate.",
        )
    time_s = np.arange(frames) / rate_hz
    points_m = perform(name, time_s, rng)
    camera = random_camera(points_m, time_s, rng)
    image, world, visibility = detect(camera.view(points_m), camera, rng)
    return LandmarkSequence(
        name,
        image.astype(np.float32),
        world.astype(np.float32),
        visibility.astype(np.float32),
    )
