"""Weights, cables and bands: what the arms do that is near an exercise and yet none."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    arms_along,
    arms_to,
    landmarks,
    rotated,
    sided,
    two_bones,
)
from training.synthesis.others.grips import (
    arms_hinged,
    arms_moved,
    arms_propped,
    arms_spread,
    idle_arm,
    inward,
    placed,
    reach_up,
    sides,
)
from training.synthesis.postures import Stage, arms_chosen, arms_hanging, arms_held, limb_effort
from training.synthesis.rhythm import repetitions, smooth

_FLAT = 0.5 * np.pi


# ------------------------------------------------------------------------------ triceps


def push_down(stage: Stage) -> FloatArray:
    """Triceps at the cable: elbows at the sides, hands pushed from level down to the thighs."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.2)
    lean = stage.between(-0.02, 0.4) + stage.between(-0.02, 0.12) * rhythm.effort
    body, legs = placed(stage, lean, 0.03, 0.08)
    grip = stage.pick("rope", "rope", "bar", "bar", "v_bar", "reverse")
    near, far = {
        "rope": (stage.between(0.03, 0.07), stage.between(0.06, 0.28)),
        "v_bar": (0.07, 0.08),
        "bar": (0.16, 0.16),
        "reverse": (0.18, 0.18),
    }[grip]
    spare = stage.between(-0.03, 0.06)
    half_grip = spare * (grip in ("bar", "reverse")) + near + (far - near) * effort
    if works.min() < 0.5:
        half_grip = half_grip + stage.between(0.05, 0.15)
    top = stage.between(1.2, 1.68)  # no farther than about a right angle
    flex = top - (top - stage.between(0.03, 0.3)) * effort
    raised = stage.between(-0.2, 0.15) + lean[:, None] * stage.between(0.0, 0.9)
    raised = raised + stage.between(0.0, 0.25) * (1.0 - effort)
    # The upper arms give way inwards as far as a close grip makes straight arms.
    straight = (half_grip - build.shoulder_half_m) / build.arm_m
    out = stage.between(0.0, 0.3) * (1.0 - effort) + straight * effort
    palm = {"rope": stage.between(-0.5, 0.1), "reverse": 1.0}.get(grip, -1.0)
    arms = arms_hinged(stage, body, raised, flex, out, half_grip, palm)
    return landmarks(build, body, idle_arm(stage, body, arms, works), legs)


def overhead_extension(stage: Stage) -> FloatArray:
    """Upper arms stay up beside the head, the forearms fold behind it and stretch."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.3)  # 1 is stretched
    cable = stage.chance(0.25)
    lean = stage.between(0.15, 0.7) if cable else stage.between(-0.2, 0.08)
    body, legs = placed(stage, lean, 0.0 if cable else 0.4, 0.1)
    fold = stage.between(1.5, 2.3)
    flex = fold - (fold - stage.between(0.05, 0.35)) * effort
    raised = stage.between(2.55, 3.1) + stage.between(0.0, 0.12) * effort
    half_grip = stage.pick(0.04, 0.04, 0.08, stage.between(0.1, 0.2))
    if works.min() < 0.5:
        half_grip = stage.between(-0.02, 0.14)
    straight = inward(build, half_grip)
    out = stage.between(-0.02, 0.35) * (1.0 - effort) + straight * effort
    arms = arms_hinged(stage, body, raised, flex, out, half_grip, stage.pick(0.0, -0.4, -1.0))
    if works.min() < 0.5 and stage.chance(0.35):
        # The free hand steadies the elbow.
        elbow = (arms.elbows_m * works[:, None]).sum(axis=1, keepdims=True)
        place = elbow + np.array([0.0, -0.06, 0.05])
        other = arms_to(build, body, place, sided(0.3, -0.4, 1.0), sided(0.0, 1.0, 0.0))
        arms = arms_chosen(arms, other, 1.0 - works)
    else:
        arms = idle_arm(stage, body, arms, works)
    return landmarks(build, body, arms, legs)


def kickback(stage: Stage) -> FloatArray:
    """Bent over, upper arms along the trunk; the forearms swing back to straight arms."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.55)
    body, legs = placed(stage, stage.between(0.65, 1.4), 0.08, 0.06)
    top = stage.between(1.2, 1.8)
    flex = top - (top - stage.between(0.03, 0.35)) * effort
    raised = stage.between(-0.2, 0.15) - stage.between(0.0, 0.12) * effort
    arms = arms_hinged(
        stage, body, raised, flex, stage.between(0.0, 0.25), None, stage.pick(0.0, 0.0, -0.5)
    )
    if works.min() < 0.5:
        arms = arms_chosen(arms, arms_propped(stage, body), 1.0 - works)
    return landmarks(stage.build, body, arms, legs)


# -------------------------------------------------------------------------------- back


def lat_pull_down(stage: Stage) -> FloatArray:
    """Arms up to a bar or handles, pulled down to the upper chest, leaning back a little."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 4.0)
    effort, works = sides(stage, rhythm, 0.12)
    lean = -stage.between(0.03, 0.25) - stage.between(0.03, 0.35) * rhythm.effort
    shrug = stage.between(0.0, 0.07) * (1.0 - effort)
    body, legs = placed(stage, lean, 0.85, 0.15, shrug_m=shrug)
    grip = stage.pick("wide", "wide", "wide", "close", "underhand")
    outward, low, ahead = {
        "wide": (stage.between(0.2, 0.65), stage.between(-0.28, -0.06), stage.between(0.15, 0.38)),
        "close": (
            inward(stage.build, stage.between(0.04, 0.1)),
            stage.between(-0.4, -0.16),
            stage.between(0.3, 0.5),
        ),
        "underhand": (
            stage.between(-0.15, 0.1), stage.between(-0.36, -0.16), stage.between(0.2, 0.4),
        ),
    }[grip]  # fmt: skip
    start = reach_up(outward, stage.between(0.1, 0.4), stage.between(0.94, 0.995))
    end = np.array([outward + stage.between(-0.02, 0.05), low, ahead])
    pole = sided(stage.between(0.3, 1.0) if grip == "wide" else 0.3, -1.0, stage.between(-0.5, 0.0))
    thumb = {"wide": -1.0, "close": 0.1, "underhand": 1.0}[grip]
    arms = arms_moved(stage, body, start, end, effort, pole, sided(thumb, 0.1, -0.4), 0.08)
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def straight_arm_pull_down(stage: Stage) -> FloatArray:
    """Standing, leaning forward: straight arms from before the head down to the thighs."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.1)
    lean = stage.between(0.1, 0.75) - stage.between(0.0, 0.12) * rhythm.effort
    body, legs = placed(stage, lean, 0.0, 0.08)
    high, low = stage.between(1.6, 2.6), stage.between(0.05, 0.45)
    raised = high + (low - high) * effort
    half_grip = stage.between(0.06, 0.28)
    out = inward(stage.build, half_grip)
    palm = stage.pick(-1.0, -1.0, 0.0)
    arms = arms_hinged(stage, body, raised, stage.between(0.03, 0.4), out, half_grip, palm)
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def face_pull(stage: Stage) -> FloatArray:
    """A rope at the height of the head pulled to the face, elbows high and wide."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, _ = sides(stage, rhythm, 0.0)
    lean = -stage.between(-0.05, 0.25) - stage.between(0.0, 0.08) * rhythm.effort
    body, legs = placed(stage, lean, 0.15, 0.12)
    rise = stage.between(-0.1, 0.7)
    start = np.array([0.0, np.sin(rise), np.cos(rise)]) * stage.between(0.88, 0.95)
    start[0] = inward(stage.build, stage.between(0.03, 0.1))
    end = np.array([stage.between(0.0, 0.4), stage.between(0.1, 0.4), stage.between(0.1, 0.32)])
    pole = sided(1.0, stage.between(-0.15, 0.25), stage.between(-0.6, -0.2))
    thumb = sided(stage.pick(-1.0, 0.0), 0.8, -0.5)
    arms = arms_moved(stage, body, start, end, effort, pole, thumb)
    return landmarks(stage.build, body, arms, legs)


def upright_row(stage: Stage) -> FloatArray:
    """Hands drawn up along the body from the thighs to the chest, the elbows leading above."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.06)
    shrug = stage.between(0.0, 0.04) * effort
    body, legs = placed(stage, stage.between(-0.1, 0.12), 0.03, 0.04, shrug_m=shrug)
    outward = inward(stage.build, stage.between(0.05, 0.24))
    start = -reach_up(outward, 0.16, stage.between(0.93, 0.99)) * np.array([-1.0, 1.0, -1.0])
    end = np.array([outward, stage.between(-0.3, -0.04), stage.between(0.2, 0.34)])
    pole = sided(1.0, stage.between(0.55, 0.9), stage.between(0.0, 0.3))
    arms = arms_moved(stage, body, start, end, effort, pole, sided(-1.0, 0.0, 0.3))
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def shrug(stage: Stage) -> FloatArray:
    """Loaded arms hang, only the shoulders rise and sink."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.6, 3.0)
    effort, _ = limb_effort(stage, rhythm)
    lift = stage.between(0.03, 0.1) * effort
    body, legs = placed(stage, stage.between(-0.05, 0.25), 0.12, 0.0, shrug_m=lift)
    forward = stage.between(0.0, 0.3) + np.zeros((len(lift), 2))
    return landmarks(stage.build, body, arms_hanging(stage, body, True, forward), legs)


def reverse_fly(stage: Stage) -> FloatArray:
    """Nearly straight arms opened sideways: bent over with weights, or upright with a band."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.1)
    bent_over = stage.chance(0.65)
    lean = stage.between(0.65, 1.45) if bent_over else stage.between(-0.12, 0.1)
    body, legs = placed(stage, lean, 0.25, 0.05)
    # Bent over the arms hang: below straight ahead in the chest's axes.
    low = lean - _FLAT if bent_over else stage.between(-0.35, 0.15)
    rise = low + (stage.between(-0.35, 0.1) - low) * effort
    closed = stage.between(-0.2, 0.15)
    opened = closed + (stage.between(1.1, 1.65) - closed) * effort
    arms = arms_spread(stage, body, opened, rise, stage.between(0.0, 0.55), stage.chance(0.6))
    if works.min() < 0.5:
        other = arms_propped(stage, body) if bent_over else arms_held(stage, body, "on_hips")
        arms = arms_chosen(arms, other, 1.0 - works)
    return landmarks(stage.build, body, arms, legs)


# ------------------------------------------------------------------------ chest, shoulders


def fly(stage: Stage) -> FloatArray:
    """Open arms brought together before the chest: level, from low to high, from high to low."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.15)
    deck = stage.chance(0.2)
    lean = stage.between(-0.15, 0.05) if deck else stage.between(-0.05, 0.4)
    body, legs = placed(stage, lean, 1.0 if deck else 0.15, 0.05)
    first, last = stage.pick((0.0, 0.0), (-0.85, 0.2), (0.35, -0.7))
    rise = first + stage.between(-0.2, 0.15) + (last - first) * effort
    far, near = stage.between(1.15, 1.75), stage.between(-0.3, 0.15)
    opened = far + (near - far) * effort
    arms = arms_spread(stage, body, opened, rise, stage.between(0.1, 0.8), stage.chance(0.7))
    if deck and stage.chance(0.5):
        # Pads at the elbows: upper arms level, forearms upright.
        upper = arms.elbows_m - body.shoulders_m
        upright = body.chest_turn[:, None, :, 1] + stage.between(-0.3, 1.2) * upper
        inwards = rotated(sided(-1.0, 0.0, 0.0), body.chest_turn)
        arms = arms_along(stage.build, body, upper, upright, inwards)
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def shoulder_rotation(stage: Stage) -> FloatArray:
    """The elbow stays bent and in its place, the forearm swings about the upper arm."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.6)
    body, legs = placed(stage, stage.between(-0.1, 0.12), 0.12, 0.08)
    turn = body.chest_turn
    if stage.chance(0.75):
        out, ahead = stage.between(0.02, 0.3), stage.between(-0.1, 0.2)
        upper = sided(out, -1.0, ahead)
        first, last = stage.between(-1.0, -0.1), stage.between(0.4, 1.2)
        swing = first + (last - first) * effort
        lower = sided(np.sin(swing), stage.between(-0.3, 0.2), np.cos(swing))
        thumbs = sided(0.0, 1.0, 0.1)
    else:
        # The upper arm level to the side or ahead, the forearm from level to upright.
        aside = stage.between(0.5, 1.6)
        upper = sided(np.sin(aside), stage.between(-0.2, 0.1), np.cos(aside))
        first, last = stage.between(-0.5, 0.2), stage.between(0.9, 1.5)
        swing = first + (last - first) * effort
        level = np.cos(swing)
        lower = sided(-np.cos(aside) * level, np.sin(swing), np.sin(aside) * level)
        thumbs = sided(-1.0, 0.0, 0.1)
    arms = arms_along(
        stage.build, body, rotated(upper, turn), rotated(lower, turn), rotated(thumbs, turn)
    )
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def chest_press(stage: Stage) -> FloatArray:
    """Hands pushed straight ahead from the chest: machine, cable or band; two hands or one."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = sides(stage, rhythm, 0.2)
    if stage.chance(0.1):
        effort = rhythm.alternating()
    lean = stage.between(-0.12, 0.3)
    body, legs = placed(stage, lean, 0.4, 0.12)
    together = works.min() > 0.5 and stage.chance(0.25)  # both hands hold one handle
    middle = inward(stage.build, stage.between(0.03, 0.06))
    outward = middle if together else stage.between(0.05, 0.45)
    height = stage.between(-0.24, 0.0)
    start = np.array([outward, height, stage.between(0.08, 0.28) + 0.15 * together])
    rise = stage.between(-0.3, 0.2)
    aside = middle if together else stage.between(-0.25, 0.1)
    end = np.array([aside, np.sin(rise), np.cos(rise)]) * stage.between(0.9, 0.97)
    pole = sided(stage.between(0.8, 1.4), stage.between(-0.7, -0.1), -0.5)
    thumb = sided(stage.pick(-1.0, -1.0, -0.2), 0.5, 0.0)
    arms = arms_moved(stage, body, start, end, effort, pole, thumb)
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def wrist_curl(stage: Stage) -> FloatArray:
    """Sitting with the forearms on the thighs; only the hands go up and down."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.6, 2.5)
    effort, works = sides(stage, rhythm, 0.3)
    body, legs = placed(stage, stage.between(0.35, 0.85), 1.0)
    knees, _ = two_bones(body.hips_m, legs.ankles_m, legs.poles, build.thigh_m, build.shin_m)
    wrists = knees.mean(axis=0) + sided(0.0, 0.06, stage.between(0.02, 0.1))
    low, high = stage.between(-1.1, -0.3), stage.between(0.2, 0.9)
    angle = low + (high - low) * effort * works
    fingers = sided(stage.between(-0.3, 0.0), np.sin(angle), np.cos(angle))
    thumb = sided(stage.pick(1.0, 1.0, -1.0), 0.0, 0.0)
    arms = arms_to(build, body, wrists, sided(0.5, 0.1, -1.0), thumb, fingers)
    return landmarks(build, body, arms, legs)


# --------------------------------------------------------------------------- ball and rope


def ball_slam(stage: Stage) -> FloatArray:
    """A ball lifted high overhead and hurled to the floor before the feet, picked up again."""
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 2.6, 0.2)
    effort = rhythm.effort[:, None] * np.ones(2)  # 1 is down
    down = smooth((rhythm.effort - 0.15) / 0.85)
    lean = stage.between(-0.15, 0.0) + stage.between(0.8, 1.35) * down
    body, legs = placed(stage, lean, sink=stage.between(0.05, 0.42) * down)
    high = stage.between(2.6, 3.1)
    bottom = lean.max() + stage.between(0.0, 0.3)  # hanging down from the bent trunk
    raised = high + (bottom - high) * smooth(1.15 * effort)
    bent = stage.between(0.2, 1.1)
    flex = bent + (stage.between(0.1, 0.4) - bent) * effort
    half_grip = stage.between(0.08, 0.15)
    straight = inward(stage.build, half_grip)
    out = straight + stage.between(0.1, 0.3) * (1.0 - effort)
    arms = arms_hinged(stage, body, raised, flex, out, half_grip, -0.2)
    return landmarks(stage.build, body, arms, legs)


def ball_throw(stage: Stage) -> FloatArray:
    """A ball thrown from the chest or from behind the head, and caught again."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 2.5, 0.5)
    effort, works = sides(stage, rhythm, 0.1)
    lean = stage.between(-0.1, 0.08) + stage.between(0.0, 0.3) * rhythm.effort
    dip = stage.between(0.0, 0.05) * (1.0 - rhythm.effort)
    body, legs = placed(stage, lean, 0.05, 0.12, sink=dip)
    rise = stage.between(-0.2, 0.35)
    end = np.array([0.0, np.sin(rise), np.cos(rise)]) * stage.between(0.85, 0.95)
    end[0] = ball = inward(stage.build, stage.between(0.09, 0.16))
    if stage.chance(0.6):
        start = np.array([ball, stage.between(-0.35, -0.12), stage.between(0.35, 0.5)])
        pole, bow = sided(stage.between(0.6, 1.2), -0.8, -0.3), 0.0
    else:
        start = np.array([ball, stage.between(0.55, 0.75), stage.between(-0.2, 0.0)])
        pole, bow = sided(0.6, 0.3, 1.0), 0.35
    arms = arms_moved(stage, body, start, end, effort, pole, sided(-0.6, 1.0, 0.0), bow)
    return landmarks(stage.build, body, idle_arm(stage, body, arms, works), legs)


def battle_ropes(stage: Stage) -> FloatArray:
    """Knees bent and leaning forward, the arms whip heavy ropes quickly up and down."""
    time_s = stage.time_s
    pace = 2.0 * np.pi / stage.between(0.3, 0.75)
    phase = pace * time_s + stage.between(0.0, 6.0) + 0.8 * stage.wander(0.3, 1)[:, 0]
    lag = stage.pick(np.pi, np.pi, 0.0) + stage.between(-0.2, 0.2)  # in turns, or both at once
    wave = np.sin(np.stack((phase, phase + lag), -1))
    circle = stage.between(0.0, 0.25) * np.cos(np.stack((phase, phase + lag), -1))
    bounce = stage.between(0.0, 0.03) * np.sin(phase)
    lean = stage.between(0.15, 0.65)
    twist = stage.between(0.0, 0.12) * (wave[:, 1] - wave[:, 0])
    body, legs = placed(
        stage, lean + 0.5 * bounce, 0.0, 0.1, twist, sink=stage.between(0.04, 0.22) + bounce
    )
    raised = lean * 0.6 + stage.between(0.2, 0.6) + stage.between(0.15, 0.5) * wave
    flex = np.maximum(stage.between(0.6, 1.2) + stage.between(0.1, 0.5) * wave, 0.1)
    out = stage.between(0.1, 0.35) + circle
    arms = arms_hinged(stage, body, raised, flex, out, None, stage.pick(0.0, -0.6, -1.0))
    return landmarks(stage.build, body, arms, legs)


def wood_chop(stage: Stage) -> FloatArray:
    """Both hands on one handle, straight arms swung across the body as the trunk turns."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    side = stage.pick(-1.0, 1.0)
    swing = 2.0 * rhythm.effort - 1.0
    around = side * (stage.between(0.6, 1.3) * swing + stage.between(-0.3, 0.3))
    first, last = stage.pick((0.8, -0.8), (0.8, -0.8), (-0.8, 0.8), (-0.1, -0.1))
    rise = first + stage.between(-0.15, 0.15) + (last - first) * rhythm.effort
    lowness = np.clip(-rise, 0.0, 1.0)
    lean = stage.between(-0.05, 0.1) + stage.between(0.0, 0.5) * lowness
    body, legs = placed(
        stage, lean, 0.04, 0.14, twist=stage.between(0.6, 0.9) * around,
        sink=stage.between(0.0, 0.08) * lowness,
    )  # fmt: skip
    level = np.cos(rise)
    aim = np.stack((np.sin(around) * level, np.sin(rise), np.cos(around) * level), -1)
    # As far out as the arm that has the longer way can reach.
    across = body.shoulders_m - body.neck_m[:, None]
    along = np.einsum("tsi,ti->ts", across, aim)
    arm = stage.between(0.9, 0.99) * build.arm_m
    room = np.sqrt(np.maximum(along**2 - np.square(across).sum(axis=-1) + arm**2, 0.0))
    middle = body.neck_m + aim * (along + room).min(axis=1)[:, None]
    wrists = middle[:, None] + rotated(sided(0.03, 0.0, 0.0), body.chest_turn)
    pole = rotated(sided(0.5, -1.0, 0.0), body.chest_turn)
    arms = arms_to(build, body, wrists, pole, rotated(sided(-0.3, 1.0, 0.0), body.chest_turn))
    return landmarks(build, body, arms, legs)


PULLS: dict[str, Callable[[Stage], FloatArray]] = {
    "push_down": push_down,
    "overhead_extension": overhead_extension,
    "kickback": kickback,
    "lat_pull_down": lat_pull_down,
    "straight_arm_pull_down": straight_arm_pull_down,
    "face_pull": face_pull,
    "upright_row": upright_row,
    "shrug": shrug,
    "reverse_fly": reverse_fly,
    "fly": fly,
    "shoulder_rotation": shoulder_rotation,
    "chest_press": chest_press,
    "wrist_curl": wrist_curl,
    "ball_slam": ball_slam,
    "ball_throw": ball_throw,
    "battle_ropes": battle_ropes,
    "wood_chop": wood_chop,
}
