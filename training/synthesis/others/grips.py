"""How people take their place at a cable, and the ways that their arms work there."""

from dataclasses import replace

import numpy as np

from training.synthesis.body import (
    SIDES,
    Arms,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_along,
    arms_to,
    feet_on,
    rest_on,
    rotated,
    sided,
    unit,
)
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_hanging,
    arms_held,
    seat,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import Rhythm

_KNEE_M = 0.06  # height of a knee that rests on the floor


# ------------------------------------------------------------------------------- the body


def _on_knees(stage: Stage, body: Torso) -> Legs:
    """Legs of somebody on both knees, or on one with the other foot before it."""
    build = stage.build
    half = stage.between(0.06, 0.18)
    knees = sided(half, _KNEE_M, 0.0)
    ankles = knees + np.array([0.0, 0.02, -build.shin_m])
    legs = Legs(
        ankles,
        knees - 0.5 * (body.hips_m + ankles),
        np.array([0.0, -0.1, -0.995]),
        np.array([0.0, -0.995, 0.1]),
    )
    if stage.chance(0.65):
        return legs
    tips = sided(half, 0.0, build.thigh_m * stage.between(0.85, 1.1) + build.toe_m)
    foot = feet_on(build, tips, stage.rng.normal(0.0, 0.06, 2))
    ahead = stage.side()[:, None] > 0.5
    return Legs(
        np.where(ahead, foot.ankles_m, legs.ankles_m),
        np.where(ahead, foot.poles, legs.poles),
        np.where(ahead, foot.toes, legs.toes),
        np.where(ahead, foot.soles, legs.soles),
    )


def placed(
    stage: Stage,
    lean: Numbers,
    seated: float = 0.0,
    kneeling: float = 0.0,
    twist: Numbers = 0.0,
    shrug_m: Numbers = 0.0,
    sink: Numbers = 0.0,
) -> tuple[Torso, Legs]:
    """Somebody on the feet, on a seat or on the knees, who leans forward.

    Args:
        stage: The performance.
        lean: Forward lean of the chest, radians, a number or shape (T,).
        seated: Share of all cases on a seat.
        kneeling: Share of all cases on the knees.
        twist: Turn of the chest to the left.
        shrug_m: How far the shoulders are raised, broadcasts to (T, 2).
        sink: How far the hips of somebody on the feet are lowered, in leg lengths.
    """
    build = stage.build
    tilt = np.asarray(lean, dtype=np.float64)
    bent = min(max(float(tilt.mean()), 0.0) / 0.8, 1.0)  # 1 is well bent over
    pelvis_pitch = tilt * (0.5 + 0.4 * bent)
    gaze = tilt * stage.between(0.4, 1.0) + stage.between(-0.15, 0.25)
    back = stage.between(0.4, 0.55) * build.spine_m * np.sin(tilt)
    way = stage.between(0.0, 1.0)
    if way < seated:
        hips, legs = seat(stage)
        body = trunk(stage, hips, pelvis_pitch, tilt, gaze, twist, shrug_m=shrug_m, sway=0.5)
        return body, legs
    if way < seated + kneeling:
        hips = stage.place(0.0, _KNEE_M + 0.99 * build.thigh_m, -0.3 * back)
        body = trunk(stage, hips, pelvis_pitch, tilt, gaze, twist, shrug_m=shrug_m, sway=0.4)
        return body, _on_knees(stage, body)
    stagger = stage.pick(0.0, 0.0, stage.between(0.2, 0.6))
    legs = stance(stage, stage.between(0.07, 0.25), stagger_m=stagger)
    straight = stage.between(0.96, 0.999) - stage.between(0.0, 0.12) * bent
    hips = stage.place(0.0, stand_height_m(build, straight) - sink * build.leg_m, 0.02 - back)
    body = trunk(stage, hips, pelvis_pitch, tilt, gaze, twist, shrug_m=shrug_m)
    return rest_on(build, body, legs.ankles_m), legs


# ------------------------------------------------------------------------------- the arms


def sides(stage: Stage, rhythm: Rhythm, one: float) -> tuple[FloatArray, FloatArray]:
    """Effort of left and right (T, 2) and who works (2,): both, or in `one` of cases one arm."""
    works = stage.side() if stage.chance(one) else np.ones(2)
    return rhythm.effort[:, None] * (1.0 - 0.04 * stage.rng.random(2)), works


def idle_arm(stage: Stage, body: Torso, arms: Arms, works: FloatArray) -> Arms:
    """Give the arm that does not work something else to do."""
    if works.min() > 0.5:
        return arms
    way = stage.pick("on_hips", "at_sides", "at_sides", "behind_back", "hanging")
    other = arms_hanging(stage, body) if way == "hanging" else arms_held(stage, body, way)
    return arms_chosen(arms, other, 1.0 - works)


def arms_hinged(
    stage: Stage,
    body: Torso,
    raised: Numbers,
    flex: Numbers,
    out: Numbers,
    half_grip_m: Numbers | None = None,
    palm: float = 0.0,
) -> Arms:
    """Arms that work as hinges before or behind the trunk.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        raised: How far the upper arms are raised to the front, radians; pi is overhead.
        flex: How far the elbows are bent.
        out: How far the upper arms are spread, as the tangent of the angle.
        half_grip_m: Half the distance of the hands; straight forearms where None.
        palm: Thumbs outwards (1), ahead (0) or inwards (-1).
    """
    build = stage.build
    upper = unit(sided(out, -np.cos(raised), np.sin(raised)))
    bend = np.asarray(raised) + flex
    aside: Numbers = np.asarray(out) / np.sqrt(1.0 + np.square(out))
    if half_grip_m is not None:
        elbow = build.shoulder_half_m + build.upper_arm_m * np.asarray(aside)
        aside = np.clip((half_grip_m - elbow) / build.forearm_m, -0.8, 0.8)
    level = np.sqrt(1.0 - np.square(aside))
    lower = sided(aside, -np.cos(bend) * level, np.sin(bend) * level)
    ahead = 1.0 - abs(palm)
    thumbs = sided(palm, ahead * np.sin(bend) + 0.1, ahead * np.cos(bend))
    turn = body.chest_turn
    return arms_along(
        build, body, rotated(upper, turn), rotated(lower, turn), rotated(thumbs, turn)
    )


def arms_moved(
    stage: Stage,
    body: Torso,
    start: FloatArray,
    end: FloatArray,
    effort: FloatArray,
    pole: FloatArray,
    thumb: FloatArray,
    bow: float = 0.0,
) -> Arms:
    """Hands that go from one place to another; places in arm lengths from the shoulders.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        start: Outward, up, forward in the chest's axes.
        end: The same.
        effort: 0 at `start`, 1 at `end`, shape (T, 2).
        pole: The way of the elbows, of both sides, in the chest's axes.
        thumb: The way of the thumbs, the same.
        bow: How far the path bulges forward.
    """
    share = np.clip(effort, 0.0, 1.0)[..., None]
    way = start + (end - start) * share
    local = sided(way[..., 0], way[..., 1], way[..., 2] + bow * np.sin(np.pi * share[..., 0]))
    turn = body.chest_turn
    arms = arms_to(
        stage.build,
        body,
        body.from_shoulders(local * stage.build.arm_m),
        rotated(pole, turn),
        rotated(thumb, turn),
    )
    # Hands on one handle lie beside each other: the fingers do not cross the middle.
    fingers = rotated(unit(arms.fingers), np.swapaxes(turn, -1, -2))
    wrist_m = stage.build.shoulder_half_m + way[..., 0] * stage.build.arm_m
    most = -np.maximum(wrist_m, 0.0) / stage.build.hand_m
    fingers[..., 0] = SIDES * np.maximum(SIDES * fingers[..., 0], most)
    return replace(arms, fingers=rotated(fingers, turn))


def reach_up(outward: float, forward: float, length: float) -> FloatArray:
    """A place above the shoulder, `length` arm lengths away."""
    return np.array([outward, np.sqrt(max(length**2 - outward**2 - forward**2, 0.05)), forward])


def inward(build: Build, half_grip_m: float) -> float:
    """How far outward of the shoulders, in arm lengths, hands this far from the middle are."""
    return (half_grip_m - build.shoulder_half_m) / build.arm_m


def arms_spread(
    stage: Stage,
    body: Torso,
    open_rad: Numbers,
    rise_rad: Numbers,
    bent: float,
    thumb_up: bool,
) -> Arms:
    """Nearly straight arms: turned outwards from straight ahead, raised above the level.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        open_rad: 0 is ahead, pi/2 is sideways; broadcasts to (T, 2).
        rise_rad: Above (negative: below) the shoulders, the same.
        bent: Bend of the elbows.
        thumb_up: Palms face each other; else they face down.
    """

    def way(angle: Numbers) -> FloatArray:
        level = np.cos(rise_rad)
        return sided(np.sin(angle) * level, np.sin(rise_rad), np.cos(angle) * level)

    turn = body.chest_turn
    thumbs = sided(0.0, 1.0, 0.1) if thumb_up else sided(-np.cos(open_rad), 0.1, np.sin(open_rad))
    return arms_along(
        stage.build,
        body,
        rotated(way(np.asarray(open_rad) + 0.4 * bent), turn),
        rotated(way(np.asarray(open_rad) - 0.6 * bent), turn),
        rotated(thumbs, turn),
    )


def arms_propped(stage: Stage, body: Torso) -> Arms:
    """A hand that rests on a bench, or on the own knee, below the shoulder."""
    down = np.array([0.0, -stage.between(0.65, 0.92) * stage.build.arm_m, stage.between(0.0, 0.2)])
    hand = body.shoulders_m.mean(axis=0) + down
    pole = rotated(sided(1.0, 0.0, -0.6), body.chest_turn)
    return arms_to(stage.build, body, hand, pole, sided(-1.0, 0.0, 0.3))
