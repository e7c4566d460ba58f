"""How people hold the arms and weights while they squat or lunge."""

import numpy as np

from training.synthesis.body import (
    SIDES,
    Arms,
    FloatArray,
    Numbers,
    Torso,
    arms_to,
    rotated,
    sided,
)
from training.synthesis.postures import Stage, arms_chosen, arms_hanging, arms_held

_Way = tuple[float, float, float]


def arms_kept(stage: Stage, body: Torso, wrist: _Way, pole: _Way, thumb: _Way) -> Arms:
    """Wrists kept at a place before the chest, in arm lengths from each shoulder."""
    place = np.asarray(wrist) + stage.rng.normal(0.0, 0.03, 3)
    local = sided(place[0], place[1], place[2]) * stage.build.arm_m
    local = local + stage.rng.normal(0.0, 0.008, (2, 3)) + stage.wander(0.004, 6).reshape(-1, 2, 3)
    turn = body.chest_turn
    return arms_to(
        stage.build, body, body.from_shoulders(local),
        rotated(sided(*pole), turn), rotated(sided(*thumb), turn),
    )  # fmt: skip


def rack_arms(stage: Stage, body: Torso) -> Arms:
    """A bar or two weights at the front of the shoulders, the elbows high ahead."""
    way = stage.pick("clean", "clean", "crossed", "zombie")
    lift = stage.between(-0.35, 0.15)  # tired elbows sink
    if way == "crossed":
        out = stage.between(-0.6, -0.4)
        return arms_kept(stage, body, (out, 0.06, 0.25), (0.3, lift, 1.0), (0.0, 0.0, -1.0))
    if way == "zombie":
        return arms_held(stage, body, "forward")
    out = stage.between(-0.05, 0.15)
    return arms_kept(stage, body, (out, 0.08, 0.2), (0.1, lift, 1.0), (1.0, 0.2, 0.1))


def at_chest(stage: Stage, body: Torso) -> Arms:
    """One weight in both hands before the chest: a dumbbell, a kettlebell, a plate, a ball."""
    wrist = (stage.between(-0.32, -0.2), stage.between(-0.3, 0.08), stage.between(0.25, 0.42))
    return arms_kept(stage, body, wrist, (stage.between(0.1, 0.8), -1.0, -0.1), (0.2, 1.0, -0.3))


def weight_between(stage: Stage, body: Torso) -> Arms:
    """Straight arms before the body, both hands at one weight between the legs."""
    middle = body.shoulders_m.mean(axis=1)
    straight = stage.between(0.9, 0.985) * stage.build.arm_m
    ahead, half = stage.between(0.0, 0.2) * straight, stage.between(0.03, 0.1)
    drop = np.sqrt(straight**2 - ahead**2 - (stage.build.shoulder_half_m - half) ** 2)
    wrists = middle[:, None] + sided(half, -drop, ahead)
    wrists = wrists + stage.wander(0.006, 3)[:, None]
    return arms_to(
        stage.build, body, wrists, sided(0.8, 0.0, -0.6), sided(-0.7, 0.0, 0.7),
        sided(0.0, -1.0, 0.1),
    )  # fmt: skip


def overhead_arms(stage: Stage, body: Torso, one: bool) -> Arms:
    """Straight arms held up, plumb above the shoulders, whatever the chest does; or one of them."""
    out = stage.between(-0.15, 0.15) if one else stage.between(0.0, 0.5)
    up = np.sqrt(0.93 - out**2)
    local = sided(out, up, stage.between(-0.12, 0.08)) * stage.build.arm_m
    wrists = body.shoulders_m + local + stage.wander(0.008, 3)[:, None]
    # The pole turns with the chest, the arm stays plumb.
    raised = arms_to(
        stage.build, body, wrists, rotated(sided(1.0, 0.0, 0.3), body.chest_turn),
        sided(-1.0, 0.0, 0.2),
    )  # fmt: skip
    if not one:
        return raised
    other = stage.pick("out_sideways", "on_hips", "at_chest", "hanging")
    resting = arms_hanging(stage, body) if other == "hanging" else arms_held(stage, body, other)
    return arms_chosen(resting, raised, stage.side())


def with_support(stage: Stage, body: Torso, arms: Arms, which: FloatArray) -> Arms:
    """Put the hands of the sides `which` (2,) at a post, a rail or a wall that stays in place."""
    reach = 0.5 * (body.shoulders_m.max(axis=0) + body.shoulders_m.min(axis=0))
    way = stage.pick("ahead", "ahead", "beside")
    if way == "ahead":
        aside, ahead = stage.between(-0.1, 0.3), stage.between(0.45, 0.7)
    else:
        aside, ahead = stage.between(0.45, 0.6), stage.between(0.0, 0.3)
    place = sided(aside, stage.between(-0.25, 0.05), ahead) * stage.build.arm_m
    wrists = (reach + place) * np.ones((len(body.pelvis_m), 1, 1))
    propped = arms_to(
        stage.build, body, wrists, sided(0.5, -1.0, -0.3), sided(-0.3, 1.0, 0.2)
    )  # fmt: skip
    return arms_chosen(arms, propped, which)


def squat_arms(stage: Stage, body: Torso, effort: FloatArray, *ways: str) -> Arms:
    """Arms in one of the named ways: those of `HOLDS` and those with a name of their own.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        effort: How far down the body is, shape (T,).
        ways: What to choose from; name one twice to make it twice as likely.
    """
    way = stage.pick(*ways)
    if way in ("hanging", "loaded"):
        return arms_hanging(stage, body, loaded=way == "loaded" or stage.chance(0.5))
    if way == "raised":  # the arms come forward while the hips go down
        up: Numbers = effort[:, None] * stage.between(0.7, 1.7) + 0.0 * SIDES
        return arms_hanging(stage, body, loaded=True, forward=up)
    if way == "rack":
        return rack_arms(stage, body)
    if way == "weight":
        return at_chest(stage, body)
    if way == "between":
        return weight_between(stage, body)
    if way in ("plumb", "one_up"):
        return overhead_arms(stage, body, way == "one_up")
    return arms_held(stage, body, way)
