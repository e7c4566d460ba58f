"""What people do before a camera that is none of the named exercises."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Torso,
    arms_along,
    arms_to,
    blended,
    feet_on,
    landmarks,
    legs_at,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_hanging,
    arms_held,
    held,
    legs_lying,
    limb_effort,
    seat,
    stance,
    stand_height_m,
    standing,
    trunk,
    upright,
)
from training.synthesis.rhythm import once, repetitions, smooth

_FLAT = 0.5 * np.pi


def _idle_arms(stage: Stage, body: Torso) -> Arms:
    """Arms of somebody who does nothing with them."""
    way = stage.pick(
        "hanging", "hanging", "hanging", "on_hips", "crossed", "clasped", "behind_back",
        "at_chest", "at_ear", "at_sides",
    )  # fmt: skip
    if way == "hanging":
        return arms_hanging(stage, body)
    arms = arms_held(stage, body, way)
    if stage.chance(0.3) and way != "crossed":
        arms = arms_chosen(arms, arms_hanging(stage, body), stage.side())
    return arms


def _acting_arms(stage: Stage, body: Torso, holds: tuple[str, ...], every_s: float) -> Arms:
    """Arms that go from one hold to the next, each side in its own time."""
    first, last = stage.time_s[0], stage.time_s[-1]
    wrists, poles, thumbs = held(stage, stage.pick(*holds), 0.08)
    ways, bends, tops = wrists[None], poles[None], thumbs[None]
    together = stage.chance(0.5)
    for _ in range(1 + int((last - first) / every_s)):
        wrists, poles, thumbs = held(stage, stage.pick(*holds), 0.08)
        start = stage.between(first - 0.3, max(last - 0.2, first))
        lag = 0.0 if together else stage.rng.normal(0.0, 0.4, 2)
        length = stage.between(0.35, 1.2)
        share = smooth((stage.time_s[:, None] - start - lag * np.ones(2)) / length)[..., None]
        if stage.chance(0.3):
            share = share * stage.side()[:, None]
        ways = ways + share * (wrists - ways)
        bends = bends + share * (poles - bends)
        tops = tops + share * (thumbs - tops)
    ways = ways + stage.wander(0.015, 6, 0.8).reshape(-1, 2, 3)
    turn = body.chest_turn
    return arms_to(
        stage.build, body, body.from_shoulders(ways), rotated(bends, turn), rotated(tops, turn)
    )


def standing_still(stage: Stage) -> FloatArray:
    """Standing, arms anywhere."""
    legs = stance(stage, stage.between(0.05, 0.25), stagger_m=stage.pick(0.0, 0.0, 0.2))
    body = standing(stage, legs)
    return landmarks(stage.build, body, _idle_arms(stage, body), legs)


def shifting_weight(stage: Stage) -> FloatArray:
    """Standing, the hips going from one leg to the other."""
    half = stage.between(0.1, 0.25)
    legs = stance(stage, half)
    body = standing(stage, legs, bend=stage.wander(0.06, 1, 0.3)[:, 0])
    aside = np.clip(stage.wander(0.6 * half, 1, 0.35)[:, 0], -half, half)
    body = rest_on(stage.build, body.moved(stage.place(aside, 0.0, 0.0)), legs.ankles_m)
    return landmarks(stage.build, body, _idle_arms(stage, body), legs)


def talking(stage: Stage) -> FloatArray:
    """Standing or sitting, hands speaking along."""
    body, legs = upright(stage, 0.35)
    holds = (
        "talking_low", "talking_high", "talking_wide", "clasped", "at_sides", "pointing_up",
        "on_hips", "at_chest",
    )  # fmt: skip
    return landmarks(stage.build, body, _acting_arms(stage, body, holds, 0.9), legs)


def drinking(stage: Stage) -> FloatArray:
    """One hand to the mouth, the face or the ear, and away again."""
    body, legs = upright(stage, 0.35)
    idle = _idle_arms(stage, body)
    local, pole, thumb = held(stage, stage.pick("at_mouth", "at_mouth", "at_ear"))
    low, _, _ = held(stage, stage.pick("at_sides", "talking_low", "at_chest"))
    share = once(stage.time_s, stage.rng)[:, None, None]
    hands = body.from_shoulders(low * (1.0 - share) + local * share)
    turn = body.chest_turn
    arms = arms_to(stage.build, body, hands, rotated(pole, turn), rotated(thumb, turn))
    return landmarks(stage.build, body, arms_chosen(idle, arms, stage.side()), legs)


def reaching(stage: Stage) -> FloatArray:
    """Standing or sitting; hands reach for things around and come back."""
    body, legs = upright(stage, 0.25)
    holds = (
        "forward", "pointing_up", "overhead", "talking_wide", "at_sides", "at_sides", "across",
        "out_sideways",
    )  # fmt: skip
    return landmarks(stage.build, body, _acting_arms(stage, body, holds, 1.5), legs)


def stretching_arms(stage: Stage) -> FloatArray:
    """An arm across the chest, behind the head, overhead; held for a while."""
    legs = stance(stage, stage.between(0.06, 0.25))
    side_bend = stage.between(-0.5, 0.5) * once(stage.time_s, stage.rng, (0.8, 2.0))
    body = standing(stage, legs, bend=side_bend)
    holds = ("across", "behind_head", "overhead", "out_sideways", "behind_back", "crossed")
    return landmarks(stage.build, body, _acting_arms(stage, body, holds, 3.0), legs)


def arm_raise(stage: Stage) -> FloatArray:
    """Straight arms raised to the side or to the front, again and again."""
    effort, _ = limb_effort(stage, repetitions(stage.time_s, stage.rng))
    body, legs = upright(stage, 0.1)
    angle = stage.pick(0.0, _FLAT) + stage.between(-0.25, 0.25)  # sideways or forward
    low = stage.between(0.05, 0.25)
    swing = low + (stage.between(1.0, 1.7) - low) * effort
    bent = stage.between(0.0, 0.35)
    upper = sided(
        np.sin(swing) * np.cos(angle) + 0.06, -np.cos(swing), np.sin(swing) * np.sin(angle)
    )
    lower = upper + sided(-0.1, 0.0, 1.0) * bent
    turn = body.chest_turn
    thumbs = rotated(sided(-0.3, 0.5 * np.sin(swing), 1.0), turn)
    arms = arms_along(stage.build, body, rotated(upper, turn), rotated(lower, turn), thumbs)
    return landmarks(stage.build, body, arms, legs)


def torso_twist(stage: Stage) -> FloatArray:
    """The trunk turns left and right, or bends from side to side, above planted feet."""
    legs = stance(stage, stage.between(0.1, 0.3))
    swing = 2.0 * repetitions(stage.time_s, stage.rng, 1.2, 4.0, 0.1).effort - 1.0
    size = stage.between(0.3, 0.9)
    if stage.chance(0.6):
        body = standing(stage, legs, twist=size * swing)
    else:
        body = standing(stage, legs, bend=0.7 * size * swing)
    way = stage.pick("out_sideways", "clasped", "behind_head", "on_hips", "at_chest", "overhead")
    return landmarks(stage.build, body, arms_held(stage, body, way), legs)


def _one_leg(
    stage: Stage, hip: FloatArray, knee: FloatArray, outward: FloatArray, raised: FloatArray
) -> tuple[Torso, Legs]:
    """Standing with one leg lifted or both in turns; `raised` 0..1 has the shape (T, 2)."""
    build = stage.build
    planted = stance(stage, stage.between(0.06, 0.14))
    aside = (raised[:, 1] - raised[:, 0]) * stage.between(0.02, 0.07)
    body = trunk(
        stage,
        stage.place(aside, stand_height_m(build, 0.985), 0.0),
        stage.between(-0.15, 0.1),
        stage.between(-0.1, 0.15),
        stage.between(-0.1, 0.3),
    )
    body = rest_on(build, body, planted.ankles_m)
    lifted = legs_at(build, body, hip, knee, outward, stage.between(-0.2, 0.15))
    return body, blended(planted, lifted, smooth(4.0 * raised))


def high_knees(stage: Stage) -> FloatArray:
    """Knees lifted in turns: marching, running on the spot, knee raises."""
    quick = stage.chance(0.5)
    rhythm = repetitions(stage.time_s, stage.rng, 0.3, 0.7 if quick else 1.6, 0.15)
    raised = rhythm.alternating()
    hip = stage.between(0.7, 1.8) * raised
    knee = stage.between(0.9, 2.0) * raised
    body, legs = _one_leg(stage, hip, knee, 0.0 * raised, raised)
    if stage.chance(0.3):
        return landmarks(stage.build, body, _idle_arms(stage, body), legs)
    # Bent arms swing against the legs.
    swing = stage.between(0.2, 0.9) * (raised[:, ::-1] - raised)
    bent = swing + stage.between(0.3, 1.7)
    upper, lower = (
        sided(0.15, -np.cos(swing), np.sin(swing)),
        sided(0.0, -np.cos(bent), np.sin(bent)),
    )
    turn = body.chest_turn
    arms = arms_along(
        stage.build, body, rotated(upper, turn), rotated(lower, turn), np.array([0.0, 1.0, 0.3])
    )
    return landmarks(stage.build, body, arms, legs)


def leg_swing(stage: Stage) -> FloatArray:
    """One leg raised or swung to the front, to the side or back; heel to the seat."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.8, 3.0)
    raised = rhythm.effort[:, None] * stage.side()
    way = stage.pick("front", "side", "back", "heel")
    size = stage.between(0.4, 1.4)
    none = 0.0 * raised
    hip, knee, outward = {
        "front": (size * raised, stage.between(0.0, 0.3) * raised, none),
        "side": (none, 0.1 * raised, size * raised),
        "back": (-0.6 * size * raised, 0.3 * raised, none),
        "heel": (-0.1 * raised, (1.0 + size) * raised, none),
    }[way]
    body, legs = _one_leg(stage, hip, knee, outward, raised)
    return landmarks(stage.build, body, _idle_arms(stage, body), legs)


def calf_raise(stage: Stage) -> FloatArray:
    """The heels go up and down, the foot tips stay."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng).effort
    toe_out = stage.between(0.0, 0.4)
    heel = (stage.between(0.3, 0.9) * effort)[:, None] * np.ones(2)
    tips = sided(stage.between(0.06, 0.2), 0.0, build.toe_m)
    legs = feet_on(build, tips, np.array([toe_out, -toe_out]), heel)
    ankles = legs.ankles_m.mean(axis=1)
    pelvis = ankles + stage.place(0.0, build.leg_m * 0.99, stage.between(-0.03, 0.02))
    body = trunk(stage, pelvis, 0.0, stage.between(0.0, 0.08), stage.between(0.0, 0.3), sway=0.7)
    body = rest_on(build, body, legs.ankles_m)
    return landmarks(build, body, _idle_arms(stage, body), legs)


def walking(stage: Stage) -> FloatArray:
    """Walking through, straight on or along a bend."""
    build = stage.build
    step_s = stage.between(0.42, 0.75)
    length = build.leg_m * stage.between(0.45, 0.9)
    curve = stage.between(-1.2, 1.2) * float(stage.chance(0.6))  # radians a metre
    steps = stage.time_s / step_s + stage.between(0.0, 2.0)
    number = np.floor(steps)
    progress = steps - number
    odd = number % 2.0
    moving = np.stack((1.0 - odd, odd), -1)
    swing = smooth(progress / 0.85)

    def along(distance_m: FloatArray, aside_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Places on the path, shape (..., 3), and where it leads there."""
        yaw = curve * distance_m
        if abs(curve) < 1e-3:
            x, z = 0.0 * yaw, distance_m
        else:
            x, z = (1.0 - np.cos(yaw)) / curve, np.sin(yaw) / curve
        place = np.stack((x + aside_m * np.cos(yaw), 0.0 * yaw, z - aside_m * np.sin(yaw)), -1)
        return place, yaw

    # Footprints are fixed; between them a foot flies along the chord.
    aside = np.array([1.0, -1.0]) * stage.between(0.04, 0.11)
    behind = number[:, None] - moving
    before = behind + 2.0 * moving
    here, yaw_here = along(behind * length, aside)
    there, yaw_there = along(before * length, aside)
    part = moving * swing[:, None]
    tips = here + (there - here) * part[..., None]
    tips[..., 1] += stage.between(0.04, 0.1) * np.sin(np.pi * part)
    push = np.sin(np.pi * np.clip(progress * 0.8 + 0.2, 0.0, 1.0)) ** 2
    heel = 0.5 * moving * (1.0 - swing[:, None]) + 0.25 * (1.0 - moving) * push[:, None]
    legs = feet_on(build, tips, yaw_here + (yaw_there - yaw_here) * part, heel)
    hips, yaw = along((number - 0.5 + progress) * length, 0.0 * number)
    bob = stage.between(0.01, 0.03) * np.cos(2.0 * np.pi * progress)
    hips = hips + stage.place(0.0, build.ankle_m + build.leg_m * 0.965 + bob, 0.0)
    sway = np.sin(np.pi * steps)
    lean = stage.between(0.0, 0.15)
    body = trunk(
        stage, hips, lean, lean, stage.between(-0.1, 0.4), yaw=yaw, twist=0.12 * sway, sway=0.6
    )
    body = rest_on(build, body, legs.ankles_m)
    if stage.chance(0.25):
        return landmarks(build, body, _idle_arms(stage, body), legs)
    # An arm goes forward with the leg of the other side.
    size = stage.between(0.05, 0.5) * np.cos(np.pi * (steps - 0.1))[:, None]
    arms = arms_hanging(stage, body, forward=size * np.array([1.0, -1.0]))
    return landmarks(build, body, arms, legs)


def turning(stage: Stage) -> FloatArray:
    """Turning on the spot with small steps."""
    build = stage.build
    total = stage.between(0.5, 3.2) * stage.pick(-1.0, 1.0)
    yaw = total * once(stage.time_s, stage.rng, (1.0, 2.5))
    count = max(2.0, np.ceil(abs(total) / 0.5))
    phase = yaw / total * count
    number = np.floor(np.minimum(phase, count - 1e-6))
    part = smooth(phase - number)
    odd = number % 2.0
    moving = np.stack((1.0 - odd, odd), -1)
    # Each foot turns in every second step.
    per_step = total / count
    feet_yaw = per_step * (
        2.0 * np.floor((number[:, None] + 1.0 - np.array([0.0, 1.0])) / 2.0)
        + 2.0 * moving * part[:, None]
    )
    half = stage.between(0.07, 0.15)
    out = np.array([half, -half])
    tips = np.stack(
        (
            out * np.cos(feet_yaw) + build.toe_m * np.sin(feet_yaw),
            0.04 * moving * np.sin(np.pi * part)[:, None],
            -out * np.sin(feet_yaw) + build.toe_m * np.cos(feet_yaw),
        ),
        -1,
    )
    legs = feet_on(build, tips, feet_yaw)
    body = trunk(
        stage, stage.place(0.0, stand_height_m(build, 0.97), 0.0), 0.0, stage.between(0.0, 0.1),
        stage.between(-0.1, 0.3), yaw=yaw, twist=0.1 * np.sign(total),
    )  # fmt: skip
    body = rest_on(build, body, legs.ankles_m)
    return landmarks(build, body, _idle_arms(stage, body), legs)


def sitting(stage: Stage) -> FloatArray:
    """Sitting, hands in the lap, at the face or busy."""
    pelvis, legs = seat(stage)
    lean = stage.between(-0.35, 0.35)
    body = trunk(stage, pelvis, 0.6 * lean, lean, lean + stage.between(-0.1, 0.5), sway=0.7)
    if stage.chance(0.5):
        return landmarks(stage.build, body, _idle_arms(stage, body), legs)
    holds = ("talking_low", "clasped", "at_chest", "at_mouth", "crossed")
    return landmarks(stage.build, body, _acting_arms(stage, body, holds, 2.0), legs)


def sitting_down(stage: Stage) -> FloatArray:
    """Sitting down or standing up, once."""
    build = stage.build
    low, legs = seat(stage)
    share = once(stage.time_s, stage.rng, (0.8, 2.0))
    high = stage.place(0.0, stand_height_m(build, 0.985), -0.02)
    pelvis = high + (low - high) * share[:, None]
    lean = stage.between(0.0, 0.1) + stage.between(0.4, 1.0) * np.sin(np.pi * share)
    body = trunk(stage, pelvis, 0.8 * lean, lean, 0.6 * lean + 0.1)
    body = rest_on(build, body, legs.ankles_m)
    if stage.chance(0.5):
        return landmarks(build, body, _idle_arms(stage, body), legs)
    holds = ("at_sides", "talking_low", "forward", "clasped")
    return landmarks(build, body, _acting_arms(stage, body, holds, 1.5), legs)


def picking_up(stage: Stage) -> FloatArray:
    """Bending to the floor once, with a round back or with the knees; one hand or both."""
    build = stage.build
    share = once(stage.time_s, stage.rng, (0.6, 1.6))
    legs = stance(stage, stage.between(0.07, 0.25), stagger_m=stage.between(0.0, 0.4))
    top = stand_height_m(build, 0.985)
    low = build.ankle_m + build.leg_m * stage.between(0.4, 0.95)
    lean = stage.between(0.7, 1.3) * share
    pelvis = stage.place(
        0.0, top - (top - low) * share, -stage.between(0.3, 0.55) * build.spine_m * np.sin(lean)
    )
    rounded = stage.between(0.0, 0.3) * share
    body = trunk(
        stage, pelvis, 0.9 * lean - rounded, lean + rounded, lean * stage.between(0.6, 1.2),
        twist=stage.between(-0.4, 0.4) * share,
    )  # fmt: skip
    body = rest_on(build, body, legs.ankles_m)
    ahead = stage.between(0.0, 0.9) * share[:, None]
    arms = arms_hanging(stage, body, forward=ahead * np.ones(2))
    if stage.chance(0.5):
        arms = arms_chosen(arms, arms_held(stage, body, "on_hips"), stage.side())
    return landmarks(build, body, arms, legs)


def bowing(stage: Stage) -> FloatArray:
    """A hip hinge without a load: a bow, a good morning, a stretch to the toes."""
    build = stage.build
    if stage.chance(0.5):
        share = once(stage.time_s, stage.rng, (0.8, 2.5))
    else:
        share = repetitions(stage.time_s, stage.rng, 1.5, 4.0).effort
    legs = stance(stage, stage.between(0.05, 0.3))
    lean = stage.between(0.5, 1.6) * share
    back = build.spine_m * stage.between(0.35, 0.55) * np.sin(lean)
    pelvis = stage.place(0.0, stand_height_m(build, stage.between(0.93, 0.99)), -back)
    body = trunk(stage, pelvis, 0.8 * lean, lean, lean * stage.between(0.5, 1.1))
    body = rest_on(build, body, legs.ankles_m)
    way = stage.pick("on_hips", "behind_head", "bar_on_back", "crossed", "out_sideways", "overhead")
    return landmarks(build, body, arms_held(stage, body, way), legs)


def lying(stage: Stage) -> FloatArray:
    """Lying on the back or on the belly, at rest."""
    build = stage.build
    pelvis = stage.place(0.0, build.girth_m + 0.02, 0.0)
    on_back = stage.chance(0.7)
    pitch = -_FLAT if on_back else _FLAT
    prop = stage.between(0.0, 0.25) if on_back else -stage.between(0.0, 0.5)
    body = trunk(stage, pelvis, pitch, pitch + prop, pitch + 1.6 * prop, sway=0.25)
    legs: Legs
    if on_back and stage.chance(0.5):
        ahead = build.leg_m * stage.between(0.4, 0.75)
        tips = sided(stage.between(0.05, 0.2), 0.0, ahead + build.toe_m)
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2))
    else:
        legs = legs_lying(stage, body)
    way = stage.pick("at_sides", "crossed", "behind_head", "out_sideways", "overhead", "clasped")
    if not on_back:
        way = stage.pick("at_sides", "overhead", "behind_head")
    return landmarks(build, body, arms_held(stage, body, way), legs)


def supine_legs(stage: Stage) -> FloatArray:
    """Lying on the back: legs raised and lowered, or hips lifted to a bridge."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.0, 4.0).effort
    if stage.chance(0.5):
        pelvis = stage.place(0.0, build.girth_m + 0.02, 0.0)
        body = trunk(stage, pelvis, -_FLAT, -_FLAT, -_FLAT + stage.between(0.0, 0.4), sway=0.25)
        least = stage.between(0.0, 0.5)
        hip = least + (stage.between(0.9, 1.7) - least) * effort[:, None] * np.ones(2)
        if stage.chance(0.3):
            hip = least + (hip - least) * stage.side()
        knee = np.minimum(stage.between(0.0, 0.5), 0.7 * hip)
        legs = legs_at(build, body, hip, knee, stage.between(0.0, 0.1), -0.1)
    else:
        # The shoulders stay on the floor, the trunk turns about them.
        tilt = stage.between(0.25, 0.6) * effort
        lift = build.girth_m + 0.02 + build.spine_m * np.sin(tilt)
        pelvis = stage.place(0.0, lift, build.spine_m * (np.cos(tilt) - 1.0))
        pitch = -_FLAT - tilt
        body = trunk(stage, pelvis, pitch, pitch, pitch + tilt + 0.1, sway=0.25)
        ahead = build.leg_m * stage.between(0.42, 0.55)
        tips = sided(stage.between(0.06, 0.2), 0.0, ahead + build.toe_m)
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2))
    way = stage.pick("at_sides", "at_sides", "out_sideways", "crossed", "behind_head")
    return landmarks(build, body, arms_held(stage, body, way), legs)


def kneeling(stage: Stage) -> FloatArray:
    """Kneeling on both knees, hips high or on the heels, or getting from one to the other."""
    build = stage.build
    folded = stage.between(0.2, 1.0) * once(stage.time_s, stage.rng)
    half = stage.between(0.07, 0.18)
    knee_m = 0.06
    thigh = folded * stage.between(0.8, 1.05)  # how far the hips go back
    pelvis = stage.place(
        0.0, knee_m + build.thigh_m * np.cos(thigh), -build.thigh_m * np.sin(thigh)
    )
    lean = stage.between(-0.1, 0.2) + stage.between(0.0, 0.5) * folded
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.4), sway=0.4)
    knees = sided(half, knee_m, 0.0)
    ankles = knees + np.array([0.0, 0.02, -build.shin_m])
    poles = knees - 0.5 * (body.hips_m + ankles)
    legs = Legs(ankles, poles, np.array([0.0, -0.1, -0.995]), np.array([0.0, -0.995, 0.1]))
    if stage.chance(0.5):
        return landmarks(build, body, _idle_arms(stage, body), legs)
    holds = ("talking_low", "at_sides", "forward", "at_chest")
    return landmarks(build, body, _acting_arms(stage, body, holds, 1.5), legs)


DAILY: dict[str, Callable[[Stage], FloatArray]] = {
    "standing_still": standing_still,
    "shifting_weight": shifting_weight,
    "talking": talking,
    "drinking": drinking,
    "reaching": reaching,
    "stretching_arms": stretching_arms,
    "arm_raise": arm_raise,
    "torso_twist": torso_twist,
    "high_knees": high_knees,
    "leg_swing": leg_swing,
    "calf_raise": calf_raise,
    "walking": walking,
    "turning": turning,
    "sitting": sitting,
    "sitting_down": sitting_down,
    "picking_up": picking_up,
    "bowing": bowing,
    "lying": lying,
    "supine_legs": supine_legs,
    "kneeling": kneeling,
}
