"""Where arms are exercised from: knees, one leg, the floor, benches. The feet stay put."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    Numbers,
    Torso,
    feet_on,
    legs_at,
    rest_on,
    sided,
    square_to,
    unit,
)
from training.synthesis.postures import Stage, stance, stand_height_m, trunk

_FLAT = 0.5 * np.pi
_KNEE_M = 0.05  # height of a knee on the floor
# Toes and soles of a foot that lies on its instep.
_TOES_BACK = np.array([0.0, -0.1, -0.995])
_SOLES_UP = np.array([0.0, -0.995, 0.1])


def _straight(stage: Stage, pelvis_m: FloatArray, lean: Numbers) -> Torso:
    gaze = stage.between(-0.15, 0.25) + np.asarray(lean)
    return trunk(stage, pelvis_m, lean, lean, gaze, sway=0.6)


def each_leg(first: Legs, second: Legs, which: FloatArray) -> Legs:
    """Take each leg from one of two aims; `which` (2,) is 1 where it is the second."""
    part = (which > 0.5)[:, None]
    return Legs(
        np.where(part, second.ankles_m, first.ankles_m),
        np.where(part, second.poles, first.poles),
        np.where(part, second.toes, first.toes),
        np.where(part, second.soles, first.soles),
    )


def _kept(legs: Legs) -> Legs:
    """Legs that rest on something stay where they are on average."""
    toes = unit(legs.toes.mean(axis=0))
    soles = square_to(legs.soles.mean(axis=0), toes)
    return Legs(legs.ankles_m.mean(axis=0), legs.poles.mean(axis=0), toes, soles)


def _shins_down(stage: Stage, half_m: float, knee_z_m: float) -> Legs:
    """Both knees and insteps on the floor."""
    ankles = sided(half_m, _KNEE_M + 0.01, knee_z_m - 0.985 * stage.build.shin_m)
    return Legs(ankles, np.array([[0.0, -0.6, 1.0]] * 2), _TOES_BACK, _SOLES_UP)


def kneeling(stage: Stage, lean: Numbers = 0.0) -> tuple[Torso, Legs]:
    """Upright on both knees, some a little sat back."""
    build = stage.build
    back = stage.between(0.0, 0.45)  # of the thighs
    half = build.hip_half_m + stage.between(-0.01, 0.1)
    height = _KNEE_M + build.thigh_m * np.cos(back) * 0.985
    body = _straight(stage, stage.place(0.0, height, -build.thigh_m * np.sin(back)), lean)
    return body, _shins_down(stage, half, 0.0)


def half_kneeling(stage: Stage, lean: Numbers = 0.0) -> tuple[Torso, Legs]:
    """One knee on the floor below the hip, the other foot flat before it."""
    build = stage.build
    ahead = stage.between(-0.05, 0.12)
    height = _KNEE_M + build.thigh_m * np.cos(ahead) * 0.985
    body = _straight(stage, stage.place(0.0, height, build.thigh_m * np.sin(ahead)), lean)
    half = build.hip_half_m + stage.between(-0.02, 0.06)
    near = build.thigh_m * stage.between(0.8, 1.05)
    tips = sided(half, 0.0, near + build.toe_m)
    front = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2))
    return body, each_leg(_shins_down(stage, half, 0.0), front, stage.side())


def on_one_leg(stage: Stage, lean: Numbers = 0.0) -> tuple[Torso, Legs]:
    """Standing on one leg, the other foot held up behind or before."""
    build = stage.build
    stands = stage.side()
    legs = stance(stage, stage.between(0.0, 0.05))
    shift = float((stands * np.array([1.0, -1.0])).sum()) * stage.between(0.0, 0.03)
    height = stand_height_m(build, stage.between(0.97, 0.99))
    body = rest_on(build, _straight(stage, stage.place(shift, height, 0.0), lean), legs.ankles_m)
    if stage.chance(0.6):
        lift, behind = stage.between(0.15, 0.45), -stage.between(0.15, 0.35)
    else:
        lift, behind = stage.between(0.2, 0.45), stage.between(0.15, 0.3)
    heel = stage.between(0.3, 0.9) if behind < 0.0 else 0.1
    tips = sided(build.hip_half_m, lift, behind + build.toe_m)
    return body, each_leg(feet_on(build, tips, np.zeros(2), heel), legs, stands)


def on_floor(stage: Stage, lean: Numbers = 0.0) -> tuple[Torso, Legs]:
    """Sitting on the floor, the legs stretched out ahead or a little bent."""
    build = stage.build
    body = _straight(stage, stage.place(0.0, 0.09, 0.0), lean)
    apart = stage.between(0.0, 0.45)
    reach = build.leg_m * stage.between(0.86, 0.985)
    ankles = sided(
        build.hip_half_m + reach * np.sin(apart), build.heel_m + 0.02, reach * np.cos(apart)
    )
    toes = np.array([0.0, 0.98, 0.2])
    return body, Legs(ankles, np.array([0.0, 1.0, 0.1]), toes, np.array([0.0, 0.2, -0.98]))


def half_squat(stage: Stage, lean: Numbers = 0.0) -> tuple[Torso, Legs]:
    """Staying in a squat of any depth down to level thighs."""
    build = stage.build
    legs = stance(stage, stage.between(0.1, 0.32))
    height = build.ankle_m + build.leg_m * stage.between(0.6, 0.9)
    back = (stand_height_m(build) - height) * stage.between(0.3, 0.7)
    body = _straight(stage, stage.place(0.0, height, -back), lean)
    return rest_on(build, body, legs.ankles_m), legs


def reclined(stage: Stage, lean: Numbers) -> tuple[Torso, Legs]:
    """Sitting on a bench with the back leaned against it, the feet flat before it."""
    build = stage.build
    seat_m = (build.shin_m + build.ankle_m) * stage.between(0.85, 1.1) + 0.03
    body = _straight(stage, stage.place(0.0, seat_m, 0.0), -np.asarray(lean))
    legs = stance(stage, stage.between(0.09, 0.32))
    near = np.array([0.0, 0.0, build.thigh_m * stage.between(0.75, 1.05)])
    return body, Legs(legs.ankles_m + near, legs.poles, legs.toes, legs.soles)


def feet_up(stage: Stage, lean: Numbers) -> tuple[Torso, Legs]:
    """Reclined in a leg press or a like machine, the feet on a plate ahead."""
    build = stage.build
    low = stage.between(0.3, 0.6)
    body = _straight(stage, stage.place(0.0, low, 0.0), -np.asarray(lean))
    rise = stage.between(-0.15, 0.7)
    reach = build.leg_m * stage.between(0.65, 0.93)
    up, ahead = np.sin(rise), np.cos(rise)
    ankles = sided(stage.between(0.08, 0.2), low + reach * up, reach * ahead)
    toes = np.array([0.0, ahead, -up])
    return body, Legs(ankles, toes, toes, np.array([0.0, -up, -ahead]))


def supine(stage: Stage) -> tuple[Torso, Legs]:
    """On the back on a bench or on the floor, the feet flat."""
    build = stage.build
    bench_m = stage.pick(0.0, stage.between(0.38, 0.5), stage.between(0.38, 0.5))
    pitch = -_FLAT + (stage.between(0.0, 0.35) if bench_m else 0.0)
    pelvis = stage.place(0.0, bench_m + build.girth_m, 0.0)
    body = trunk(stage, pelvis, pitch, pitch, pitch + stage.between(0.0, 0.3), sway=0.25)
    ahead = build.thigh_m * stage.between(0.7, 1.0) if bench_m else build.leg_m * 0.65
    tips = sided(stage.between(0.1, 0.3), 0.0, ahead + build.toe_m)
    return body, feet_on(build, tips, stage.rng.normal(0.0, 0.15, 2))


def chest_down(stage: Stage, pitch: float) -> tuple[Torso, Legs]:
    """The chest on an inclined bench, the tips of the feet on the floor behind."""
    build = stage.build
    behind = stage.between(0.1, 0.6) * pitch  # how far the legs lean back
    straight = stage.between(0.85, 0.94) * build.leg_m
    height = build.ankle_m + 0.06 + straight * np.cos(behind)
    body = trunk(
        stage, stage.place(0.0, height, 0.0), pitch, pitch + stage.between(-0.05, 0.15),
        pitch - stage.between(0.0, 0.6), sway=0.3,
    )  # fmt: skip
    if stage.chance(0.25):  # the knees on the seat
        hip, knee = stage.between(0.3, 1.0) + 0.4 * pitch, stage.between(1.3, 2.0)
        hung = legs_at(build, body, hip, knee, stage.between(0.0, 0.3), stage.between(0.2, 0.8))
        return body, _kept(hung)
    tips = sided(stage.between(0.08, 0.3), 0.0, 0.6 * build.toe_m - straight * np.sin(behind))
    heel = behind + stage.between(0.0, 0.3)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2), heel)
    return rest_on(build, body, legs.ankles_m), legs


def prone_high(stage: Stage) -> tuple[Torso, Legs]:
    """Face down on a flat bench so high that the arms hang free, the legs along it."""
    build = stage.build
    bench_m = stage.between(0.75, 1.0)
    pitch = _FLAT + stage.between(-0.15, 0.05)
    pelvis = stage.place(0.0, bench_m + build.girth_m, 0.0)
    body = trunk(stage, pelvis, pitch, pitch, pitch - stage.between(0.0, 0.6), sway=0.25)
    reach = build.leg_m * stage.between(0.93, 0.985)
    ankles = sided(stage.between(0.06, 0.2), bench_m + 0.06, -reach)
    return body, Legs(ankles, np.array([[0.0, -1.0, 0.0]] * 2), _TOES_BACK, _SOLES_UP)
