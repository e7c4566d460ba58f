"""One clip's changes: drawn once, the same over all its frames, replayable.

A clip keeps its own camera, light and tempo through all its frames, so whatever is changed must
be changed for all of them alike; only sensor noise is other in each frame. Everything follows
from the config and a seed, never from the order in which frames are asked for, so a cached,
written or streamed frame is the same, byte for byte, on one machine with one set of libraries.

This is own code on numpy and OpenCV: Albumentations, which does this for pictures, is no longer
maintained, and its successor is under the AGPL.

The usual changes cost 1.5 ms for a 640x480 frame on one x86-64 core, 1.3 ms on two; all that can
happen to a picture at once, 2.6 and 1.9 ms. Milliseconds for 1000 frames, each drawn anew::

    python -m timeit -n 1 -u msec -s "import numpy as np" \
        -s "from training.augmentation.clip import draw" \
        -s "from training.augmentation.config import AugmentConfig" \
        -s "picture = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)" \
        -s "clips = [draw(AugmentConfig.usual(), seed) for seed in range(1000)]" \
        "[clip.picture(picture, 1) for clip in clips]"
"""

import json
import math
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from training.augmentation.config import AugmentConfig, CutOut
from training.augmentation.operations import (
    STRAIGHT,
    UNCHANGED,
    Bend,
    ColourChange,
    Geometry,
    Patch,
    WarpMaps,
    add_noise,
    bending_maps,
    blur,
    cut_out,
    recolour,
    warp,
    warp_bent,
)
from vidclf_app.core.records import UInt8Array

# Raised when one config and seed begin to mean something else.
_FORMAT = 1
# Points of the uneven clock lie this many times the largest way apart: the slope of the way
# between them is then at most a half, so that time never stands still or runs back.
_JITTER_SPACING = 4.0
_KNOT_BITS = (1 << 64) - 1


class _Stream(IntEnum):
    """Each operation draws from its own numbers: naming one doesn't change the others' draws."""

    FLIP = 1
    CROP = 2
    ROTATE = 3
    TRANSLATE = 4
    SHEAR = 5
    ELASTIC = 6
    BUMPS = 7
    BLUR = 8
    NOISE = 9
    GRAIN = 10
    BRIGHTNESS = 11
    CONTRAST = 12
    COLOUR = 13
    CUT_OUT = 14
    SPEED = 15
    DROP = 16
    DROPPED = 17
    JITTER = 18
    CLOCK = 19


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What happens to one clip. Made by `draw`; any thread may use it.

    Attributes:
        config: What was drawn from.
        seed: Of the draw.
        geometry: Flip, crop, turn, shear and shift in one.
        bend: Elastic change, or None.
        colour: Brightness, contrast, saturation and hue in one.
        blur_share: Standard deviation of the blur in parts of the height; 0 for none.
        noise_std: Of the sensor noise, of 255; 0 for none.
        patches: Cut out.
        speed: Factor of the tempo.
        drop_share: Probability that a frame is missing.
        jitter_s: Largest way of a frame in time, seconds.
    """

    config: AugmentConfig
    seed: int
    geometry: Geometry
    bend: Bend | None
    colour: ColourChange
    blur_share: float
    noise_std: float
    patches: tuple[Patch, ...]
    speed: float
    drop_share: float
    jitter_s: float
    # Of the last picture's size: a clip has one size, and its maps take longer than their use.
    _maps: dict[tuple[int, int], WarpMaps] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def identity(self) -> str:
        """JSON that is the same for draws that do the same; for keys of caches."""
        content = {
            "format": _FORMAT,
            "config": self.config.model_dump(mode="json"),
            "seed": self.seed,
        }
        return json.dumps(content, sort_keys=True)

    def picture(self, pixels: UInt8Array, index: int) -> UInt8Array:
        """Return the changed picture of a frame.

        Args:
            pixels: uint8 BGR, shape (H, W, 3). Left as it is.
            index: Number of the frame in its clip, from 0; decides its grain.

        Returns:
            uint8 BGR, shape (H, W, 3); where nothing happens, `pixels` itself.
        """
        pixels = self._placed(pixels)
        if self.colour != UNCHANGED:
            pixels = recolour(pixels, self.colour)
        if self.blur_share > 0.0:
            pixels = blur(pixels, self.blur_share)
        if self.noise_std > 0.0:
            pixels = add_noise(pixels, self.noise_std, _random(_Stream.GRAIN, self.seed, index))
        if self.patches:
            pixels = cut_out(pixels, self.patches)
        return pixels

    def time_s(self, time_s: float, index: int) -> float | None:
        """Return a frame's time in the changed clip.

        Args:
            time_s: Media time in the clip, seconds.
            index: Number of the frame in its clip, from 0.

        Returns:
            Seconds, rising with `time_s`; None where the frame is missing, which never happens
            to the first one.
        """
        if index > 0 and self.drop_share > 0.0:
            is_dropped = _random(_Stream.DROPPED, self.seed, index).random() < self.drop_share
            if is_dropped:
                return None
        return (time_s + self._way_s(time_s)) / self.speed

    def _placed(self, pixels: UInt8Array) -> UInt8Array:
        if self.bend is None:
            return pixels if self.geometry == STRAIGHT else warp(pixels, self.geometry)
        height, width = pixels.shape[:2]
        maps = self._maps.get((width, height))
        if maps is None:
            maps = bending_maps(width, height, self.geometry, self.bend)
            self._maps.clear()
            self._maps[width, height] = maps
        return warp_bent(pixels, maps)

    def _way_s(self, time_s: float) -> float:
        """Return how late a frame comes: a line between random points of an uneven clock."""
        if self.jitter_s == 0.0:
            return 0.0
        place = time_s / (_JITTER_SPACING * self.jitter_s)
        knot = math.floor(place)
        before, after = (
            _random(_Stream.CLOCK, self.seed, number & _KNOT_BITS).uniform(-1.0, 1.0)
            for number in (knot, knot + 1)
        )
        return float(self.jitter_s * (before + (after - before) * (place - knot)))


def draw(config: AugmentConfig, seed: int) -> Augmentation:
    """Draw the changes of one clip.

    Args:
        config: What may happen.
        seed: Not negative. The same one draws the same changes.
    """
    if seed < 0:
        raise ValueError(f"seed must not be negative, but is {seed}")
    return Augmentation(
        config=config,
        seed=seed,
        geometry=_draw_geometry(config, seed),
        bend=_draw_bend(config, seed),
        colour=_draw_colour(config, seed),
        blur_share=_draw_blur(config, seed),
        noise_std=_draw_noise(config, seed),
        patches=_draw_patches(config, seed),
        speed=_draw_speed(config, seed),
        drop_share=_draw_drop(config, seed),
        jitter_s=_draw_jitter(config, seed),
    )


def _draw_geometry(config: AugmentConfig, seed: int) -> Geometry:
    kept_share = 1.0
    centre = shift = (0.0, 0.0)
    degrees = shear_degrees = 0.0
    if config.crop and (random := _chosen(_Stream.CROP, seed, config.crop.probability)):
        kept_share = float(random.uniform(config.crop.min_share, 1.0))
        centre = _pair(random, (1.0 - kept_share) / 2.0)
    if config.rotate and (random := _chosen(_Stream.ROTATE, seed, config.rotate.probability)):
        degrees = _either_way(random, config.rotate.max_degrees)
    if config.shear and (random := _chosen(_Stream.SHEAR, seed, config.shear.probability)):
        shear_degrees = _either_way(random, config.shear.max_degrees)
    if config.translate and (
        random := _chosen(_Stream.TRANSLATE, seed, config.translate.probability)
    ):
        shift = _pair(random, config.translate.max_share)
    is_mirrored = config.flip and _chosen(_Stream.FLIP, seed, config.flip.probability)
    return Geometry(bool(is_mirrored), kept_share, *centre, degrees, shear_degrees, *shift)


def _draw_bend(config: AugmentConfig, seed: int) -> Bend | None:
    part = config.elastic
    if part is None or (random := _chosen(_Stream.ELASTIC, seed, part.probability)) is None:
        return None
    share = float(random.uniform(0.0, part.max_share))
    return Bend(share, part.cells, (int(_Stream.BUMPS), seed))


def _draw_colour(config: AugmentConfig, seed: int) -> ColourChange:
    shift, contrast, saturation, hue_degrees = 0.0, 1.0, 1.0, 0.0
    brightness, colour = config.brightness, config.colour
    if brightness and (random := _chosen(_Stream.BRIGHTNESS, seed, brightness.probability)):
        shift = _either_way(random, brightness.max_shift)
    if config.contrast and (random := _chosen(_Stream.CONTRAST, seed, config.contrast.probability)):
        contrast += _either_way(random, config.contrast.max_change)
    if colour and (random := _chosen(_Stream.COLOUR, seed, colour.probability)):
        saturation += _either_way(random, colour.max_saturation)
        hue_degrees = _either_way(random, colour.max_hue_degrees)
    return ColourChange(shift, contrast, saturation, hue_degrees)


def _draw_blur(config: AugmentConfig, seed: int) -> float:
    part = config.blur
    if part is None or (random := _chosen(_Stream.BLUR, seed, part.probability)) is None:
        return 0.0
    return float(random.uniform(0.0, part.max_share))


def _draw_noise(config: AugmentConfig, seed: int) -> float:
    part = config.noise
    if part is None or (random := _chosen(_Stream.NOISE, seed, part.probability)) is None:
        return 0.0
    return float(random.uniform(0.0, part.max_std))


def _draw_patches(config: AugmentConfig, seed: int) -> tuple[Patch, ...]:
    part = config.cut_out
    if part is None or (random := _chosen(_Stream.CUT_OUT, seed, part.probability)) is None:
        return ()
    return tuple(_draw_patch(part, random) for _ in range(part.number))


def _draw_patch(part: CutOut, random: np.random.Generator) -> Patch:
    width, height = random.uniform(part.max_share / 3.0, part.max_share, 2).tolist()
    x0, y0 = float(random.uniform(0.0, 1.0 - width)), float(random.uniform(0.0, 1.0 - height))
    return Patch(x0, y0, x0 + width, y0 + height)


def _draw_speed(config: AugmentConfig, seed: int) -> float:
    part = config.speed
    if part is None or (random := _chosen(_Stream.SPEED, seed, part.probability)) is None:
        return 1.0
    # Evenly in the logarithm: twice as slow is as likely as twice as fast.
    return math.exp(random.uniform(math.log(part.slowest), math.log(part.fastest)))


def _draw_drop(config: AugmentConfig, seed: int) -> float:
    part = config.drop
    if part is None or (random := _chosen(_Stream.DROP, seed, part.probability)) is None:
        return 0.0
    return float(random.uniform(0.0, part.max_share))


def _draw_jitter(config: AugmentConfig, seed: int) -> float:
    part = config.jitter
    if part is None or (random := _chosen(_Stream.JITTER, seed, part.probability)) is None:
        return 0.0
    return float(random.uniform(0.0, part.max_s))


def _chosen(stream: _Stream, seed: int, probability: float) -> np.random.Generator | None:
    """Return the numbers of an operation that happens to this clip, else None."""
    random = _random(stream, seed)
    return random if random.random() < probability else None


def _random(stream: _Stream, *seeds: int) -> np.random.Generator:
    return np.random.default_rng([int(stream), *seeds])


def _either_way(random: np.random.Generator, largest: float) -> float:
    return float(random.uniform(-largest, largest))


def _pair(random: np.random.Generator, largest: float) -> tuple[float, float]:
    return _either_way(random, largest), _either_way(random, largest)
