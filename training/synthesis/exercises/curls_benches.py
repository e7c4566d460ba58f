"""Curls on benches and pads: leaned back, face down, over a pad, on the back."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import FloatArray, landmarks, rotated, sided, unit
from training.synthesis.exercises.bases import (
    chest_down,
    prone_high,
    reclined,
    supine,
)
from training.synthesis.exercises.curl_arms import (
    curled,
    flexed,
    freed,
    knees_of,
    on_knees,
    palms,
    swung,
    who_works,
)
from training.synthesis.exercises.row_pulls import hinged, propped
from training.synthesis.postures import Stage, arms_chosen, seat, stance, trunk
from training.synthesis.rhythm import repetitions


def incline_bench(stage: Stage) -> FloatArray:
    """Leaned back on a bench, the arms hang straight down behind the trunk."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "both", "turns", "turns", "one")
    body, legs = reclined(stage, stage.between(0.35, 1.15))
    raised = stage.between(-0.2, 0.15) + stage.between(0.0, 0.3) * effort
    upper, way = swung(raised, stage.between(0.02, 0.3), stage.between(-0.4, 0.3))
    arms = curled(stage, body, upper, way, flexed(stage, effort), stage.pick(1.0, 1.0, 0.1))
    arms = freed(stage, body, arms, works, "hanging", "hanging", "at_chest")
    return landmarks(stage.build, body, arms, legs)


def spider(stage: Stage) -> FloatArray:
    """Face down on an inclined or a high flat bench, forearms up from hanging arms."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "both", "both", "turns", "one")
    flat = stage.chance(0.3)
    body, legs = prone_high(stage) if flat else chest_down(stage, stage.between(0.5, 1.3))
    raised = stage.between(-0.1, 0.35) + stage.between(-0.05, 0.2) * effort
    # A bar keeps the hands apart as they are, free weights need not.
    upper, way = swung(raised, stage.between(-0.05, 0.2), stage.between(-0.2, 0.35))
    arms = curled(stage, body, upper, way, flexed(stage, effort), palms(stage))
    arms = freed(stage, body, arms, works, "hanging")
    return landmarks(stage.build, body, arms, legs)


def preacher(stage: Stage) -> FloatArray:
    """Seated, the upper arms ahead on a pad or in a machine, where they stay."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "both", "both", "one", "turns")
    pelvis, legs = seat(stage)
    lean = stage.between(-0.1, 0.45)
    body = trunk(stage, pelvis, lean, lean, lean + stage.between(-0.1, 0.5), sway=0.4)
    raised = stage.between(0.5, 1.2) + stage.between(0.0, 0.06) * effort
    upper, way = swung(raised, stage.between(-0.12, 0.2), stage.between(-0.15, 0.35))
    arms = curled(stage, body, upper, way, flexed(stage, effort, 0.1, 0.7), palms(stage))
    if works.min() < 0.5 and stage.chance(0.4):
        arms = arms_chosen(arms, on_knees(stage, body, legs), 1.0 - works)
    else:
        # The free arm lies on the pad or holds on to it.
        arms = freed(stage, body, arms, works, "clasped", "at_chest", "talking_low")
    return landmarks(stage.build, body, arms, legs)


def over_bench(stage: Stage) -> FloatArray:
    """Standing behind an inclined bench, one arm over its back, the other hand on it."""
    build = stage.build
    effort, works = who_works(stage, repetitions(stage.time_s, stage.rng), "one")
    legs = stance(stage, stage.between(0.06, 0.22), stagger_m=stage.pick(0.0, 0.25, 0.4))
    body = hinged(stage, stage.between(0.1, 0.6), legs, (0.86, 0.97), 0.8)
    raised = stage.between(0.4, 1.0) + stage.between(0.0, 0.05) * effort
    upper, way = swung(raised, stage.between(-0.1, 0.15), stage.between(-0.1, 0.3))
    arms = curled(stage, body, upper, way, flexed(stage, effort, 0.1, 0.7), palms(stage))
    if stage.chance(0.65):
        other = propped(stage, body, (0.45, 0.8), stage.between(0.1, 0.35))
        arms = arms_chosen(arms, other, 1.0 - works)
    else:
        arms = freed(stage, body, arms, works, "on_hips", "hanging", "behind_back")
    return landmarks(build, body, arms, legs)


def concentration(stage: Stage) -> FloatArray:
    """Sitting bent forward, one elbow at the inner thigh, the other hand on the knee."""
    effort, works = who_works(stage, repetitions(stage.time_s, stage.rng), "one")
    pelvis, _ = seat(stage)
    legs = stance(stage, stage.between(0.25, 0.42))
    lean = stage.between(0.45, 1.0)
    aside = (works[1] - works[0]) * stage.between(0.0, 0.15)  # towards the working side
    body = trunk(
        stage, pelvis, 0.7 * lean, lean, lean + stage.between(-0.1, 0.3), twist=-aside,
        bend=aside, sway=0.4,
    )  # fmt: skip
    knees = knees_of(stage, body, legs)
    place = knees + stage.between(0.1, 0.35) * (body.hips_m - knees)
    place = place.mean(axis=0) + sided(-0.07, stage.between(-0.05, 0.04), 0.0)
    upper = unit(place - body.shoulders_m)
    way = sided(stage.between(0.1, 0.6), stage.between(0.0, 0.4), 1.0)
    if stage.chance(0.6):  # the hand comes to the face, not to the own shoulder
        way = way * np.array([-1.0, 1.0, 1.0])
    arms = curled(stage, body, upper, way, flexed(stage, effort), stage.pick(1.0, 1.0, 0.1))
    other = on_knees(stage, body, legs)
    return landmarks(stage.build, body, arms_chosen(arms, other, 1.0 - works), legs)


def bent_over(stage: Stage) -> FloatArray:
    """Standing bent over, one arm hangs and curls, the other hand on the thigh or a bench."""
    effort, works = who_works(stage, repetitions(stage.time_s, stage.rng), "one")
    legs = stance(stage, stage.between(0.1, 0.3), stagger_m=stage.pick(0.0, 0.25, 0.4))
    body = hinged(stage, stage.between(0.55, 1.3), legs, (0.8, 0.95))
    raised = stage.between(-0.05, 0.35) + stage.between(0.0, 0.1) * effort
    upper, way = swung(raised, stage.between(-0.3, 0.1), stage.between(-0.1, 0.7))
    arms = curled(stage, body, upper, way, flexed(stage, effort), stage.pick(1.0, 1.0, 0.1))
    other = propped(stage, body, (0.5, 0.85), stage.between(-0.12, 0.15))
    return landmarks(stage.build, body, arms_chosen(arms, other, 1.0 - works), legs)


def lying(stage: Stage) -> FloatArray:
    """On the back, upper arms at the sides or half raised, hands to the shoulders."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, _ = who_works(stage, rhythm, "both", "both", "both", "turns")
    body, legs = supine(stage)
    # Half raised with a cable from above. Upright upper arms would be a skull crusher's.
    first = stage.between(0.4, 0.85) if stage.chance(0.3) else stage.between(0.0, 0.25)
    raised = first + stage.between(0.0, 0.1) * effort
    upper, way = swung(raised, stage.between(0.05, 0.3), stage.between(-0.2, 0.3))
    turn = body.chest_turn
    flex = flexed(stage, effort)
    arms = curled(stage, body, rotated(upper, turn), rotated(way, turn), flex, palms(stage))
    return landmarks(stage.build, body, arms, legs)


BENCH_CURLS: dict[str, Callable[[Stage], FloatArray]] = {
    "incline_bench": incline_bench,
    "spider": spider,
    "preacher": preacher,
    "over_bench": over_bench,
    "concentration": concentration,
    "bent_over": bent_over,
    "lying": lying,
}
