"""Running, stepping up, and lifting a leg: work of the legs that is no named exercise."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    SIDES,
    UP,
    Arms,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_along,
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
    arms_hanging,
    arms_held,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import Rhythm, repetitions, smooth

_ROUND = 2.0 * np.pi


def course(progress: FloatArray, *steps: tuple[float, float, float]) -> FloatArray:
    """Sum of smooth steps, each from a time to a time by an amount."""
    total = np.zeros_like(progress)
    for first, last, amount in steps:
        total += amount * smooth((progress - first) / (last - first))
    return total


def bump(progress: FloatArray, first: float, last: float) -> FloatArray:
    """0, up to 1 halfway between the two times, and 0 again."""
    share = np.clip((progress - first) / (last - first), 0.0, 1.0)
    rise: FloatArray = np.sin(np.pi * share) ** 2
    return rise


def feet_beside(
    stage: Stage,
    half_m: float,
    lift_m: Numbers,
    heel_rad: Numbers,
    aside_m: Numbers = 0.0,
    ahead_m: Numbers = 0.0,
    yaw: Numbers = 0.0,
) -> Legs:
    """Feet `half_m` beside a place that moves; the numbers broadcast to (T, 2)."""
    toe = stage.build.toe_m
    own = yaw + SIDES * stage.between(0.0, 0.25) + stage.rng.normal(0.0, 0.04, 2)
    place = np.zeros((len(stage.time_s), 2, 3))
    place[..., 0] = aside_m + half_m * SIDES * np.cos(yaw) + toe * np.sin(own)
    place[..., 1] = lift_m
    place[..., 2] = ahead_m - half_m * SIDES * np.sin(yaw) + toe * np.cos(own)
    return feet_on(stage.build, place, own, heel_rad)


def arms_swung(
    stage: Stage, body: Torso, swing: Numbers, bent: Numbers, out: float | None = None
) -> Arms:
    """Arms that swing about the shoulders, 0 hanging, bent as asked; broadcast to (T, 2)."""
    wide = stage.between(0.05, 0.3) if out is None else out
    angle, fore = np.asarray(swing), np.asarray(swing) + bent
    upper = sided(wide, -np.cos(angle), np.sin(angle))
    lower = sided(stage.between(-0.3, 0.1), -np.cos(fore), np.sin(fore))
    thumb = sided(-0.4, np.sin(fore), np.cos(fore) + 0.2)
    turn = body.chest_turn
    return arms_along(
        stage.build, body, rotated(upper + np.zeros((len(turn), 2, 3)), turn),
        rotated(lower + np.zeros((len(turn), 2, 3)), turn),
        rotated(thumb + np.zeros((len(turn), 2, 3)), turn),
    )  # fmt: skip


def folded(
    stage: Stage, body: Torso, legs: Legs, hip: Numbers, knee: Numbers, share: Numbers
) -> Legs:
    """Feet that leave their place for where joint angles put them, by `share` (T, 2)."""
    lifted = legs_at(stage.build, body, hip, knee, stage.between(0.0, 0.06), 0.3)
    return blended(legs, lifted, smooth(share))


# ------------------------------------------------------------------------------- running


def _grounded(
    build: Build, body: Torso, hip: Numbers, knee: Numbers, point: Numbers, lift_m: Numbers
) -> tuple[Torso, Legs]:
    """Legs by joint angles, and the body as high as puts the lower foot `lift_m` up."""
    legs = legs_at(build, body, hip, knee, 0.03, point)
    soles = legs.ankles_m - legs.soles * build.ankle_m
    ends = np.concatenate((soles + legs.toes * build.toe_m, soles - legs.toes * build.heel_m), 1)
    offset = (lift_m - ends[..., 1].min(axis=1))[:, None] * UP
    return body.moved(offset), Legs(
        legs.ankles_m + offset[:, None], legs.poles, legs.toes, legs.soles
    )


def _stride(rhythm: Rhythm) -> FloatArray:
    """Phase of each leg in radians, shape (T, 2); one repetition is a stride of two steps."""
    phase: FloatArray = _ROUND * ((rhythm.turn + rhythm.progress)[:, None] + np.array([0.0, 0.5]))
    return phase


def _run(stage: Stage, style: str, path: FloatArray, yaw: Numbers = 0.0) -> FloatArray:
    """Run on the spot, with the heels to the seat, striding, or in skips, along a path."""
    quick = (0.75, 1.3) if style == "skips" else (0.42, 0.85)
    phase = _stride(repetitions(stage.time_s, stage.rng, *quick, 0.0))
    up = np.maximum(np.sin(phase), 0.0)
    high, fold = stage.between(0.35, 1.1), stage.between(0.4, 1.0)
    if style == "heels":
        hip, knee = stage.between(-0.15, 0.3) * up, 0.15 + stage.between(1.5, 2.3) * up
    elif style == "stride":
        wide = stage.between(0.3, 0.6)
        hip = 0.2 + wide * np.cos(phase)
        knee = 0.3 + stage.between(0.8, 1.7) * np.maximum(-np.sin(phase), 0.0)
    else:
        high = stage.between(1.1, 1.8) if style == "skips" else high
        hip, knee = 0.08 + high * up, 0.18 + (high + fold) * up
    bounce = stage.between(0.01, 0.15 if style == "skips" else 0.06)
    lift = bounce * np.maximum(np.cos(2.0 * phase[:, 0] + (np.pi if style == "skips" else 0.0)), 0)
    lean = stage.between(-0.05, 0.15 if style != "stride" else 0.3)
    turned = 0.12 * np.sin(phase[:, 0])
    body = trunk(stage, path, 0.6 * lean, lean, lean * 0.6, twist=turned, yaw=yaw)
    shin = hip - knee
    point = np.where(shin < -0.4, stage.between(0.0, 0.5), np.minimum(shin + 0.1, 0.3))
    body, legs = _grounded(stage.build, body, hip, knee, point, lift)
    if style != "stride" and stage.chance(0.2):
        way = stage.pick("on_hips", "at_chest", "behind_back", "forward")
        return landmarks(stage.build, body, arms_held(stage, body, way, 0.012), legs)
    swing = stage.between(-0.2, 0.2) - stage.between(0.15, 0.8) * np.sin(phase + 0.5 * np.pi * (
        style == "stride"
    ))  # fmt: skip
    arms = arms_swung(stage, body, swing, stage.between(0.9, 1.9))
    return landmarks(stage.build, body, arms, legs)


def running_on_the_spot(stage: Stage) -> FloatArray:
    """Jogging or running on the spot, the bent arms swinging along."""
    return _run(stage, "spot", stage.place(0.0, 0.0, 0.0))


def treadmill(stage: Stage) -> FloatArray:
    """Running on a treadmill."""
    return _run(stage, "stride", stage.place(0.0, 0.0, 0.0))


def butt_kicks(stage: Stage) -> FloatArray:
    """Running on the spot, the heels thrown to the seat."""
    return _run(stage, "heels", stage.place(0.0, 0.0, 0.0))


def high_skips(stage: Stage) -> FloatArray:
    """Skipping: one knee high, a hop on the other leg; on the spot or forward."""
    speed = stage.pick(0.0, stage.between(0.3, 1.5))
    return _run(stage, "skips", stage.place(0.0, 0.0, speed * stage.time_s))


def shuttle_run(stage: Stage) -> FloatArray:
    """Running to and fro between two marks, turning at each."""
    rhythm = repetitions(stage.time_s, stage.rng, 3.0, 6.0, 0.0)
    share = rhythm.progress
    far = stage.between(0.8, 1.6) * stage.between(1.0, 1.6)
    along = course(share, (0.0, 0.5, far), (0.5, 1.0, -far))
    turns = 1.5 - course(share, (0.44, 0.56, 1.0), (0.94, 1.06, 1.0), (-0.06, 0.06, 1.0))
    yaw = np.pi * turns
    return _run(stage, "stride", stage.place(along, 0.0, 0.0), yaw)


# ------------------------------------------------------------------------------ stepping


def side_steps(stage: Stage) -> FloatArray:
    """A step to the side, the other foot follows, and back: step touches and quick shuffles."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.9, 2.6, 0.0)
    at = rhythm.progress
    far = stage.between(0.25, 0.5)
    # Left goes first on the way to the left, right on the way back.
    left = course(at, (0.0, 0.25, far), (0.7, 0.95, -far))
    right = course(at, (0.22, 0.47, far), (0.48, 0.73, -far))
    first, second = bump(at, 0.0, 0.25), bump(at, 0.22, 0.47)
    arc = np.stack((first + bump(at, 0.7, 0.95), second + bump(at, 0.48, 0.73)), -1)
    aside = np.stack((left, right), -1)
    lift = stage.between(0.02, 0.08) * arc
    legs = feet_beside(stage, stage.between(0.06, 0.14), lift, 0.2 * arc, aside)
    low = stage.between(0.95, 0.98) - stage.pick(0.0, 0.0, 0.06)
    lean = stage.between(0.0, 0.15) + 2.0 * (0.96 - low)
    pelvis = stage.place(aside.mean(axis=1), stand_height_m(build, low), -0.03)
    body = rest_on(build, trunk(stage, pelvis, 0.6 * lean, lean, lean), legs.ankles_m)
    if stage.chance(0.5):
        way = stage.pick("on_hips", "clasped", "at_chest", "talking_low", "at_sides")
        return landmarks(build, body, arms_held(stage, body, way, 0.012), legs)
    swing = stage.between(-0.1, 0.3) + stage.between(0.0, 0.6) * bump(at, 0.0, 0.5)
    arms = arms_swung(stage, body, swing[:, None] + np.zeros(2), stage.between(0.2, 1.6))
    return landmarks(build, body, arms, legs)


def step_up(stage: Stage) -> FloatArray:
    """Up onto a box on one leg, the other foot beside it or its knee raised, and down again."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.6, 4.0, 0.0)
    at = rhythm.progress[:, None]
    lead = stage.side() * np.ones((len(at), 2))
    if stage.chance(0.5):
        odd = (rhythm.turn % 2)[:, None]
        lead = np.where(odd > 0, 1.0 - lead, lead)
    box, far = stage.between(0.15, 0.5), stage.between(0.32, 0.5)
    begin, end = np.where(lead > 0.5, 0.02, 0.3), np.where(lead > 0.5, 0.76, 0.52)
    there, back = smooth((at - begin) / 0.18), smooth((at - end) / 0.2)
    on = there - back
    arc = stage.between(0.05, 0.12) * (np.sin(np.pi * there) ** 2 + np.sin(np.pi * back) ** 2)
    heel = 0.35 * (1.0 - on) * (1.0 - lead) * bump(at, 0.1, 0.5) + 0.2 * np.sin(np.pi * back)
    legs = feet_beside(stage, stage.between(0.06, 0.14), box * on + arc, heel, ahead_m=far * on)
    rise = course(at[:, 0], (0.2, 0.44, 1.0), (0.54, 0.76, -1.0))
    ahead = far * course(at[:, 0], (0.08, 0.42, 1.0), (0.56, 0.86, -1.0))
    height = stand_height_m(build, 0.98) + box * rise
    lean = stage.between(0.0, 0.1) + stage.between(0.1, 0.5) * (
        bump(at[:, 0], 0.1, 0.4) + 0.7 * bump(at[:, 0], 0.54, 0.8)
    )
    pelvis = stage.place(0.0, height, ahead)
    body = rest_on(build, trunk(stage, pelvis, 0.6 * lean, lean, lean), legs.ankles_m)
    if stage.chance(0.5):  # the knee of the other leg goes on up
        raised = (1.0 - lead) * bump(at, 0.32, 0.7)
        legs = folded(stage, body, legs, stage.between(1.0, 1.7) * raised, 1.7 * raised, 2 * raised)
    if stage.chance(0.5):
        swing = stage.between(0.0, 0.9) * (lead - 0.5) * (2.0 * bump(at, 0.1, 0.7) - 1.0)
        return landmarks(build, body, arms_swung(stage, body, swing, stage.between(0.2, 1.5)), legs)
    if stage.chance(0.5):
        return landmarks(build, body, arms_hanging(stage, body, loaded=True), legs)
    way = stage.pick("on_hips", "clasped", "at_chest", "bar_on_back", "at_shoulders")
    return landmarks(build, body, arms_held(stage, body, way), legs)


def stepper(stage: Stage) -> FloatArray:
    """Climbing on a stair machine or quick taps on a step: the feet go up and down in turns."""
    build = stage.build
    phase = _stride(repetitions(stage.time_s, stage.rng, 0.7, 2.0, 0.0))
    rise, far = stage.between(0.12, 0.3), stage.between(0.1, 0.3)
    up = 0.5 - 0.5 * np.cos(phase)
    ahead = far * (up - 0.5) + 0.06 * np.sin(phase)
    heel = stage.between(0.0, 0.4) * (1.0 - up)
    legs = feet_beside(stage, stage.between(0.06, 0.14), rise * up, heel, ahead_m=ahead)
    lean = stage.between(0.0, 0.4)
    height = stand_height_m(build, 0.97) + stage.between(0.0, 0.03) * np.cos(2.0 * phase[:, 0])
    pelvis = stage.place(0.03 * np.sin(phase[:, 0]), height, stage.between(-0.1, 0.05))
    body = rest_on(build, trunk(stage, pelvis, 0.6 * lean, lean, lean), legs.ankles_m)
    if stage.chance(0.5):  # hands on the rails
        return landmarks(build, body, arms_held(stage, body, "talking_low"), legs)
    swing = stage.between(0.2, 0.7) * np.cos(phase)
    return landmarks(build, body, arms_swung(stage, body, swing, stage.between(0.3, 1.7)), legs)


def stairs(stage: Stage) -> FloatArray:
    """Climbing a flight of stairs, step by step or two at once."""
    build = stage.build
    step_s = stage.between(0.4, 0.9)
    steps = stage.time_s / step_s + stage.between(0.0, 2.0)
    number = np.floor(steps)
    part = steps - number
    moving = np.stack((1.0 - number % 2.0, number % 2.0), -1)
    rise, run = stage.between(0.14, 0.2), stage.between(0.24, 0.32)
    if stage.chance(0.2):
        rise, run = 1.7 * rise, 1.8 * run
    behind = number[:, None] - moving
    up = behind + 2.0 * moving * smooth(part / 0.6)[:, None]
    along = behind + 2.0 * moving * smooth((part - 0.1) / 0.7)[:, None]
    arc = 0.06 * moving * np.sin(np.pi * np.clip(part / 0.8, 0.0, 1.0))[:, None]
    heel = 0.5 * moving * bump(part, -0.4, 0.5)[:, None]
    legs = feet_beside(
        stage, stage.between(0.05, 0.1), rise * (up + 1.0) + arc, heel, ahead_m=run * along
    )
    height = stand_height_m(build, 0.97) + rise * (number + smooth(part / 0.8))
    lean = stage.between(0.05, 0.35)
    pelvis = stage.place(0.0, height, run * (number - 0.5 + part))
    body = rest_on(build, trunk(stage, pelvis, 0.6 * lean, lean, lean), legs.ankles_m)
    swing = stage.between(0.1, 0.6) * np.sin(np.pi * part)[:, None] * (1.0 - 2.0 * moving)
    return landmarks(build, body, arms_swung(stage, body, swing, stage.between(0.2, 1.4)), legs)


# -------------------------------------------------------------------------- on one leg


def _one_leg(
    stage: Stage,
    raised: FloatArray,
    angles: tuple[Numbers, Numbers, Numbers],
    lean: Numbers = 0.0,
    twist: Numbers = 0.0,
) -> tuple[Torso, Legs]:
    """Standing, a leg lifted by `raised` (T, 2) to hip, knee and outward angles."""
    build = stage.build
    planted = stance(stage, stage.between(0.05, 0.13))
    aside = (raised[:, 1] - raised[:, 0]) * stage.between(0.02, 0.06)
    tilt = np.asarray(lean)
    back = 0.4 * build.spine_m * np.sin(tilt)
    pelvis = stage.place(aside, stand_height_m(build, stage.between(0.97, 0.99)), -back)
    body = trunk(stage, pelvis, 0.8 * tilt, tilt + stage.between(-0.05, 0.1), tilt, twist=twist)
    body = rest_on(build, body, planted.ankles_m)
    hip, knee, outward = angles
    lifted = legs_at(build, body, hip + 0.8 * tilt[..., None], knee, outward, -0.15)
    return body, blended(planted, lifted, smooth(4.0 * raised))


def twisting_knee_lift(stage: Stage) -> FloatArray:
    """Knees lifted in turns to the opposite elbow, hands behind the head or before the chest."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 2.2, 0.15)
    raised = rhythm.alternating()
    lean = stage.between(0.1, 0.5) * rhythm.effort
    twist = stage.between(0.3, 0.9) * (raised[:, 0] - raised[:, 1])
    angles = (stage.between(1.1, 1.8) * raised, stage.between(1.2, 2.0) * raised, -0.25 * raised)
    body, legs = _one_leg(stage, raised, angles, lean, twist)
    way = stage.pick("behind_head", "behind_head", "at_ear", "at_chest", "clasped")
    return landmarks(stage.build, body, arms_held(stage, body, way), legs)


def glute_kick(stage: Stage) -> FloatArray:
    """A leg kicked back or to the side, again and again, hands on the hips or on a support."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.1, 3.0)
    raised = rhythm.effort[:, None] * stage.side()
    if stage.chance(0.25):
        raised = rhythm.alternating()
    size = stage.between(0.3, 0.8)
    none = 0.0 * raised
    way = stage.pick("back", "back", "side", "side", "diagonal")
    lean = 0.0 if way == "side" else stage.pick(0.0, stage.between(0.1, 0.7))
    angles = {
        "back": (-size * raised, stage.pick(0.1, 0.3, 1.4) * raised, none),
        "side": (none, 0.1 * raised, 1.3 * size * raised),
        "diagonal": (-0.6 * size * raised, 0.15 * raised, 0.8 * size * raised),
    }[way]
    body, legs = _one_leg(stage, raised, angles, lean * np.ones(len(raised)))
    hold = stage.pick("on_hips", "on_hips", "forward", "talking_low", "clasped", "at_sides")
    return landmarks(stage.build, body, arms_held(stage, body, hold), legs)


STRIDES: dict[str, Callable[[Stage], FloatArray]] = {
    "running_on_the_spot": running_on_the_spot,
    "treadmill": treadmill,
    "butt_kicks": butt_kicks,
    "high_skips": high_skips,
    "shuttle_run": shuttle_run,
    "side_steps": side_steps,
    "step_up": step_up,
    "stepper": stepper,
    "stairs": stairs,
    "twisting_knee_lift": twisting_knee_lift,
    "glute_kick": glute_kick,
}
