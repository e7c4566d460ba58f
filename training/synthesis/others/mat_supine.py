"""Done on the back, on the side or sitting on the floor: what is near a crunch or a plank."""

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
    feet_on,
    landmarks,
    legs_at,
    rotated,
    sided,
    turns,
    two_bones,
    unit,
)
from training.synthesis.postures import Stage, arms_between, arms_held, limb_effort, trunk
from training.synthesis.rhythm import repetitions

_FLAT = 0.5 * np.pi
_UP = np.array([0.0, 1.0, 0.0])
_BOTH = np.ones(2)


def _supine(stage: Stage, sway: float = 0.25) -> Torso:
    """A trunk flat on its back, the head towards -z."""
    pelvis = stage.place(0.0, stage.build.girth_m + 0.02, 0.0)
    head = -_FLAT + stage.between(0.0, 0.35)
    return trunk(stage, pelvis, -_FLAT, -_FLAT, head, sway=sway)


def _rolled(body: Torso, angle_rad: Numbers, about_m: FloatArray) -> Torso:
    """Turn a trunk that lies along z about its length; positive brings the left side up."""
    angles = np.zeros((len(body.pelvis_m), 3))
    angles[:, 2] = -np.asarray(angle_rad)
    turn = np.swapaxes(turns(angles), -1, -2)

    def turned(points: FloatArray) -> FloatArray:
        around = points.reshape(len(points), -1, 3) - about_m[:, None]
        return (rotated(around, turn) + about_m[:, None]).reshape(points.shape)

    return replace(
        body,
        pelvis_m=turned(body.pelvis_m),
        hips_m=turned(body.hips_m),
        neck_m=turned(body.neck_m),
        shoulders_m=turned(body.shoulders_m),
        pelvis_turn=turn @ body.pelvis_turn,
        chest_turn=turn @ body.chest_turn,
        head_turn=turn @ body.head_turn,
    )


def _resting_arms(stage: Stage, body: Torso) -> Arms:
    way = stage.pick("at_sides", "at_sides", "out_sideways", "crossed", "behind_head", "overhead")
    arms = arms_held(stage, body, way)
    low = arms.wrists_m.copy()
    low[..., 1] = np.maximum(low[..., 1], 0.04)
    return arms_to(
        stage.build, body, low, arms.elbows_m - body.shoulders_m + 0.2 * _UP, arms.thumbs
    )


# ---------------------------------------------------------------------------- on the back


def dead_bug(stage: Stage) -> FloatArray:
    """Supine, arms up and knees above the hips; legs, or leg and other arm, let down in turns."""
    body = _supine(stage)
    rhythm = repetitions(stage.time_s, stage.rng, 0.8, 4.0)
    low = rhythm.alternating() if stage.chance(0.85) else rhythm.effort[:, None] * _BOTH
    hip = 1.57 - stage.between(0.7, 1.4) * low
    knee = 1.5 - stage.between(0.0, 1.3) * low
    legs = legs_at(stage.build, body, hip, np.minimum(knee, hip + 0.3), 0.05, 0.1)
    arms = arms_held(stage, body, "forward")
    if stage.chance(0.75):
        arms = arms_between(arms, arms_held(stage, body, "overhead"), low[:, ::-1], stage, body)
    return landmarks(stage.build, body, arms, legs)


def flutter_kick(stage: Stage) -> FloatArray:
    """Supine, stretched legs up and down in turns, crossing, or circling."""
    body = _supine(stage)
    raised = repetitions(stage.time_s, stage.rng, 0.3, 1.8, 0.0).alternating()
    base = stage.between(0.15, 0.9)
    way = stage.pick("flutter", "flutter", "scissors", "circles")
    size = stage.between(0.2, 0.7) * raised
    hip, outward = base + size, stage.between(0.0, 0.1) * _BOTH
    if way == "scissors":
        effort = repetitions(stage.time_s, stage.rng, 0.5, 2.0, 0.0).effort
        hip, outward = base + 0.1 * raised, stage.between(0.3, 0.7) * effort[:, None] - 0.1
    elif way == "circles":
        phase = 2.0 * np.pi * stage.time_s / stage.between(1.0, 3.0)
        hip = base + 0.4 + 0.25 * np.cos(phase)[:, None] * _BOTH
        outward = 0.25 * np.sin(phase)[:, None] * np.array([1.0, stage.pick(1.0, -1.0)])
    legs = legs_at(stage.build, body, hip, stage.between(0.0, 0.25), outward, 0.6)
    return landmarks(stage.build, body, _resting_arms(stage, body), legs)


def reverse_crunch(stage: Stage) -> FloatArray:
    """Supine, the hips curl up from the floor; the shoulders stay down."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.2, 3.5).effort
    curl = stage.between(0.35, 1.1) * effort
    flat = 0.35 * curl  # what the chest takes part
    neck_m = np.array([0.0, build.girth_m + 0.02, -build.spine_m])
    length = build.spine_m * np.array([0.4, 0.6])
    below = length[0] * np.sin(curl) + length[1] * np.sin(flat)
    along = length[0] * np.cos(curl) + length[1] * np.cos(flat)
    pelvis = neck_m + stage.place(0.0, below, along)
    head = -_FLAT + stage.between(0.0, 0.3)
    body = trunk(stage, pelvis, -_FLAT - curl, -_FLAT - flat, head, sway=0.2)
    base = stage.between(0.6, 1.5)
    straight = stage.chance(0.35)
    hip = base + (1.7 - base) * effort + stage.between(0.0, 0.3) * effort
    knee = stage.between(0.0, 0.4) + 0.0 * hip if straight else stage.between(1.2, 1.9) + 0.0 * hip
    legs = legs_at(
        build, body, hip[:, None] * _BOTH, np.minimum(knee, hip + 0.3)[:, None] * _BOTH, 0.05, 0.3
    )
    return landmarks(build, body, _resting_arms(stage, body), legs)


def knees_hugged(stage: Stage) -> FloatArray:
    """Supine, one knee or both held to the chest with the hands."""
    build = stage.build
    body = _supine(stage)
    effort = repetitions(stage.time_s, stage.rng, 1.5, 6.0).effort
    near = stage.between(2.05, 2.3) + stage.between(0.0, 0.25) * effort
    which = stage.side() if stage.chance(0.5) else _BOTH
    outward = stage.between(0.0, 0.25)
    hugged = legs_at(build, body, near[:, None] * _BOTH, stage.between(1.95, 2.3), outward, 0.5)
    resting = legs_at(build, body, 0.05, stage.between(0.02, 0.15), 0.1, 0.3)
    legs = blended(resting, hugged, which * np.ones((len(effort), 1)))
    knees, _ = two_bones(body.hips_m, hugged.ankles_m, hugged.poles, build.thigh_m, build.shin_m)
    grip = knees + stage.between(0.1, 0.4) * (hugged.ankles_m - knees) + 0.05 * _UP
    if which.sum() < 2:
        middle = np.einsum("s,tsi->ti", which, grip)[:, None]
        grip = middle + sided(0.04, 0.0, 0.0)
    arms = arms_to(build, body, grip, sided(1.0, -0.4, 0.0), sided(-0.5, 1.0, 0.0))
    return landmarks(build, body, arms, legs)


def lying_rotation(stage: Stage) -> FloatArray:
    """Supine, the knees together fall to one side and the other; the shoulders stay."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 5.0)
    one_sided = stage.chance(0.3)
    sign = np.where((rhythm.turn % 2 == 0) | one_sided, 1.0, -1.0)
    roll = stage.between(0.4, 1.15) * rhythm.effort * sign * stage.pick(1.0, -1.0)
    lift = 0.6 * build.hip_half_m * np.abs(np.sin(roll))
    pelvis = stage.place(0.0, build.girth_m + 0.02 + lift, 0.0)
    pitch = -_FLAT - np.arcsin(lift / build.spine_m)
    body = trunk(stage, pelvis, pitch, pitch, pitch + 0.1, twist=roll, sway=0.2)
    body = _rolled(body, roll, body.pelvis_m)
    hip, knee = stage.pick((1.5, 1.5), (1.1, 1.7), (1.5, 0.2))
    legs = legs_at(build, body, hip + stage.between(-0.15, 0.25), knee, 0.0, 0.2)
    legs.ankles_m[..., 1] = np.maximum(legs.ankles_m[..., 1], build.ankle_m)
    return landmarks(build, body, _resting_arms(stage, body), legs)


def hollow_body(stage: Stage) -> FloatArray:
    """Supine, shoulders and stretched legs off the floor, held or rocked as one piece."""
    build = stage.build
    pace = 2.0 * np.pi / stage.between(0.7, 2.0)
    rock = stage.between(0.06, 0.22) * float(stage.chance(0.65)) * np.sin(stage.time_s * pace)
    curl = stage.between(0.3, 0.55)
    pelvis = stage.place(0.0, build.girth_m + 0.02 + 0.02 * np.abs(rock), 0.3 * rock)
    pitch = -_FLAT + rock
    body = trunk(stage, pelvis, pitch, pitch + curl, pitch + curl + 0.3, sway=0.2)
    legs = legs_at(build, body, stage.between(0.25, 0.6), stage.between(0.0, 0.2), 0.05, 0.8)
    arms = arms_held(stage, body, stage.pick("overhead", "overhead", "at_sides", "forward"))
    return landmarks(build, body, arms, legs)


# ---------------------------------------------------------------------------- on the side


def _on_side(
    stage: Stage, propped: bool, hip_m: float, drift_m: Numbers = 0.0
) -> tuple[Torso, Arms, int]:
    """A trunk on its side along z, the head low or propped on a forearm.

    Args:
        stage: The performance.
        propped: Whether the lower elbow carries the chest.
        hip_m: Height of the lower hip.
        drift_m: How far it has moved along its length.

    Returns:
        Trunk, arms, and which side is the lower one (0 left, 1 right).
    """
    build = stage.build
    lower = stage.pick(0, 1)
    up = 1.0 if lower else -1.0  # the left side is up
    flat = hip_m - 0.07
    rise = np.arcsin(np.clip((build.upper_arm_m + 0.03 - flat) / build.spine_m, 0.1, 0.8))
    lift = float(rise) if propped else stage.between(0.08, 0.25)
    # The lean to the upper side lifts the chest once the trunk lies on the lower one.
    pelvis = stage.place(0.0, 0.0, drift_m)
    body = trunk(
        stage, pelvis, -_FLAT, -_FLAT + stage.between(-0.1, 0.1), -_FLAT + stage.between(-0.1, 0.3),
        bend=-up * 1.4 * lift, sway=0.2,
    )  # fmt: skip
    tilt = _FLAT + stage.between(-0.2, 0.15)
    body = _rolled(body, up * tilt, body.pelvis_m)
    body = body.moved(_UP * (hip_m + build.hip_half_m) * np.ones((len(pelvis), 1)))
    wrists = np.empty_like(body.shoulders_m)
    poles = np.empty_like(wrists)
    ahead = body.chest_turn[..., 2]
    down, top = body.shoulders_m[:, lower], body.shoulders_m[:, 1 - lower]
    toward = np.array([0.0, 0.0, -1.0])  # the head
    if propped:
        elbow = down * np.array([1.0, 0.0, 1.0]) + 0.03 * _UP
        way = unit(ahead * np.array([1.0, 0.0, 1.0]) + stage.between(0.0, 0.8) * toward)
        wrists[:, lower] = elbow + way * build.forearm_m
        poles[:, lower] = -_UP - 0.5 * way
    elif stage.chance(0.5):
        wrists[:, lower] = down + toward * (0.95 * build.arm_m) + 0.03 * ahead
        poles[:, lower] = ahead
    else:
        wrists[:, lower] = down + toward * (0.7 * build.upper_arm_m) + 0.1 * ahead
        poles[:, lower] = toward + ahead
    wrists[:, lower, 1] = 0.05
    rest = stage.pick("floor", "hip", "along")
    if rest == "floor":
        wrists[:, 1 - lower] = top + ahead * (0.5 * build.arm_m) - 0.1 * toward
        wrists[:, 1 - lower, 1] = 0.05
    elif rest == "hip":
        wrists[:, 1 - lower] = body.hips_m[:, 1 - lower] + 0.07 * _UP - 0.05 * ahead
    else:
        wrists[:, 1 - lower] = top - toward * (0.93 * build.arm_m) + 0.02 * _UP
    poles[:, 1 - lower] = _UP - 0.3 * ahead
    arms = arms_to(build, body, wrists, poles, np.array([0.2, 1.0, 0.1]))
    return body, arms, lower


def side_leg_lift(stage: Stage) -> FloatArray:
    """Lying on the side, the upper leg (or the lower one) goes up and down, straight or kicked."""
    body, arms, lower = _on_side(stage, stage.chance(0.4), 0.07)
    raised = repetitions(stage.time_s, stage.rng, 0.7, 3.5).effort[:, None]
    top, bottom = np.eye(2)[1 - lower], np.eye(2)[lower]
    way = stage.pick("up", "up", "adduction", "kick", "circle")
    hip, outward = 0.05 + 0.0 * raised * top, stage.between(0.3, 1.0) * raised * top
    knee = stage.between(0.02, 0.15) * _BOTH + stage.pick(0.0, 0.8) * bottom
    hip = hip + 0.5 * (knee > 0.5) * bottom
    if way == "adduction":
        outward = -stage.between(0.15, 0.4) * raised * bottom
        hip, knee = stage.between(0.5, 1.0) * top + 0.0 * raised, 1.3 * top + 0.05
        outward = outward - 0.25 * top
    elif way == "kick":
        hip = hip + (stage.between(0.6, 1.4) * raised - 0.3) * top
        outward = 0.12 * top + 0.0 * raised
    elif way == "circle":
        phase = 2.0 * np.pi * stage.time_s[:, None] / stage.between(0.8, 2.5)
        hip = hip + 0.2 * np.sin(phase) * top
        outward = (0.45 + 0.2 * np.cos(phase)) * top
    legs = legs_at(stage.build, body, hip, knee, outward, stage.between(-0.1, 0.6))
    return landmarks(stage.build, body, arms, legs)


def clam(stage: Stage) -> FloatArray:
    """Lying on the side, hips and knees bent: the upper knee opens, the feet stay together."""
    body, arms, lower = _on_side(stage, stage.chance(0.35), 0.07)
    hip, knee = stage.between(0.5, 1.1), stage.between(1.1, 1.7)
    legs = legs_at(stage.build, body, hip, knee, 0.0, 0.1)
    effort = repetitions(stage.time_s, stage.rng, 0.8, 3.5).effort
    turn = stage.between(0.6, 1.3) * effort[:, None] * np.eye(2)[1 - lower]
    outward = rotated(sided(1.0, 0.0, 0.0), body.pelvis_turn)
    poles = unit(legs.poles) * np.cos(turn)[..., None] + outward * np.sin(turn)[..., None]
    # The foot goes along with the thigh's turn.
    toes = unit(legs.toes + 0.5 * outward * np.sin(turn)[..., None])
    soles = unit(np.cross(np.cross(toes, legs.soles), toes))
    return landmarks(stage.build, body, arms, Legs(legs.ankles_m, poles, toes, soles))


def side_rest(stage: Stage) -> FloatArray:
    """Lying on the side at rest, the legs on each other or the upper one bent."""
    body, arms, lower = _on_side(stage, stage.chance(0.4), 0.07)
    top = np.eye(2)[1 - lower]
    hip = stage.between(0.0, 0.9) * _BOTH + stage.pick(0.0, 0.6) * top
    knee = np.minimum(stage.between(0.05, 1.4) + 0.6 * top, 2.0)
    legs = legs_at(stage.build, body, hip, knee, -0.12 * top, 0.3)
    return landmarks(stage.build, body, arms, legs)


# ------------------------------------------------------------------------ sitting, rolling


def foam_rolling(stage: Stage) -> FloatArray:
    """A roller under a leg, the back or the side, the body going to and fro over it."""
    build = stage.build
    pace = 2.0 * np.pi / stage.between(1.2, 4.0)
    way_m = stage.between(0.08, 0.2) * np.sin(stage.time_s * pace + stage.between(0.0, 6.0))
    part = stage.pick("leg", "back", "side", "thigh")
    if part == "side":
        body, arms, lower = _on_side(stage, True, stage.between(0.14, 0.2), way_m)
        top, bottom = np.eye(2)[1 - lower], np.eye(2)[lower]
        legs = legs_at(build, body, 0.15 * bottom + 0.9 * top, 0.1 + 1.2 * top, 0.0, 0.2)
        return landmarks(build, body, arms, legs)
    height = stage.between(0.14, 0.22)
    if part == "thigh":  # face down on the forearms, the roller under the thighs
        height -= 0.02
        way_m *= 1.3
        pelvis = stage.place(0.0, height, way_m)
        low, high = height + 0.04 * build.spine_m, 0.95 * build.upper_arm_m + 0.04
        rise = np.arcsin(np.clip((high - low) / (0.6 * build.spine_m), 0.0, 0.8))
        body = trunk(stage, pelvis, _FLAT - 0.1, _FLAT - rise, _FLAT - 0.9, sway=0.2)
        elbows = body.shoulders_m - build.upper_arm_m * unit(
            np.array([0.0, 0.94, 0.0]) + stage.place(0.0, 0.0, way_m / build.upper_arm_m)[:, None]
        )
        forearm = unit(sided(-0.3, 0.0, 1.0))
        arms = Arms(elbows, elbows + forearm * build.forearm_m, forearm, _UP)
        legs = legs_at(build, body, stage.between(-0.1, 0.0), stage.between(0.15, 1.4), 0.1, 1.0)
        return landmarks(build, body, arms, legs)
    if part == "back":
        pelvis = stage.place(0.0, height, way_m)
        pitch = -_FLAT - stage.between(-0.25, 0.1)
        body = trunk(stage, pelvis, pitch, pitch, pitch + stage.between(0.2, 0.7), sway=0.3)
        tips = sided(stage.between(0.08, 0.2), 0.0, build.leg_m * stage.between(0.55, 0.7))
        legs = feet_on(build, tips + np.array([0.0, 0.0, build.toe_m]), np.zeros(2))
        arms = arms_held(stage, body, stage.pick("crossed", "behind_head", "clasped"))
        return landmarks(build, body, arms, legs)
    lean = stage.between(0.3, 0.7)
    pelvis = stage.place(0.0, height, way_m)
    body = trunk(stage, pelvis, -lean, -lean, stage.between(-0.1, 0.4), sway=0.3)
    arms = _propped(stage, body)
    crossed = stage.side() if stage.chance(0.5) else 0.0 * _BOTH
    hip = _FLAT - lean - 0.04 + 0.5 * crossed
    legs = legs_at(build, body, hip, 0.05 + 1.1 * crossed, 0.05 - 0.15 * crossed, 0.1)
    return landmarks(build, body, arms, legs)


def _propped(stage: Stage, body: Torso) -> Arms:
    """Hands on the floor behind somebody who sits leaned back; they stay."""
    middle = body.shoulders_m.mean(axis=0)
    level = stage.build.arm_m**2 * 0.92 - (middle[:, 1].mean() - 0.04) ** 2
    back = min(float(np.sqrt(max(level, 0.0))), stage.between(0.0, 0.2))
    wrists = middle * np.array([1.0, 0.0, 1.0]) + 0.04 * _UP + sided(0.05, 0.0, -back)
    fingers = sided(0.3, -0.1, stage.pick(1.0, -1.0))
    return arms_to(stage.build, body, wrists, sided(0.4, 0.1, -1.0), sided(-1.0, 0.0, 0.3), fingers)


def seated_tuck(stage: Stage) -> FloatArray:
    """Sitting leaned back, knees to the chest and legs out; the trunk stays."""
    build = stage.build
    seat_m = stage.pick(0.0, 0.0, stage.between(0.4, 0.5))
    lean = stage.between(0.35, 0.85)
    pelvis = stage.place(0.0, seat_m + build.girth_m + 0.03, 0.0)
    body = trunk(stage, pelvis, -lean, -lean + stage.between(0.0, 0.25), -0.1, sway=0.3)
    tuck, _ = limb_effort(stage, repetitions(stage.time_s, stage.rng, 0.7, 3.0))
    out = stage.between(0.12, 0.35)
    hip = _FLAT - lean + out + stage.between(0.5, 0.85) * tuck
    knee = stage.between(0.05, 0.4) + stage.between(1.2, 1.7) * tuck
    legs = legs_at(build, body, hip, knee, 0.03, stage.between(0.1, 0.7))
    if stage.chance(0.6):
        arms = _propped(stage, body.moved(-seat_m * _UP * np.ones((len(pelvis), 1))))
        grips = arms.wrists_m + seat_m * _UP
        arms = arms_to(build, body, grips, sided(0.4, 0.1, -1.0), sided(-1.0, 0.0, 0.3))
    else:
        arms = arms_held(stage, body, stage.pick("forward", "crossed", "out_sideways"))
    return landmarks(build, body, arms, legs)


SUPINE: dict[str, Callable[[Stage], FloatArray]] = {
    "dead_bug": dead_bug,
    "flutter_kick": flutter_kick,
    "reverse_crunch": reverse_crunch,
    "knees_hugged": knees_hugged,
    "lying_rotation": lying_rotation,
    "hollow_body": hollow_body,
    "side_leg_lift": side_leg_lift,
    "clam": clam,
    "side_rest": side_rest,
    "foam_rolling": foam_rolling,
    "seated_tuck": seated_tuck,
}
