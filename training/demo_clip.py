"""Draws the demo clip: a person exercising in a room, rendered without any camera.

The clip may be shipped and shown freely because every pixel comes from this file. A
kinematic body (planted feet, two-bone limbs) is skinned with small quads, painted far to
near, and shaded per pixel; the room is painted once. The same arguments always give the
same frames. The true labels and times are known exactly, see `demo_scenes`.

Rebuild with ``python -m training.demo_clip assets/demo.mp4``.

Axes: x to the right of the picture, y up, z towards the camera, in metres. A body that faces
the camera has its left hand at positive x; `yaw` turns it towards positive x.
"""

import argparse
import functools
import logging
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import UInt8Array
from vidclf_app.errors import SettingsError, SinkError

logger = logging.getLogger(__name__)

FloatArray: TypeAlias = npt.NDArray[np.floating]
IntArray: TypeAlias = npt.NDArray[np.int32]

SQUAT = "squat"
JUMPING_JACK = "jump_jack_hop"
BICEPS_CURL = "biceps_curl"
PUSH_UP = "push_up"

# Body measures, metres.
HIP_M = 0.911
THIGH_M = 0.42
SHIN_M = 0.412
UPPER_ARM_M = 0.285
FOREARM_M = 0.245
ANKLE_HEIGHT_M = 0.085
BALL_TO_ANKLE_M = 0.125
SHOULDER_HALF_M = 0.172
HIP_HALF_M = 0.09

# Colours are sRGB, 0..255, in the order red, green, blue.
SKIN = (226, 172, 138)
HAIR = (64, 41, 29)
SHIRT = (22, 138, 146)
SHORTS = (46, 56, 92)
SHOE = (240, 240, 238)
SOLE = (236, 108, 82)
SOCK = (228, 230, 232)
IRON = (64, 66, 74)
CHROME = (176, 180, 188)

SIDES = (1.0, -1.0)  # left, right
SUPERSAMPLING = 2
KEY_LIGHT = np.array([-0.52, 0.68, 0.52])
BACK_LIGHT = np.array([0.62, 0.42, -0.66])


@dataclass(frozen=True, slots=True)
class DemoScene:
    """What is shown in one stretch of the clip.

    Attributes:
        label: The exercise, or None where none is done (standing, walking, picking up).
        start_s: First moment of the scene, seconds.
        end_s: First moment after the scene, seconds.
    """

    label: str | None
    start_s: float
    end_s: float


# --------------------------------------------------------------------------- small geometry


def _vec(x: float, y: float, z: float) -> FloatArray:
    return np.array([x, y, z], dtype=np.float64)


def _unit(vector: FloatArray) -> FloatArray:
    """Scale the last axis to length 1."""
    length = np.sqrt(np.sum(vector * vector, axis=-1, keepdims=True))
    return np.asarray(vector / np.maximum(length, 1e-9))


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """Cross product over the last axis, quicker than numpy's for small arrays."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack((ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx), axis=-1)


def _yaw_matrix(yaw_rad: float) -> FloatArray:
    c, s = math.cos(yaw_rad), math.sin(yaw_rad)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _pitch_matrix(pitch_rad: float) -> FloatArray:
    """Lean forward: up turns towards +z."""
    c, s = math.cos(pitch_rad), math.sin(pitch_rad)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def _roll_matrix(roll_rad: float) -> FloatArray:
    """Lean to the body's right."""
    c, s = math.cos(roll_rad), math.sin(roll_rad)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def _ease(u: float) -> float:
    """Go from 0 to 1 with no speed and no acceleration at both ends."""
    u = min(max(u, 0.0), 1.0)
    return u * u * u * (u * (6.0 * u - 15.0) + 10.0)


def _smoothstep(low: float, high: float, value: FloatArray) -> FloatArray:
    u = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(u * u * (3.0 - 2.0 * u))


def _linear(colour: Sequence[float] | npt.NDArray[np.number]) -> FloatArray:
    """Turn sRGB 0..255 into linear light 0..1."""
    return np.asarray((np.asarray(colour, dtype=np.float64) / 255.0) ** 2.2)


# --------------------------------------------------------------------------------- the pose


@dataclass(frozen=True, slots=True, eq=False)
class _Pose:
    """One posture. All but the feet are relative to the root and the yaw of the body.

    Attributes:
        root_m: Where the body stands, shape (3,), y is 0.
        yaw_rad: Where the body faces.
        pelvis_m: Middle between the hip joints, shape (3,).
        pelvis_pitch_rad: Forward lean of the pelvis.
        chest_pitch_rad: Forward lean of the chest.
        roll_rad: Sideways lean of pelvis and chest.
        head_pitch_rad: Forward lean of the head, absolute.
        head_yaw_rad: Turn of the head against the chest.
        wrists_m: Targets of the wrists, shape (2, 3), left first.
        elbow_poles: Directions in which the elbows point, shape (2, 3).
        palms: Directions that the palms face, shape (2, 3).
        flat: How far the fingers follow the floor and not the forearm, 0..1.
        grip: How far the hands are closed, 0..1.
        balls_m: Balls of the feet in the world, shape (2, 3).
        foot_yaw_rad: Where the feet point in the world, shape (2,).
        heel_rad: How far the heels are raised, shape (2,).
        knee_out: How far the knees point sideways, 0..1.
    """

    root_m: FloatArray
    yaw_rad: float
    pelvis_m: FloatArray
    pelvis_pitch_rad: float
    chest_pitch_rad: float
    roll_rad: float
    head_pitch_rad: float
    head_yaw_rad: float
    wrists_m: FloatArray
    elbow_poles: FloatArray
    palms: FloatArray
    flat: float
    grip: float
    balls_m: FloatArray
    foot_yaw_rad: FloatArray
    heel_rad: FloatArray
    knee_out: float


_SPINE_LOWER_M = 0.17
_SPINE_UPPER_M = 0.36
_SHOULDER_DROP_M = 0.070


def _neck_base(pelvis_m: FloatArray, pelvis_pitch: float, chest_pitch: float) -> FloatArray:
    return np.asarray(
        pelvis_m
        + _pitch_matrix(pelvis_pitch)[:, 1] * _SPINE_LOWER_M
        + _pitch_matrix(chest_pitch)[:, 1] * _SPINE_UPPER_M
    )


def _shoulder(neck_m: FloatArray, chest: FloatArray, side: float, lift: float) -> FloatArray:
    """Shoulder joint; `lift` 0..1 is how far the arm is raised (the blade follows)."""
    return np.asarray(
        neck_m
        + chest
        @ _vec(side * (SHOULDER_HALF_M + 0.004 * lift), -_SHOULDER_DROP_M + 0.046 * lift, -0.008)
    )


def _feet(
    root_m: FloatArray, yaw_rad: float, half_width_m: float, forward_m: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """World places and directions of two planted feet, toes turned out a little."""
    turn = _yaw_matrix(yaw_rad)
    balls = np.stack(
        [root_m + turn @ _vec(s * half_width_m, 0.0, 0.085 + forward_m) for s in SIDES]
    )
    toe_out = 0.16 + 0.9 * max(half_width_m - 0.12, 0.0)
    return balls, np.array([yaw_rad + s * toe_out for s in SIDES])


def _arm_wrist(shoulder_m: FloatArray, upper: FloatArray, lower: FloatArray) -> FloatArray:
    return np.asarray(shoulder_m + _unit(upper) * UPPER_ARM_M + _unit(lower) * FOREARM_M)


_ROOT_M = _vec(0.0, 0.0, 0.0)


def _standing(yaw_rad: float, half_width_m: float = 0.13, root_m: FloatArray = _ROOT_M) -> _Pose:
    """Standing at ease, arms hanging."""
    pelvis = _vec(0.0, HIP_M - 0.35 * half_width_m**2, 0.0)
    neck = _neck_base(pelvis, 0.03, 0.05)
    chest = _pitch_matrix(0.05)
    wrists, poles, palms = [], [], []
    for side in SIDES:
        shoulder = _shoulder(neck, chest, side, 0.0)
        upper, lower = _vec(side * 0.17, -1.0, -0.02), _vec(side * 0.06, -1.0, 0.22)
        wrists.append(_arm_wrist(shoulder, upper, lower))
        poles.append(_vec(side * 0.45, 0.0, -1.0))
        palms.append(_vec(-side, 0.0, -0.25))
    balls, foot_yaw = _feet(root_m, yaw_rad, half_width_m)
    return _Pose(
        root_m=root_m,
        yaw_rad=yaw_rad,
        pelvis_m=pelvis,
        pelvis_pitch_rad=0.03,
        chest_pitch_rad=0.05,
        roll_rad=0.0,
        head_pitch_rad=0.04,
        head_yaw_rad=-0.35 * yaw_rad,
        wrists_m=np.stack(wrists),
        elbow_poles=np.stack(poles),
        palms=np.stack(palms),
        flat=0.0,
        grip=0.25,
        balls_m=balls,
        foot_yaw_rad=foot_yaw,
        heel_rad=np.zeros(2),
        knee_out=0.12,
    )


def _squatting(yaw_rad: float, depth: float) -> _Pose:
    """Squat with the arms rising forward; depth 0 (up) to 1 (thighs level)."""
    base = _standing(yaw_rad, 0.175)
    pelvis = _vec(0.0, base.pelvis_m[1] - 0.415 * depth, -0.225 * depth)
    pelvis_pitch, chest_pitch = 0.03 + 0.55 * depth, 0.05 + 0.66 * depth
    neck = _neck_base(pelvis, pelvis_pitch, chest_pitch)
    raise_rad = 1.50 * _ease(min(depth * 1.15, 1.0))
    wrists, poles = [], []
    for i, side in enumerate(SIDES):
        shoulder = _shoulder(neck, _pitch_matrix(chest_pitch), side, 0.25 * depth)
        upper = _vec(side * (0.17 - 0.12 * depth), -math.cos(raise_rad), math.sin(raise_rad))
        bend = raise_rad + 0.24
        lower = _vec(side * (0.06 - 0.16 * depth), -math.cos(bend), math.sin(bend))
        hang = base.wrists_m[i] + (neck - _neck_base(base.pelvis_m, 0.03, 0.05))
        mix = _ease(depth * 3.0)
        wrists.append(hang * (1.0 - mix) + _arm_wrist(shoulder, upper, lower) * mix)
        poles.append(_vec(side * 0.55, -0.9 * depth, -(1.0 - depth) - 0.05))
    return replace(
        base,
        pelvis_m=pelvis,
        pelvis_pitch_rad=pelvis_pitch,
        chest_pitch_rad=chest_pitch,
        head_pitch_rad=0.04 + 0.16 * depth,
        wrists_m=np.stack(wrists),
        elbow_poles=np.stack(poles),
        grip=0.25 - 0.15 * depth,
        knee_out=0.12 + 0.3 * depth,
    )


def _jumping_jack(yaw_rad: float, phase: float) -> _Pose:
    """Jumping jack; phase 0 and 1 are closed, 0.5 is open with the hands overhead."""
    opened = 0.5 - 0.5 * math.cos(2.0 * math.pi * phase)
    spread = _ease(opened)
    air = math.sin(2.0 * math.pi * phase) ** 2
    half_width = 0.095 + 0.235 * spread
    base = _standing(yaw_rad, half_width)
    hop_m = 0.075 * air
    sink = 0.018 * (1.0 - air)
    drop = 0.83 - math.sqrt(0.83**2 - max(half_width - HIP_HALF_M, 0.0) ** 2)
    pelvis = _vec(0.0, HIP_M - drop + hop_m - sink, 0.0)
    neck = _neck_base(pelvis, 0.03, 0.04)
    swing = 0.14 + 2.66 * opened
    bend = 0.34 - 0.10 * opened
    wrists, poles, palms = [], [], []
    for side in SIDES:
        shoulder = _shoulder(neck, _pitch_matrix(0.04), side, _ease((swing - 0.9) / 1.9))
        inward = math.sin(swing / 2.0) ** 2
        upper = _vec(side * math.sin(swing), -math.cos(swing), 0.05)
        turned = swing + bend * (2.0 * inward - 1.0) * inward
        lower = _vec(side * math.sin(turned), -math.cos(turned), 0.05 + bend * (1.0 - inward))
        wrists.append(_arm_wrist(shoulder, upper, lower))
        poles.append(
            _vec(
                side * -math.cos(swing) * inward,
                -math.sin(swing) * inward,
                -(1.0 - inward) - 0.02,
            )
        )
        palms.append(_vec(-side * math.cos(swing), -math.sin(swing), 0.45 * math.sin(swing)))
    balls = base.balls_m.copy()
    balls[:, 1] += 0.062 * air
    return replace(
        base,
        pelvis_m=pelvis,
        chest_pitch_rad=0.04,
        head_pitch_rad=0.02,
        wrists_m=np.stack(wrists),
        elbow_poles=np.stack(poles),
        palms=np.stack(palms),
        grip=0.08,
        balls_m=balls,
        heel_rad=np.full(2, 0.12 + 0.42 * air),
        knee_out=0.12 + 0.1 * spread,
    )


def _curling(yaw_rad: float, bend: float) -> _Pose:
    """Curl of both arms with dumbbells; bend 0 (arms down) to 1 (hands at the shoulders)."""
    base = _standing(yaw_rad, 0.14)
    chest_pitch = 0.04 - 0.05 * bend
    neck = _neck_base(base.pelvis_m, 0.03, chest_pitch)
    flex = 0.20 + 2.15 * bend
    wrists, poles, palms = [], [], []
    for side in SIDES:
        shoulder = _shoulder(neck, _pitch_matrix(chest_pitch), side, 0.0)
        upper = _vec(side * 0.15, -1.0, 0.04 + 0.10 * bend)
        lower = _vec(side * 0.15, -math.cos(flex), math.sin(flex))
        wrists.append(_arm_wrist(shoulder, upper, lower))
        poles.append(_vec(side * 0.15, -0.1, -1.0))
        palms.append(_vec(-side * 0.12, math.sin(flex), math.cos(flex)))
    return replace(
        base,
        chest_pitch_rad=chest_pitch,
        wrists_m=np.stack(wrists),
        elbow_poles=np.stack(poles),
        palms=np.stack(palms),
        grip=1.0,
    )


# The dumbbells rest on the floor in front of the place where the curls are done.
_CURL_YAW_RAD = math.radians(-24.0)
_DUMBBELL_RADIUS_M = 0.056
_DUMBBELL_REST_LOCAL_M = np.stack([_vec(s * 0.33, _DUMBBELL_RADIUS_M, 0.42) for s in SIDES])
_PALM_TO_WRIST_M = 0.078
_PALM_DEPTH_M = 0.030


def _reaching_dumbbells() -> _Pose:
    """Bent down with the hands around the dumbbells on the floor."""
    base = _standing(_CURL_YAW_RAD, 0.14)
    palms = np.stack([_vec(-s, 0.0, 0.0) for s in SIDES])
    wrists = _DUMBBELL_REST_LOCAL_M + _vec(0.0, _PALM_TO_WRIST_M, 0.0) - palms * _PALM_DEPTH_M
    return replace(
        base,
        pelvis_m=_vec(0.0, 0.50, -0.24),
        pelvis_pitch_rad=0.92,
        chest_pitch_rad=1.22,
        head_pitch_rad=0.75,
        head_yaw_rad=0.0,
        wrists_m=wrists,
        elbow_poles=np.stack([_vec(s * 0.8, 0.2, -0.5) for s in SIDES]),
        palms=palms,
        flat=0.0,
        grip=1.0,
        knee_out=0.3,
    )


_FLOOR_YAW_RAD = math.radians(64.0)
_FLOOR_ROOT_M = _vec(-0.10, 0.0, -0.36)
_HAND_FORWARD_M = 0.52
_HAND_HALF_M = 0.25
_BODY_LINE_M = THIGH_M + SHIN_M + _SPINE_LOWER_M + _SPINE_UPPER_M - _SHOULDER_DROP_M - 0.01
_PLANK_HEEL_RAD = 1.22
_HAND_HEIGHT_M = 0.035


def _hands_on_floor(pose: _Pose) -> _Pose:
    return replace(
        pose,
        wrists_m=np.stack([_vec(s * _HAND_HALF_M, 0.06, _HAND_FORWARD_M) for s in SIDES]),
        elbow_poles=np.stack([_vec(s * 0.75, 0.15, -0.75) for s in SIDES]),
        palms=np.stack([_vec(0.0, -1.0, 0.0) for _ in SIDES]),
        flat=1.0,
        grip=0.0,
    )


def _crouching() -> _Pose:
    """Crouched with the hands on the floor, ready to step back."""
    base = _standing(_FLOOR_YAW_RAD, 0.13, _FLOOR_ROOT_M)
    return _hands_on_floor(
        replace(
            base,
            pelvis_m=_vec(0.0, 0.53, -0.04),
            pelvis_pitch_rad=1.12,
            chest_pitch_rad=1.32,
            head_pitch_rad=0.75,
            head_yaw_rad=0.0,
            heel_rad=np.full(2, 0.55),
            knee_out=0.3,
        )
    )


def _push_up(depth: float) -> _Pose:
    """Push-up; depth 0 (arms straight) to 1 (chest just above the floor)."""
    base = _standing(_FLOOR_YAW_RAD, 0.10, _FLOOR_ROOT_M)
    ankle_y = BALL_TO_ANKLE_M * math.sin(_PLANK_HEEL_RAD) + ANKLE_HEIGHT_M * math.cos(
        _PLANK_HEEL_RAD
    )
    top_y, low_y = 0.575, 0.215
    slope_top = math.asin((top_y - ankle_y) / _BODY_LINE_M)
    ankle_z = _HAND_FORWARD_M - 0.03 - _BODY_LINE_M * math.cos(slope_top)
    slope = math.asin((top_y + (low_y - top_y) * depth - ankle_y) / _BODY_LINE_M)
    reach = (THIGH_M + SHIN_M) * 0.997
    pelvis = _vec(0.0, ankle_y + reach * math.sin(slope), ankle_z + reach * math.cos(slope))
    lean = math.pi / 2.0 - slope
    ball_z = (
        ankle_z
        + BALL_TO_ANKLE_M * math.cos(_PLANK_HEEL_RAD)
        - ANKLE_HEIGHT_M * math.sin(_PLANK_HEEL_RAD)
    )
    turn = _yaw_matrix(_FLOOR_YAW_RAD)
    balls = np.stack([_FLOOR_ROOT_M + turn @ _vec(s * 0.09, 0.0, ball_z) for s in SIDES])
    return _hands_on_floor(
        replace(
            base,
            pelvis_m=pelvis,
            pelvis_pitch_rad=lean - 0.03,
            chest_pitch_rad=lean + 0.02,
            head_pitch_rad=lean - 0.42,
            head_yaw_rad=0.0,
            balls_m=balls,
            foot_yaw_rad=np.full(2, _FLOOR_YAW_RAD),
            heel_rad=np.full(2, _PLANK_HEEL_RAD),
            knee_out=0.0,
        )
    )


def _blend(first: _Pose, second: _Pose, u: float) -> _Pose:
    """Move from one posture to another; feet that change place step one after the other."""
    eased = _ease(u)
    values = {
        field.name: getattr(first, field.name) * (1.0 - eased) + getattr(second, field.name) * eased
        for field in fields(_Pose)
    }
    balls, yaws = first.balls_m.copy(), first.foot_yaw_rad.copy()
    for i in range(2):
        step = _ease((u - 0.08 - 0.38 * i) / 0.46)
        distance_m = float(np.linalg.norm(second.balls_m[i] - first.balls_m[i]))
        balls[i] = first.balls_m[i] * (1.0 - step) + second.balls_m[i] * step
        balls[i, 1] += min(0.28 * distance_m, 0.07) * math.sin(math.pi * step)
        yaws[i] = first.foot_yaw_rad[i] * (1.0 - step) + second.foot_yaw_rad[i] * step
    return _Pose(**{**values, "balls_m": balls, "foot_yaw_rad": yaws})


# --------------------------------------------------------------------------- the choreography


@dataclass(frozen=True, slots=True)
class _Beat:
    """A stretch of the choreography; `pose_at` takes seconds since its start."""

    label: str | None
    duration_s: float
    pose_at: Callable[[float], _Pose]
    holds_dumbbells: bool = False


def _repeat(
    count: int, period_s: float, pose_at_phase: Callable[[float], _Pose]
) -> Callable[[float], _Pose]:
    """Repeat a movement that starts and ends in the same posture."""

    def pose_at(local_s: float) -> _Pose:
        return pose_at_phase(min(local_s / period_s, count - 1e-9) % 1.0)

    return pose_at


def _move(first: _Pose, second: _Pose, duration_s: float) -> Callable[[float], _Pose]:
    return lambda local_s: _blend(first, second, local_s / duration_s)


def _there_and_back(phase: float, hold: float) -> float:
    """0 to 1 and back to 0 over one repetition, lingering a little at both ends."""
    wave = 0.5 - 0.5 * math.cos(2.0 * math.pi * phase)
    return wave - hold * math.sin(2.0 * math.pi * wave) / (2.0 * math.pi)


@functools.cache
def _choreography() -> tuple[_Beat, ...]:
    squat_yaw, jack_yaw = math.radians(-36.0), math.radians(4.0)
    at_ease = _standing(squat_yaw)
    before_jacks = _standing(jack_yaw, 0.12)
    before_curls = _standing(_CURL_YAW_RAD, 0.14)
    reaching, lifted = _reaching_dumbbells(), _curling(_CURL_YAW_RAD, 0.0)
    open_hands = replace(reaching, grip=0.35)
    before_floor = _standing(_FLOOR_YAW_RAD, 0.13, _FLOOR_ROOT_M)
    crouching, plank = _crouching(), _push_up(0.0)

    def squat(phase: float) -> _Pose:
        return _squatting(squat_yaw, _there_and_back(phase, 0.25))

    def jack(phase: float) -> _Pose:
        return _jumping_jack(jack_yaw, phase)

    def curl(phase: float) -> _Pose:
        return _curling(_CURL_YAW_RAD, _there_and_back(phase, 0.2))

    def push(phase: float) -> _Pose:
        return _push_up(_there_and_back(phase, 0.15))

    def still(pose: _Pose) -> Callable[[float], _Pose]:
        return lambda _: pose

    return (
        _Beat(None, 1.5, still(at_ease)),
        _Beat(None, 0.4, _move(at_ease, squat(0.0), 0.4)),
        _Beat(SQUAT, 6.3, _repeat(3, 2.1, squat)),
        _Beat(None, 0.9, _move(squat(0.0), before_jacks, 0.9)),
        _Beat(None, 0.4, still(before_jacks)),
        _Beat(None, 0.2, _move(before_jacks, jack(0.0), 0.2)),
        _Beat(JUMPING_JACK, 4.8, _repeat(5, 0.96, jack)),
        _Beat(None, 0.2, _move(jack(0.0), before_jacks, 0.2)),
        _Beat(None, 0.7, _move(before_jacks, before_curls, 0.7)),
        _Beat(None, 0.9, _move(before_curls, open_hands, 0.9)),
        _Beat(None, 0.2, _move(open_hands, reaching, 0.2)),
        _Beat(None, 0.9, _move(reaching, lifted, 0.9), holds_dumbbells=True),
        _Beat(BICEPS_CURL, 5.4, _repeat(3, 1.8, curl), holds_dumbbells=True),
        _Beat(None, 0.9, _move(lifted, reaching, 0.9), holds_dumbbells=True),
        _Beat(None, 0.2, _move(reaching, open_hands, 0.2)),
        _Beat(None, 0.8, _move(open_hands, before_curls, 0.8)),
        _Beat(None, 0.9, _move(before_curls, before_floor, 0.9)),
        _Beat(None, 0.8, _move(before_floor, crouching, 0.8)),
        _Beat(None, 0.8, _move(crouching, plank, 0.8)),
        _Beat(PUSH_UP, 5.4, _repeat(3, 1.8, push)),
        _Beat(None, 0.8, _move(plank, crouching, 0.8)),
        _Beat(None, 0.9, _move(crouching, before_floor, 0.9)),
        _Beat(None, 0.4, still(before_floor)),
    )


def demo_scenes() -> list[DemoScene]:
    """Return the truth about the clip: scenes in order, without gaps or overlaps.

    Neighbouring stretches without an exercise are one scene.
    """
    scenes: list[DemoScene] = []
    start_s = 0.0
    for beat in _choreography():
        end_s = round(start_s + beat.duration_s, 6)
        if scenes and beat.label is None and scenes[-1].label is None:
            scenes[-1] = replace(scenes[-1], end_s=end_s)
        else:
            scenes.append(DemoScene(beat.label, start_s, end_s))
        start_s = end_s
    return scenes


def demo_duration_s() -> float:
    """Length of the whole clip, seconds."""
    return demo_scenes()[-1].end_s


def _pose_at(time_s: float) -> tuple[_Pose, bool]:
    """Posture at a time, and whether the dumbbells are in the hands."""
    start_s = 0.0
    beats = _choreography()
    beat = beats[-1]
    for candidate in beats:
        beat = candidate
        if time_s < start_s + candidate.duration_s:
            break
        start_s += candidate.duration_s
    pose = beat.pose_at(min(time_s - start_s, beat.duration_s))
    return _alive(pose, time_s), beat.holds_dumbbells


def _alive(pose: _Pose, time_s: float) -> _Pose:
    """Add breathing and a slow shift of weight; hands on the floor stay where they are."""
    shift = _vec(
        0.007 * math.sin(1.15 * time_s) + 0.003 * math.sin(2.6 * time_s + 1.0),
        0.0,
        0.004 * math.sin(0.83 * time_s + 0.4),
    )
    breath = 0.011 * math.sin(1.75 * time_s)
    upright = 1.0 - pose.flat
    raised = np.clip((pose.wrists_m[:, 1:2] - 0.2) / 0.3, 0.0, 1.0) * upright
    return replace(
        pose,
        pelvis_m=pose.pelvis_m + shift * upright,
        chest_pitch_rad=pose.chest_pitch_rad - breath * upright,
        roll_rad=pose.roll_rad + 0.9 * shift[0] * upright,
        head_yaw_rad=pose.head_yaw_rad + 0.05 * math.sin(0.7 * time_s) * upright,
        head_pitch_rad=pose.head_pitch_rad + 0.02 * math.sin(1.0 * time_s + 2.0),
        wrists_m=pose.wrists_m + (shift * 1.4 + _vec(0.0, breath * 0.25, 0.0)) * raised,
    )


# ------------------------------------------------------------------------- the posed skeleton


@dataclass(frozen=True, slots=True, eq=False)
class _Limb:
    """Two bones; all shape (3,). `hinge` is the axis about which the middle joint bends."""

    start_m: FloatArray
    middle_m: FloatArray
    end_m: FloatArray
    hinge: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Foot:
    ball_m: FloatArray
    forward: FloatArray
    heel_rad: float


@dataclass(frozen=True, slots=True, eq=False)
class _Hand:
    """A hand; `fingers`, `palm` and `thumb` are unit directions."""

    wrist_m: FloatArray
    fingers: FloatArray
    palm: FloatArray
    thumb: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Skeleton:
    """A posture worked out in the world; matrices hold left, up, forward as columns."""

    pelvis_m: FloatArray
    neck_m: FloatArray
    head_m: FloatArray
    pelvis: FloatArray
    chest: FloatArray
    head: FloatArray
    arms: tuple[_Limb, ...]
    legs: tuple[_Limb, ...]
    feet: tuple[_Foot, ...]
    hands: tuple[_Hand, ...]
    grip: float


def _two_bones(
    start_m: FloatArray, target_m: FloatArray, first_m: float, second_m: float, pole: FloatArray
) -> _Limb:
    """Reach for a target with two bones; the middle joint goes towards the pole."""
    way = target_m - start_m
    distance = min(max(float(np.linalg.norm(way)), 0.05), (first_m + second_m) * 0.9992)
    axis = _unit(way)
    along = (distance**2 + first_m**2 - second_m**2) / (2.0 * distance)
    aside = math.sqrt(max(first_m**2 - along**2, 0.0))
    out = _unit(pole - axis * float(pole @ axis))
    middle = start_m + axis * along + out * aside
    return _Limb(start_m, middle, start_m + axis * distance, _unit(_cross(axis, out)))


def _foot_up(heel_rad: float, forward: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Directions from the ball of a foot to its heel, and up from its sole."""
    up = _vec(0.0, 1.0, 0.0)
    c, s = math.cos(heel_rad), math.sin(heel_rad)
    return -forward * c + up * s, up * c + forward * s


def _solve(pose: _Pose) -> _Skeleton:
    """Work out all joints of a posture."""
    turn = _yaw_matrix(pose.yaw_rad)
    roll = _roll_matrix(pose.roll_rad)
    pelvis = turn @ _pitch_matrix(pose.pelvis_pitch_rad) @ roll
    chest = turn @ _pitch_matrix(pose.chest_pitch_rad) @ roll
    head = turn @ _yaw_matrix(pose.head_yaw_rad) @ _pitch_matrix(pose.head_pitch_rad)
    pelvis_m = pose.root_m + turn @ pose.pelvis_m
    neck_m = pelvis_m + pelvis[:, 1] * _SPINE_LOWER_M + chest[:, 1] * _SPINE_UPPER_M
    neck_up = _unit(chest[:, 1] * 0.6 + head[:, 1] * 0.4)
    head_m = neck_m + neck_up * 0.070 + head @ _vec(0.0, 0.104, 0.022)

    arms, legs, feet, hands = [], [], [], []
    for i, side in enumerate(SIDES):
        target = pose.root_m + turn @ pose.wrists_m[i]
        low = _shoulder(neck_m, chest, side, 0.0)
        rise = float(_unit(target - low) @ chest[:, 1])
        lift = _ease((rise + 0.15) / 1.1)
        shoulder = _shoulder(neck_m, chest, side, lift)
        arm = _two_bones(shoulder, target, UPPER_ARM_M, FOREARM_M, turn @ pose.elbow_poles[i])
        arms.append(arm)
        fingers = _unit(arm.end_m - arm.middle_m) * (1.0 - pose.flat) + turn[:, 2] * pose.flat
        fingers = _unit(fingers)
        palm = turn @ pose.palms[i]
        palm = _unit(palm - fingers * float(palm @ fingers))
        hands.append(_Hand(arm.end_m, fingers, palm, _cross(fingers, palm) * -side))

        toe_yaw = float(pose.foot_yaw_rad[i])
        forward = _vec(math.sin(toe_yaw), 0.0, math.cos(toe_yaw))
        heel_rad = float(pose.heel_rad[i])
        rear, up = _foot_up(heel_rad, forward)
        ball = pose.balls_m[i]
        feet.append(_Foot(ball, forward, heel_rad))
        ankle = ball + rear * BALL_TO_ANKLE_M + up * ANKLE_HEIGHT_M
        hip = pelvis_m + pelvis[:, 0] * (side * HIP_HALF_M)
        knee = pelvis[:, 2] * 0.5 + forward + turn[:, 0] * (side * pose.knee_out)
        knee = knee + _vec(0.0, 0.25, 0.0)
        legs.append(_two_bones(hip, ankle, THIGH_M, SHIN_M, knee))
    return _Skeleton(
        pelvis_m,
        neck_m,
        head_m,
        pelvis,
        chest,
        head,
        tuple(arms),
        tuple(legs),
        tuple(feet),
        tuple(hands),
        pose.grip,
    )


# ----------------------------------------------------------------------------- skin and mesh


@functools.cache
def _ring(around: int) -> tuple[FloatArray, FloatArray]:
    angle = np.arange(around) * (2.0 * math.pi / around)
    return np.cos(angle), np.sin(angle)


@functools.cache
def _grid_quads(rows: int, around: int) -> IntArray:
    """Corner indices of the quads between closed rings, shape (Q, 4)."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(around), indexing="ij")
    k = (j + 1) % around
    quads = np.stack([i * around + j, i * around + k, (i + 1) * around + k, (i + 1) * around + j])
    return np.asarray(quads.reshape(4, -1).T, dtype=np.int32)


def _grid_normals(points: FloatArray) -> FloatArray:
    """Normals of closed rings, shape (N, M, 3), outward where rings turn counter-clockwise."""
    around = np.roll(points, -1, axis=1) - np.roll(points, 1, axis=1)
    along = np.empty_like(points)
    along[1:-1] = points[2:] - points[:-2]
    along[0], along[-1] = points[1] - points[0], points[-1] - points[-2]
    return _unit(_cross(around, along))


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """Quads to be drawn.

    Attributes:
        points_m: float32, shape (V, 3).
        normals: float32, shape (V, 3).
        uv: float32, shape (V, 2), places in the face's picture, -1 where there is none.
        quads: int32, shape (Q, 4).
        colours: float32, linear red, green, blue, shape (Q, 3).
        gloss: float32, shape (Q,), 0..1.
        bias_m: float32, shape (Q,), how much nearer a quad counts when sorted (clothes).
    """

    points_m: FloatArray
    normals: FloatArray
    uv: FloatArray
    quads: IntArray
    colours: FloatArray
    gloss: FloatArray
    bias_m: FloatArray


class _MeshBuilder:
    """Collects closed grids of points into one mesh."""

    def __init__(self) -> None:
        self._points: list[FloatArray] = []
        self._normals: list[FloatArray] = []
        self._uv: list[FloatArray] = []
        self._quads: list[IntArray] = []
        self._colours: list[FloatArray] = []
        self._gloss: list[FloatArray] = []
        self._bias: list[FloatArray] = []
        self._count = 0

    def add(
        self,
        points: FloatArray,
        colour: Sequence[float] | FloatArray,
        gloss: float = 0.06,
        uv: FloatArray | None = None,
        bias_m: float = 0.0,
    ) -> None:
        """Add rings of points, shape (N, M, 3); colour is sRGB, or linear a quad (Q, 3)."""
        rows, around = points.shape[:2]
        quads = _grid_quads(rows, around)
        flat = points.reshape(-1, 3)
        self._points.append(flat)
        self._normals.append(_grid_normals(points).reshape(-1, 3))
        self._uv.append(np.full((len(flat), 2), -1.0) if uv is None else uv.reshape(-1, 2))
        self._quads.append(quads + self._count)
        tint = np.asarray(colour, dtype=np.float64)
        if tint.ndim == 1:
            tint = np.broadcast_to(_linear(tint), (len(quads), 3))
        self._colours.append(tint)
        self._gloss.append(np.full(len(quads), gloss))
        self._bias.append(np.full(len(quads), bias_m))
        self._count += len(flat)

    def build(self) -> _Mesh:
        """Return everything added so far as one mesh."""
        return _Mesh(
            np.concatenate(self._points).astype(np.float32),
            np.concatenate(self._normals).astype(np.float32),
            np.concatenate(self._uv).astype(np.float32),
            np.concatenate(self._quads).astype(np.int32),
            np.concatenate(self._colours).astype(np.float32),
            np.concatenate(self._gloss).astype(np.float32),
            np.concatenate(self._bias).astype(np.float32),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Shape of a lofted part, sampled at N places along its path.

    Attributes:
        at_m: Places along the path, metres, shape (N,).
        wide_m: Half width along the ring's first axis, shape (N,).
        deep_m: Half depth along the ring's second axis, shape (N,).
        shift_m: Shift of the ring along its second axis, shape (N,).
    """

    at_m: FloatArray
    wide_m: FloatArray
    deep_m: FloatArray
    shift_m: FloatArray


def _profile(
    rows: Sequence[tuple[float, float, float, float]],
    count: int,
    caps: tuple[float, float] = (1.0, 1.0),
) -> _Profile:
    """Make a smooth profile from (place, half width, half depth, shift) rows.

    Args:
        rows: Control rows in ascending order of place.
        count: Number of rings.
        caps: Length of the rounded ends as a multiple of the radius there; 0 is a flat end.
    """
    table = np.asarray(rows, dtype=np.float64)
    dense = np.linspace(table[0, 0], table[-1, 0], 401)
    kernel = np.exp(-0.5 * (np.arange(-40, 41) / 13.0) ** 2)
    kernel /= kernel.sum()
    columns = []
    for column in range(1, 4):
        line = np.interp(dense, table[:, 0], table[:, column])
        padded = np.concatenate(
            [2.0 * line[0] - line[40:0:-1], line, 2.0 * line[-1] - line[-2:-42:-1]]
        )
        columns.append(np.convolve(padded, kernel, mode="valid"))
    at = np.linspace(dense[0], dense[-1], count)
    wide, deep, shift = (np.interp(at, dense, c) for c in columns)
    fall = np.linspace(0.0, math.pi / 2.0, 7)[1:]
    for end, cap in ((0, caps[0]), (-1, caps[1])):
        radius = min(wide[end], deep[end])
        reach = at[end] + (1.0 if end else -1.0) * cap * radius * np.sin(fall)
        shrink = np.maximum(np.cos(fall), 0.02)
        if cap == 0.0:
            shrink = np.array([0.97, 0.8, 0.5, 0.02])
            reach = np.full(4, at[end])
        pieces = (reach, wide[end] * shrink, deep[end] * shrink, np.full(len(reach), shift[end]))
        if end:
            at, wide, deep, shift = (
                np.concatenate([a, b]) for a, b in zip((at, wide, deep, shift), pieces, strict=True)
            )
        else:
            at, wide, deep, shift = (
                np.concatenate([b[::-1], a])
                for a, b in zip((at, wide, deep, shift), pieces, strict=True)
            )
    return _Profile(at, wide, deep, shift)


def _loft(
    centres: FloatArray,
    first: FloatArray,
    second: FloatArray,
    shape: _Profile,
    around: int,
    square: float = 1.0,
) -> FloatArray:
    """Rings (N, M, 3) around centres; axes have shape (N, 3) or (3,); square < 1 is boxier."""
    cosine, sine = _ring(around)
    if square != 1.0:
        cosine = np.sign(cosine) * np.abs(cosine) ** square
        sine = np.sign(sine) * np.abs(sine) ** square
    first = np.broadcast_to(first, centres.shape)[:, None, :]
    second = np.broadcast_to(second, centres.shape)[:, None, :]
    wide = (shape.wide_m[:, None] * cosine)[..., None]
    deep = (shape.deep_m[:, None] * sine + shape.shift_m[:, None])[..., None]
    return np.asarray(centres[:, None, :] + first * wide + second * deep)


def _limb_path(limb: _Limb, at_m: FloatArray, round_m: float) -> tuple[FloatArray, FloatArray]:
    """Points and tangents along two bones with a rounded middle joint, each (N, 3)."""
    upper, lower = limb.middle_m - limb.start_m, limb.end_m - limb.middle_m
    length = float(np.linalg.norm(upper))
    up, down = _unit(upper), _unit(lower)
    signed = (at_m - length)[:, None]
    straight = limb.middle_m + np.where(signed < 0.0, up, down) * signed
    u = np.clip((signed + round_m) / (2.0 * round_m), 0.0, 1.0)
    before, after = limb.middle_m - up * round_m, limb.middle_m + down * round_m
    bend = before * (1.0 - u) ** 2 + limb.middle_m * (2.0 * u * (1.0 - u)) + after * u**2
    points = np.where(np.abs(signed) < round_m, bend, straight)
    return points, _unit(up * (1.0 - u) + down * u)


_ARM = _profile(
    [
        (0.17, 0.043, 0.046, 0.002),
        (0.25, 0.036, 0.038, 0.0),
        (0.285, 0.035, 0.037, -0.003),
        (0.345, 0.0385, 0.036, 0.0),
        (0.44, 0.030, 0.027, 0.0),
        (0.52, 0.026, 0.019, 0.0),
        (0.535, 0.027, 0.019, 0.0),
    ],
    30,
)
_SLEEVE = _profile(
    [(0.0, 0.053, 0.057, 0.0), (0.07, 0.054, 0.058, 0.0), (0.20, 0.056, 0.060, 0.0)],
    12,
    (0.9, 0.0),
)
_LEG = _profile(
    [
        (0.245, 0.064, 0.068, 0.0),
        (0.30, 0.060, 0.064, 0.0),
        (0.39, 0.051, 0.053, -0.004),
        (0.43, 0.049, 0.052, -0.006),
        (0.48, 0.049, 0.049, 0.004),
        (0.56, 0.053, 0.055, 0.012),
        (0.66, 0.044, 0.046, 0.008),
        (0.76, 0.034, 0.037, 0.003),
        (0.775, 0.0335, 0.037, 0.002),
    ],
    32,
)
_SOCK = _profile(
    [(0.735, 0.041, 0.044, 0.004), (0.78, 0.040, 0.043, 0.002), (0.84, 0.041, 0.046, 0.0)],
    8,
    (0.15, 1.0),
)
_SHORTS_LEG = _profile(
    [
        (-0.02, 0.088, 0.098, 0.0),
        (0.08, 0.088, 0.096, 0.0),
        (0.20, 0.086, 0.090, 0.0),
        (0.285, 0.084, 0.086, 0.0),
    ],
    18,
    (0.75, 0.0),
)
# Along the spine from the crotch up; wide is sideways, deep is front and back.
_SHORTS_HIP = _profile(
    [
        (-0.075, 0.120, 0.088, -0.004),
        (-0.03, 0.158, 0.114, -0.008),
        (0.02, 0.164, 0.117, -0.010),
        (0.08, 0.150, 0.104, -0.002),
        (0.10, 0.148, 0.102, 0.0),
    ],
    14,
    (0.3, 0.0),
)
_SHIRT_BODY = _profile(
    [
        (-0.015, 0.176, 0.130, -0.006),
        (0.06, 0.166, 0.120, -0.002),
        (0.14, 0.152, 0.110, 0.003),
        (0.22, 0.153, 0.112, 0.004),
        (0.31, 0.172, 0.124, 0.004),
        (0.38, 0.186, 0.125, 0.002),
        (0.43, 0.189, 0.113, -0.004),
        (0.465, 0.174, 0.098, -0.010),
        (0.490, 0.150, 0.084, -0.013),
        (0.508, 0.128, 0.074, -0.013),
        (0.522, 0.088, 0.068, -0.010),
        (0.535, 0.066, 0.062, -0.006),
    ],
    44,
    (0.0, 0.0),
)
# From the neck to the shoulder; places are shares of that way.
_YOKE = _profile([(0.0, 0.064, 0.060, 0.0), (1.0, 0.0565, 0.054, 0.0)], 9, (0.5, 0.5))
_COLLAR = _profile([(-0.022, 0.070, 0.067, 0.004), (0.006, 0.062, 0.062, 0.0)], 5, (0.0, 0.0))
_NECK = _profile(
    [(-0.03, 0.060, 0.058, -0.004), (0.03, 0.053, 0.055, 0.0), (0.11, 0.052, 0.056, 0.0)], 9
)
_PALM = _profile(
    [(0.0, 0.025, 0.017, 0.0), (0.03, 0.034, 0.018, 0.0), (0.085, 0.039, 0.013, 0.0)], 8, (0.7, 0.6)
)
_FINGER = _profile([(0.0, 0.0092, 0.0092, 0.0), (0.075, 0.0075, 0.0075, 0.0)], 9)
_THUMB = _profile([(0.0, 0.0125, 0.0125, 0.0), (0.065, 0.0095, 0.0095, 0.0)], 5)
_SHOE_TO_BALL_M = 0.185
# Along the sole from the heel; deep is half the height, shift the middle of the height.
_SHOE = _profile(
    [
        (0.0, 0.033, 0.044, 0.046),
        (0.03, 0.038, 0.047, 0.049),
        (0.07, 0.040, 0.046, 0.048),
        (0.11, 0.042, 0.038, 0.040),
        (0.16, 0.047, 0.031, 0.033),
        (0.20, 0.049, 0.027, 0.029),
        (0.245, 0.043, 0.023, 0.025),
        (0.265, 0.034, 0.020, 0.022),
    ],
    24,
    (0.5, 0.9),
)


def _add_limb(
    builder: _MeshBuilder,
    limb: _Limb,
    shape: _Profile,
    colour: Sequence[float],
    around: int,
    round_m: float,
    bias_m: float = 0.0,
) -> None:
    points, tangents = _limb_path(limb, shape.at_m, round_m)
    rings = _loft(points, limb.hinge, _cross(tangents, limb.hinge[None]), shape, around)
    builder.add(rings, colour, bias_m=bias_m)


def _spine(body: _Skeleton, at_m: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Points, left and forward directions along the spine, each (N, 3)."""
    low = body.pelvis_m + body.pelvis[:, 1] * _SPINE_LOWER_M
    knots = (
        body.pelvis_m,
        low,
        low + body.chest[:, 1] * (_SPINE_UPPER_M * 0.42),
        body.neck_m,
    )
    u = (at_m / (_SPINE_LOWER_M + _SPINE_UPPER_M))[:, None]
    inside = np.clip(u, 0.0, 1.0)
    points = (
        knots[0] * (1 - inside) ** 3
        + knots[1] * (3 * inside * (1 - inside) ** 2)
        + knots[2] * (3 * inside**2 * (1 - inside))
        + knots[3] * inside**3
    )
    length = _SPINE_LOWER_M + _SPINE_UPPER_M
    points = points + body.pelvis[:, 1] * (np.minimum(u, 0.0) * length)
    points = points + body.chest[:, 1] * (np.maximum(u - 1.0, 0.0) * length)
    mix = _smoothstep(0.1, 0.75, u)
    left = _unit(body.pelvis[:, 0] * (1 - mix) + body.chest[:, 0] * mix)
    front = _unit(body.pelvis[:, 2] * (1 - mix) + body.chest[:, 2] * mix)
    return points, left, front


def _add_torso(builder: _MeshBuilder, body: _Skeleton) -> None:
    for shape, colour, square, bias_m in (
        (_SHORTS_HIP, SHORTS, 0.92, 0.0),
        (_SHIRT_BODY, SHIRT, 0.87, 0.024),
    ):
        points, left, front = _spine(body, shape.at_m)
        # (front, left, up) is right-handed the other way round: left x up = front.
        rings = _loft(points, left, -front, replace(shape, shift_m=-shape.shift_m), 44, square)
        builder.add(rings, colour, 0.03, bias_m=bias_m)
    neck_up = _unit(body.head_m - body.neck_m)
    centres = body.neck_m + neck_up * _NECK.at_m[:, None]
    builder.add(_loft(centres, body.chest[:, 0], -body.chest[:, 2], _NECK, 24), SKIN)
    centres = body.neck_m + body.chest[:, 1] * _COLLAR.at_m[:, None]
    rings = _loft(centres, body.chest[:, 0], -body.chest[:, 2], _COLLAR, 32)
    builder.add(rings, tuple(c * 0.72 for c in SHIRT), 0.03, bias_m=0.05)


def _add_shoulder(builder: _MeshBuilder, body: _Skeleton, arm: _Limb, side: float) -> None:
    """The muscle between neck and shoulder, which fills the gap when the arm is raised."""
    inner = body.neck_m + body.chest @ _vec(side * 0.062, -0.078, -0.004)
    axis = _unit(arm.start_m - inner)
    length = float(np.linalg.norm(arm.start_m - inner))
    front = _unit(_cross(axis, body.chest[:, 1]))
    centres = inner + axis * (_YOKE.at_m * length)[:, None]
    builder.add(_loft(centres, front, _cross(axis, front), _YOKE, 24), SHIRT, 0.03, bias_m=0.02)


def _add_hand(builder: _MeshBuilder, hand: _Hand, grip: float) -> None:
    fingers, palm, across = hand.fingers, hand.palm, hand.thumb
    side = _cross(fingers, palm)
    centres = hand.wrist_m + fingers * _PALM.at_m[:, None]
    builder.add(_loft(centres, side, _cross(fingers, side), _PALM, 18), SKIN)
    curl = 0.14 + 1.30 * grip
    for k in range(4):
        base = (
            hand.wrist_m + fingers * (0.086 - 0.004 * abs(k - 1.2)) + across * (0.028 - 0.019 * k)
        )
        scale = (0.93, 1.0, 0.95, 0.78)[k]
        at = _FINGER.at_m * scale
        # The bend of a finger grows along it: three joints made round.
        angle = curl * np.clip(at / (0.075 * scale), 0.0, 1.0) * 2.0
        step = np.diff(at, prepend=at[0])[:, None]
        heading = fingers * np.cos(angle)[:, None] + palm * np.sin(angle)[:, None]
        points = base + heading[0] * at[0] + np.cumsum(heading * step, axis=0)
        builder.add(_loft(points, side, _cross(heading, side[None]), _FINGER, 8), SKIN)
    start = hand.wrist_m + fingers * 0.022 + across * 0.024
    aim = _unit(fingers * 0.75 + across * (0.62 - 0.5 * grip) + palm * (0.25 + 0.6 * grip))
    normal = _unit(_cross(aim, palm))
    centres = start + aim * _THUMB.at_m[:, None]
    builder.add(_loft(centres, normal, _cross(aim, normal), _THUMB, 10), SKIN)


def _add_shoe(builder: _MeshBuilder, foot: _Foot) -> None:
    rear, up = _foot_up(foot.heel_rad, foot.forward)
    toe_up = _vec(0.0, 1.0, 0.0)
    at = _SHOE.at_m - _SHOE_TO_BALL_M
    bend = _smoothstep(-0.03, 0.035, at)[:, None]
    heading = _unit(-rear * (1.0 - bend) + foot.forward * bend)
    upward = _unit(up * (1.0 - bend) + toe_up * bend)
    points = foot.ball_m + np.where(
        at[:, None] < 0.0, rear * -at[:, None], foot.forward * at[:, None]
    )
    side = _cross(upward, heading)
    around = 28
    cosine, sine = _ring(around)
    # Flat below, arched above.
    flat = np.where(sine < 0.0, -(np.abs(sine) ** 0.45), sine)
    width = np.sign(cosine) * np.abs(cosine) ** np.where(sine < 0.0, 0.55, 0.9)
    rings = points[:, None] + side[:, None] * (_SHOE.wide_m[:, None] * width)[..., None]
    height = _SHOE.deep_m[:, None] * flat + _SHOE.shift_m[:, None]
    rings = rings + upward[:, None] * height[..., None]
    quad_level = 0.5 * (height[:-1] + height[1:])
    quad_level = 0.5 * (quad_level + np.roll(quad_level, -1, axis=1))
    is_sole = (quad_level < 0.020).reshape(-1, 1)
    builder.add(rings, np.where(is_sole, _linear(SOLE), _linear(SHOE)), 0.12, bias_m=0.045)


# ------------------------------------------------------------------------------ head and face

_FACE_WIDTH_PX = 768
_FACE_HEIGHT_PX = 512
_HEAD_LOW_M = -0.118
_HEAD_HIGH_M = 0.124


def _hairline_m(angle: FloatArray) -> FloatArray:
    """Height of the hair's edge at an angle from the nose (0) to the back (pi)."""
    a = np.abs(angle)
    return np.interp(
        a,
        [0.0, 0.45, 0.75, 0.95, 1.10, 1.22, 1.36, 1.50, 1.85, 2.05, 2.3, math.pi],
        [0.070, 0.072, 0.066, 0.045, 0.012, -0.014, -0.016, 0.020, 0.016, -0.03, -0.066, -0.074],
    )


@functools.cache
def _face_picture() -> FloatArray:
    """The skin of the head unrolled, linear light, float32, shape (H, W, 3).

    Columns are angles from -pi to pi with the nose in the middle, rows heights from the top.
    """
    scale = 2
    width, height = _FACE_WIDTH_PX * scale, _FACE_HEIGHT_PX * scale
    angle = (np.arange(width) + 0.5) / width * 2.0 * math.pi - math.pi
    level = _HEAD_HIGH_M - (np.arange(height) + 0.5) / height * (_HEAD_HIGH_M - _HEAD_LOW_M)
    aa, yy = np.meshgrid(angle, level)
    picture = np.empty((height, width, 3), dtype=np.float64)
    picture[:] = np.array(SKIN)

    def tint(colour: Sequence[float], weight: FloatArray) -> None:
        picture[:] += (np.array(colour) - picture) * weight[..., None]

    def blob(a: float, y: float, wide: float, tall: float) -> FloatArray:
        return np.exp(-0.5 * (((aa - a) / wide) ** 2 + ((yy - y) / tall) ** 2))

    for s in (-1.0, 1.0):
        tint((214, 116, 96), 0.34 * blob(s * 0.62, -0.026, 0.20, 0.016))  # cheeks
        tint((150, 96, 74), 0.40 * blob(s * 0.40, 0.016, 0.20, 0.012))  # sockets
    tint((214, 136, 110), 0.20 * blob(0.0, -0.022, 0.13, 0.010))  # nose
    tint((150, 92, 72), 0.45 * blob(0.0, -0.0375, 0.10, 0.0035))  # below the nose
    tint((176, 120, 92), 0.35 * blob(0.0, -0.078, 0.16, 0.006))  # below the lip

    def px(a: float, y: float) -> tuple[float, float]:
        return (
            (a + math.pi) / (2.0 * math.pi) * width,
            (_HEAD_HIGH_M - y) / (_HEAD_HIGH_M - _HEAD_LOW_M) * height,
        )

    def shape(points: Sequence[tuple[float, float]], colour: Sequence[float], blur: float) -> None:
        mask = np.zeros((height, width), np.float32)
        corners = np.array([px(a, y) for a, y in points]) * 16.0
        cv2.fillPoly(mask, [corners.astype(np.int32)], (1.0,), cv2.LINE_8, 4)
        tint(colour, cv2.GaussianBlur(mask, (0, 0), blur).astype(np.float64))

    def arc(
        a: float, y: float, wide: float, top: float, low: float, tilt: float = 0.0
    ) -> list[tuple[float, float]]:
        u = np.linspace(-1.0, 1.0, 24)
        upper = [(a + wide * v, y + top * (1 - v * v) + tilt * v) for v in u]
        return upper + [(a + wide * v, y - low * (1 - v * v) + tilt * v) for v in u[::-1]]

    for s in (-1.0, 1.0):
        eye = s * 0.395
        shape(arc(eye, 0.0125, 0.200, 0.0100, 0.0065), (96, 58, 46), 2.0)  # lid line
        shape(arc(eye, 0.0120, 0.178, 0.0078, 0.0058), (246, 243, 238), 1.2)
        u = np.linspace(0.0, 2.0 * math.pi, 32)
        for radius, colour in ((0.0072, (70, 92, 96)), (0.0042, (18, 16, 18))):
            ring = [(eye + radius * 10.6 * math.cos(v), 0.0128 + radius * math.sin(v)) for v in u]
            shape(ring, colour, 1.0)
        glint = [(eye + 0.03 + 0.022 * math.cos(v), 0.0155 + 0.0019 * math.sin(v)) for v in u]
        shape(glint, (255, 255, 255), 0.8)
        lash = [(eye + 0.20 * v, 0.0120 + 0.0098 * (1 - v * v)) for v in np.linspace(-1, 1, 20)]
        lash += [(eye + 0.20 * v, 0.0120 + 0.0066 * (1 - v * v)) for v in np.linspace(1, -1, 20)]
        shape(lash, (44, 28, 24), 1.0)
        brow = arc(eye + s * 0.015, 0.0335, 0.245, 0.0062, -0.0012, -s * 0.0015)
        shape(brow, (58, 36, 26), 2.0)
    wide = 0.34

    def lips(upper: Sequence[float], lower: Sequence[float]) -> list[tuple[float, float]]:
        """A smiling band between two curves given as (middle, bulge), corners drawn up."""
        v = np.linspace(-1.0, 1.0, 28)
        smile = 0.0046 * v * v
        top = upper[0] + smile + upper[1] * (1.0 - v * v)
        low = lower[0] + smile - lower[1] * (1.0 - v * v)
        outline = [*zip(wide * v, top, strict=True), *zip(wide * v[::-1], low[::-1], strict=True)]
        return [(float(a), float(y)) for a, y in outline]

    shape(lips((-0.0585, 0.0042), (-0.0590, 0.0)), (196, 112, 98), 2.0)
    shape(lips((-0.0590, 0.0), (-0.0590, 0.0066)), (208, 122, 106), 2.0)
    mouth = lips((-0.0584, 0.0006), (-0.0594, 0.0008))
    shape(mouth, (122, 52, 48), 1.2)

    hair = _smoothstep(-0.0025, 0.0025, yy - _hairline_m(aa))
    strand = 0.5 + 0.5 * np.sin(aa * 46.0 + 5.0 * np.sin(yy * 40.0))
    tone = np.array(HAIR) * (0.90 + 0.22 * strand[..., None])
    picture += (tone - picture) * hair[..., None]
    small = cv2.resize(picture, (_FACE_WIDTH_PX, _FACE_HEIGHT_PX), interpolation=cv2.INTER_AREA)
    return _linear(small).astype(np.float32)


@functools.cache
def _head_shape() -> tuple[FloatArray, FloatArray]:
    """Points of the head (N, M, 3) as left, up, forward from its middle, and their uv."""
    rows, around = 60, 64
    table = np.array(
        [
            # height, half width, front, back
            (-0.118, 0.004, 0.056, -0.030),
            (-0.115, 0.024, 0.078, 0.000),
            (-0.106, 0.036, 0.089, 0.020),
            (-0.090, 0.047, 0.094, 0.042),
            (-0.070, 0.056, 0.094, 0.064),
            (-0.045, 0.063, 0.093, 0.080),
            (-0.015, 0.069, 0.092, 0.092),
            (0.015, 0.073, 0.092, 0.099),
            (0.045, 0.0745, 0.093, 0.101),
            (0.070, 0.072, 0.087, 0.096),
            (0.092, 0.062, 0.072, 0.082),
            (0.108, 0.046, 0.050, 0.060),
            (0.118, 0.028, 0.028, 0.036),
            (0.124, 0.002, 0.000, 0.006),
        ]
    )
    warp = 0.5 - 0.5 * np.cos(np.linspace(0.0, math.pi, rows))
    linear = np.linspace(0.0, 1.0, rows)
    height = _HEAD_LOW_M + (_HEAD_HIGH_M - _HEAD_LOW_M) * (0.55 * warp + 0.45 * linear)
    half, front, back = (np.interp(height, table[:, 0], table[:, k]) for k in (1, 2, 3))
    angle = np.arange(around) * (2.0 * math.pi / around) - math.pi
    aa, yy = np.meshgrid(angle, height)
    cosine, sine = np.cos(aa), np.sin(aa)
    middle = ((front - back) * 0.5)[:, None]
    depth = ((front + back) * 0.5)[:, None]
    x = half[:, None] * np.sign(sine) * np.abs(sine) ** 0.94
    z = middle + depth * np.sign(cosine) * np.abs(cosine) ** 0.94

    def bump(a: float, y: float, wide: float, tall: float) -> FloatArray:
        return np.asarray(np.exp(-0.5 * (((aa - a) / wide) ** 2 + ((yy - y) / tall) ** 2)))

    ridge = np.interp(yy, [-0.040, -0.031, -0.022, 0.012, 0.030], [0.0, 0.017, 0.021, 0.006, 0.0])
    z = z + ridge * np.exp(-0.5 * (aa / 0.135) ** 2)
    z = z + 0.0055 * bump(0.0, -0.057, 0.22, 0.010) + 0.006 * bump(0.0, -0.098, 0.28, 0.013)
    for s in (-1.0, 1.0):
        z = z - 0.0060 * bump(s * 0.40, 0.012, 0.17, 0.012)
        z = z + 0.0035 * bump(s * 0.36, 0.034, 0.25, 0.009)
        x = x + s * 0.0035 * bump(s * 0.75, -0.022, 0.26, 0.020)
    # Hair stands out from the skin, more on top and with a wave over the forehead.
    hair = _smoothstep(-0.010, 0.014, yy - _hairline_m(aa))
    lift = 0.011 + 0.016 * _smoothstep(0.04, 0.12, yy) + 0.012 * bump(0.35, 0.095, 0.7, 0.026)
    radial = _unit(np.stack([x * 1.1, (yy - 0.01) * 0.9, z], axis=-1))
    points = np.stack([x, yy, z], axis=-1) + radial * (hair * lift)[..., None]
    uv = np.stack(
        [
            (aa + math.pi) / (2.0 * math.pi) * _FACE_WIDTH_PX,
            (_HEAD_HIGH_M - yy) / (_HEAD_HIGH_M - _HEAD_LOW_M) * _FACE_HEIGHT_PX,
        ],
        axis=-1,
    )
    return points, uv


_HEAD_SCALE = np.array([1.14, 1.06, 1.10])
_EAR = _profile([(-0.020, 0.008, 0.012, 0.0), (0.014, 0.009, 0.017, 0.0)], 5, (0.8, 0.9))


def _add_head(builder: _MeshBuilder, body: _Skeleton) -> None:
    points, uv = _head_shape()
    world = body.head_m + (points * _HEAD_SCALE) @ body.head.T
    # Angles run from forward to the left while the rings climb: that is outward.
    builder.add(world, SKIN, 0.05, uv)
    for side in SIDES:
        base = body.head_m + body.head @ _vec(side * 0.087, -0.004, -0.004)
        up = _unit(body.head @ _vec(side * 0.12, 1.0, -0.22))
        out = _unit(body.head @ _vec(1.0, -side * 0.12, side * -0.35))
        centres = base + up * _EAR.at_m[:, None]
        builder.add(_loft(centres, out, _cross(up, out), _EAR, 14), SKIN)


# ------------------------------------------------------------------------ things to hold

_HANDLE = _profile([(-0.075, 0.0135, 0.0135, 0.0), (0.075, 0.0135, 0.0135, 0.0)], 3, (0.0, 0.0))
_WEIGHT = _profile(
    [
        (-0.032, 0.046, 0.046, 0.0),
        (-0.022, 0.055, 0.055, 0.0),
        (0.022, 0.055, 0.055, 0.0),
        (0.032, 0.046, 0.046, 0.0),
    ],
    9,
    (0.0, 0.0),
)


def _add_dumbbell(builder: _MeshBuilder, centre_m: FloatArray, axis: FloatArray) -> None:
    first = _unit(_cross(axis, _vec(0.13, 0.21, 0.97)))
    if float(np.abs(axis @ _vec(0.13, 0.21, 0.97))) > 0.94:
        first = _unit(_cross(axis, _vec(0.0, 1.0, 0.0)))
    second = _cross(axis, first)
    builder.add(
        _loft(centre_m + axis * _HANDLE.at_m[:, None], first, second, _HANDLE, 12), CHROME, 0.5
    )
    for end in (-0.088, 0.088):
        centres = centre_m + axis * (_WEIGHT.at_m[:, None] + end)
        builder.add(_loft(centres, first, second, _WEIGHT, 24, 0.9), IRON, 0.35)


def _dumbbell_places(body: _Skeleton, held: bool) -> list[tuple[FloatArray, FloatArray]]:
    """Middles and axes of both dumbbells, in the hands or at rest on the floor."""
    if held:
        return [
            (
                hand.wrist_m + hand.fingers * _PALM_TO_WRIST_M + hand.palm * _PALM_DEPTH_M,
                hand.thumb,
            )
            for hand in body.hands
        ]
    turn = _yaw_matrix(_CURL_YAW_RAD)
    return [(turn @ rest, turn[:, 2].copy()) for rest in _DUMBBELL_REST_LOCAL_M]


def _body_mesh(body: _Skeleton, held: bool) -> _Mesh:
    """The whole figure with its dumbbells."""
    builder = _MeshBuilder()
    _add_torso(builder, body)
    _add_head(builder, body)
    for side, arm, hand in zip(SIDES, body.arms, body.hands, strict=True):
        _add_shoulder(builder, body, arm, side)
        _add_limb(builder, arm, _ARM, SKIN, 22, 0.045)
        _add_limb(builder, arm, _SLEEVE, SHIRT, 24, 0.045, 0.014)
        _add_hand(builder, hand, body.grip)
    for leg, foot in zip(body.legs, body.feet, strict=True):
        _add_limb(builder, leg, _LEG, SKIN, 24, 0.06)
        _add_limb(builder, leg, _SHORTS_LEG, SHORTS, 30, 0.06)
        _add_limb(builder, leg, _SOCK, SOCK, 24, 0.05, 0.02)
        _add_shoe(builder, foot)
    for centre, axis in _dumbbell_places(body, held):
        _add_dumbbell(builder, centre, axis)
    return builder.build()


_Capsule: TypeAlias = tuple[FloatArray, FloatArray, float]


def _capsules(body: _Skeleton, held: bool) -> list[_Capsule]:
    """A coarse stand-in for the figure, for shadows: (from, to, radius) in metres."""
    chest_m = body.neck_m - body.chest[:, 1] * 0.14
    parts: list[_Capsule] = [
        (body.head_m - body.head[:, 1] * 0.02, body.head_m + body.head[:, 1] * 0.03, 0.095),
        (body.pelvis_m, body.pelvis_m + body.pelvis[:, 1] * 0.12, 0.125),
        (chest_m + body.chest[:, 0] * 0.06, chest_m - body.chest[:, 0] * 0.06, 0.118),
        (body.pelvis_m + body.pelvis[:, 1] * 0.15, chest_m, 0.115),
    ]
    for arm, hand in zip(body.arms, body.hands, strict=True):
        parts.append((arm.start_m, arm.middle_m, 0.046))
        parts.append((arm.middle_m, arm.end_m, 0.034))
        parts.append((hand.wrist_m, hand.wrist_m + hand.fingers * 0.13, 0.032))
    for leg, foot in zip(body.legs, body.feet, strict=True):
        parts.append((leg.start_m, leg.middle_m, 0.076))
        parts.append((leg.middle_m, leg.end_m, 0.050))
        rear, up = _foot_up(foot.heel_rad, foot.forward)
        parts.append((foot.ball_m + rear * 0.15 + up * 0.04, foot.ball_m + up * 0.03, 0.042))
        toe = foot.ball_m + _vec(0.0, 0.025, 0.0)
        parts.append((toe, toe + foot.forward * 0.05, 0.040))
    for centre, axis in _dumbbell_places(body, held):
        parts.append((centre - axis * 0.10, centre + axis * 0.10, 0.05))
    return parts


# ---------------------------------------------------------------------------- camera and paint


@dataclass(frozen=True, slots=True, eq=False)
class _Camera:
    """A pinhole camera; rows of `axes` are right, up, forward."""

    place_m: FloatArray
    axes: FloatArray
    focal_px: float
    centre_px: tuple[float, float]

    def project(self, points_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return pixel positions (N, 2) and depths (N,) of points (N, 3)."""
        seen = (points_m - self.place_m) @ self.axes.T
        depth = np.maximum(seen[:, 2], 0.05)
        x = self.centre_px[0] + self.focal_px * seen[:, 0] / depth
        y = self.centre_px[1] - self.focal_px * seen[:, 1] / depth
        return np.stack([x, y], axis=1), depth


def _camera(width_px: int, height_px: int) -> _Camera:
    place, aim = _vec(0.0, 1.42, 5.3), _vec(0.0, 1.03, 0.0)
    forward = _unit(aim - place)
    right = _unit(_cross(forward, _vec(0.0, 1.0, 0.0)))
    axes = np.stack([right, _cross(right, forward), forward])
    focal = 2.06 * min(height_px, width_px * 9.0 / 16.0)
    return _Camera(place, axes, focal, (width_px * 0.5, height_px * 0.5))


def _occlusion(mesh: _Mesh, capsules: Sequence[_Capsule]) -> tuple[FloatArray, FloatArray]:
    """How much sky and how much key light reach each vertex, both (V,) in 0..1."""
    centres, radii = [], []
    for start, end, thick_m in capsules:
        count = max(2, math.ceil(float(np.linalg.norm(end - start)) / (thick_m * 1.3)) + 1)
        for u in np.linspace(0.0, 1.0, count):
            centres.append(start * (1.0 - u) + end * u)
            radii.append(thick_m)
    spheres = np.asarray(centres, dtype=np.float32)
    radius = np.asarray(radii, dtype=np.float32)
    light = _unit(KEY_LIGHT).astype(np.float32)
    points, normals = mesh.points_m, mesh.normals
    # |c - p|^2, (c - p).n and (c - p).l as matrix products.
    square = (
        np.sum(points * points, axis=1)[:, None]
        + np.sum(spheres * spheres, axis=1)[None]
        - 2.0 * points @ spheres.T
    )
    square = np.maximum(square, 1e-6)
    facing = normals @ spheres.T - np.sum(normals * points, axis=1)[:, None]
    distance = np.sqrt(square)
    blocked = np.clip(facing / distance, 0.0, 1.0) * np.minimum(radius**2 / square, 1.0)
    sky = np.exp(-0.62 * blocked.sum(axis=1))
    along = (spheres @ light)[None] - (points @ light)[:, None]
    aside = np.sqrt(np.maximum(square - along * along, 0.0)) / radius
    soft = 0.25 + 0.35 * np.clip(along, 0.0, 1.0)
    cover = np.clip((1.0 + soft - aside) / (2.0 * soft), 0.0, 1.0)
    cover = cover * np.clip((along / radius - 0.9) / 0.8, 0.0, 1.0)
    key = np.prod(1.0 - 0.55 * cover, axis=1)
    ground = np.clip(points[:, 1] / 0.30, 0.0, 1.0)
    sky = sky * (1.0 - 0.45 * (1.0 - ground) * np.clip(0.4 - normals[:, 1], 0.0, 1.0))
    return sky, key


def _paint(
    mesh: _Mesh,
    light: tuple[FloatArray, FloatArray],
    camera: _Camera,
    picture: UInt8Array,
    supersampling: int = SUPERSAMPLING,
) -> None:
    """Draw a mesh over a BGR picture, anti-aliased."""
    height_px, width_px = picture.shape[:2]
    flat, depth = camera.project(mesh.points_m)
    low = np.maximum(np.floor(flat.min(axis=0)).astype(int) - 2, 0)
    high = np.minimum(np.ceil(flat.max(axis=0)).astype(int) + 3, (width_px, height_px))
    size = high - low
    if (size <= 0).any():
        return
    local = (flat - low) * supersampling
    corners = local[mesh.quads]  # (Q, 4, 2)
    first, second = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    seen = np.flatnonzero(area < -1e-3)
    near = depth[mesh.quads[seen]].mean(axis=1) - mesh.bias_m[seen]
    order = seen[np.argsort(-near, kind="stable")]
    ids = np.full((size[1] * supersampling, size[0] * supersampling), -1, np.int32)
    outlines = np.round(corners[order] * 16.0 - 8.0).astype(np.int32)
    fill = cv2.fillConvexPoly
    for number, outline in zip(order.tolist(), outlines, strict=True):
        fill(ids, outline, (number,), 8, 4)

    rows, columns = np.nonzero(ids >= 0)
    if len(rows) == 0:
        return
    quad = ids[rows, columns]
    colour = _shade(mesh, light, camera, quad, rows, columns, corners, order)
    canvas = np.zeros((*ids.shape, 4), np.float32)
    canvas[rows, columns, :3] = colour[:, ::-1]
    canvas[rows, columns, 3] = 1.0
    small = cv2.resize(canvas, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA)
    window = picture[low[1] : high[1], low[0] : high[0]]
    mixed = window * (1.0 - small[..., 3:]) + small[..., :3] * 255.0
    window[:] = np.clip(mixed + 0.5, 0.0, 255.0).astype(np.uint8)


def _shade(
    mesh: _Mesh,
    light: tuple[FloatArray, FloatArray],
    camera: _Camera,
    quad: IntArray,
    rows: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    corners: FloatArray,
    drawn: npt.NDArray[np.intp],
) -> FloatArray:
    """Colour of covered pixels, sRGB 0..1, float32, shape (P, 3) in red, green, blue."""
    # Inside a quad everything is linear in the shares of its two diagonals.
    slot = np.zeros(len(mesh.quads), np.int32)
    slot[drawn] = np.arange(len(drawn), dtype=np.int32)
    corner_px = corners[drawn].astype(np.float32)
    index = mesh.quads[drawn]
    values = np.concatenate([mesh.normals, mesh.uv, light[0][:, None], light[1][:, None]], axis=1)
    values = values.astype(np.float32)[index]  # (D, 4, 7)
    mean = values.mean(axis=1)
    along_a, along_b = values[:, 2] - values[:, 0], values[:, 3] - values[:, 1]
    a, b = corner_px[:, 2] - corner_px[:, 0], corner_px[:, 3] - corner_px[:, 1]
    area = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    inverse = np.stack([b[:, 1], -b[:, 0], -a[:, 1], a[:, 0]], axis=1) / area[:, None]
    middle = corner_px.mean(axis=1)

    which = slot[quad]
    x = columns.astype(np.float32) + 0.5 - middle[which, 0]
    y = rows.astype(np.float32) + 0.5 - middle[which, 1]
    inv = inverse[which]
    share_a = np.clip(inv[:, 0] * x + inv[:, 1] * y, -0.5, 0.5)[:, None]
    share_b = np.clip(inv[:, 2] * x + inv[:, 3] * y, -0.5, 0.5)[:, None]
    value = mean[which] + along_a[which] * share_a + along_b[which] * share_b

    normal = _unit(value[:, :3])
    sky, key = value[:, 5], value[:, 6]
    albedo = mesh.colours[quad]
    on_face = np.flatnonzero(value[:, 3] >= 0.0)
    if len(on_face):
        u = np.ascontiguousarray(value[on_face, 3] - 0.5)
        v = np.ascontiguousarray(value[on_face, 4] - 0.5)
        skin = np.empty((len(on_face), 3), np.float32)
        picture = _face_picture()
        for start in range(0, len(on_face), 30000):
            part = slice(start, start + 30000)
            skin[part] = cv2.remap(
                picture, u[part, None], v[part, None], cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE
            )[:, 0]
        albedo[on_face] = skin

    sun = _unit(KEY_LIGHT).astype(np.float32)
    back = _unit(BACK_LIGHT).astype(np.float32)
    view = -camera.axes[2].astype(np.float32)
    toward = normal @ sun
    direct = np.clip((toward + 0.22) / 1.22, 0.0, 1.0) ** 1.25 * key
    up = 0.5 + 0.5 * normal[:, 1]
    edge = np.clip(1.0 - normal @ view, 0.0, 1.0) ** 3
    rim = edge * np.clip(normal @ back + 0.25, 0.0, 1.0) * sky
    half = _unit(sun + view)
    shine = np.clip(normal @ half, 0.0, 1.0) ** 28 * key * mesh.gloss[quad]
    warm = np.array([1.0, 0.95, 0.87], np.float32)
    cool = np.array([0.50, 0.545, 0.60], np.float32)
    floor = np.array([0.30, 0.235, 0.18], np.float32)
    ambient = (cool * up[:, None] + floor * (1.0 - up[:, None])) * sky[:, None]
    lit = albedo * (direct[:, None] * warm * 0.98 + ambient)
    lit = lit + (rim[:, None] * (0.30 * albedo + 0.07)) + shine[:, None] * warm
    lit = np.where(lit > 0.75, 0.75 + 0.25 * np.tanh((lit - 0.75) / 0.25), lit)
    return np.asarray(np.clip(lit, 0.0, 1.0) ** np.float32(1.0 / 2.2), dtype=np.float32)


# ------------------------------------------------------------------------------------ the room

_WALL_Z_M = -1.75
_FLOOR_X_M = (-3.6, 3.6)
_FLOOR_Z_M = (_WALL_Z_M, 1.65)
_PLANK_PX_PER_M = 240
_SHADOW_PX_PER_M = 90

WALL = (233, 224, 208)
ARCH = (226, 196, 172)
WOOD = (196, 154, 112)
CABINET = (178, 128, 86)
MAT = (112, 122, 158)
MAT_EDGE = (136, 146, 180)
POT = (214, 120, 84)
LEAF = (62, 118, 74)
BALL = (222, 150, 66)
CREAM = (244, 238, 226)


def _floor_to_picture(camera: _Camera, px_per_m: float) -> FloatArray:
    """Homography from a map of the floor (seen from above) to the picture."""
    (x0, x1), (z0, z1) = _FLOOR_X_M, _FLOOR_Z_M
    corners = np.array([[x0, 0.0, z0], [x1, 0.0, z0], [x1, 0.0, z1], [x0, 0.0, z1]])
    there, _ = camera.project(corners)
    here = (corners[:, [0, 2]] - [x0, z0]) * px_per_m
    return np.asarray(
        cv2.getPerspectiveTransform(here.astype(np.float32), there.astype(np.float32)),
        dtype=np.float64,
    )


def _floor_pixels(points_m: FloatArray, px_per_m: float) -> IntArray:
    """Pixels, in sixteenths, of floor points (N, 2) given as x and z."""
    flat = (np.asarray(points_m) - [_FLOOR_X_M[0], _FLOOR_Z_M[0]]) * px_per_m
    return np.round(flat * 16.0).astype(np.int32)


def _floor_map() -> FloatArray:
    """Boards, mat and sunlight from above, sRGB 0..255, shape (H, W, 3)."""
    scale = _PLANK_PX_PER_M
    width = round((_FLOOR_X_M[1] - _FLOOR_X_M[0]) * scale)
    height = round((_FLOOR_Z_M[1] - _FLOOR_Z_M[0]) * scale)
    x = _FLOOR_X_M[0] + (np.arange(width) + 0.5) / scale
    z = _FLOOR_Z_M[0] + (np.arange(height) + 0.5) / scale
    board_m, length_m = 0.17, 1.5
    row = np.floor(x / board_m).astype(int)
    shift = (row * 0.618 % 1.0) * length_m
    piece = np.floor((z[:, None] + shift[None]) / length_m).astype(int)
    tone = np.sin(row[None] * 12.9898 + piece * 78.233) * 43758.5453
    tone = (tone - np.floor(tone)) - 0.5
    grain = np.sin(x[None] * 190.0 + 2.0 * np.sin(z[:, None] * 2.2 + row[None]))
    factor = 1.0 + 0.085 * tone + 0.010 * grain
    gap = np.minimum(x / board_m - row, row + 1 - x / board_m) * board_m
    joint = (z[:, None] + shift[None]) / length_m - piece
    joint = np.minimum(joint, 1.0 - joint) * length_m
    factor = factor * (1.0 - 0.24 * np.exp(-((gap / 0.0045) ** 2)))[None]
    factor = factor * (1.0 - 0.20 * np.exp(-((joint / 0.006) ** 2)))
    picture = np.array(WOOD) * factor[..., None]

    def fill(points_m: FloatArray, blur_m: float) -> FloatArray:
        mask = np.zeros((height, width), np.float32)
        cv2.fillPoly(mask, [_floor_pixels(points_m, scale)], (1.0,), cv2.LINE_8, 4)
        soft = cv2.GaussianBlur(mask, (0, 0), blur_m * scale)
        return np.asarray(soft[..., None], dtype=np.float32)

    heading = np.array([math.sin(_FLOOR_YAW_RAD), math.cos(_FLOOR_YAW_RAD)])
    across = np.array([heading[1], -heading[0]])
    middle = np.array([-0.06, -0.22])

    def rounded(half_long: float, half_wide: float, radius: float) -> FloatArray:
        turn = np.linspace(0.0, 2.0 * math.pi, 65)[:-1]
        u = np.cos(turn) * radius + np.sign(np.cos(turn)) * (half_long - radius)
        v = np.sin(turn) * radius + np.sign(np.sin(turn)) * (half_wide - radius)
        return np.asarray(middle + u[:, None] * heading + v[:, None] * across)

    below = fill(rounded(1.19, 0.645, 0.10) + np.array([0.012, -0.012]), 0.02)
    picture = picture * (1.0 - 0.35 * below)
    for half_long, half_wide, colour in ((1.17, 0.63, MAT_EDGE), (1.13, 0.59, MAT)):
        mask = fill(rounded(half_long, half_wide, 0.09), 0.004)
        picture += (np.array(colour) - picture) * mask
    sun = np.zeros((height, width, 1))
    for pane in range(2):
        left = -2.62 + 0.60 * pane
        corners = [(left, -1.30), (left + 0.52, -1.30), (left + 1.36, -0.12), (left + 0.84, -0.12)]
        sun = np.maximum(sun, fill(np.array(corners), 0.022))
    picture = picture * (1.0 + sun * np.array([0.26, 0.22, 0.14]))
    xx, zz = np.meshgrid(x, z)
    fall = np.exp(-((xx + 0.5) ** 2 / 7.0 + (zz - 0.2) ** 2 / 6.0))
    near_wall = 1.0 - 0.20 * np.exp(-(zz - _WALL_Z_M) / 0.16)
    return np.asarray(np.clip(picture * ((0.80 + 0.24 * fall) * near_wall)[..., None], 0, 255))


class _RoomPainter:
    """Paints flat shapes of the room into a float picture, sRGB 0..255."""

    def __init__(self, camera: _Camera, width_px: int, height_px: int) -> None:
        self.camera = camera
        self.picture = np.zeros((height_px, width_px, 3), np.float32)
        self._unit_px = height_px / 720.0

    def mask(self, points_m: Sequence[FloatArray], blur_px: float = 0.0) -> FloatArray:
        """Coverage of a polygon given by its corners in space, shape (H, W, 1)."""
        flat, _ = self.camera.project(np.asarray(points_m))
        mask = np.zeros(self.picture.shape[:2], np.float32)
        outline = np.round(flat * 16.0 - 8.0).astype(np.int32)
        cv2.fillPoly(mask, [outline], (1.0,), cv2.LINE_8, 4)
        if blur_px > 0.0:
            mask = cv2.GaussianBlur(mask, (0, 0), blur_px * self._unit_px)
        return np.asarray(mask[..., None])

    def tint(self, mask: FloatArray, colour: Sequence[float] | FloatArray) -> None:
        """Lay a colour over the picture where the mask is."""
        self.picture += (np.asarray(colour, np.float32) - self.picture) * mask

    def shade(self, mask: FloatArray, factor: float) -> None:
        """Darken or brighten where the mask is."""
        self.picture *= 1.0 + (factor - 1.0) * mask

    def wall_quad(
        self, x0: float, x1: float, y0: float, y1: float, z: float = _WALL_Z_M
    ) -> list[FloatArray]:
        """Corners of an upright rectangle parallel to the wall."""
        return [_vec(x0, y0, z), _vec(x1, y0, z), _vec(x1, y1, z), _vec(x0, y1, z)]


def _paint_wall(room: _RoomPainter) -> None:
    height, width = room.picture.shape[:2]
    across = np.linspace(0.0, 1.0, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None, None]
    glow = np.exp(-(((across - 0.40) / 0.55) ** 2 + ((down - 0.35) / 0.75) ** 2))
    room.picture[:] = np.asarray(WALL, np.float32) * (0.84 + 0.17 * glow)
    turn = np.linspace(0.0, math.pi, 60)
    arch = [_vec(0.35 + 0.98 * math.cos(a), 1.38 + 0.98 * math.sin(a), _WALL_Z_M) for a in turn]
    arch += [_vec(-0.63, 0.0, _WALL_Z_M), _vec(1.33, 0.0, _WALL_Z_M)]
    room.tint(room.mask(arch) * (0.72 + 0.1 * glow), ARCH)
    # Skirting board.
    room.shade(room.mask(room.wall_quad(-4, 4, 0.11, 0.135), 2.0), 0.90)
    room.tint(room.mask(room.wall_quad(-4, 4, 0.0, 0.115)), CREAM)
    room.shade(room.mask(room.wall_quad(-4, 4, 0.0, 0.012), 1.0), 0.75)


def _paint_window(room: _RoomPainter) -> None:
    height = room.picture.shape[0]
    left, right, low, high = -2.46, -1.30, 1.02, 2.32
    room.shade(
        room.mask(room.wall_quad(left - 0.14, right + 0.16, low - 0.16, high + 0.1), 9), 0.93
    )
    room.tint(room.mask(room.wall_quad(left - 0.08, right + 0.08, low - 0.08, high + 0.08)), CREAM)
    pane = room.mask(room.wall_quad(left, right, low, high))
    down = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None, None]
    top = np.array([150.0, 200.0, 236.0])
    bottom = np.array([236.0, 243.0, 244.0])
    room.tint(pane, top + (bottom - top) * np.clip(down / 0.45, 0.0, 1.0))
    cloud = np.zeros_like(pane)
    for x, y, r in (
        (-2.3, 2.02, 0.10),
        (-2.18, 2.05, 0.13),
        (-2.03, 2.01, 0.10),
        (-1.62, 1.82, 0.08),
    ):
        turn = np.linspace(0.0, 2.0 * math.pi, 30)
        ring = [_vec(x + 1.5 * r * math.cos(a), y + 0.6 * r * math.sin(a), _WALL_Z_M) for a in turn]
        cloud = np.maximum(cloud, room.mask(ring, 5.0))
    room.tint(cloud * pane * 0.8, (252, 252, 250))
    for base, swing, colour in ((1.36, 0.06, (168, 198, 178)), (1.22, 0.05, (128, 172, 130))):
        xs = np.linspace(left, right, 40)
        hill = [
            _vec(float(x), base + swing * math.sin(4.2 * float(x) + base * 9.0), _WALL_Z_M)
            for x in xs
        ]
        hill += [_vec(right, low, _WALL_Z_M), _vec(left, low, _WALL_Z_M)]
        room.tint(room.mask(hill, 1.5) * pane, colour)
    middle = (left + right) / 2.0
    room.tint(room.mask(room.wall_quad(middle - 0.03, middle + 0.03, low, high)), CREAM)
    edge = room.mask(room.wall_quad(left, right, high - 0.03, high), 3.0) * pane
    room.shade(edge, 0.88)
    sill = room.wall_quad(left - 0.14, right + 0.14, low - 0.13, low - 0.075, _WALL_Z_M + 0.1)
    room.shade(room.mask([p + _vec(0.03, -0.05, 0.0) for p in sill], 4.0), 0.84)
    room.tint(room.mask(sill), (250, 246, 238))
    # Curtains hang in folds.
    for inner, outer in ((left + 0.06, left - 0.42), (right - 0.06, right + 0.40)):
        side = 1.0 if outer > inner else -1.0
        shadow = room.wall_quad(min(inner, outer) + 0.05, max(inner, outer) + 0.09, 0.2, 2.5)
        room.shade(room.mask(shadow, 7.0), 0.90)
        folds = 22
        for k in range(folds):
            a, b = k / folds, min(k + 2.0, folds) / folds
            xa, xb = inner + (outer - inner) * a, inner + (outer - inner) * b
            light = 0.90 + 0.085 * math.sin(k * 1.75 + side) + 0.03 * math.sin(k * 0.6)
            strip = room.wall_quad(min(xa, xb), max(xa, xb), 0.16, 2.52, _WALL_Z_M + 0.08)
            room.tint(room.mask(strip, 1.4), np.array((236, 222, 204)) * light)
    rod = room.wall_quad(left - 0.5, right + 0.48, 2.52, 2.55, _WALL_Z_M + 0.1)
    room.tint(room.mask(rod), (120, 92, 70))


def _paint_frames(room: _RoomPainter) -> None:
    """Two abstract pictures on the wall, over the sideboard."""
    for x0, x1, y0, y1, hue in ((1.56, 2.04, 1.28, 1.94, 0), (2.15, 2.52, 1.40, 1.89, 1)):
        z = _WALL_Z_M + 0.03
        back = room.wall_quad(x0 + 0.02, x1 + 0.05, y0 - 0.05, y1 - 0.01)
        room.shade(room.mask(back, 5.0), 0.80)
        room.tint(room.mask(room.wall_quad(x0, x1, y0, y1, z)), (150, 108, 74))
        room.tint(
            room.mask(room.wall_quad(x0 + 0.022, x1 - 0.022, y0 + 0.022, y1 - 0.022, z)), CREAM
        )
        inner = room.mask(room.wall_quad(x0 + 0.07, x1 - 0.07, y0 + 0.07, y1 - 0.07, z))
        room.tint(inner, ((238, 214, 186), (196, 214, 210))[hue])
        cx, cy, w, h = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
        turn = np.linspace(0.0, 2.0 * math.pi, 40)
        disc = [
            _vec(cx + 0.10 * w + 0.20 * w * math.cos(a), cy + 0.14 * h + 0.20 * w * math.sin(a), z)
            for a in turn
        ]
        room.tint(room.mask(disc) * inner, ((222, 122, 84), (240, 226, 196))[hue])
        for level, colour in ((0.02, ((92, 140, 140), (88, 120, 138))[hue]), (-0.16, (52, 78, 98))):
            xs = np.linspace(x0, x1, 24)
            wave = [
                _vec(float(x), cy + level * h + 0.05 * h * math.sin(9.0 * (float(x) - x0) / w), z)
                for x in xs
            ]
            wave += [_vec(x1, y0, z), _vec(x0, y0, z)]
            room.tint(room.mask(wave) * inner, colour)


def _paint_sideboard(room: _RoomPainter) -> None:
    x0, x1, low, high, z0, z1 = 1.46, 2.70, 0.16, 0.74, -1.66, -1.24
    wood = np.array(CABINET, dtype=np.float64)
    for x in (x0 + 0.08, x1 - 0.12):
        for z in (z0 + 0.05, z1 - 0.05):
            room.tint(room.mask(room.wall_quad(x, x + 0.04, 0.0, low + 0.02, z)), wood * 0.55)
    shadow = room.wall_quad(x0 + 0.05, x1 + 0.1, 0.05, high, _WALL_Z_M)
    room.shade(room.mask(shadow, 9.0), 0.82)
    for x in (x0 + 0.08, x1 - 0.12):
        room.tint(room.mask(room.wall_quad(x, x + 0.04, 0.0, low + 0.02, z1 - 0.05)), wood * 0.55)
    side = [_vec(x0, low, z0), _vec(x0, low, z1), _vec(x0, high, z1), _vec(x0, high, z0)]
    room.tint(room.mask(side), wood * 0.98)
    room.tint(room.mask(room.wall_quad(x0, x1, low, high, z1)), wood)
    top = [_vec(x0, high, z1), _vec(x1, high, z1), _vec(x1, high, z0), _vec(x0, high, z0)]
    room.tint(room.mask(top), np.minimum(wood * 1.22, 255))
    third = (x1 - x0 - 0.08) / 3.0
    for k in range(3):
        a = x0 + 0.04 + k * third
        door = room.wall_quad(a + 0.012, a + third - 0.012, low + 0.05, high - 0.05, z1)
        room.shade(room.mask([p + _vec(0.006, -0.008, 0.0) for p in door], 1.2), 0.78)
        room.tint(room.mask(door), wood * (1.10 - 0.04 * k))
        knob = room.wall_quad(
            a + third / 2 - 0.05, a + third / 2 + 0.05, high - 0.12, high - 0.10, z1
        )
        room.tint(room.mask(knob), (84, 62, 46))


def _turned(
    place_m: FloatArray, rows: Sequence[tuple[float, float]]
) -> tuple[FloatArray, _Profile]:
    """Centres and profile of a turned (lathe) object from (height, radius) rows."""
    shape = _profile([(y, r, r, 0.0) for y, r in rows], 30, (0.0, 0.0))
    return place_m + _vec(0.0, 1.0, 0.0) * shape.at_m[:, None], shape


def _add_turned(
    builder: _MeshBuilder,
    place_m: FloatArray,
    rows: Sequence[tuple[float, float]],
    colour: Sequence[float],
    gloss: float = 0.1,
) -> None:
    centres, shape = _turned(place_m, rows)
    builder.add(_loft(centres, _vec(1, 0, 0), _vec(0, 0, -1), shape, 40), colour, gloss)


def _add_leaf(
    builder: _MeshBuilder,
    start_m: FloatArray,
    heading: FloatArray,
    length_m: float,
    colour: Sequence[float],
) -> None:
    """A stalk and a broad leaf that bends down with its own weight."""
    along = np.linspace(0.0, 1.0, 26)
    flat = _unit(heading * _vec(1.0, 0.0, 1.0))
    bend = np.clip(along - 0.30, 0.0, 1.0) ** 2
    points = (
        start_m
        + heading * (along * length_m)[:, None]
        + (flat * 0.25 - _vec(0.0, 0.75, 0.0)) * (bend * length_m)[:, None]
    )
    tangent = _unit(np.gradient(points, axis=0))
    side = _unit(_cross(tangent, np.broadcast_to(_vec(0.0, 1.0, 0.0), tangent.shape)))
    blade = np.clip((along - 0.36) / 0.64, 0.0, 1.0)
    wide = 0.006 + 0.165 * length_m * np.sin(math.pi * blade**0.8) ** 0.85
    wide[-1] = 0.001
    shape = _Profile(along, wide, np.full(26, 0.005), np.zeros(26))
    builder.add(_loft(points, side, _cross(tangent, side), shape, 12), colour, 0.12)


def _paint_objects(camera: _Camera, picture: UInt8Array) -> list[_Capsule]:
    """Plant, ball, lamp and vase; returns what casts shadows on the floor."""
    pot = _vec(-1.88, 0.0, -1.22)
    builder = _MeshBuilder()
    _add_turned(builder, pot, [(0.0, 0.12), (0.02, 0.135), (0.30, 0.185), (0.335, 0.19)], POT)
    soil = [(0.325, 0.172), (0.330, 0.170)]
    _add_turned(builder, pot, soil, (70, 52, 42), 0.0)
    for k in range(17):
        angle = k * 2.39996
        rise = 0.62 + 0.36 * (k / 16.0)
        reach = math.sqrt(1.0 - rise**2) if rise < 1.0 else 0.15
        heading = _unit(_vec(reach * math.cos(angle), rise, reach * math.sin(angle) * 0.8))
        start = pot + _vec(0.04 * math.cos(angle), 0.30, 0.04 * math.sin(angle))
        shade = 0.82 + 0.30 * ((k * 0.37) % 1.0)
        colour = tuple(min(c * shade, 255.0) for c in LEAF)
        _add_leaf(builder, start, heading, 0.62 + 0.42 * (k / 16.0), colour)
    mesh = builder.build()
    capsules: list[_Capsule] = [
        (pot + _vec(0.0, 0.1, 0.0), pot + _vec(0.0, 0.25, 0.0), 0.16),
        (pot + _vec(0.0, 0.7, 0.0), pot + _vec(0.0, 0.9, 0.0), 0.24),
    ]
    full = np.ones(len(mesh.points_m))
    sky = np.clip(0.45 + 0.55 * (mesh.points_m[:, 1] / 0.85), 0.0, 1.0)
    _paint(mesh, (sky, full), camera, picture, 3)

    builder = _MeshBuilder()
    ball = _vec(1.47, 0.25, -0.92)
    turn = np.linspace(-math.pi / 2, math.pi / 2, 40)
    shape = _Profile(
        0.25 * np.sin(turn), 0.25 * np.cos(turn) + 1e-3, 0.25 * np.cos(turn) + 1e-3, turn * 0.0
    )
    centres = ball + _vec(0.0, 1.0, 0.0) * shape.at_m[:, None]
    builder.add(_loft(centres, _vec(1, 0, 0), _vec(0, 0, -1), shape, 56), BALL, 0.30)
    capsules.append((ball, ball, 0.24))
    lamp = _vec(2.42, 0.74, -1.46)
    _add_turned(builder, lamp, [(0.0, 0.075), (0.015, 0.075), (0.03, 0.012), (0.24, 0.012)], CHROME)
    _add_turned(builder, lamp, [(0.22, 0.15), (0.40, 0.105)], (246, 226, 184), 0.0)
    vase = _vec(1.66, 0.74, -1.44)
    rows = [(0.0, 0.045), (0.06, 0.075), (0.13, 0.06), (0.19, 0.03), (0.22, 0.038)]
    _add_turned(builder, vase, rows, (96, 150, 152), 0.4)
    for k in range(3):
        wide, colour = ((0.17, (170, 84, 72)), (0.16, (224, 196, 140)), (0.14, (72, 92, 120)))[k]
        book = _Profile(
            np.array([0.0, 0.0, 0.034, 0.034]),
            np.array([0.01, wide, wide, 0.01]),
            np.array([0.01, 0.1, 0.1, 0.01]),
            np.zeros(4),
        )
        centres = _vec(2.03, 0.742 + 0.036 * k, -1.45) + _vec(0.0, 1.0, 0.0) * book.at_m[:, None]
        builder.add(_loft(centres, _vec(1, 0, 0), _vec(0, 0, -1), book, 28, 0.12), colour, 0.05)
    mesh = builder.build()
    full = np.ones(len(mesh.points_m))
    sky = np.clip(0.55 + 0.45 * (mesh.points_m[:, 1] / 0.4), 0.0, 1.0)
    _paint(mesh, (sky, full), camera, picture, 3)
    capsules.append((_vec(1.54, 0.1, -1.45), _vec(2.62, 0.1, -1.45), 0.2))
    return capsules


def _shadow(capsules: Sequence[_Capsule], camera: _Camera, shape: tuple[int, ...]) -> FloatArray:
    """How dark the floor is in the picture, float32 0..1, shape (H, W)."""
    scale = _SHADOW_PX_PER_M
    width = round((_FLOOR_X_M[1] - _FLOOR_X_M[0]) * scale)
    height = round((_FLOOR_Z_M[1] - _FLOOR_Z_M[0]) * scale)
    light = _unit(KEY_LIGHT)
    slide = np.array([light[0] / light[1], light[2] / light[1]])
    # Parts near the floor cast sharp shadows, high ones soft and faint ones.
    layers = [np.zeros((height, width), np.float32) for _ in range(4)]

    def stroke(layer: FloatArray, a: FloatArray, b: FloatArray, radius_m: float) -> None:
        thick = max(1, round(2.0 * radius_m * scale))
        start, end = _floor_pixels(np.stack([a, b]), scale).tolist()
        cv2.line(layer, start, end, (1.0,), thick, cv2.LINE_AA, 4)

    for start, end, radius in capsules:
        pieces = max(1, math.ceil(abs(float(end[1] - start[1])) / 0.25))
        for k in range(pieces):
            a = start + (end - start) * (k / pieces)
            b = start + (end - start) * ((k + 1) / pieces)
            mean_y = float(a[1] + b[1]) / 2.0
            layer = layers[0 if mean_y < 0.13 else 1 if mean_y < 0.55 else 2]
            stroke(layer, a[[0, 2]] - slide * a[1], b[[0, 2]] - slide * b[1], radius)
            if mean_y - radius < 0.22:
                stroke(layers[3], a[[0, 2]], b[[0, 2]], radius * 0.9)
    clear = np.ones((height, width), np.float32)
    for layer, blur_m, strength in zip(
        layers, (0.022, 0.05, 0.115, 0.045), (0.34, 0.36, 0.32, 0.42), strict=True
    ):
        soft = cv2.GaussianBlur(layer, (0, 0), blur_m * scale)
        clear *= 1.0 - strength * np.clip(soft, 0.0, 1.0)
    return np.asarray(
        cv2.warpPerspective(
            1.0 - clear,
            _floor_to_picture(camera, scale),
            (shape[1], shape[0]),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
        )
    )


_SHADOW_TINT = np.array([0.88, 0.98, 1.06], np.float32)  # blue, green, red


def _darken(picture: UInt8Array, shadow: FloatArray) -> None:
    """Lay a shadow over a BGR picture."""
    used = np.flatnonzero(shadow.max(axis=1) > 0.002)
    if len(used) == 0:
        return
    rows = slice(int(used[0]), int(used[-1]) + 1)
    factor = 1.0 - shadow[rows, :, None] * _SHADOW_TINT
    picture[rows] = (picture[rows] * np.clip(factor, 0.0, 1.0) + 0.5).astype(np.uint8)


def _soften(picture: UInt8Array, sigma_px: float) -> UInt8Array:
    """Blur a little; sigma_px is for a picture of 720 rows."""
    sigma = sigma_px * picture.shape[0] / 720.0
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.uint8)


@functools.lru_cache(maxsize=2)
def _room(width_px: int, height_px: int) -> UInt8Array:
    """The empty room, BGR, shape (H, W, 3)."""
    times = 2
    camera = _camera(width_px * times, height_px * times)
    room = _RoomPainter(camera, width_px * times, height_px * times)
    _paint_wall(room)
    _paint_window(room)
    _paint_frames(room)
    there = _floor_to_picture(camera, _PLANK_PX_PER_M)
    size = (width_px * times, height_px * times)
    boards = cv2.warpPerspective(_floor_map(), there, size, flags=cv2.INTER_AREA)
    (x0, x1), (z0, z1) = _FLOOR_X_M, _FLOOR_Z_M
    floor = [_vec(x0, 0, z0), _vec(x1, 0, z0), _vec(x1, 0, z1), _vec(x0, 0, z1)]
    room.tint(room.mask(floor), boards.astype(np.float32))
    _paint_sideboard(room)
    small = cv2.resize(room.picture, (width_px, height_px), interpolation=cv2.INTER_AREA)
    picture: UInt8Array = np.clip(small[..., ::-1] + 0.5, 0.0, 255.0).astype(np.uint8)
    camera = _camera(width_px, height_px)
    scratch = picture.copy()
    capsules = _paint_objects(camera, scratch)
    _darken(picture, _shadow(capsules[:3], camera, picture.shape))
    _paint_objects(camera, picture)
    # Out of focus, as behind a real lens: it sets the figure off and compresses well.
    picture = _soften(picture, 1.8)
    picture.flags.writeable = False
    return picture


# ------------------------------------------------------------------------------------ the clip


def _check_format(width_px: int, height_px: int, rate_hz: float) -> None:
    if width_px < 64 or height_px < 64 or width_px % 2 or height_px % 2:
        raise SettingsError(
            f"The demo clip can't be {width_px} x {height_px} pixels.",
            "Use even numbers of at least 64.",
        )
    if not (math.isfinite(rate_hz) and rate_hz > 0.0):
        raise SettingsError(
            f"The demo clip can't have {rate_hz} frames a second.", "Use a number above 0."
        )


def demo_frame(time_s: float, *, width_px: int = 1280, height_px: int = 720) -> UInt8Array:
    """Draw the clip's picture at a time.

    Args:
        time_s: Seconds since the start of the clip.
        width_px: Width in pixels.
        height_px: Height in pixels.

    Returns:
        uint8, BGR, shape (height_px, width_px, 3).
    """
    camera = _camera(width_px, height_px)
    pose, held = _pose_at(time_s)
    body = _solve(pose)
    capsules = _capsules(body, held)
    picture = _room(width_px, height_px).copy()
    _darken(picture, _shadow(capsules, camera, picture.shape))
    mesh = _body_mesh(body, held)
    _paint(mesh, _occlusion(mesh, capsules), camera, picture)
    # The encoder's quality can't be chosen; slightly soft edges keep the file small.
    return _soften(picture, 0.7)


def frames(
    *,
    width_px: int = 1280,
    height_px: int = 720,
    rate_hz: float = 30.0,
    start_s: float = 0.0,
    end_s: float | None = None,
) -> Iterator[UInt8Array]:
    """Draw the clip, or the part of it from start_s to just before end_s.

    Args:
        width_px: Width in pixels, even.
        height_px: Height in pixels, even.
        rate_hz: Frames a second.
        start_s: Time of the first frame in the clip, seconds.
        end_s: Where to stop, seconds; None for the end of the clip.

    Yields:
        uint8 pictures, BGR, shape (height_px, width_px, 3).

    Raises:
        SettingsError: If the size or the rate can't be used.
    """
    _check_format(width_px, height_px, rate_hz)
    stop_s = demo_duration_s() if end_s is None else min(end_s, demo_duration_s())
    for number in range(max(round((stop_s - start_s) * rate_hz), 0)):
        yield demo_frame(start_s + number / rate_hz, width_px=width_px, height_px=height_px)


def render_demo_clip(
    path: Path, *, width_px: int = 1280, height_px: int = 720, rate_hz: float = 30.0
) -> list[DemoScene]:
    """Render the clip into an MP4 file (MPEG-4 part 2 video, no sound).

    The file appears under its name only when it is complete.

    Args:
        path: The file to write; its folder must exist.
        width_px: Width in pixels, even.
        height_px: Height in pixels, even.
        rate_hz: Frames a second.

    Returns:
        What the clip shows and when.

    Raises:
        SettingsError: If the size or the rate can't be used.
        SinkError: If the file can't be written.
    """
    _check_format(width_px, height_px, rate_hz)
    if not path.parent.is_dir():
        raise SinkError(
            f"There is no folder {path.parent} for the demo clip.", "Create it or choose another."
        )
    part = path.with_name(f".{path.stem}.{os.getpid()}.part.mp4")
    try:
        _write(part, width_px, height_px, rate_hz)
        part.replace(path)
    except OSError as error:
        raise SinkError(
            f"The demo clip {path} could not be written: {error.strerror or error}.",
            "Check the free space and the rights of the folder.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return demo_scenes()


def _write(part: Path, width_px: int, height_px: int, rate_hz: float) -> None:
    fourcc = cv2.VideoWriter.fourcc(*"mp4v")
    writer = cv2.VideoWriter(str(part), fourcc, rate_hz, (width_px, height_px))
    try:
        if not writer.isOpened():
            raise SinkError(
                f"The video encoder could not start for {part.parent}.",
                "Check the rights of the folder and that OpenCV has its FFmpeg part.",
            )
        for picture in frames(width_px=width_px, height_px=height_px, rate_hz=rate_hz):
            writer.write(picture)
    finally:
        writer.release()


def main(arguments: Sequence[str] | None = None) -> None:
    """Render the clip from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.demo_clip", description="Draw the demo clip."
    )
    parser.add_argument("path", type=Path, help="the MP4 file to write")
    parser.add_argument("--width-px", type=int, default=1280)
    parser.add_argument("--height-px", type=int, default=720)
    parser.add_argument("--rate-hz", type=float, default=30.0)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    scenes = render_demo_clip(
        chosen.path,
        width_px=chosen.width_px,
        height_px=chosen.height_px,
        rate_hz=chosen.rate_hz,
    )
    for scene in scenes:
        logger.info("%6.2f s to %6.2f s  %s", scene.start_s, scene.end_s, scene.label or "-")


if __name__ == "__main__":
    main()
