"""Overhead presses: bars, one weight or two, bands and machines."""

from dataclasses import replace

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    landmarks,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.exercises.bases import (
    feet_up,
    half_kneeling,
    kneeling,
    on_floor,
    on_one_leg,
    reclined,
)
from training.synthesis.exercises.curl_arms import freed, who_works
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_held,
    limb_effort,
    stance,
    stand_height_m,
    trunk,
    upright,
)
from training.synthesis.rhythm import Rhythm, repetitions, smooth

_Way = tuple[float, float, float]


def _shrugged(stage: Stage, body: Torso, effort: FloatArray) -> Torso:
    """The shoulders rise a little with the hands."""
    shrug = stage.between(0.0, 0.04) * effort[..., None] * body.chest_turn[:, None, :, 1]
    return replace(body, shoulders_m=body.shoulders_m + shrug)


def _high(stage: Stage, outward: Numbers, ahead: float, straight: float) -> FloatArray:
    """Where hands `straight` parts of an arm away are above the shoulders, in arm lengths."""
    end = np.array([outward, 0.0, ahead], dtype=np.float64)
    end[1] = np.sqrt(max(straight**2 - end[0] ** 2 - end[2] ** 2, 0.1))
    return end + stage.rng.normal(0.0, 0.01, 3)


def _inward(stage: Stage, half_grip_m: float) -> float:
    """Outward part, in arm lengths, of hands `half_grip_m` from the middle."""
    return (half_grip_m - stage.build.shoulder_half_m) / stage.build.arm_m


def _pressed(
    stage: Stage, body: Torso, effort: FloatArray, start: FloatArray, end: FloatArray,
    pole: _Way, palm: float, bow: float = 0.0,
) -> Arms:  # fmt: skip
    """Arms from `start` to `end`.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        effort: 0 at the start and 1 at the end, shape (T, 2).
        start: Wrists from the shoulders, arm lengths in the chest's axes (outward, up, ahead).
        end: The same with stretched arms.
        pole: The way of the elbows in the same axes.
        palm: Thumbs inwards at -1 (a bar), behind at 0 (palms together).
        bow: How far the hands swerve ahead on the way, arm lengths.
    """
    way = start + (end - start) * effort[..., None]
    # On the way the hands pass before the face, not through it.
    ahead = way[..., 2] + bow * np.sin(np.pi * np.clip(effort, 0.0, 1.0))
    local = sided(way[..., 0], way[..., 1], ahead) * stage.build.arm_m
    turn = body.chest_turn
    return arms_to(
        stage.build, body, body.from_shoulders(local), rotated(sided(*pole), turn),
        rotated(sided(palm, 0.0, -0.3), turn), rotated(sided(0.0, 1.0, -0.15), turn),
    )  # fmt: skip


def _from_shoulders(stage: Stage, body: Torso, effort: FloatArray) -> Arms:
    """From any grip at the shoulders to any overhead."""
    # From a bar before the neck to upper arms level and forearms upright.
    wide = stage.between(0.0, 1.0)
    start = np.array([0.05 + 0.45 * wide, 0.02 + 0.4 * wide, 0.25 - 0.2 * wide])
    start += stage.rng.normal(0.0, 0.07, 3)
    high = stage.between(0.9, 0.995)
    end = _high(stage, stage.between(-0.25, 0.25), stage.between(-0.1, 0.12), high)
    pole = (stage.between(0.2, 1.0), -1.0, stage.between(0.0, 0.7))
    palm = stage.pick(-1.0, -1.0, 0.0)
    return _pressed(stage, body, effort, start, end, pole, palm, stage.between(0.0, 0.12))


def plain(stage: Stage) -> FloatArray:
    """Standing or seated, hands from the shoulders to straight above the head."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = limb_effort(stage, rhythm)
    body, legs = upright(stage, 0.35)
    body = _shrugged(stage, body, effort)
    arms = _from_shoulders(stage, body, effort)
    if works.min() < 0.5 and stage.chance(0.7):
        idle = stage.pick("on_hips", "at_sides", "out_sideways", "at_shoulders")
        arms = arms_chosen(arms, arms_held(stage, body, idle), 1.0 - works)
    return landmarks(stage.build, body, arms, legs)


def push_press(stage: Stage) -> FloatArray:
    """The knees dip and stretch at once, and their push throws the weight overhead."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 3.5)
    legs = stance(stage, stage.between(0.08, 0.24))
    dip = stage.between(0.06, 0.17) * build.leg_m / 0.8
    # The first half of the way belongs to the legs; many catch the weight the same way.
    kick = np.sin(np.pi * np.clip(rhythm.effort / 0.5, 0.0, 1.0))
    if stage.chance(0.4):
        kick = kick * smooth((0.55 - rhythm.progress) / 0.1)
    height = stand_height_m(build, stage.between(0.985, 0.998)) - dip * kick
    lean = stage.between(-0.06, 0.08) + stage.between(0.0, 0.12) * kick
    body = trunk(stage, stage.place(0.0, height, -0.1 * dip * kick), 0.6 * lean, lean, lean)
    body = rest_on(build, body, legs.ankles_m)
    effort, works = who_works(
        stage, replace(rhythm, effort=smooth((rhythm.effort - 0.22) / 0.75)),
        "both", "both", "both", "one", "turns",
    )  # fmt: skip
    body = _shrugged(stage, body, effort)
    arms = _from_shoulders(stage, body, effort)
    arms = freed(stage, body, arms, works, "on_hips", "hanging", "out_sideways")
    return landmarks(build, body, arms, legs)


def wide(stage: Stage) -> FloatArray:
    """A wide grip or a machine's: upper arms out to the sides, the forearms upright."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort = rhythm.effort[:, None] * np.ones(2)
    body, legs = upright(stage, 0.6)
    body = _shrugged(stage, body, effort)
    out = stage.between(0.45, 0.68)
    start = np.array([out, stage.between(0.1, 0.45), stage.between(-0.05, 0.15)])
    end = _high(stage, out * stage.between(0.5, 1.0), stage.between(-0.1, 0.1), 0.985)
    pole = (1.0, -1.0, stage.between(0.0, 0.4))
    # Many stop before the arms are straight.
    arms = _pressed(stage, body, effort * stage.between(0.75, 1.0), start, end, pole, -1.0)
    return landmarks(stage.build, body, arms, legs)


def behind_neck(stage: Stage) -> FloatArray:
    """A bar from behind the neck to above the head."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 4.0)
    effort = rhythm.effort[:, None] * np.ones(2)
    body, legs = upright(stage, 0.45)
    body = _shrugged(stage, body, effort)
    out = stage.between(0.3, 0.62)
    start = np.array([out, stage.between(0.12, 0.35), stage.between(-0.22, -0.06)])
    end = _high(stage, 0.75 * out, stage.between(-0.14, 0.04), stage.between(0.92, 0.99))
    pole = (1.0, -1.0, stage.between(-0.5, 0.1))
    return landmarks(stage.build, body, _pressed(stage, body, effort, start, end, pole, -1.0), legs)


def one_weight(stage: Stage) -> FloatArray:
    """Both hands at one weight or a narrow handle, from the chin to above the head."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort = rhythm.effort[:, None] * np.ones(2)
    lean = stage.between(-0.1, 0.1)
    other = stage.pick(kneeling, half_kneeling, on_floor)
    body, legs = other(stage, lean) if stage.chance(0.2) else upright(stage, 0.3)
    body = _shrugged(stage, body, effort)
    side = _inward(stage, stage.between(0.03, 0.08))
    # Before the face, never behind the head: the elbows stay ahead.
    start = np.array([side, stage.between(-0.12, 0.18), stage.between(0.28, 0.45)])
    end = _high(stage, side, stage.between(-0.05, 0.18), stage.between(0.9, 0.985))
    pole = (stage.between(0.2, 1.2), -1.0, stage.between(0.0, 0.5))
    bow = stage.between(0.0, 0.12)
    arms = _pressed(stage, body, effort, start, end, pole, stage.pick(0.0, 0.0, -0.6), bow)
    return landmarks(stage.build, body, arms, legs)


def _in_turns(stage: Stage, rhythm: Rhythm) -> FloatArray:
    """Effort of both arms, shape (T, 2): a seesaw, one waits above, or one waits below."""
    way = stage.pick("seesaw", "seesaw", "above", "below")
    if way == "seesaw":
        return np.stack((rhythm.effort, 1.0 - rhythm.effort), -1)
    turns = rhythm.alternating()
    return 1.0 - turns if way == "above" else turns


def alternating(stage: Stage) -> FloatArray:
    """Two weights in turns: one goes up while the other goes down, or waits."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.9, 4.0)
    effort = _in_turns(stage, rhythm)
    body, legs = upright(stage, 0.35)
    body = _shrugged(stage, body, effort)
    return landmarks(stage.build, body, _from_shoulders(stage, body, effort), legs)


def kneeling_press(stage: Stage) -> FloatArray:
    """On one knee, on both, or sitting on the floor: one arm, both, in turns; weights, bands."""
    rhythm = repetitions(stage.time_s, stage.rng)
    base = stage.pick(half_kneeling, half_kneeling, kneeling, on_floor, on_one_leg)
    body, legs = base(stage, stage.between(-0.08, 0.1))
    effort, works = who_works(stage, rhythm, "one", "one", "both", "turns")
    body = _shrugged(stage, body, effort)
    arms = _from_shoulders(stage, body, effort)
    arms = freed(stage, body, arms, works, "on_hips", "hanging", "out_sideways", "clasped")
    return landmarks(stage.build, body, arms, legs)


def arnold(stage: Stage) -> FloatArray:
    """Palms to the face and elbows ahead; on the way up the arms open and turn round."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.2, 4.5)
    effort, works = who_works(stage, rhythm, "both", "both", "both", "turns", "one")
    body, legs = on_one_leg(stage) if stage.chance(0.3) else upright(stage, 0.5)
    body = _shrugged(stage, body, effort)
    start = np.array(
        [stage.between(-0.25, 0.0), stage.between(0.0, 0.25), stage.between(0.25, 0.42)]
    )
    end = _high(stage, stage.between(-0.15, 0.2), stage.between(-0.1, 0.1), 0.98)
    opened = smooth(effort / stage.between(0.5, 1.0))
    # Opening comes before rising: on the way the hands go out.
    aside = stage.between(0.1, 0.5) * np.sin(np.pi * np.clip(effort, 0.0, 1.0))
    way = start + (end - start) * effort[..., None]
    ahead = start[2] + (end[2] - start[2]) * opened
    local = sided(way[..., 0] + aside, way[..., 1], ahead) * stage.build.arm_m
    turn = body.chest_turn
    pole = sided(0.1 + opened, -1.0, 1.0 - opened)
    # Palms to the face have the thumbs outwards, palms ahead inwards, past palms together.
    angle = np.pi * opened
    thumb = sided(np.cos(angle), 0.0, -0.3 - np.sin(angle))
    fingers = rotated(sided(0.0, 1.0, -0.1), turn)
    arms = arms_to(
        stage.build, body, body.from_shoulders(local), rotated(pole, turn),
        rotated(thumb, turn), fingers,
    )  # fmt: skip
    arms = freed(stage, body, arms, works, "on_hips", "hanging")
    return landmarks(stage.build, body, arms, legs)


def _before_bar(stage: Stage, lean: Numbers) -> tuple[Torso, Legs]:
    """Kneeling, or standing with one foot before the other, leaned towards the bar."""
    build = stage.build
    base = stage.pick("standing", "standing", "half_kneeling", "kneeling")
    if base != "standing":
        return (half_kneeling if base == "half_kneeling" else kneeling)(stage, lean)
    legs = stance(stage, stage.between(0.07, 0.24), stagger_m=stage.pick(0.0, 0.3, 0.5))
    pelvis = stage.place(0.0, stand_height_m(build, stage.between(0.92, 0.99)), 0.0)
    body = trunk(stage, pelvis, 0.7 * np.asarray(lean), lean, lean, sway=0.8)
    return rest_on(build, body, legs.ankles_m), legs


def bar_end(stage: Stage) -> FloatArray:
    """The end of a bar that turns about its other end, pushed up and away in an arc."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.9, 3.5)
    effort, works = who_works(stage, rhythm, "one", "one", "both", "both")
    lean = stage.between(-0.02, 0.15) + stage.between(0.0, 0.15) * rhythm.effort
    body, legs = _before_bar(stage, lean)
    body = _shrugged(stage, body, effort)
    together = works.min() > 0.5
    side = _inward(stage, stage.between(0.02, 0.06)) if together else stage.between(-0.2, 0.1)
    start = np.array([side, stage.between(-0.15, 0.1), stage.between(0.22, 0.4)])
    # Well above level, or it would be a chest press; the bar leans to its foot ahead.
    rise = stage.between(0.95, 1.35)
    end = np.array([side, np.sin(rise), np.cos(rise)])
    end[1:] *= np.sqrt(stage.between(0.92, 0.985) ** 2 - min(side**2, 0.3))
    pole = (stage.between(0.1, 0.8), -1.0, stage.between(-0.3, 0.2))
    arms = _pressed(stage, body, effort, start, end, pole, stage.pick(0.0, 0.0, -1.0))
    arms = freed(stage, body, arms, works, "on_hips", "hanging", "out_sideways")
    return landmarks(stage.build, body, arms, legs)


def reclined_press(stage: Stage) -> FloatArray:
    """Leaned back in a seat, some with the feet on a plate: hands up past the head."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, _ = who_works(stage, rhythm, "both", "both", "both", "turns")
    back = stage.between(0.15, 0.6)
    base = feet_up if stage.chance(0.4) else reclined
    body, legs = base(stage, back)
    body = _shrugged(stage, body, effort)
    out = stage.between(0.05, 0.5)
    start = np.array([out, stage.between(0.0, 0.35), stage.between(0.08, 0.3)])
    # Between straight up and the line of the back.
    ahead = np.sin(back * stage.between(0.0, 0.9))
    end = _high(stage, 0.5 * out, 0.95 * ahead, stage.between(0.92, 0.99))
    pole = (stage.between(0.4, 1.0), -1.0, stage.between(-0.1, 0.4))
    arms = _pressed(stage, body, effort, start, end, pole, stage.pick(-1.0, -1.0, 0.0))
    return landmarks(stage.build, body, arms, legs)
