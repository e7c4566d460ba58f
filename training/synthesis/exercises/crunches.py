"""Crunches and sit-ups: on the back, the shoulders or the whole trunk come up."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    Numbers,
    arms_to,
    blended,
    feet_on,
    landmarks,
    legs_at,
    sided,
    two_bones,
)
from training.synthesis.exercises.rolling import off_floor, rolled
from training.synthesis.exercises.supine import (
    BOTH,
    FLAT,
    Curl,
    arms_holding,
    arms_late,
    arms_of_crunch,
    arms_reaching,
    arms_thrown,
    butterfly,
    curled,
    feet_flat,
    hold_or_pulse,
    hooked,
    legs_out,
    legs_up,
    no_deeper,
    shins_on_bench,
    trunk_of,
    turning,
)
from training.synthesis.postures import Stage, arms_between, arms_chosen, trunk
from training.synthesis.rhythm import repetitions, smooth


def _plain(stage: Stage) -> FloatArray:
    """Feet flat, legs out or in the air; hands at the head, the chest or reaching."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort = rhythm.effort
    full = stage.chance(0.5)
    curl = curled(stage, effort, full)
    twist = stage.between(0.2, 0.6) * effort if stage.chance(0.2) else 0.0 * effort
    body = trunk_of(stage, curl, twist=twist * np.where(rhythm.turn % 2, -1.0, 1.0))
    style = stage.pick("bent", "bent", "bent", "straight", "raised")
    if style == "bent":
        legs = feet_flat(stage)
    elif style == "straight":
        legs = legs_out(stage)
    else:
        pull = stage.between(0.0, 0.3) * effort[:, None]
        hip = stage.between(1.2, 1.7) + pull * BOTH
        legs = legs_up(stage, hip, stage.between(0.1, 1.6), stage.between(0.0, 0.15))
    return landmarks(stage.build, body, arms_of_crunch(stage, body, effort, full), legs)


def _held_crunch(stage: Stage) -> FloatArray:
    """The shoulders stay up, still or in small pulses."""
    effort = hold_or_pulse(stage)
    body = trunk_of(stage, curled(stage, effort, False))
    legs = feet_flat(stage)
    if stage.chance(0.25):
        legs = legs_up(stage, stage.between(1.3, 1.7), stage.between(0.8, 1.6))
    return landmarks(stage.build, body, arms_of_crunch(stage, body, effort, False), legs)


def _on_bench_legs(stage: Stage) -> FloatArray:
    """A crunch, straight or across, with the shins on a bench."""
    rhythm = repetitions(stage.time_s, stage.rng)
    twist = stage.between(0.2, 0.6) * rhythm.effort * turning(stage, rhythm) * stage.pick(0, 0, 1)
    body = trunk_of(stage, curled(stage, rhythm.effort, stage.chance(0.15)), twist=twist)
    arms = arms_of_crunch(stage, body, rhythm.effort, False)
    return landmarks(stage.build, body, arms, shins_on_bench(stage))


def _butterfly_crunch(stage: Stage) -> FloatArray:
    """Soles together and knees apart."""
    effort = repetitions(stage.time_s, stage.rng).effort
    full = stage.chance(0.3)
    body = trunk_of(stage, curled(stage, effort, full))
    return landmarks(stage.build, body, arms_of_crunch(stage, body, effort, full), butterfly(stage))


def _turning_sit_up(stage: Stage) -> FloatArray:
    """Up to sitting, there the chest turns to a side; a weight in the hands at times."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.3, 4.0)
    effort = rhythm.effort
    late = smooth((effort - stage.between(0.2, 0.6)) / 0.4)
    twist = stage.between(0.35, 1.0) * late * turning(stage, rhythm)
    body = trunk_of(stage, curled(stage, effort, True), twist=twist)
    arms = arms_holding(
        stage, body, "behind_head", "at_ear", "at_chest", "clasped", "clasped", "crossed", "forward"
    )
    legs = feet_flat(stage) if stage.chance(0.8) else legs_out(stage)
    return landmarks(stage.build, body, arms, legs)


def _weighted_sit_up(stage: Stage) -> FloatArray:
    """A plate, ball or dumbbells at the chest, ahead or overhead, or pressed up at the top."""
    effort = repetitions(stage.time_s, stage.rng, 1.4, 4.5).effort
    full = stage.chance(0.75)
    body = trunk_of(stage, curled(stage, effort, full))
    way = stage.pick("at_chest", "forward", "forward", "overhead", "press", "press", "swing")
    if way == "press":
        start = arms_holding(stage, body, "at_chest", "at_shoulders", "at_shoulders")
        arms = arms_late(
            stage, body, start, "overhead" if full and stage.chance(0.5) else "forward", effort
        )
    elif way == "swing":
        share = smooth(1.4 * effort)[:, None] * BOTH
        arms = arms_thrown(stage, body, np.array([0.0, stage.between(0.0, 0.6), 1.0]), share)
    else:
        arms = arms_holding(stage, body, way)
    legs = feet_flat(stage) if stage.chance(0.75) else legs_out(stage)
    return landmarks(stage.build, body, arms, legs)


def _one_arm_crunch(stage: Stage) -> FloatArray:
    """One arm holds a dumbbell up to the ceiling, the other lies or supports the head."""
    effort = repetitions(stage.time_s, stage.rng).effort
    side = stage.side()
    full = stage.chance(0.4)
    twist = stage.between(0.0, 0.4) * effort * (side[1] - side[0])
    body = trunk_of(stage, curled(stage, effort, full), twist=twist)
    up = arms_reaching(stage, body, np.array([0.0, 1.0, stage.between(-0.1, 0.3)]))
    rest = arms_holding(stage, body, "at_sides", "behind_head", "out_sideways", "at_chest")
    legs = feet_flat(stage) if stage.chance(0.7) else legs_out(stage)
    return landmarks(stage.build, body, arms_chosen(rest, up, side), legs)


def _crossed_legs(stage: Stage, side: FloatArray) -> Legs:
    """One foot stands, the ankle of the leg of `side` (2,) lies on that knee."""
    build = stage.build
    standing = feet_flat(stage)
    hips = sided(build.hip_half_m, build.girth_m + 0.02, 0.0)
    knees, _ = two_bones(
        hips + 0.0 * standing.ankles_m, standing.ankles_m, standing.poles,
        build.thigh_m, build.shin_m,
    )  # fmt: skip
    place = knees[::-1] + np.array([0.0, 0.06, -0.05])
    # The sole faces away from the knee, the toes point up.
    toes = np.array([0.0, 0.96, 0.28])
    over = Legs(place, sided(1.0, 0.4, -0.3), toes, sided(1.0, 0.0, 0.0))
    return blended(standing, over, side)


def _cross_body(stage: Stage) -> FloatArray:
    """An elbow to the other side's knee, which comes up or is crossed over the other one."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.9, 3.5)
    effort = rhythm.effort
    crossed = stage.chance(0.25)
    sign = np.full_like(effort, stage.pick(1.0, -1.0)) if crossed else turning(stage, rhythm)
    body = trunk_of(
        stage, curled(stage, effort, stage.chance(0.4)),
        twist=stage.between(0.35, 0.9) * effort * sign,
    )  # fmt: skip
    # The chest turns to the left, so the left knee comes up.
    works = np.stack((sign > 0.0, sign < 0.0), -1) * effort[:, None]
    start = stage.pick((0.85, 1.6), (0.85, 1.6), (0.1, 0.1), (1.45, 1.45))
    hip = start[0] + (stage.between(1.6, 2.0) - start[0]) * works
    knee = start[1] + (stage.between(1.3, 1.9) - start[1]) * works
    legs = legs_up(stage, hip, knee, -0.1 * works)
    if crossed:  # the elbow goes to the knee of the leg that lies on the other one
        legs = _crossed_legs(stage, (sign[0] * np.array([1.0, -1.0]) > 0.0) * BOTH)
    arms = arms_holding(stage, body, "behind_head", "behind_head", "at_ear")
    if stage.chance(0.2):
        across = arms_reaching(stage, body, sided(-0.5, 0.5, 1.0))
        arms = arms_between(arms, across, works[:, ::-1], stage, body)
    return landmarks(build, body, arms, legs)


def _double_crunch(stage: Stage) -> FloatArray:
    """The knees come in while the shoulders come up."""
    effort = repetitions(stage.time_s, stage.rng, 0.9, 3.5).effort
    curl = curled(stage, effort, False)
    body = trunk_of(stage, curl)
    base = stage.between(0.7, 1.3)
    hip = base + (stage.between(1.6, 2.1) - base) * effort[:, None] * BOTH
    knee = stage.between(1.2, 1.7) + stage.between(0.0, 0.4) * effort[:, None] * BOTH
    legs = legs_up(stage, hip, np.minimum(knee, hip + 0.7), stage.between(-0.03, 0.15))
    return landmarks(stage.build, body, arms_of_crunch(stage, body, effort, False), legs)


def _suitcase_crunch(stage: Stage) -> FloatArray:
    """From lying stretched out, knees and chest meet like a jack-knife and part again."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.3, 3.5).effort
    low = stage.between(0.0, 0.3)
    rise = stage.between(0.5, 1.0) * effort
    pelvis_pitch = -FLAT + 0.4 * low + rise
    chest = -FLAT + low + rise + stage.between(0.35, 0.7) * effort
    body = trunk_of(stage, Curl(pelvis_pitch, chest, chest + stage.between(0.0, 0.4)))
    start = 0.4 * low + stage.between(0.1, 0.35)
    hip = start + (stage.between(1.9, 2.2) - start) * effort
    knee = stage.between(0.05, 0.3) + stage.between(1.4, 1.9) * effort
    legs = legs_at(build, body, hip[:, None] * BOTH, knee[:, None] * BOTH, 0.03, 0.4)
    way = stage.pick("along", "along", "swing", "hold")
    ahead = np.array([0.0, stage.between(0.0, 0.4), 1.0])
    along = arms_reaching(stage, body, ahead)
    if way == "hold":
        along = arms_holding(stage, body, "at_chest", "crossed", "behind_head", "forward")
    elif way == "swing":
        along = arms_thrown(stage, body, ahead, smooth(1.3 * effort)[:, None] * BOTH)
    return landmarks(build, body, along, legs)


def _v_up(stage: Stage) -> FloatArray:
    """Straight legs and straight arms rise and meet: both, one, in turns, or spread."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.4, 3.5)
    effort = rhythm.effort
    one_leg = stage.chance(0.45)
    sign = turning(stage, rhythm)
    legs_work = np.stack((sign > 0.0, sign < 0.0), -1) * effort[:, None]
    if not one_leg:
        legs_work = effort[:, None] * BOTH
    other_arm = stage.pick(False, False, True) and one_leg  # right arm to left leg
    rise = stage.between(0.3, 1.0) * effort
    chest = -FLAT + rise + stage.between(0.4, 0.8) * effort
    twist = stage.between(0.1, 0.4) * effort * sign if other_arm else 0.0 * effort
    curl = Curl(-FLAT + rise, chest, chest + stage.between(-0.1, 0.4))
    body = trunk_of(stage, curl, twist=twist)
    hip = 0.07 + rise[:, None] + stage.between(0.7, 1.45) * legs_work
    spread = stage.between(0.35, 0.7) if stage.chance(0.2) else stage.between(0.0, 0.1)
    legs = legs_at(build, body, hip, stage.between(0.0, 0.25), spread, stage.between(0.0, 0.8))
    aim = np.array([0.0, stage.between(0.2, 0.9), 1.0])
    share = smooth(1.3 * (legs_work[:, ::-1] if other_arm else effort[:, None] * BOTH))
    arms = arms_thrown(stage, body, aim, share)
    if stage.chance(0.2):
        rest = arms_holding(stage, body, "out_sideways", "at_sides")
        arms = arms_between(rest, arms_reaching(stage, body, aim), share, stage, body)
    return landmarks(build, body, arms, legs)


def _decline(stage: Stage) -> FloatArray:
    """On a bench that slopes, feet hooked at its upper end: crunch, sit-up, turned or not."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 4.0)
    effort = rhythm.effort
    slope = stage.between(0.2, 0.7)
    seat = stage.between(0.45, 0.7)
    curl = curled(stage, effort, stage.chance(0.6), slope)
    turned = stage.pick(0.0, 0.0, 1.0) * smooth((effort - stage.between(0.0, 0.5)) / 0.5)
    twist = stage.between(0.3, 0.9) * turned * turning(stage, rhythm)
    body = trunk_of(stage, curl, seat, twist=twist)
    arms = arms_holding(
        stage, body, "at_chest", "at_chest", "crossed", "behind_head", "behind_head", "at_ear",
        "forward", "clasped",
    )  # fmt: skip
    return landmarks(stage.build, body, arms, hooked(stage, slope, seat))


def _over_ball(stage: Stage) -> FloatArray:
    """Lying over a ball, feet on the floor; a band or a rope held at the head at times."""
    build = stage.build
    effort = (
        hold_or_pulse(stage)
        if stage.chance(0.12)
        else repetitions(stage.time_s, stage.rng, 1.0, 4.0).effort
    )
    seat = (build.shin_m + build.ankle_m) * stage.between(0.8, 1.0)
    hang = stage.between(-0.1, 0.4)
    pelvis = -FLAT + stage.between(-0.15, 0.3) + stage.between(0.0, 0.25) * effort
    chest = -FLAT - hang + (hang + stage.between(0.3, 0.8)) * effort
    rhythm_twist = stage.pick(0.0, 0.0, stage.between(-0.6, 0.6)) * effort
    gaze = chest + stage.between(0.0, 0.5)
    place = stage.place(0.0, seat, 0.0)
    body = trunk(stage, place, pelvis, chest, gaze, twist=rhythm_twist, sway=0.4)
    ahead = build.thigh_m * stage.between(0.8, 1.1) + build.toe_m
    tips = sided(stage.between(0.1, 0.28), 0.0, ahead)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.12, 2))
    arms = arms_holding(
        stage, body, "behind_head", "at_ear", "at_ear", "crossed", "at_chest", "at_shoulders",
        "forward",
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


def _oblique(stage: Stage) -> FloatArray:
    """On the side or with both knees dropped to one side, the shoulders come up."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng).effort
    side = stage.pick(1.0, -1.0)  # to which the knees lie: the left is 1
    roll = side * stage.between(0.7, 1.45)
    back = stage.between(0.35, 0.9)  # share by which the chest faces up again
    flat = np.full(len(effort), -FLAT)
    chest = flat + stage.between(0.0, 0.1) + stage.between(0.2, 0.5) * effort
    lean: Numbers = side * stage.between(0.0, 0.35) * effort * -1.0
    body = trunk_of(stage, Curl(flat, chest, chest + 0.3), twist=-back * roll, bend=lean)
    lift = build.hip_half_m * abs(np.sin(roll))
    body = rolled(body, roll).moved(stage.place(0.0, lift, 0.0))
    hip = stage.between(0.5, 1.4)
    knee = stage.between(0.9, 1.8) + stage.pick(0.0, stage.between(0.0, 0.3)) * effort
    legs = legs_at(build, body, hip + 0.0 * BOTH, knee[:, None] * BOTH, 0.0, 0.2)
    legs.ankles_m[..., 1] = np.maximum(legs.ankles_m[..., 1], build.ankle_m)
    # The loins sink to the floor while the upper hip stands.
    dip = np.arcsin(min(lift / build.spine_m, 0.4))
    across = np.zeros((len(effort), 3)) + np.array([1.0, 0.0, 0.0])
    body = no_deeper(build, rolled(body, -dip, across))
    arms = arms_holding(stage, body, "behind_head", "behind_head", "at_ear", "crossed")
    if stage.chance(0.5):  # the lower arm lies on the floor or at the waist
        lower = np.array([1.0, 0.0]) if side > 0.0 else np.array([0.0, 1.0])
        rest = arms_holding(stage, body, "out_sideways", "crossed", "at_sides")
        arms = arms_chosen(arms, rest, lower)
    return landmarks(build, body, arms, legs)


def _heel_touch(stage: Stage) -> FloatArray:
    """Shoulders a little up; bent to the left and the right, each hand to its heel."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.5, 2.0, 0.15)
    share = rhythm.alternating()
    bend = stage.between(0.2, 0.5) * (share[:, 1] - share[:, 0])
    steady = stage.between(0.4, 0.8) + 0.15 * rhythm.effort
    body = trunk_of(stage, curled(stage, steady, False), bend=bend)
    legs = feet_flat(stage, 0.38, 0.58)
    heels = legs.ankles_m + sided(0.04, -0.03, 0.0)
    way = heels - body.shoulders_m
    arms = arms_reaching(stage, body, way)
    arms = off_floor(
        build, body,
        arms_to(build, body, arms.wrists_m, sided(1.0, 0.4, 0.0), sided(-0.3, 1.0, 0.0)),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "plain": _plain,
    "held": _held_crunch,
    "shins_on_bench": _on_bench_legs,
    "butterfly": _butterfly_crunch,
    "turning_sit_up": _turning_sit_up,
    "weighted_sit_up": _weighted_sit_up,
    "one_arm": _one_arm_crunch,
    "cross_body": _cross_body,
    "double": _double_crunch,
    "suitcase": _suitcase_crunch,
    "v_up": _v_up,
    "decline": _decline,
    "over_ball": _over_ball,
    "oblique": _oblique,
    "heel_touch": _heel_touch,
}
# Seen twice as often as the others.
_COMMON = ("turning_sit_up", "weighted_sit_up", "cross_body", "v_up", "decline")
_PLAIN_SHARE = 0.4


def crunch_situp(stage: Stage) -> FloatArray:
    """Lying on the back, the shoulders or the whole trunk come up."""
    if stage.chance(_PLAIN_SHARE):
        return _plain(stage)
    return FORMS[stage.pick(*list(FORMS)[1:], *_COMMON)](stage)
