"""Compare the pose encoder with MediaPipe's own implementation on real clips.

Only for whoever changes the encoder or converts its networks anew. In an environment with
mediapipe 0.10.21 (it needs an older NumPy, so it can't be the one of training)::

    python -m training.weights.blazepose_agreement record CLIPS.csv REFERENCE.npz

writes what the reference sees, and back in the first one::

    python -m training.weights.blazepose_agreement compare CLIPS.csv REFERENCE.npz

runs ours on the same pictures in the same order and prints the figures. `CLIPS.csv` has a column
`path`, relative to its folder. Both follow one person through every third picture of every
fifteenth clip, ten pictures a second. Pictures that repeat the one before are left out: clips that
freeze after a second would be counted for their last picture over and over.
"""

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from training.errors import DatasetError, TrainingError
from training.weights import POSE_DETECTOR, POSE_LANDMARKS
from vidclf_app.core.body import LANDMARKS, Joint
from vidclf_app.core.records import Float32Array, UInt8Array
from vidclf_app.errors import VidclfError

FloatArray = npt.NDArray[np.floating[Any]]

# Pictures whose grey values differ by less than this on average show the same: what is left is
# the codec's noise.
_LEAST_CHANGE = 0.3
_YARDSTICK_RUNS = 50
_SHOULDERS = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]
_HIPS = [Joint.LEFT_HIP, Joint.RIGHT_HIP]


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What an implementation saw, picture after picture.

    Attributes:
        clip: Paths of the pictures' clips, as in the table: str, shape (N,).
        frame: Their numbers in the clip, from 0: int64, shape (N,).
        found: Whether somebody was found: bool, shape (N,).
        picture_px: float32, shape (N, 33, 2), see `Body`; zero for nobody.
        space_m: float32, shape (N, 33, 3), likewise.
        ms: Time for each picture: float64, shape (N,).
        yardstick_ms: Time of a fixed piece of work on the same machine.
    """

    clip: npt.NDArray[np.str_]
    frame: npt.NDArray[np.int64]
    found: npt.NDArray[np.bool_]
    picture_px: Float32Array
    space_m: Float32Array
    ms: npt.NDArray[np.float64]
    yardstick_ms: float


class _Recorder:
    """Collects a recording."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, int, bool, float]] = []
        self._picture_px: list[FloatArray] = []
        self._space_m: list[FloatArray] = []

    def add(
        self, clip: str, frame: int, landmarks: tuple[FloatArray, FloatArray] | None, ms: float
    ) -> None:
        picture_px, space_m = landmarks or (np.zeros((LANDMARKS, 2)), np.zeros((LANDMARKS, 3)))
        self._rows.append((clip, frame, landmarks is not None, ms))
        self._picture_px.append(picture_px)
        self._space_m.append(space_m)

    def recording(self) -> Recording:
        clip, frame, found, ms = zip(*self._rows, strict=True)
        return Recording(
            clip=np.array(clip),
            frame=np.array(frame, dtype=np.int64),
            found=np.array(found),
            picture_px=np.array(self._picture_px, dtype=np.float32),
            space_m=np.array(self._space_m, dtype=np.float32),
            ms=np.array(ms),
            yardstick_ms=_yardstick_ms(),
        )


def torso_px(picture_px: Float32Array, space_m: Float32Array) -> npt.NDArray[np.float64]:
    """Return how long torsos would be in the picture if nothing foreshortened them.

    The length in space, from the middle of the shoulders to that of the hips, times the body's
    pixels per metre: the spread of all landmarks in the picture over their spread in space,
    without its depth.

    Args:
        picture_px: float32, shape (N, 33, 2).
        space_m: float32, shape (N, 33, 3).

    Returns:
        Shape (N,), pixels.
    """
    torso_m = np.linalg.norm(
        space_m[:, _SHOULDERS].mean(axis=1) - space_m[:, _HIPS].mean(axis=1), axis=1
    )
    px_per_m = _spread(picture_px) / _spread(space_m[..., :2])
    length: npt.NDArray[np.float64] = torso_m.astype(np.float64) * px_per_m
    return length


def figures(reference: Recording, ours: Recording) -> dict[str, Any]:
    """Return the figures of a comparison; both recordings are of the same pictures."""
    both = reference.found & ours.found
    if not both.any():
        raise TrainingError("There is no picture in which both found somebody.", "Take more clips.")
    wanted_px, wanted_m = reference.picture_px[both], reference.space_m[both]
    distances = np.linalg.norm(ours.picture_px[both] - wanted_px, axis=2)
    errors = distances / torso_px(wanted_px, wanted_m)[:, None]
    space_errors_m = np.linalg.norm(ours.space_m[both] - wanted_m, axis=2)
    ours_ms, reference_ms = float(np.median(ours.ms)), float(np.median(reference.ms))
    return {
        "pictures": len(both),
        "clips": len(np.unique(reference.clip)),
        "found_by_reference": float(reference.found.mean()),
        "found_by_ours": float(ours.found.mean()),
        "only_reference": int((reference.found & ~ours.found).sum()),
        "only_ours": int((ours.found & ~reference.found).sum()),
        "error_torsos_of_pictures": _quantiles(np.median(errors, axis=1)),
        "error_torsos_of_landmarks": _quantiles(errors),
        "error_in_space_m": _quantiles(space_errors_m),
        "somebody_else": float((np.median(errors, axis=1) > 1.0).mean()),
        "ms_ours": ours_ms,
        "ms_reference": reference_ms,
        "ms_yardstick": {"ours": ours.yardstick_ms, "reference": reference.yardstick_ms},
        "ours_over_reference": ours_ms / reference_ms * reference.yardstick_ms / ours.yardstick_ms,
        "median_torsos_by_landmark": {
            joint.name.lower(): float(np.median(errors[:, joint])) for joint in Joint
        },
    }


def save(recording: Recording, path: Path) -> None:
    """Write a recording as an .npz file."""
    np.savez_compressed(
        path, **{name: getattr(recording, name) for name in Recording.__dataclass_fields__}
    )


def load(path: Path) -> Recording:
    """Read a recording.

    Raises:
        DatasetError: The file is no recording.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            fields = {name: archive[name] for name in Recording.__dataclass_fields__}
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise DatasetError(
            f"{path}: not a recording of the reference.", "Make one with the step `record`."
        ) from error
    return Recording(**{**fields, "yardstick_ms": float(fields["yardstick_ms"])})


def record(table: Path, *, every: int, one_of: int) -> Recording:
    """Run the reference: `full` landmarks, following, nothing smoothed.

    Args:
        table: The CSV file of clips.
        every: Take each how-manieth picture of a clip.
        one_of: Take each how-manieth clip.

    Raises:
        TrainingError: mediapipe is not installed.
        DatasetError: There is no such table, or one of its clips can't be read.
    """
    try:
        import mediapipe  # type: ignore[import-not-found]
    except ImportError as error:
        raise TrainingError(
            "mediapipe is not installed here.",
            "Make an environment of its own for it: pip install mediapipe==0.10.21",
        ) from error
    recorder = _Recorder()
    for clip in _clips(table)[::one_of]:
        # Closed after each clip, and a new one for the next: it remembers the person.
        with mediapipe.solutions.pose.Pose(model_complexity=1, smooth_landmarks=False) as pose:
            for frame, pixels in moving_pictures(table.parent / clip, every):
                rgb = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
                start_s = time.perf_counter()
                seen = pose.process(rgb)
                ms = (time.perf_counter() - start_s) * 1e3
                recorder.add(clip, frame, _landmarks(seen, pixels), ms)
    return recorder.recording()


def follow(table: Path, reference: Recording) -> Recording:
    """Run ours on the pictures of a recording.

    Raises:
        DatasetError: One of its clips can't be read, or has not all of its pictures.
    """
    from vidclf_app.core.encoders import PoseEncoder
    from vidclf_app.core.engine import Engine
    from vidclf_app.core.records import Frame

    engines = [Engine(path.read_bytes(), path.name) for path in (POSE_DETECTOR, POSE_LANDMARKS)]
    encoder = PoseEncoder(*engines)
    recorder = _Recorder()
    for clip in dict.fromkeys(reference.clip.tolist()):
        encoder.reset()
        wanted = set(reference.frame[reference.clip == clip].tolist())
        for frame, pixels in _pictures(table.parent / clip):
            if frame not in wanted:
                continue
            wanted.remove(frame)
            start_s = time.perf_counter()
            body = encoder.encode(Frame(pixels, frame, 0.0, 0.0)).body
            ms = (time.perf_counter() - start_s) * 1e3
            recorder.add(clip, frame, (body.picture_px, body.space_m) if body else None, ms)
        if wanted:
            raise DatasetError(
                f"{clip}: has other pictures than when the reference was recorded.",
                "Record the reference anew.",
            )
    return recorder.recording()


def moving_pictures(path: Path, every: int) -> Iterator[tuple[int, UInt8Array]]:
    """Yield every n-th picture of a clip with its number, but none that repeats the last one."""
    before: UInt8Array | None = None
    for frame, pixels in _pictures(path):
        if frame % every:
            continue
        if before is None or float(cv2.absdiff(pixels, before).mean()) >= _LEAST_CHANGE:
            yield frame, pixels
        before = pixels


def _pictures(path: Path) -> Iterator[tuple[int, UInt8Array]]:
    video = cv2.VideoCapture(str(path))
    if not video.isOpened():
        raise DatasetError(f"{path}: can't be read.", "Check the table of clips.")
    frame = 0
    while True:
        read, pixels = video.read()
        if not read:
            break
        yield frame, pixels  # type: ignore[misc]
        frame += 1
    video.release()


def _clips(table: Path) -> list[str]:
    try:
        with table.open(encoding="utf-8", newline="") as file:
            return [row["path"] for row in csv.DictReader(file)]
    except (OSError, KeyError) as error:
        raise DatasetError(
            f"{table}: not a table of clips.", "It is a CSV file with a column `path`."
        ) from error


def _landmarks(seen: Any, pixels: UInt8Array) -> tuple[FloatArray, FloatArray] | None:
    if not seen.pose_landmarks:
        return None
    height, width = pixels.shape[:2]
    return (
        np.array([[p.x * width, p.y * height] for p in seen.pose_landmarks.landmark]),
        np.array([[p.x, p.y, p.z] for p in seen.pose_world_landmarks.landmark]),
    )


def _spread(points: Float32Array) -> npt.NDArray[np.float64]:
    """Return the points' (..., 33, D) root mean square distance from their middle."""
    away = points.astype(np.float64) - points.mean(axis=-2, keepdims=True)
    spread: npt.NDArray[np.float64] = np.sqrt((away**2).sum(axis=-1).mean(axis=-1))
    return spread


def _quantiles(values: FloatArray) -> dict[str, float]:
    shares = {"median": 0.5, "p90": 0.9, "p95": 0.95}
    return {name: float(np.quantile(values, share)) for name, share in shares.items()}


def _yardstick_ms() -> float:
    """Return the median time of turning a picture: tells how fast the machine is just now."""
    picture = np.random.default_rng(0).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    turn = cv2.getRotationMatrix2D((960.0, 540.0), 30.0, 1.0)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    times_ms = []
    for _ in range(_YARDSTICK_RUNS):
        start_s = time.perf_counter()
        cv2.warpAffine(picture, turn, (1920, 1080))
        times_ms.append((time.perf_counter() - start_s) * 1e3)
    cv2.setNumThreads(threads)
    return float(np.median(times_ms))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one step; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    steps = parser.add_subparsers(dest="step", required=True)
    for name in ("record", "compare"):
        step = steps.add_parser(name)
        step.add_argument("table", type=Path, help="CSV file of the clips")
        step.add_argument("reference", type=Path, help="the recording, .npz")
        if name == "record":
            step.add_argument("--every", type=int, default=3, help="each how-manieth picture")
            step.add_argument("--one-of", type=int, default=15, help="each how-manieth clip")
    options = parser.parse_args(arguments)
    try:
        if options.step == "record":
            save(
                record(options.table, every=options.every, one_of=options.one_of), options.reference
            )
        else:
            reference = load(options.reference)
            found = figures(reference, follow(options.table, reference))
            sys.stdout.write(json.dumps(found, indent=1) + "\n")
    except VidclfError as error:
        sys.stderr.write(f"error: {error.message}\n{error.hint}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
