"""Planks: the straight body held on elbows or hands, still or with one limb at work."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    blended,
    landmarks,
    legs_at,
    sided,
    unit,
)
from training.synthesis.exercises.bridges import PALM_M, legs_off_floor, line, raised_rest_m
from training.synthesis.exercises.rolling import rolled, turned_feet
from training.synthesis.exercises.side_planks import side_plank
from training.synthesis.postures import Stage, arms_between, arms_held
from training.synthesis.rhythm import Rhythm, repetitions, smooth

_BOTH = np.ones(2)
_AHEAD = np.array([0.0, -0.1, 1.0])


def _palms(stage: Stage, body: Torso, ahead: float, hand_m: float) -> Arms:
    """Nearly straight arms on hands that stay below the shoulders, `hand_m` above the floor."""
    below = body.shoulders_m.mean(axis=0) + np.array([0.0, 0.0, ahead])
    below[:, 1] = hand_m
    wide = sided(stage.between(-0.06, 0.1), 0.0, 0.0)
    return arms_to(
        stage.build, body, below + wide, sided(0.6, 0.2, -1.0), sided(-1.0, 0.0, 0.2), _AHEAD
    )


def _forearms(stage: Stage, body: Torso, ahead: float, rest_m: float) -> Arms:
    """Forearms on the floor or on what is `rest_m` high."""
    build = stage.build
    below = body.shoulders_m.mean(axis=0) + np.array([0.0, 0.0, ahead])
    below[:, 1] = rest_m
    inward = stage.between(-0.1, 0.75)
    forearm = unit(sided(-inward, 0.0, 1.0))
    # The elbow stays on the floor: the bone is as long as it is, the shoulder moves.
    elbows = body.shoulders_m + unit(below - body.shoulders_m) * build.upper_arm_m
    return Arms(elbows, elbows + forearm * build.forearm_m, forearm, np.array([0.0, 1.0, 0.0]))


def _carried(
    stage: Stage,
    on_elbows: bool,
    on_knees: bool = False,
    tilt: Numbers = 0.0,
    hand_m: float = 0.0,
    rest_m: float = 0.0,
    sag: tuple[float, float] = (-0.1, 0.06),
) -> tuple[Torso, Legs, Arms]:
    """A plank: trunk, legs and arms that carry it.

    Args:
        stage: The performance.
        on_elbows: Whether the elbows carry and not the hands.
        on_knees: Whether the knees carry and not the feet.
        tilt: How far the chest is turned to the left; the shoulder that goes down keeps its height.
        hand_m: Height of what hands or elbows rest on.
        rest_m: Height of what the feet rest on.
        sag: How far the hips hang, least and most.
    """
    build = stage.build
    tremor = stage.wander(stage.between(0.001, 0.006), 1, 2.0)[:, 0] - 0.004
    ahead = stage.between(-0.08, 0.08)
    rest = hand_m + PALM_M
    reach = build.upper_arm_m if on_elbows else 0.98 * build.arm_m
    up = build.shoulder_half_m * np.abs(np.sin(tilt))
    height = rest + np.sqrt(reach**2 - ahead**2) + tremor + up
    body, legs = line(stage, height, on_knees, rest_m, stage.between(*sag), twist=tilt)
    carry = _forearms if on_elbows else _palms
    return body, legs, carry(stage, body, ahead, rest)


def _still(stage: Stage) -> FloatArray:
    """Nothing moves but breath and tremor."""
    on_elbows = stage.chance(0.65)
    body, legs, arms = _carried(stage, on_elbows, stage.chance(0.1), sag=(-0.14, 0.07))
    return landmarks(stage.build, body, arms, legs)


def _raised(stage: Stage) -> FloatArray:
    """Still, with the feet on a bench or a ball or with hands or elbows on something."""
    hand_m, rest_m = 0.0, 0.0
    if stage.chance(0.6):
        rest_m = raised_rest_m(stage, 1.0)
    else:
        hand_m = stage.between(0.15, 0.5)
    body, legs, arms = _carried(stage, stage.chance(0.5), hand_m=hand_m, rest_m=rest_m)
    return landmarks(stage.build, body, arms, legs)


def _sides(stage: Stage, rhythm: Rhythm) -> FloatArray:
    """The effort of the side that works, in turns or always the same, shape (T, 2)."""
    if stage.chance(0.4):
        return rhythm.effort[:, None] * stage.side()
    return rhythm.alternating()


def _arm_at_work(stage: Stage) -> FloatArray:
    """One hand leaves the floor: ahead, aside, to the shoulder or the hip, or below the chest."""
    on_elbows = stage.chance(0.25)
    works = _sides(stage, repetitions(stage.time_s, stage.rng, 0.7, 3.5))
    tilt = stage.between(-0.1, 0.25) * (works[:, 0] - works[:, 1])
    body, legs, arms = _carried(
        stage, on_elbows, stage.chance(0.08), tilt * (0.4 if on_elbows else 1.0),
        rest_m=raised_rest_m(stage, 0.1),
    )  # fmt: skip
    goal = stage.pick(
        "overhead", "overhead", "out_sideways", "crossed", "crossed", "across", "on_hips",
        "at_chest", "slide",
    )  # fmt: skip
    if goal == "slide":  # the hand goes along the floor
        way = sided(stage.between(0.0, 0.3), 0.02, stage.between(0.1, 0.35))
        moving = arms_to(
            stage.build, body, arms.wrists_m + way, sided(0.6, 0.2, -1.0), sided(-1.0, 0.0, 0.2)
        )
    else:
        moving = arms_held(stage, body, goal)
    share = stage.between(0.75, 1.0) * smooth(1.2 * works)
    return landmarks(stage.build, body, arms_between(arms, moving, share, stage, body), legs)


def _leg_at_work(stage: Stage) -> FloatArray:
    """One foot leaves the floor: up, aside, bent, to the elbow, or a step ahead and back."""
    build = stage.build
    way = stage.pick("up", "up", "aside", "bent", "knee", "knee", "step", "under", "hydrant")
    slow = 1.5 if way in ("knee", "step", "under") else 0.8
    works = _sides(stage, repetitions(stage.time_s, stage.rng, slow, 4.0))
    tilt = 0.0 * works[:, 0]
    if way == "under":  # the hips turn with the leg, so the chest goes along a little
        tilt = stage.between(-0.25, 0.0) * (works[:, 0] - works[:, 1])
    on_elbows = stage.chance(0.4) and way != "step"
    body, planted, arms = _carried(stage, on_elbows, tilt=tilt, sag=(-0.12, 0.04))
    hip, knee, outward = {
        "up": (-stage.between(0.15, 0.6), stage.between(0.0, 0.2), stage.between(0.0, 0.1)),
        "aside": (-0.05, stage.between(0.0, 0.2), stage.between(0.25, 0.9)),
        "bent": (-stage.between(0.0, 0.5), stage.between(0.9, 1.7), stage.between(0.0, 0.2)),
        "knee": (stage.between(1.3, 1.9), stage.between(1.5, 2.0), stage.between(-0.5, 0.9)),
        "step": (stage.between(1.7, 2.0), stage.between(1.5, 1.9), stage.between(0.3, 0.6)),
        "under": (stage.between(0.9, 1.3), stage.between(0.1, 0.5), -stage.between(0.4, 0.9)),
        "hydrant": (stage.between(0.3, 1.0), stage.between(1.2, 1.7), stage.between(0.5, 1.2)),
    }[way]
    lifted = legs_at(build, body, hip * works, knee * works, outward * works, 0.2 + 0.0 * works)
    legs = blended(planted, lifted, smooth(2.5 * works))
    return landmarks(build, body, arms, legs_off_floor(build, body, legs))


def _opening(stage: Stage) -> FloatArray:
    """The whole body turns to a side plank on one hand, the other arm to the ceiling, and back."""
    build = stage.build
    works = _sides(stage, repetitions(stage.time_s, stage.rng, 1.6, 4.5))
    way = works[:, 0] - works[:, 1]  # the left side goes up
    angle = stage.between(0.6, 1.5) * smooth(np.abs(way)) * np.sign(way)
    ahead, wide = stage.between(-0.05, 0.08), stage.between(-0.05, 0.05)
    half = build.shoulder_half_m
    # The carrying arm stays as long as it is while its shoulder comes over the hand.
    off = half + wide - half * np.cos(angle)
    height = np.sqrt((0.985 * build.arm_m) ** 2 - off**2 - ahead**2) + half * np.sin(np.abs(angle))
    body, legs = line(stage, PALM_M + height, sag_m=stage.between(-0.06, 0.04))
    low = int(np.argmin(np.abs(angle)))
    wrists = sided(half + wide, PALM_M, 0.0) + np.array(
        [body.neck_m[low, 0], 0.0, body.neck_m[low, 2] + ahead]
    )
    body = rolled(body, angle)
    legs = turned_feet(legs, body.neck_m - body.pelvis_m, angle)
    arms = arms_to(build, body, wrists, sided(0.6, 0.2, -1.0), sided(-1.0, 0.0, 0.2), _AHEAD)
    up = arms_held(stage, body, stage.pick("out_sideways", "out_sideways", "on_hips", "at_chest"))
    return landmarks(build, body, arms_between(arms, up, smooth(1.3 * works), stage, body), legs)


def _up_and_down(stage: Stage) -> FloatArray:
    """From the elbows to the hands, one arm after the other, and back."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.5, 4.5).effort
    first = stage.side()
    early, late = smooth(effort / 0.55), smooth((effort - 0.45) / 0.55)
    share = early[:, None] * first + late[:, None] * (1.0 - first)
    low = PALM_M + 0.97 * build.upper_arm_m
    high = PALM_M + stage.between(0.94, 0.98) * build.arm_m
    height = low + (high - low) * share.mean(axis=1)
    tilt = stage.between(0.1, 0.35) * (share[:, 0] - share[:, 1])
    body, legs = line(
        stage, height, stage.chance(0.15), sag_m=stage.between(-0.1, 0.05), twist=tilt
    )
    middle = np.array([0.0, 0.0, body.neck_m[:, 2].mean()])
    half = build.shoulder_half_m
    down = middle + sided(half * stage.between(0.5, 1.1), PALM_M, 0.9 * build.forearm_m)
    up = middle + sided(half + stage.between(-0.04, 0.08), PALM_M, stage.between(-0.05, 0.08))
    part = share[..., None]
    wrists = down + part * (up - down)
    wrists[..., 1] += 0.1 * np.sin(np.pi * share)
    poles = sided(0.4, -1.0, -0.4) + part * sided(0.3, 1.0, -0.6)
    arms = arms_to(build, body, wrists, poles, sided(-1.0, 0.2, 0.2), _AHEAD)
    return landmarks(build, body, arms, legs)


def _scapular(stage: Stage) -> FloatArray:
    """With straight arms the chest sinks between the shoulder blades and is pushed up again."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.8, 3.0).effort
    on_elbows = stage.chance(0.3)
    body, legs, arms = _carried(stage, on_elbows, stage.chance(0.1))
    sunk = stage.between(0.02, 0.045) * effort
    # The shoulders stay on the arms, the trunk goes down; about a quarter takes them along.
    fall = stage.place(0.0, -sunk, 0.0)
    carried = body.moved(fall)
    carried = replace(carried, shoulders_m=body.shoulders_m + 0.25 * fall[:, None])
    if on_elbows:
        elbows = arms.elbows_m.mean(axis=0)
        elbows = carried.shoulders_m + unit(elbows - carried.shoulders_m) * build.upper_arm_m
        arms = Arms(elbows, elbows + arms.wrists_m - arms.elbows_m, arms.fingers, arms.thumbs)
    else:
        arms = arms_to(
            build, carried, arms.wrists_m, sided(0.6, 0.2, -1.0), arms.thumbs, arms.fingers
        )
    return landmarks(build, carried, arms, legs)


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "still": _still,
    "raised": _raised,
    "arm_at_work": _arm_at_work,
    "leg_at_work": _leg_at_work,
    "opening": _opening,
    "up_and_down": _up_and_down,
    "scapular": _scapular,
    "side": side_plank,
}
_STILL_SHARE = 0.38


def plank(stage: Stage) -> FloatArray:
    """The straight body held on elbows or hands; still, or one limb moves."""
    if stage.chance(_STILL_SHARE):
        return _still(stage)
    return FORMS[stage.pick(*list(FORMS)[1:], "arm_at_work", "leg_at_work", "leg_at_work", "side")](
        stage
    )
