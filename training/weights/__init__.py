"""Weights that training starts from; NOTICE tells where they come from."""

from pathlib import Path

_FOLDER = Path(__file__).parent

POSE_DETECTOR = _FOLDER / "blazepose_detector.onnx"
POSE_LANDMARKS = _FOLDER / "blazepose_landmarks_full.onnx"
