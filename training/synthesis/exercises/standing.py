"""Exercises on the feet, on a seat or hanging on a bar."""

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_along,
    arms_to,
    feet_on,
    knees_off_floor,
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
    limb_effort,
    stance,
    stand_height_m,
    trunk,
    upright,
)
from training.synthesis.rhythm import Rhythm, repetitions, smooth


def squat(stage: Stage) -> FloatArray:
    """Hips down and up between planted feet: partial to deep, narrow to sumo."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng).effort
    width = stage.pick(
        stage.between(0.06, 0.15), stage.between(0.12, 0.25), stage.between(0.2, 0.42)
    )
    legs = stance(stage, width)
    top = stand_height_m(build, stage.between(0.97, 0.998))
    bottom = build.ankle_m + build.leg_m * stage.between(0.30, 0.78)
    drop = (top - bottom) * effort
    sit_back = stage.between(0.3, 0.65) * (1.0 - min(width, 0.35))
    depth = drop / build.leg_m
    lean = 0.03 + depth * (stage.between(0.4, 1.2) + 1.3 * (sit_back - 0.2))
    pelvis = stage.place(0.0, top - drop, stage.between(-0.03, 0.03) - sit_back * drop)
    gaze = stage.between(-0.1, 0.3) + stage.between(0.0, 0.8) * lean
    body = trunk(stage, pelvis, lean * stage.between(0.6, 1.1), lean, gaze)
    body = rest_on(build, body, legs.ankles_m)
    way = stage.pick(
        "raised", "raised", "forward", "clasped", "at_chest", "crossed", "bar_on_back",
        "bar_on_back", "front_rack", "overhead", "on_hips", "behind_head", "hanging",
    )  # fmt: skip
    arms: Arms
    if way == "hanging":
        arms = arms_hanging(stage, body, loaded=stage.chance(0.7))
    elif way == "raised":
        # The arms come forward while the hips go down.
        up = effort * stage.between(0.7, 1.7)
        arms = arms_hanging(stage, body, loaded=True, forward=up[:, None] + np.zeros(2))
    else:
        arms = arms_held(stage, body, way)
    return landmarks(build, body, arms, legs)


def _bar_below(stage: Stage, body: Torso, half_grip_m: float, ahead_m: Numbers) -> Arms:
    """Straight arms to a bar that hangs below the shoulders, `ahead_m` before the ankles."""
    shoulders = body.shoulders_m
    wrists = np.empty_like(shoulders)
    wrists[..., 0] = np.array([1.0, -1.0]) * half_grip_m + body.pelvis_m[:, None, 0]
    wrists[..., 2] = np.asarray(ahead_m)[..., None]
    level = (wrists[..., 0] - shoulders[..., 0]) ** 2 + (wrists[..., 2] - shoulders[..., 2]) ** 2
    reach = (stage.between(0.96, 0.995) * stage.build.arm_m) ** 2
    wrists[..., 1] = shoulders[..., 1] - np.sqrt(np.maximum(reach - level, 0.01))
    # The bar is on the floor when it is down.
    wrists[..., 1] = np.maximum(wrists[..., 1], stage.between(0.12, 0.25))
    thumb = sided(stage.pick(-1.0, -1.0, 0.2), 0.0, 0.6)
    fingers = np.array([0.0, -1.0, 0.1])
    return arms_to(stage.build, body, wrists, sided(0.6, 0.0, -1.0), thumb, fingers)


def deadlift(stage: Stage) -> FloatArray:
    """A bar or weights lifted from the floor or the knees by stretching the hips."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort  # 1 is the bottom
    style = stage.pick("conventional", "conventional", "romanian", "romanian", "sumo")
    width = stage.between(0.22, 0.42) if style == "sumo" else stage.between(0.06, 0.18)
    legs = stance(stage, width)
    top = stand_height_m(build, stage.between(0.98, 0.998))
    least, most = {
        "conventional": (0.60, 0.80), "romanian": (0.84, 0.96), "sumo": (0.55, 0.75)
    }[style]  # fmt: skip
    bottom = build.ankle_m + build.leg_m * stage.between(least, most)
    lean = stage.between(0.7, 1.15) if style == "sumo" else stage.between(0.85, 1.5)
    pitch = stage.between(-0.08, 0.05) + lean * effort
    # The hips go back as far as keeps the load above the feet.
    back = build.spine_m * stage.between(0.42, 0.68) * np.sin(np.maximum(pitch, 0.0))
    pelvis = stage.place(0.0, top - (top - bottom) * effort, 0.02 - back)
    rounded = stage.between(-0.05, 0.2) * effort
    gaze = pitch * stage.between(0.4, 1.0)
    body = trunk(stage, pelvis, pitch - rounded, pitch + rounded, gaze)
    body = rest_on(build, body, legs.ankles_m)
    arms: Arms
    if stage.chance(0.75):
        grip = stage.between(0.1, 0.2) if style == "sumo" else stage.between(0.2, 0.36)
        arms = _bar_below(stage, body, grip, np.full(len(effort), stage.between(0.04, 0.16)))
    else:
        arms = arms_hanging(stage, body, loaded=True)
    return landmarks(build, body, arms, legs)


def _lunge_arms(stage: Stage, body: Torso) -> Arms:
    way = stage.pick(
        "hanging", "hanging", "hanging", "on_hips", "clasped", "bar_on_back", "at_chest",
        "overhead", "behind_head", "out_sideways", "front_rack",
    )  # fmt: skip
    if way == "hanging":
        return arms_hanging(stage, body, loaded=stage.chance(0.6))
    return arms_held(stage, body, way)


def _lunging(stage: Stage, body: Torso, legs: Legs) -> FloatArray:
    """Keep the feet where they are and the knees above the floor; add the arms."""
    body = knees_off_floor(stage.build, rest_on(stage.build, body, legs.ankles_m), legs)
    return landmarks(stage.build, body, _lunge_arms(stage, body), legs)


def _split_lunge(stage: Stage) -> FloatArray:
    """Feet stay apart, one before the other; the hips go down and up."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng).effort
    front = stage.side()
    half = build.leg_m * stage.between(0.33, 0.52)
    ahead = (2.0 * front - 1.0) * half
    raised = 1.0 - front
    box_m = stage.between(0.15, 0.35) if stage.chance(0.25) else 0.0  # rear foot on a bench
    heel = raised * (stage.between(0.3, 0.7) + stage.between(0.2, 0.6) * effort[:, None])
    tips = sided(stage.between(0.05, 0.16), raised * box_m, ahead + build.toe_m)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2), heel)
    top = build.ankle_m + build.leg_m * stage.between(0.84, 0.97)
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.74)
    pelvis = stage.place(0.0, top - (top - bottom) * effort, half * stage.between(-0.2, 0.35))
    lean = stage.between(-0.02, 0.2) + stage.between(0.0, 0.4) * effort
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3))
    return _lunging(stage, body, legs)


def _working_side(stage: Stage, rhythm: Rhythm) -> FloatArray:
    """1 for the side that steps in each repetition: always the same, or in turns; (T, 2)."""
    if stage.chance(0.35):
        return np.broadcast_to(stage.side(), (len(rhythm.turn), 2)).copy()
    odd = rhythm.turn % 2
    return np.stack((1.0 - odd, odd), -1)


def _stepping_lunge(stage: Stage) -> FloatArray:
    """A step forward or back, down, up, and back to both feet."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.6, 4.5)
    backward = stage.chance(0.5)
    works = _working_side(stage, rhythm)
    step = smooth(rhythm.effort / 0.6)
    down = smooth((rhythm.effort - 0.25) / 0.7)
    way = -1.0 if backward else 1.0
    length = build.leg_m * stage.between(0.65, 1.0)
    lift = stage.between(0.04, 0.16) * np.sin(np.pi * step)
    tips = sided(
        stage.between(0.06, 0.14),
        works * lift[:, None],
        works * (way * length * step)[:, None] + build.toe_m,
    )
    rear = works if backward else 1.0 - works
    heel = rear * (stage.between(0.4, 0.7) * step + stage.between(0.2, 0.5) * down)[:, None]
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2), heel)
    top = stand_height_m(build, stage.between(0.98, 0.998))
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.74)
    forward = 0.5 * way * length * step * stage.between(0.85, 1.1)
    pelvis = stage.place(0.0, top - (top - bottom) * down, forward)
    lean = stage.between(-0.02, 0.15) + stage.between(0.0, 0.4) * down
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3))
    return _lunging(stage, body, legs)


def _walking_lunge(stage: Stage) -> FloatArray:
    """Lunge after lunge along a line."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.4, 3.5)
    length = build.leg_m * stage.between(0.75, 1.05)
    odd = (rhythm.turn + int(stage.chance(0.5))) % 2
    moving = np.stack((1.0 - odd, odd), -1)
    swing = stage.between(0.4, 0.55)
    step = smooth(rhythm.progress / swing)
    down = np.sin(np.pi * np.clip((rhythm.progress - 0.3) / 0.7, 0.0, 1.0)) ** 2
    lift = stage.between(0.05, 0.18) * np.sin(np.pi * step)
    along = rhythm.turn[:, None] + moving * (2.0 * step - 1.0)[:, None]
    tips = sided(stage.between(0.06, 0.14), moving * lift[:, None], along * length + build.toe_m)
    heel = (1.0 - moving) * (stage.between(0.8, 1.2) * down)[:, None]
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2), heel)
    top = build.ankle_m + build.leg_m * stage.between(0.86, 0.95)
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.72)
    # The hips follow at once: the foot lands within reach.
    hips = (rhythm.turn - 0.5 + smooth(rhythm.progress / (1.15 * swing))) * length
    pelvis = stage.place(0.0, top - (top - bottom) * down, hips)
    lean = stage.between(0.0, 0.2) + stage.between(0.0, 0.3) * down
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3))
    return _lunging(stage, body, legs)


def _lateral_lunge(stage: Stage) -> FloatArray:
    """A step aside (or wide planted feet): one knee bends, the other leg stays straight."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.5, 4.0)
    works = _working_side(stage, rhythm)
    planted = stage.chance(0.4)
    half = stage.between(0.08, 0.14)
    far = build.leg_m * stage.between(0.7, 0.98)
    step = np.ones_like(rhythm.effort) if planted else smooth(rhythm.effort / 0.55)
    down = rhythm.effort if planted else smooth((rhythm.effort - 0.25) / 0.7)
    lift = stage.between(0.03, 0.12) * np.sin(np.pi * step)[:, None] * works
    stride = np.ones((1, 2)) * (0.5 * far - half) if planted else works * far * step[:, None]
    out = half + stride + np.zeros_like(works)
    toe_out = stage.between(0.0, 0.4)
    tips = sided(out + np.sin(toe_out) * build.toe_m, lift, np.cos(toe_out) * build.toe_m)
    legs = feet_on(build, tips, np.array([toe_out, -toe_out]))
    # The hips move above the bent leg.
    toward = (works * out * np.array([1.0, -1.0])).sum(axis=1)
    aside = toward * stage.between(0.5, 0.75) * (down if planted else 0.4 * step + 0.6 * down)
    top = stand_height_m(build, 0.995)
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.78)
    pelvis = stage.place(aside, top - (top - bottom) * down, -stage.between(0.05, 0.25) * down)
    lean = stage.between(0.0, 0.1) + stage.between(0.2, 0.8) * down
    body = trunk(stage, pelvis, 0.7 * lean, lean, 0.6 * lean)
    return _lunging(stage, body, legs)


def lunge(stage: Stage) -> FloatArray:
    """Split, forward, reverse, walking or lateral lunges."""
    variant = stage.pick(
        _split_lunge, _split_lunge, _stepping_lunge, _stepping_lunge, _walking_lunge,
        _lateral_lunge,
    )  # fmt: skip
    return variant(stage)


def biceps_curl(stage: Stage) -> FloatArray:
    """Forearms swing up about the elbows; the upper arms stay where they are."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = limb_effort(stage, rhythm)
    body, legs = upright(stage, 0.25)
    # The trunk swings back a little with heavy weights.
    back = stage.between(0.0, 0.03) * effort.max(axis=1)
    body = rest_on(build, body.moved(stage.place(0.0, 0.0, -back)), legs.ankles_m)
    preacher = stage.between(0.4, 0.9) if stage.chance(0.2) else stage.between(-0.15, 0.2)
    raised = preacher + stage.between(0.0, 0.35) * effort
    least = stage.between(0.05, 0.6)
    most = stage.between(1.95, 2.45)  # Less is nobody's curl, and a push-down's range.
    flex = least + (most - least) * effort
    out = stage.between(0.02, 0.25)
    inward = stage.between(-0.35, 0.35)  # forearms to the middle, or out to the sides
    upper = sided(out, -np.cos(raised), np.sin(raised))
    bend = raised + flex
    lower = sided(out * np.cos(flex) - inward * np.sin(flex), -np.cos(bend), np.sin(bend))
    # Thumbs outwards (supinated), ahead (hammer) or inwards (reverse).
    palm = stage.pick(1.0, 1.0, 0.1, -1.0)
    thumbs = sided(palm, 0.6 * np.sin(flex), 0.6 * np.cos(flex) + 0.2)
    turn = body.pelvis_turn
    arms = arms_along(
        build, body, rotated(upper, turn), rotated(lower, turn), rotated(thumbs, turn)
    )
    if works.min() < 0.5 and stage.chance(0.6):
        idle = stage.pick("on_hips", "at_sides", "behind_back")
        arms = arms_chosen(arms, arms_held(stage, body, idle), 1.0 - works)
    return landmarks(build, body, arms, legs)


def overhead_press(stage: Stage) -> FloatArray:
    """Hands from the shoulders to straight above the head."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = limb_effort(stage, rhythm)
    body, legs = upright(stage, 0.35)
    dip = stage.between(0.03, 0.1) if stage.chance(0.15) else 0.0  # push press
    if dip > 0.0:
        kick = np.sin(np.pi * np.clip(rhythm.effort / 0.5, 0.0, 1.0)).astype(np.float64)
        body = body.moved(stage.place(0.0, -dip * kick, 0.0))
    arm = build.arm_m
    # From a bar before the neck to upper arms level and forearms upright.
    wide = stage.between(0.0, 1.0)
    start = np.array([0.05 + 0.45 * wide, 0.02 + 0.4 * wide, 0.25 - 0.2 * wide])
    start += stage.rng.normal(0.0, 0.07, 3)
    high = stage.between(0.9, 0.995)
    end = np.array([stage.between(-0.25, 0.25), 0.0, stage.between(-0.1, 0.12)])
    end[1] = np.sqrt(max(high**2 - end[0] ** 2 - end[2] ** 2, 0.1))
    way = start + (end - start) * effort[..., None]
    # On the way the hands pass before the face, not through it.
    bow = stage.between(0.0, 0.12) * np.sin(np.pi * np.clip(effort, 0.0, 1.0))
    local = sided(way[..., 0], way[..., 1], way[..., 2] + bow) * arm
    pole = sided(stage.between(0.2, 1.0), -1.0, stage.between(0.0, 0.7))
    # Thumbs inwards with a bar; neutral grip has them behind.
    thumb = sided(stage.pick(-1.0, -1.0, 0.0), 0.0, -0.3)
    shrug = stage.between(0.0, 0.04) * effort[..., None] * body.chest_turn[:, None, :, 1]
    body = Torso(
        body.pelvis_m, body.hips_m, body.neck_m, body.shoulders_m + shrug,
        body.pelvis_turn, body.chest_turn, body.head_turn,
    )  # fmt: skip
    fingers = rotated(sided(0.0, 1.0, -0.15), body.chest_turn)
    arms = arms_to(
        build, body, body.from_shoulders(local), rotated(pole, body.chest_turn),
        rotated(thumb, body.chest_turn), fingers,
    )  # fmt: skip
    if works.min() < 0.5 and stage.chance(0.7):
        idle = stage.pick("on_hips", "at_sides", "out_sideways", "at_shoulders")
        arms = arms_chosen(arms, arms_held(stage, body, idle), 1.0 - works)
    return landmarks(build, body, arms, legs)


def _hinged(stage: Stage, pitch: Numbers, stagger: bool) -> tuple[Torso, Legs]:
    """Bent over at the hips, knees a little bent, feet planted."""
    build = stage.build
    legs = stance(
        stage, stage.between(0.07, 0.2),
        stagger_m=build.leg_m * stage.between(0.3, 0.7) if stagger else 0.0,
    )  # fmt: skip
    back = build.spine_m * stage.between(0.4, 0.6) * np.sin(pitch)
    height = build.ankle_m + build.leg_m * stage.between(0.8, 0.96)
    pelvis = stage.place(0.0, height, 0.02 - back * (0.4 if stagger else 1.0))
    gaze = np.asarray(pitch) * stage.between(0.5, 1.0)
    body = trunk(stage, pelvis, pitch, pitch + stage.between(-0.1, 0.15), gaze)
    return rest_on(build, body, legs.ankles_m), legs


def _pulled(stage: Stage, body: Torso, effort: FloatArray, start_m: FloatArray) -> Arms:
    """Arms from `start_m` in the room to beside the trunk, elbows back."""
    close = np.array(
        [stage.between(-0.15, 0.3), stage.between(-0.62, -0.3), stage.between(-0.05, 0.2)]
    )
    end = body.from_shoulders(sided(*close) * stage.build.arm_m)
    wrists = start_m + (end - start_m) * (effort * stage.between(0.7, 1.0))[..., None]
    flare = stage.between(0.1, 1.2)
    pole = rotated(sided(flare, -0.3, -1.0), body.chest_turn)
    thumb = rotated(sided(stage.pick(-1.0, 0.1, 1.0), 0.6, 0.4), body.chest_turn)
    return arms_to(stage.build, body, wrists, pole, thumb)


def row(stage: Stage) -> FloatArray:
    """Bent-over rows, one-arm rows with support, seated and standing cable rows."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    style = stage.pick("bent_over", "bent_over", "one_arm", "cable", "cable_standing")
    effort = rhythm.effort[:, None] * np.ones(2)
    if style in ("bent_over", "one_arm"):
        rock = stage.between(0.0, 0.2) * rhythm.effort
        body, legs = _hinged(stage, stage.between(0.6, 1.45) - rock, style == "one_arm")
        if style == "bent_over" and stage.chance(0.25):
            effort = rhythm.alternating()
        down = np.array([0.0, -stage.between(0.95, 0.995) * build.arm_m, 0.0])
        grip = sided(stage.between(-0.1, 0.15), 0.0, stage.between(-0.02, 0.12))
        arms = _pulled(stage, body, effort, body.shoulders_m + down + grip)
        if style == "one_arm":
            prop = np.array([0.0, -stage.between(0.65, 0.9) * build.arm_m, 0.15])
            hand = body.shoulders_m.mean(axis=0) + prop
            pole = rotated(sided(1.0, 0.0, -0.6), body.chest_turn)
            support = arms_to(build, body, hand, pole, sided(-1.0, 0.0, 0.3))
            arms = arms_chosen(arms, support, stage.side())
        return landmarks(build, body, arms, legs)
    reach = stage.between(0.05, 0.5)
    lean = stage.between(-0.2, 0.05) + reach * (1.0 - rhythm.effort)
    if style == "cable":
        height = stage.between(0.12, 0.5)
        pelvis = stage.place(0.0, height, 0.0)
        body = trunk(stage, pelvis, 0.5 * lean, lean, 0.5 * lean, sway=0.5)
        ahead = build.leg_m * stage.between(0.75, 0.93)
        rise = stage.between(0.05, 0.3)
        legs = feet_on(
            build,
            sided(stage.between(0.08, 0.2), rise + 0.12, ahead + 0.1),
            stage.rng.normal(0.0, 0.05, 2),
            -stage.between(0.6, 1.2),
        )
    else:
        legs = stance(stage, stage.between(0.08, 0.25), stagger_m=stage.pick(0.0, 0.4))
        knees = stage.between(0.9, 0.99)
        pelvis = stage.place(0.0, stand_height_m(build, knees), -0.04)
        body = trunk(stage, pelvis, 0.5 * lean, lean, 0.5 * lean)
        body = rest_on(build, body, legs.ankles_m)
    angle = stage.between(-0.5, 0.25)  # to a low or a high pulley
    out = sided(stage.between(-0.25, 0.05), np.sin(angle), np.cos(angle)) * (
        stage.between(0.92, 0.99) * build.arm_m
    )
    if stage.chance(0.25):
        effort = effort * stage.side()
    arms = _pulled(stage, body, effort, body.shoulders_m + out)
    return landmarks(build, body, arms, legs)


def jumping_jack(stage: Stage) -> FloatArray:
    """Feet apart and together while the arms go up and down at the sides."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.85, 1.9, 0.12)
    opened = rhythm.effort
    steps = stage.chance(0.15)  # low impact: one foot at a time
    side = rhythm.alternating() if steps else opened[:, None] * np.ones(2)
    closed, far = stage.between(0.04, 0.12), stage.between(0.22, 0.5)
    moving = np.sin(np.pi * np.clip(opened, 0.0, 1.0)) ** 2
    hop = 0.0 if steps else stage.between(0.02, 0.1)
    lift = 0.05 * np.sin(np.pi * side) ** 2 if steps else 0.0 * side
    heel = stage.between(0.0, 0.25) + stage.between(0.1, 0.5) * moving
    toe_out = stage.between(0.05, 0.35)
    out = closed + (far - closed) * side
    tips = sided(
        out + np.sin(toe_out) * build.toe_m,
        hop * moving[:, None] + lift,
        np.cos(toe_out) * build.toe_m,
    )
    legs = feet_on(build, tips, np.array([toe_out, -toe_out]), heel[:, None] * np.ones(2))
    aside = 0.5 * (out[:, 0] - out[:, 1])
    # On the balls of the feet the ankles are higher, and with them the hips.
    ankle = legs.ankles_m[..., 1].mean(axis=1)
    height = ankle + build.leg_m * stage.between(0.95, 0.99)
    sink = stage.between(0.0, 0.06) * (1.0 - moving)
    lean = stage.between(0.0, 0.1)
    pelvis = stage.place(aside, height - sink, 0.0)
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.2))
    body = rest_on(build, body, legs.ankles_m)
    low, high = stage.between(0.1, 0.45), stage.between(1.7, 2.95)
    swing = low + (high - low) * opened[:, None] * np.ones(2)
    bent = stage.between(0.05, 0.6)
    ahead = stage.between(-0.05, 0.25)
    # The elbow bends forward while the arm hangs and inwards while it is up.
    upward = 0.5 - 0.5 * np.cos(swing)
    upper = sided(np.sin(swing), -np.cos(swing), ahead)
    turned = swing + bent * upward
    lower = sided(np.sin(turned), -np.cos(turned), ahead + bent * (1.0 - upward))
    turn = body.chest_turn
    arms = arms_along(
        build, body, rotated(upper, turn), rotated(lower, turn),
        rotated(sided(-np.cos(swing), -np.sin(swing), 0.8), turn),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


def pull_up(stage: Stage) -> FloatArray:
    """Hands stay on the bar; the body rises to it and sinks."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 4.0)
    half_grip = build.shoulder_half_m + stage.between(-0.08, 0.3)
    bar = 1.16 * build.stature_m + stage.between(0.05, 0.4)
    lean = -stage.between(0.0, 0.25) - stage.between(0.0, 0.45) * rhythm.effort
    swing = stage.wander(0.03, 1)[:, 0]
    shrug = stage.between(0.0, 0.05) * (1.0 - rhythm.effort)[:, None]
    origin = stage.place(0.0, 0.0, 0.0)
    body = trunk(
        stage, origin, lean + stage.between(-0.1, 0.25) + swing, lean,
        lean + stage.between(-0.3, 0.1), sway=0.6, shrug_m=shrug,
    )  # fmt: skip
    middle = body.shoulders_m.mean(axis=1)
    hang = stage.between(0.92, 0.995) * build.arm_m
    beside = half_grip - build.shoulder_half_m
    low = np.sqrt(max(hang**2 - beside**2, 0.02))
    high = stage.between(-0.02, 0.5) * build.arm_m
    below = low - (low - high) * rhythm.effort
    behind = stage.between(0.02, 0.12) + 0.12 * rhythm.effort
    body = body.moved(stage.place(0.0, bar - below, -behind) - middle)
    wrists = sided(half_grip, bar, 0.0)
    underhand = half_grip < build.shoulder_half_m + 0.05 and stage.chance(0.6)
    pole = sided(0.2 if underhand else 0.8, -1.0, 0.6 if underhand else 0.15)
    thumb = sided(1.0 if underhand else -1.0, 0.0, 0.0)
    arms = arms_to(build, body, wrists, pole, thumb, np.array([0.0, 1.0, 0.1]))
    style = stage.pick("straight", "straight", "bent", "tucked")
    drift = stage.wander(0.05, 2) + stage.rng.normal(0.0, 0.05, 2)
    hips, knees = {
        "straight": (stage.between(-0.1, 0.3), stage.between(0.0, 0.4)),
        "bent": (stage.between(-0.15, 0.3), stage.between(0.8, 1.9)),
        "tucked": (stage.between(0.5, 1.4), stage.between(0.6, 1.7)),
    }[style]
    kick = stage.between(0.0, 0.6) if stage.chance(0.25) else 0.0  # kipping
    legs = legs_at(
        build, body, hips + drift + kick * rhythm.effort[:, None],
        knees + np.abs(drift) + 0.05, stage.between(-0.05, 0.15), stage.between(0.2, 0.9),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)
