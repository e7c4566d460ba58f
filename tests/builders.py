"""Real inputs for tests, made on the spot: video files and small ONNX bundles.

The colour bundle is a true model, only a tiny one: its encoder returns the mean red, green and
blue of a frame, its head the mean over the window, so that a red video is `red`.

The pose bundle follows people with the networks that the project ships. Its head is tiny again:
what it calls a movement means nothing, but it always recognises something.
"""

import hashlib
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from vidclf_app.core.body import LANDMARKS, Joint
from vidclf_app.core.body_features import BODY_FEATURES
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Body, Frame, Prediction
from vidclf_app.core.sources.file import VideoFile

COLOURS: dict[str, tuple[int, int, int]] = {  # BGR
    "red": (40, 40, 220),
    "green": (40, 220, 40),
    "blue": (220, 40, 40),
}
LABELS = tuple(COLOURS)
POSE_LABELS = ("this", "that")

_ROOT = Path(__file__).parent.parent
DEMO_CLIP = _ROOT / "assets" / "demo.mp4"
_WEIGHTS = _ROOT / "training" / "weights"

_OPSET = [helper.make_opsetid("", 18)]
_IR_VERSION = 9


def solid(colour: str, width_px: int = 64, height_px: int = 48) -> npt.NDArray[np.uint8]:
    """Return a picture of one colour: uint8 BGR (H, W, 3)."""
    return np.full((height_px, width_px, 3), COLOURS[colour], dtype=np.uint8)


def frame(colour: str = "red", index: int = 0, time_s: float = 0.0) -> Frame:
    """Return a frame of one colour."""
    return Frame(pixels=solid(colour), index=index, time_s=time_s, arrived_s=time_s)


def prediction(
    probabilities: Sequence[float],
    time_s: float,
    label: str | None = None,
    *,
    body: Body | None = None,
) -> Prediction:
    """Return a prediction whose raw probabilities equal the averaged ones."""
    vector = np.array(probabilities, dtype=np.float32)
    return Prediction(vector, vector, label, int(time_s * 30), time_s, 0.0, body=body)


def nobody(classes: int, time_s: float) -> Prediction:
    """Return the prediction that nobody is in the picture."""
    nothing = np.zeros(classes, dtype=np.float32)
    return Prediction(nothing, nothing, None, int(time_s * 30), time_s, 0.0, nobody=True)


# Where the joints of a person who faces the camera lie, in shares of the picture's width and
# height: their left is on the picture's right.
_STANDING = {
    Joint.NOSE: (0.5, 0.2),
    Joint.LEFT_SHOULDER: (0.6, 0.3),
    Joint.LEFT_ELBOW: (0.7, 0.4),
    Joint.LEFT_WRIST: (0.75, 0.5),
    Joint.LEFT_HIP: (0.57, 0.55),
    Joint.LEFT_KNEE: (0.58, 0.75),
    Joint.LEFT_ANKLE: (0.59, 0.92),
    Joint.LEFT_FOOT: (0.63, 0.95),
}


def standing_body(
    width_px: int, height_px: int, *, hidden: Sequence[Joint] = (), shift_px: float = 0.0
) -> Body:
    """Return a body that stands in the middle of a picture, arms half raised.

    Args:
        width_px: Of the picture.
        height_px: Of the picture.
        hidden: Joints that can't be seen.
        shift_px: Moves it to the right.
    """
    picture = np.full((LANDMARKS, 2), 0.5, dtype=np.float32)
    for joint, (x, y) in _STANDING.items():
        picture[joint] = x, y
        if joint is not Joint.NOSE:
            picture[joint + 1] = 1.0 - x, y
    visibility = np.ones(LANDMARKS, dtype=np.float32)
    visibility[list(hidden)] = 0.4
    return Body(
        picture_px=picture * np.array([width_px, height_px], dtype=np.float32)
        + np.array([shift_px, 0.0], dtype=np.float32),
        space_m=np.zeros((LANDMARKS, 3), dtype=np.float32),
        visibility=visibility,
        score=1.0,
    )


def demo_frames(count: int, *, rate_hz: int = 10, start_s: float = 0.0) -> list[Frame]:
    """Return sampled frames of the demo clip, which shows a drawn person all the time."""
    frames: list[Frame] = []
    with VideoFile(DEMO_CLIP) as file:
        step = round(file.info.rate_hz / rate_hz)
        while len(frames) < count and (stamp := file.grab()) is not None:
            if stamp.time_s >= start_s and stamp.index % step == 0:
                frames.append(file.retrieve())
    return frames


def write_video(
    path: Path,
    colours: Iterable[str] = ("red",),
    *,
    seconds_each: float = 2.0,
    rate_hz: float = 30.0,
    width_px: int = 64,
    height_px: int = 48,
    codec: str = "mp4v",
) -> Path:
    """Write a video that shows one colour after the other, and return its path."""
    writer = cv2.VideoWriter(
        str(path), cv2.VideoWriter.fourcc(*codec), rate_hz, (width_px, height_px)
    )
    assert writer.isOpened(), path
    for colour in colours:
        for _ in range(round(seconds_each * rate_hz)):
            writer.write(solid(colour, width_px, height_px))
    writer.release()
    return path


def encoder_model(features: int = 3, side_px: int = 32, *, scale: float = 1.0) -> onnx.ModelProto:
    """Return a network from uint8 RGB (N, side, side, 3) to mean RGB times `scale`, (N, 3)."""
    nodes = [
        helper.make_node("Cast", ["frames"], ["f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["f", "scale"], ["scaled"]),
        helper.make_node("ReduceMean", ["scaled", "axes"], ["features"], keepdims=0),
    ]
    constants = [
        numpy_helper.from_array(np.array(scale / 255.0, dtype=np.float32), "scale"),
        numpy_helper.from_array(np.array([1, 2], dtype=np.int64), "axes"),
    ]
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info("frames", TensorProto.UINT8, ["N", side_px, side_px, 3])],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", features])],
        constants,
    )
    return helper.make_model(graph, opset_imports=_OPSET, ir_version=_IR_VERSION)


def head_model(
    window: int = 20, features: int = 3, classes: int = 3, *, gain: float = 8.0
) -> onnx.ModelProto:
    """Return a network whose logits are the window's mean features times `gain`."""
    nodes = [
        helper.make_node("ReduceSum", ["features", "axes"], ["sum"], keepdims=0),
        helper.make_node("Cast", ["length"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["count", "axes"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], ["mean"]),
        helper.make_node("MatMul", ["mean", "weights"], ["logits"]),
    ]
    constants = [
        numpy_helper.from_array(np.array([1], dtype=np.int64), "axes"),
        numpy_helper.from_array(gain * np.eye(features, classes, dtype=np.float32), "weights"),
    ]
    graph = helper.make_graph(
        nodes,
        "head",
        [
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", window, features]),
            helper.make_tensor_value_info("length", TensorProto.INT32, ["N"]),
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", classes])],
        constants,
    )
    return helper.make_model(graph, opset_imports=_OPSET, ir_version=_IR_VERSION)


def write_bundle(
    folder: Path,
    *,
    encoder: onnx.ModelProto | None = None,
    head: onnx.ModelProto | None = None,
    **manifest_changes: Any,
) -> Path:
    """Write the colour bundle, or one with other networks or manifest fields."""
    folder.mkdir(parents=True, exist_ok=True)
    encoder_bytes = (encoder or encoder_model()).SerializeToString()
    head_bytes = (head or head_model()).SerializeToString()
    (folder / "encoder.onnx").write_bytes(encoder_bytes)
    (folder / "head.onnx").write_bytes(head_bytes)
    (folder / "MODEL_CARD.md").write_text("# Colours\n", encoding="utf-8")
    fields: dict[str, Any] = {
        "name": "colours",
        "version": "1",
        "labels": LABELS,
        "window": 20,
        "min_frames": 5,
        "rate_hz": 10.0,
        "encoder": {
            "kind": "image",
            "file": "encoder.onnx",
            "sha256": hashlib.sha256(encoder_bytes).hexdigest(),
            "preprocessing": {"width_px": 32, "height_px": 32},
            "features": 3,
        },
        "head": {"file": "head.onnx", "sha256": hashlib.sha256(head_bytes).hexdigest()},
        "smoothing_s": 1.0,
        "thresholds": {label: {"enter": 0.6, "leave": 0.4} for label in LABELS},
    }
    fields.update(manifest_changes)
    (folder / "manifest.json").write_text(
        ModelManifest.model_validate(fields).to_json(), encoding="utf-8"
    )
    return folder


def build_pose_bundle(path: Path, **manifest_changes: Any) -> Path:
    """Write the pose bundle, or one with other manifest fields, and return its folder."""
    networks = {
        "detector": (_WEIGHTS / "blazepose_detector.onnx").read_bytes(),
        "landmarks": (_WEIGHTS / "blazepose_landmarks_full.onnx").read_bytes(),
        "head": head_model(features=BODY_FEATURES, classes=len(POSE_LABELS)).SerializeToString(),
    }
    path.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, str]] = {}
    for part, content in networks.items():
        (path / f"{part}.onnx").write_bytes(content)
        files[part] = {"file": f"{part}.onnx", "sha256": hashlib.sha256(content).hexdigest()}
    (path / "MODEL_CARD.md").write_text("# Bodies\n", encoding="utf-8")
    fields: dict[str, Any] = {
        "name": "bodies",
        "version": "1",
        "labels": POSE_LABELS,
        "window": 20,
        "min_frames": 5,
        "rate_hz": 10.0,
        "encoder": {
            "kind": "pose",
            "detector": files["detector"],
            "landmarks": files["landmarks"],
        },
        "head": files["head"],
        "smoothing_s": 1.0,
        # One of two always reaches a half.
        "thresholds": {label: {"enter": 0.5, "leave": 0.4} for label in POSE_LABELS},
    }
    fields.update(manifest_changes)
    (path / "manifest.json").write_text(
        ModelManifest.model_validate(fields).to_json(), encoding="utf-8"
    )
    return path


class FakeCapture:
    """Stands in for `cv2.VideoCapture`: gives pictures of one colour, then fails.

    Args:
        frames: How many pictures before `grab` fails.
        colour: Of the pictures.
        opened: What `isOpened` says.
        wait_s: How long each `grab` takes.
        refuses: Properties that its driver won't change.

    Attributes:
        asked: Properties that were asked for, in order.
    """

    def __init__(
        self,
        frames: int,
        *,
        colour: str = "red",
        opened: bool = True,
        wait_s: float = 0.0,
        refuses: Collection[int] = (),
    ) -> None:
        self._left = frames
        self._refuses = refuses
        self._rate_hz = 30.0
        self.asked: list[tuple[int, float]] = []
        self._pixels = solid(colour)
        self._opened = opened
        self._wait_s = wait_s
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return self._opened

    def grab(self) -> bool:
        if self._wait_s:
            time.sleep(self._wait_s)
        self._left -= 1
        return self._left >= 0

    def retrieve(self) -> tuple[bool, Any]:
        return True, self._pixels.copy()

    def get(self, property_id: int) -> float:
        return self._rate_hz if property_id == cv2.CAP_PROP_FPS else 0.0

    def set(self, property_id: int, value: float) -> bool:
        self.asked.append((property_id, value))
        if property_id in self._refuses:
            return False
        height_px, width_px = self._pixels.shape[:2]
        if property_id == cv2.CAP_PROP_FRAME_WIDTH:
            width_px = int(value)
        elif property_id == cv2.CAP_PROP_FRAME_HEIGHT:
            height_px = int(value)
        elif property_id == cv2.CAP_PROP_FPS:
            self._rate_hz = value
        else:
            return property_id == cv2.CAP_PROP_FOURCC
        self._pixels = np.resize(self._pixels[0, 0], (height_px, width_px, 3))
        return True

    def release(self) -> None:
        self.released = True


class HangingCapture(FakeCapture):
    """Gives some pictures, then says nothing for as long as it isn't told to go on.

    Args:
        frames: How many pictures before it hangs.
        goes_on: Set it, and `grab` returns and fails.
    """

    def __init__(self, frames: int, goes_on: threading.Event, *, wait_s: float = 0.01) -> None:
        super().__init__(frames, wait_s=wait_s)
        self._goes_on = goes_on

    def grab(self) -> bool:
        if super().grab():
            return True
        self._goes_on.wait(60.0)
        return False


class FakeCaptureFactory:
    """A capture factory that hands out prepared captures, then closed ones."""

    def __init__(self, *captures: FakeCapture) -> None:
        self._captures = list(captures)
        self.opened: list[FakeCapture] = []
        self.targets: list[int | str] = []

    def __call__(self, target: int | str, backend: int, properties: Sequence[int]) -> FakeCapture:
        del backend, properties
        self.targets.append(target)
        capture = self._captures.pop(0) if self._captures else FakeCapture(0, opened=False)
        self.opened.append(capture)
        return capture
