"""Rows at cables, bands and machines, seated and standing."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    feet_on,
    landmarks,
    rest_on,
    sided,
)
from training.synthesis.exercises.row_pulls import (
    hands_ahead,
    in_turns,
    on_thigh,
    pulled,
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
from training.synthesis.rhythm import Rhythm, repetitions

_BOTH = np.ones(2)


def _sides(stage: Stage, rhythm: Rhythm, one: float, turns: float) -> tuple[FloatArray, FloatArray]:
    """Effort of both arms (T, 2), and which of them work (2,)."""
    chosen = stage.rng.random()
    if chosen < one:
        return rhythm.effort[:, None] * _BOTH, stage.side()
    if chosen < one + turns:
        return in_turns(stage, rhythm), _BOTH
    return rhythm.effort[:, None] * (1.0 - 0.05 * stage.rng.random(2)), _BOTH


def _idle(stage: Stage, body: Torso, arms: Arms, works: FloatArray, seated: bool) -> Arms:
    """Give the arm that does not pull something else to do."""
    if works.min() > 0.5:
        return arms
    if seated and stage.chance(0.75):
        other = on_thigh(stage, body, stage.between(0.1, 0.7))
    else:
        way = stage.pick("on_hips", "at_sides", "forward", "hanging")
        other = arms_hanging(stage, body) if way == "hanging" else arms_held(stage, body, way)
    return arms_chosen(arms, other, 1.0 - works)


def _on_rest(stage: Stage, lean: Numbers, twist: Numbers = 0.0) -> tuple[Torso, Legs]:
    """Seated low, nearly straight legs against a rest ahead."""
    build = stage.build
    pelvis = stage.place(0.0, stage.between(0.12, 0.5), 0.0)
    half = 0.5 * np.asarray(lean)
    body = trunk(stage, pelvis, half, lean, half, twist, sway=0.5)
    ahead = build.leg_m * stage.between(0.72, 0.95)
    tips = sided(stage.between(0.08, 0.22), stage.between(0.05, 0.3) + 0.12, ahead + 0.1)
    return body, feet_on(build, tips, stage.rng.normal(0.0, 0.05, 2), -stage.between(0.5, 1.2))


def _in_machine(
    stage: Stage, lean: Numbers, sway: float = 0.25, twist: Numbers = 0.0
) -> tuple[Torso, Legs]:
    """On a seat before a chest pad, feet on the floor or on rests before it."""
    build = stage.build
    pelvis, legs = seat(stage)
    if stage.chance(0.5):
        ahead = build.thigh_m * stage.between(0.5, 1.15)
        pelvis = pelvis + np.array([0.0, stage.between(0.05, 0.25), 0.0])
        tips = sided(stage.between(0.12, 0.3), stage.between(0.08, 0.25), 0.0)
        tips[:, 2] = pelvis[0, 2] + ahead + build.toe_m
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.12, 2), -stage.between(0.0, 0.7))
    head = np.asarray(lean) + stage.between(-0.1, 0.2)
    return trunk(stage, pelvis, lean, lean, head, twist, sway=sway), legs


def _on_feet(
    stage: Stage, lean: Numbers, twist: Numbers = 0.0, deep: float = 0.25
) -> tuple[Torso, Legs]:
    """Before a cable on straight or bent knees, feet side by side or one ahead."""
    build = stage.build
    legs = stance(stage, stage.between(0.08, 0.25), stagger_m=stage.pick(0.0, 0.0, 0.3, 0.5))
    knees = stage.between(0.78, 0.9) if stage.chance(deep) else stage.between(0.9, 0.99)
    back = 0.06 * stage.rng.random() + 0.4 * build.spine_m * np.sin(np.maximum(lean, 0.0))
    pelvis = stage.place(0.0, stand_height_m(build, knees), -0.02 - back)
    slope = np.asarray(lean) * stage.between(0.5, 1.0)
    body = trunk(stage, pelvis, slope, lean, 0.5 * np.asarray(lean), twist)
    return rest_on(build, body, legs.ankles_m), legs


def cable(stage: Stage) -> FloatArray:
    """Seated on the floor or a low bench or standing, a cable pulled with both arms or one."""
    rhythm = repetitions(stage.time_s, stage.rng)
    reach = stage.between(0.05, 0.5)
    lean = stage.between(-0.2, 0.05) + reach * (1.0 - rhythm.effort)
    body, legs = _on_rest(stage, lean) if stage.chance(0.5) else _on_feet(stage, lean, deep=0.0)
    start = hands_ahead(stage, body, stage.between(-0.5, 0.25), stage.between(-0.25, 0.05))
    effort = rhythm.effort[:, None] * _BOTH
    if stage.chance(0.2):
        effort = effort * stage.side()
    return landmarks(stage.build, body, pulled(stage, body, effort, start), legs)


def seated_cable(stage: Stage) -> FloatArray:
    """Seated before a low pulley, trunk still: a close handle, a bar or two handles, or one."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 4.0)
    effort, works = _sides(stage, rhythm, 0.35, 0.1)
    lean = stage.between(-0.2, 0.12) + stage.between(0.0, 0.2) * (1.0 - rhythm.effort)
    twist = 0.0
    if works.min() < 0.5:
        twist = stage.between(0.0, 0.3) * (works[1] - works[0]) * (rhythm.effort - 0.5)
    body, legs = _on_rest(stage, lean, twist)
    grip = stage.pick("close", "close", "bar", "handles")
    half_grip = {"close": 0.05, "bar": stage.between(0.18, 0.36), "handles": 0.15}[grip]
    side = (half_grip + stage.between(-0.02, 0.04) - build.shoulder_half_m) / build.arm_m
    outward = (-0.15, 0.15) if grip == "handles" or works.min() < 0.5 else (side, side)
    palm = stage.pick(-1.0, 1.0) if grip == "bar" else stage.pick(0.1, 0.1, 0.3)
    start = hands_ahead(stage, body, stage.between(-0.65, 0.0), side)
    arms = pulled(
        stage, body, effort, start, outward, (-0.62, -0.25), (-0.05, 0.25),
        (0.2, 1.0) if grip == "bar" and palm < 0.0 else (0.0, 0.5), palm,
    )  # fmt: skip
    return landmarks(build, body, _idle(stage, body, arms, works, True), legs)


def machine(stage: Stage) -> FloatArray:
    """Upright against a chest pad, handles before the chest pulled to the trunk."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 4.0)
    effort, works = _sides(stage, rhythm, 0.15, 0.12)
    lean = stage.between(-0.12, 0.3) - stage.between(0.0, 0.08) * rhythm.effort
    body, legs = _in_machine(stage, lean)
    start = hands_ahead(
        stage, body, stage.between(-0.35, 0.2) - 0.5 * lean.mean(), stage.between(-0.2, 0.25)
    )
    arms = pulled(stage, body, effort, start, (-0.1, 0.3), (-0.6, -0.2), (-0.02, 0.3), (0.0, 1.0))
    return landmarks(stage.build, body, _idle(stage, body, arms, works, True), legs)


def high_machine(stage: Stage) -> FloatArray:
    """Seated, handles high ahead drawn down and back beside the trunk: no pull from overhead."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 4.0)
    effort, works = _sides(stage, rhythm, 0.15, 0.12)
    lean = stage.between(-0.15, 0.25) - stage.between(0.0, 0.12) * rhythm.effort
    body, legs = _in_machine(stage, lean)
    start = hands_ahead(stage, body, stage.between(0.45, 0.9), stage.between(-0.1, 0.3))
    arms = pulled(
        stage, body, effort, start, (-0.05, 0.3), (-0.5, -0.22), (0.0, 0.22), (0.1, 0.8),
        pole=(stage.between(0.1, 0.7), -1.0, -0.7), bow=stage.between(0.08, 0.22),
    )  # fmt: skip
    return landmarks(stage.build, body, _idle(stage, body, arms, works, True), legs)


def standing_cable(stage: Stage) -> FloatArray:
    """On the feet, a cable or band pulled from any height to the ribs; both, one, in turns."""
    quick = stage.chance(0.3)
    rhythm = repetitions(stage.time_s, stage.rng, 0.45 if quick else 0.7, 1.2 if quick else 3.5)
    effort, works = _sides(stage, rhythm, 0.25, 0.6 if quick else 0.2)
    lean = stage.between(-0.15, 0.1)
    if stage.chance(0.3):
        lean = stage.between(0.2, 0.8)
    turn = stage.between(0.0, 0.3) * (effort[:, 1] - effort[:, 0]) if works.min() > 0.5 else 0.0
    body, legs = _on_feet(stage, lean - stage.between(0.0, 0.1) * rhythm.effort, turn)
    rise = stage.pick(stage.between(-0.7, 0.0), stage.between(-0.2, 0.2), stage.between(0.2, 0.75))
    start = hands_ahead(stage, body, rise, stage.between(-0.25, 0.1))
    high = max(rise, 0.0)
    arms = pulled(
        stage, body, effort, start, (-0.15, 0.25), (-0.6, -0.22), (-0.05, 0.2), bow=0.2 * high
    )
    return landmarks(stage.build, body, _idle(stage, body, arms, works, False), legs)


def rear_delt(stage: Stage) -> FloatArray:
    """Elbows out level with the shoulders, hands drawn to the chest, below the chin."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 3.5)
    effort, works = _sides(stage, rhythm, 0.15, 0.0)
    lean = stage.between(-0.2, 0.08) - stage.between(0.0, 0.06) * rhythm.effort
    where = stage.pick("rest", "machine", "feet")
    if where == "rest":
        body, legs = _on_rest(stage, lean)
    else:
        body, legs = _on_feet(stage, lean) if where == "feet" else _in_machine(stage, lean)
    start = hands_ahead(stage, body, stage.between(-0.3, 0.2), stage.between(-0.2, 0.15))
    arms = pulled(
        stage, body, effort, start, (0.15, 0.45), (-0.28, -0.06), (0.1, 0.3), palm=-1.0,
        pole=(1.0, stage.between(-0.1, 0.15), -0.5),
    )  # fmt: skip
    return landmarks(stage.build, body, _idle(stage, body, arms, works, where != "feet"), legs)


CABLE_ROWS: dict[str, Callable[[Stage], FloatArray]] = {
    "cable": cable,
    "seated_cable": seated_cable,
    "machine": machine,
    "high_machine": high_machine,
    "standing_cable": standing_cable,
    "rear_delt": rear_delt,
}
