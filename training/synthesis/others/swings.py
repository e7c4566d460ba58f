"""Hinging, dipping, hanging, carrying: work of the whole body that is no named exercise."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    SIDES,
    FloatArray,
    Legs,
    Numbers,
    Torso,
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
    seat,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import repetitions, smooth

_ROUND = 2.0 * np.pi
_DOWN = np.array([0.0, -1.0, 0.0])


def _hinge(
    stage: Stage,
    pitch: Numbers,
    half_m: float,
    bend: Numbers = 0.04,
    twist: Numbers = 0.0,
    yaw: Numbers = 0.0,
) -> tuple[Torso, Legs]:
    """Bent over at the hips by `pitch` above planted feet; `bend` shortens the legs."""
    build = stage.build
    legs = stance(stage, half_m)
    back = build.spine_m * stage.between(0.35, 0.6) * np.sin(np.maximum(pitch, 0.0))
    height = build.ankle_m + build.leg_m * (0.995 - bend)
    pelvis = stage.place(0.0, height, 0.02 - back)
    rounded = stage.between(-0.05, 0.12) * np.asarray(pitch)
    gaze = np.asarray(pitch) * stage.between(0.4, 1.0)
    body = trunk(stage, pelvis, pitch - rounded, pitch + rounded, gaze, twist=twist, yaw=yaw)
    return rest_on(build, body, legs.ankles_m), legs


def kettlebell_swing(stage: Stage) -> FloatArray:
    """From a hip hinge the straight arms swing a weight to chest height or overhead."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.1, 2.3, 0.08).effort  # 1 is the top
    stretched = smooth(effort / 0.65)  # the hips are through before the weight is up
    lean = stage.between(0.75, 1.25) * (1.0 - stretched) + stage.between(-0.12, 0.06) * stretched
    bend = stage.between(0.06, 0.16) * (1.0 - stretched)
    body, legs = _hinge(stage, lean, stage.between(0.13, 0.26), bend)
    low, high = stage.between(-0.9, -0.45), stage.pick(1.5, 1.5, 1.5, 2.8)
    angle = low + (high + stage.between(-0.3, 0.2) - low) * effort
    reach = stage.between(0.95, 0.99) * build.arm_m
    apart = stage.between(0.02, 0.06)
    reach = np.sqrt(reach**2 - (build.shoulder_half_m - apart) ** 2)
    middle = body.shoulders_m.mean(axis=1)
    way = stage.place(0.0, -np.cos(angle), np.sin(angle)) * reach
    wrists = (middle + way)[:, None] + sided(apart, 0.0, 0.0)
    pole = sided(0.8, 0.0, 0.0) - 0.8 * np.cross(way, [1.0, 0.0, 0.0])[:, None]
    arms = arms_to(build, body, wrists, pole, sided(-1.0, 0.2, 0.3))
    if stage.chance(0.2):  # one hand
        arms = arms_chosen(
            arms, arms_hanging(stage, body, forward=0.4 * angle[:, None] + np.zeros(2)),
            stage.side(),
        )  # fmt: skip
    return landmarks(build, body, arms, legs)


def good_morning(stage: Stage) -> FloatArray:
    """A bar on the shoulders behind the neck; the trunk bends forward over nearly straight legs."""
    effort = repetitions(stage.time_s, stage.rng, 1.5, 4.5).effort
    lean = stage.between(-0.05, 0.1) + stage.between(0.7, 1.45) * effort
    if stage.chance(0.12):
        pelvis, legs = seat(stage)
        body = trunk(stage, pelvis, 0.9 * lean, lean, lean * stage.between(0.5, 1.0), sway=0.5)
    else:
        bend = 0.01 + stage.between(0.0, 0.07) * effort
        body, legs = _hinge(stage, lean, stage.between(0.06, 0.25), bend)
    return landmarks(stage.build, body, arms_held(stage, body, "bar_on_back"), legs)


def _touching(stage: Stage) -> FloatArray:
    """Bent over with spread legs, each hand to the opposite foot in turns."""
    build = stage.build
    swing = 2.0 * repetitions(stage.time_s, stage.rng, 1.3, 3.2, 0.12).effort - 1.0
    upright = stage.chance(0.4)  # up between the touches
    lean = stage.between(1.25, 1.6) * (np.abs(swing) if upright else 0.85 + 0.15 * np.abs(swing))
    twist = stage.between(0.5, 0.9) * swing
    body, legs = _hinge(stage, lean, stage.between(0.25, 0.45), 0.03, twist)
    # The hand that works goes to the other foot, the other one up and back.
    works = np.maximum(np.stack((-swing, swing), -1), 0.0)[..., None]
    aim = legs.ankles_m[..., ::-1, :] + np.array([0.0, stage.between(0.05, 0.25), 0.1])
    free = body.shoulders_m + rotated(
        sided(0.9, 0.0, stage.between(-0.4, 0.1)) * (0.97 * build.arm_m), body.chest_turn
    )
    wrists = free + (aim - free) * smooth(works)
    pole = rotated(sided(0.4, 0.3, -1.0), body.chest_turn)
    arms = arms_to(build, body, wrists, pole, rotated(sided(0.0, 1.0, 0.0), body.chest_turn))
    return landmarks(build, body, arms, legs)


def _kicking(stage: Stage) -> FloatArray:
    """A straight leg kicked up to the opposite hand, in turns."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 2.4, 0.1)
    raised = rhythm.alternating()
    planted = stance(stage, stage.between(0.06, 0.13))
    lean = stage.between(0.0, 0.1) + stage.between(0.5, 0.9) * rhythm.effort
    twist = stage.between(0.2, 0.6) * (raised[:, 0] - raised[:, 1])
    pelvis = stage.place(
        0.04 * (raised[:, 1] - raised[:, 0]), stand_height_m(build, 0.98), -0.1 * lean
    )
    body = trunk(stage, pelvis, 0.4 * lean, lean, lean, twist=-twist)
    body = rest_on(build, body, planted.ankles_m)
    size = stage.between(1.4, 1.85)
    lifted = legs_at(
        build, body, (size + 0.4 * lean[:, None]) * raised, 0.15 * raised, -0.1 * raised, 0.0
    )
    legs = blended(planted, lifted, smooth(4.0 * raised))
    works = smooth(raised[:, ::-1])[..., None]
    aim = legs.ankles_m[..., ::-1, :] + np.array([0.0, 0.12, 0.0])
    way = stage.pick((0.1, -0.95, 0.06), (0.95, 0.0, 0.05), (0.1, 0.95, 0.1))
    free = body.from_shoulders(sided(*way) * (0.97 * build.arm_m))
    wrists = free + (aim - free) * works
    pole = rotated(sided(0.6, -0.3, -1.0), body.chest_turn)
    arms = arms_to(build, body, wrists, pole, rotated(sided(-0.3, 1.0, 0.2), body.chest_turn))
    return landmarks(build, body, arms, legs)


def standing_toe_touches(stage: Stage) -> FloatArray:
    """Straight legs, a hand to the opposite foot in turns: bent over, or the foot kicked up."""
    return stage.pick(_touching, _kicking)(stage)


def windmill(stage: Stage) -> FloatArray:
    """One arm straight up with or without a weight, the other slides down along the leg."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 2.0, 5.0).effort
    up = stage.side()
    way = float(up[1] - up[0])  # 1: the left hand goes down
    lean = stage.between(0.7, 1.4) * effort
    yaw = way * stage.between(0.4, 0.8) * effort
    twist = -way * stage.between(0.6, 1.2) * effort
    body, legs = _hinge(stage, lean, stage.between(0.2, 0.4), 0.02, twist, yaw)
    raised = body.shoulders_m + 0.98 * build.arm_m * np.array([0.0, 1.0, 0.0])
    down = legs.ankles_m + np.array([0.0, stage.between(0.05, 0.35) * build.leg_m, 0.12])
    side = body.from_shoulders(sided(0.12, -0.95, 0.1) * build.arm_m)
    lowered = side + (down - side) * effort[:, None, None]
    wrists = np.where(up[:, None] > 0.5, raised, lowered)
    arms = arms_to(
        build, body, wrists, sided(0.6, 0.0, -0.6), sided(-0.2, 0.0, 1.0), wrists - body.shoulders_m
    )
    return landmarks(build, body, arms, legs)


def knee_circles(stage: Stage) -> FloatArray:
    """Bent over with the hands on the knees, which go round together."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 3.0, 0.0)
    phase = stage.pick(-1.0, 1.0) * _ROUND * (rhythm.turn + rhythm.progress)
    legs = stance(stage, stage.between(0.04, 0.1))
    lean = stage.between(0.8, 1.15)
    size = stage.between(0.03, 0.08)
    height = build.ankle_m + build.leg_m * (stage.between(0.86, 0.92) + 0.3 * size * np.sin(phase))
    pelvis = stage.place(size * np.cos(phase), height, -0.22 - 0.5 * size * np.sin(phase))
    body = trunk(stage, pelvis, 0.8 * lean, lean + 0.1, lean * stage.between(0.5, 1.0), sway=0.7)
    body = rest_on(build, body, legs.ankles_m)
    aside = np.stack((size * np.cos(phase), 0.0 * phase, 0.0 * phase), -1)[:, None]
    turned = Legs(legs.ankles_m, legs.poles + 4.0 * aside, legs.toes, legs.soles)
    knees = 0.5 * (body.hips_m + legs.ankles_m) + aside + np.array([0.0, 0.06, 0.16])
    arms = arms_to(build, body, knees, sided(1.0, 0.0, -0.4), sided(-1.0, 0.0, 0.3), _DOWN)
    return landmarks(build, body, arms, turned)


# ---------------------------------------------------------------------- hands on supports


def bench_dip(stage: Stage) -> FloatArray:
    """Hands behind on a bench, the seat sinks before it and rises, the legs forward."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.9, 3.5).effort
    bench = stage.between(0.35, 0.55)
    lean = -stage.between(-0.1, 0.25) + stage.between(-0.1, 0.15) * effort
    body = trunk(stage, stage.place(0.0, 0.0, 0.0), lean, lean, lean + 0.1, sway=0.3)
    arm = build.arm_m
    high = stage.between(0.93, 0.985) * arm
    low = np.maximum(stage.between(0.5, 0.7) * arm, build.spine_m + 0.12 - bench)
    shoulder = bench + 0.05 + high - (high - low) * effort
    ahead = stage.between(0.02, 0.12) * arm
    hand = stage.place(0.0, shoulder, ahead) - body.shoulders_m.mean(axis=1)
    body = body.moved(hand)
    grip = build.shoulder_half_m + stage.between(-0.02, 0.1)
    top = body.pelvis_m[int(np.argmin(effort))]
    if stage.chance(0.5):  # feet flat, knees bent
        foot = top[2] + build.leg_m * stage.between(0.5, 0.75)
        legs = feet_on(
            build, sided(stage.between(0.06, 0.16), 0.0, foot + build.toe_m), np.zeros(2)
        )
    else:  # legs stretched out on the heels, at times raised on another bench
        heel = stage.pick(0.0, 0.0, stage.between(0.2, bench)) + 0.1
        far = np.sqrt(max((0.97 * build.leg_m) ** 2 - (top[1] - heel) ** 2, 0.09))
        toes_up = -stage.between(0.8, 1.3)
        tips = sided(
            stage.between(0.03, 0.12), heel - build.toe_m * np.sin(toes_up), top[2] + far + 0.08
        )
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.05, 2), toes_up)
    wrists = sided(grip, bench + 0.05, 0.0)
    arms = arms_to(
        build, body, wrists, sided(stage.between(0.0, 0.5), 0.2, -1.0), sided(-0.8, 0.0, 0.5),
        sided(0.0, -0.4, 1.0),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


def bar_dip(stage: Stage) -> FloatArray:
    """Between parallel bars the body, carried by the hands beside the hips, sinks and rises."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.0, 3.5).effort
    knee = stage.between(0.2, 1.9)
    bars = stage.between(0.8, 0.95) * build.stature_m - (0.15 if knee > 1.0 else 0.0)
    lean = stage.between(0.0, 0.25) + stage.between(0.05, 0.5) * effort
    body = trunk(stage, stage.place(0.0, 0.0, 0.0), lean, lean, lean + 0.1, sway=0.4)
    arm = build.arm_m
    high = stage.between(0.94, 0.985) * arm
    low = stage.between(0.42, 0.65) * arm
    shoulder = bars + high - (high - low) * effort
    ahead = stage.between(0.0, 0.05) + stage.between(0.05, 0.2) * effort * arm
    body = body.moved(stage.place(0.0, shoulder, ahead) - body.shoulders_m.mean(axis=1))
    drift = stage.wander(0.05, 2)
    legs = legs_at(
        build, body, stage.between(-0.1, 0.4) + lean[:, None] * 0.6 + drift, knee + np.abs(drift),
        stage.between(-0.02, 0.08), stage.between(0.3, 0.9),
    )  # fmt: skip
    grip = build.shoulder_half_m + stage.between(-0.02, 0.1)
    arms = arms_to(
        build, body, sided(grip, bars, 0.0), sided(stage.between(0.1, 0.8), 0.1, -1.0),
        sided(-0.3, 0.0, 1.0), np.array([0.0, -0.9, 0.3]),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


def hanging(stage: Stage) -> FloatArray:
    """Hanging from a bar with straight arms: at rest, swinging, or the knees or legs raised."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 3.5)
    style = stage.pick("rest", "knees", "knees", "legs", "twist")
    effort = 0.0 * rhythm.effort if style == "rest" else rhythm.effort
    swing = stage.wander(stage.between(0.01, 0.08), 1, 0.5)[:, 0]
    lean = stage.between(-0.08, 0.05) + swing - stage.between(0.05, 0.45) * effort
    twist = stage.between(0.2, 0.6) * effort * np.where(rhythm.turn % 2, -1.0, 1.0)
    shrug = (stage.between(0.0, 0.05) * np.ones((len(lean), 1))) * np.ones(2)
    body = trunk(
        stage, stage.place(0.0, 0.0, 0.0), lean, lean, lean + stage.between(-0.2, 0.2),
        yaw=twist if style == "twist" else 0.0, sway=0.5, shrug_m=shrug,
    )  # fmt: skip
    grip = build.shoulder_half_m + stage.between(-0.05, 0.25)
    bar = 1.2 * build.stature_m + stage.between(0.05, 0.4)
    beside = grip - build.shoulder_half_m
    below = np.sqrt((stage.between(0.97, 0.995) * build.arm_m) ** 2 - beside**2)
    hang = stage.place(0.0, bar - below, 0.3 * swing) - body.shoulders_m.mean(axis=1)
    body = body.moved(hang)
    drift = stage.wander(0.05, 2)
    size = stage.between(0.9, 1.7)
    folds = stage.between(1.2, 2.0) if style in ("knees", "twist") else stage.between(0.0, 0.3)
    legs = legs_at(
        build, body, stage.between(-0.05, 0.15) + drift + size * effort[:, None],
        stage.between(0.05, 0.4) + np.abs(drift) + folds * effort[:, None],
        stage.between(0.0, 0.1), stage.between(0.3, 0.9),
    )  # fmt: skip
    arms = arms_to(
        build, body, sided(grip, bar, 0.0), sided(0.8, -0.3, 0.3), sided(-1.0, 0.0, 0.0),
        np.array([0.0, 1.0, 0.1]),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


def rope_climbing(stage: Stage) -> FloatArray:
    """Up a rope: hand over hand in the middle before the face, the knees drawn up and stretched."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.9, 2.2, 0.05)
    gain = stage.between(0.2, 0.4)
    going = rhythm.turn + rhythm.progress
    odd = (rhythm.turn % 2)[:, None] > 0
    # Each hand stays for one pull and goes above the other in the next.
    share = smooth(rhythm.progress / 0.5)[:, None]
    sides = np.array([False, True])
    moves = odd == sides
    place = rhythm.turn[:, None] + np.where(moves, -1.0 + 2.0 * share, 0.0)
    lean = stage.between(-0.3, 0.0)
    height = 1.3 + build.leg_m + gain * going
    body = trunk(stage, stage.place(0.0, height, 0.0), lean, lean, lean - 0.3, sway=0.5)
    neck = float(np.mean(body.shoulders_m[0, :, 1] - gain * going[0]))
    rope = body.shoulders_m.mean(axis=1)[0, 2] + stage.between(0.2, 0.3)
    reach = neck + stage.between(0.45, 0.6) * build.arm_m + gain * (place + 0.4)
    wrists = np.stack((0.03 * SIDES + 0.0 * place, reach, rope + 0.0 * place), -1)
    tucked = 0.5 + 0.5 * np.cos(_ROUND * rhythm.progress)
    fold = stage.between(0.4, 0.9) + stage.between(0.3, 0.9) * tucked[:, None]
    legs = legs_at(build, body, fold + np.zeros(2), 1.2 * fold + 0.2, 0.0, 0.4)
    arms = arms_to(build, body, wrists, sided(0.8, -1.0, 0.1), sided(-1.0, 0.3, 0.0))
    return landmarks(build, body, arms, legs)


# ------------------------------------------------------------------------------- walking


def _paces(stage: Stage, step_s: float, length_m: float, heel: float) -> tuple[Legs, FloatArray]:
    """Steps forward, and how far the weight has come, shape (T,)."""
    build = stage.build
    steps = stage.time_s / step_s + stage.between(0.0, 2.0)
    number = np.floor(steps)
    part = steps - number
    moving = np.stack((1.0 - number % 2.0, number % 2.0), -1)
    along = length_m * (number[:, None] - moving + 2.0 * moving * smooth(part / 0.85)[:, None])
    arc = stage.between(0.03, 0.08) * moving * np.sin(np.pi * np.clip(part / 0.85, 0, 1))[:, None]
    pushed = np.cos(0.5 * np.pi * np.clip(part / 0.6, 0.0, 1.0))[:, None]
    rising = smooth((part - 0.4) / 0.6)[:, None]
    heels = heel * (moving * pushed + (1.0 - moving) * rising)
    half = stage.between(0.04, 0.12)
    tips = sided(half, arc, along + build.toe_m)
    return feet_on(build, tips, stage.rng.normal(0.0, 0.06, 2), heels), length_m * (steps - 0.5)


def farmers_walk(stage: Stage) -> FloatArray:
    """Walking with heavy weights in the hanging hands."""
    build = stage.build
    length = build.leg_m * stage.between(0.3, 0.65)
    legs, along = _paces(stage, stage.between(0.4, 0.75), length, stage.between(0.2, 0.6))
    lean = stage.between(-0.05, 0.15)
    pelvis = stage.place(0.0, stand_height_m(build, 0.97), along)
    shrug = stage.between(0.0, 0.02)
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean, shrug_m=shrug, sway=1.3)
    body = rest_on(build, body, legs.ankles_m)
    arms = arms_hanging(stage, body, loaded=True)
    if stage.chance(0.3):
        hold = stage.pick("front_rack", "overhead", "on_hips", "out_sideways")
        arms = arms_chosen(arms, arms_held(stage, body, hold), stage.side())
    return landmarks(build, body, arms, legs)


def sled_push(stage: Stage) -> FloatArray:
    """Leaning far forward against a sled or a wall, the hands before the body, stepping hard."""
    build = stage.build
    length = build.leg_m * stage.between(0.25, 0.5)
    legs, along = _paces(stage, stage.between(0.3, 0.7), length, stage.between(0.5, 0.9))
    lean = stage.between(0.6, 1.25)
    ahead = stage.between(0.05, 0.25) * build.leg_m
    pelvis = stage.place(
        0.0, build.ankle_m + build.leg_m * stage.between(0.85, 0.97), along + ahead
    )
    body = trunk(stage, pelvis, 0.9 * lean, lean, lean * stage.between(0.5, 1.0))
    body = rest_on(build, body, legs.ankles_m)
    drop, reach = stage.between(-0.5, 0.2), stage.between(0.6, 0.97) * build.arm_m
    hand = sided(0.0, np.sin(drop), np.cos(drop)) * reach
    arms = arms_to(
        build, body, body.shoulders_m + hand, sided(0.7, -1.0, -0.2), sided(-0.3, 1.0, 0.0),
        np.array([0.0, 0.5, 0.8]),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


SWINGS: dict[str, Callable[[Stage], FloatArray]] = {
    "kettlebell_swing": kettlebell_swing,
    "good_morning": good_morning,
    "standing_toe_touches": standing_toe_touches,
    "windmill": windmill,
    "knee_circles": knee_circles,
    "bench_dip": bench_dip,
    "bar_dip": bar_dip,
    "hanging": hanging,
    "rope_climbing": rope_climbing,
    "farmers_walk": farmers_walk,
    "sled_push": sled_push,
}
