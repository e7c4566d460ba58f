"""What rows share: the pull of the arms to the trunk, the bent-over stance, the idle hand."""

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.postures import Stage, stance, trunk
from training.synthesis.rhythm import Rhythm

_Range = tuple[float, float]

# Where the wrists end, from the shoulders in arm lengths and the chest's axes: at the belly or
# the lower ribs, elbows behind the back.
_OUTWARD: _Range = (-0.15, 0.3)
_UP: _Range = (-0.62, -0.3)
_AHEAD: _Range = (-0.05, 0.2)


def hinged(
    stage: Stage, pitch: Numbers, legs: Legs, straight: _Range = (0.8, 0.96), shift: float = 1.0
) -> Torso:
    """Bent over at the hips above planted feet, the knees a little bent.

    Args:
        stage: The performance.
        pitch: Lean of the trunk, radians.
        legs: Where the feet are.
        straight: How much of the legs' length the hips' height is.
        shift: How far the hips go back, 1 keeps the weight above feet side by side.
    """
    build = stage.build
    back = build.spine_m * stage.between(0.4, 0.6) * np.sin(pitch)
    height = build.ankle_m + build.leg_m * stage.between(*straight)
    pelvis = stage.place(0.0, height, 0.02 - shift * back)
    gaze = np.asarray(pitch) * stage.between(0.5, 1.0)
    body = trunk(stage, pelvis, pitch, pitch + stage.between(-0.1, 0.15), gaze)
    return rest_on(build, body, legs.ankles_m)


def feet(stage: Stage, narrow_m: float = 0.07, wide_m: float = 0.2) -> Legs:
    """Feet side by side."""
    return stance(stage, stage.between(narrow_m, wide_m))


def hands_below(stage: Stage, body: Torso, half_grip_m: float | None = None) -> FloatArray:
    """Where a load hangs at straight arms, shape (T, 2, 3); one width of both where given."""
    build = stage.build
    down = np.array([0.0, -stage.between(0.95, 0.995) * build.arm_m, 0.0])
    out = stage.between(-0.1, 0.15)
    if half_grip_m is not None:
        out = half_grip_m - build.shoulder_half_m
        down[1] = -np.sqrt(max(down[1] ** 2 - out**2, 0.02))
    start: FloatArray = body.shoulders_m + down + sided(out, 0.0, stage.between(-0.02, 0.12))
    return start


def hands_ahead(stage: Stage, body: Torso, rise_rad: float, outward: float) -> FloatArray:
    """Where handles ahead, `rise_rad` above the level of the shoulders, hold straight arms."""
    way = sided(outward, np.sin(rise_rad), np.cos(rise_rad))
    start: FloatArray = body.shoulders_m + way * (stage.between(0.92, 0.99) * stage.build.arm_m)
    return start


def pulled(
    stage: Stage,
    body: Torso,
    effort: FloatArray,
    start_m: FloatArray,
    outward: _Range = _OUTWARD,
    up: _Range = _UP,
    ahead: _Range = _AHEAD,
    flare: _Range = (0.1, 1.2),
    palm: float | None = None,
    pole: tuple[float, float, float] | None = None,
    bow: float = 0.0,
) -> Arms:
    """Arms from `start_m` in the room to beside the trunk, elbows back.

    Args:
        stage: The performance.
        body: Where the trunk is.
        effort: 0 at the start and 1 at the trunk, shape (T, 2).
        start_m: Where the wrists start, shape (T, 2, 3) or what broadcasts to it.
        outward: Range of the wrists' end in arm lengths from the shoulders.
        up: The same along the spine.
        ahead: The same before the chest.
        flare: How far the elbows point outwards, 0 keeps them at the trunk.
        palm: The thumbs point inwards at -1 (overhand), outwards at 1 (underhand).
        pole: The way of the elbows (outward, up, ahead) where not beside the trunk.
        bow: How far ahead of the straight way the hands go, in arm lengths: round the chest.
    """
    close = sided(stage.between(*outward), stage.between(*up), stage.between(*ahead))
    end = body.from_shoulders(close * stage.build.arm_m)
    share = (effort * stage.between(0.7, 1.0))[..., None]
    wrists = start_m + (end - start_m) * share
    if bow:
        ahead_m = body.chest_turn[:, None, :, 2] * (bow * stage.build.arm_m)
        wrists = wrists + ahead_m * np.sin(np.pi * share)
    way = (stage.between(*flare), -0.3, -1.0) if pole is None else pole
    if palm is None:
        palm = stage.pick(-1.0, 0.1, 1.0)
    thumb = rotated(sided(palm, 0.6, 0.4), body.chest_turn)
    return arms_to(stage.build, body, wrists, rotated(sided(*way), body.chest_turn), thumb)


def in_turns(stage: Stage, rhythm: Rhythm) -> FloatArray:
    """Effort of both arms, shape (T, 2): in turns, or one stretches while the other pulls."""
    if stage.chance(0.5):
        return rhythm.alternating()
    return np.stack((rhythm.effort, 1.0 - rhythm.effort), -1)


def propped(stage: Stage, body: Torso, down: _Range = (0.65, 0.9), ahead_m: float = 0.15) -> Arms:
    """A hand on a bench, a rack or a knee below the shoulder, where it stays."""
    prop = np.array([0.0, -stage.between(*down) * stage.build.arm_m, ahead_m])
    hand = body.shoulders_m.mean(axis=0) + prop
    pole = rotated(sided(1.0, 0.0, -0.6), body.chest_turn)
    return arms_to(stage.build, body, hand, pole, sided(-1.0, 0.0, 0.3))


def on_thigh(stage: Stage, body: Torso, along: float = 0.3) -> Arms:
    """A hand that rests on the thigh of somebody sitting."""
    build = stage.build
    place = sided(0.03, 0.09, along * build.thigh_m + stage.between(0.0, 0.1))
    hand = body.hips_m.mean(axis=0) + place
    pole = rotated(sided(0.8, -0.3, -0.6), body.chest_turn)
    return arms_to(build, body, hand, pole, sided(-1.0, 0.2, 0.2))
