"""The recogniser: frames in, predictions out. One encoder call and one head call a frame."""

import time
from collections.abc import Callable

import numpy as np

from vidclf_app.core.body import ABSENT_S
from vidclf_app.core.bundle import Bundle
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Float32Array, Frame, Prediction, Tuning
from vidclf_app.core.segments import LabelDecider
from vidclf_app.core.smoothing import RollingMean
from vidclf_app.core.window import FeatureWindow, half_window_s
from vidclf_app.core.window_features import window_features


class Recognizer:
    """Encoder, window, head, calibration, rolling average and decision, in that order.

    Not for several threads at once, but `tune` may be called from any thread.

    Args:
        bundle: The model.
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
    """

    def __init__(self, bundle: Bundle, clock: Callable[[], float] = time.monotonic) -> None:
        self.manifest = bundle.manifest
        self._encoder = bundle.new_encoder()
        self._head = bundle.head
        self._clock = clock
        self._window = FeatureWindow(
            self.manifest.window,
            self.manifest.rate_hz,
            self._encoder.features,
            max_gap_s=longest_gap_s(self.manifest),
        )
        self._window_features = window_features(self.manifest.encoder)
        self._smoother = RollingMean(self.manifest.smoothing_s)
        self._decider = LabelDecider(
            self.manifest.labels, self.manifest.thresholds, self.manifest.background_label
        )
        self._tuning = self._wanted_tuning = Tuning()
        self._frame_s: float | None = None
        self._person_s: float | None = None
        self._fresh = True

    @property
    def provider(self) -> str:
        """The execution provider in use, "CUDA" or "CPU"."""
        return self._encoder.provider

    @property
    def held(self) -> int:
        """See `FeatureWindow.held`."""
        return self._window.held

    @property
    def restarts(self) -> int:
        """See `FeatureWindow.restarts`."""
        return self._window.restarts

    @property
    def max_gap_s(self) -> float:
        """See `FeatureWindow.max_gap_s`."""
        return self._window.max_gap_s

    @property
    def tuning(self) -> Tuning:
        """What was last asked for with `tune`."""
        return self._wanted_tuning

    def tune(self, tuning: Tuning) -> None:
        """Change threshold and smoothing, from the next frame on. Safe from any thread."""
        self._wanted_tuning = tuning

    def reset(self) -> None:
        """Forget all frames, as before the first one."""
        self._encoder.reset()
        self._window.reset()
        self._frame_s = self._person_s = None
        self._forget_results()

    def push(self, frame: Frame) -> Prediction | None:
        """Take in the next sampled frame.

        Returns:
            The prediction, or None until the window has the manifest's `min_frames`, and while
            a person is out of sight for a moment only (see `ABSENT_S`).

        Raises:
            EngineError: A network failed or gave numbers that are not finite.
        """
        self._apply_tuning()
        if self._jumps_to(frame.time_s):
            # What came before the jump says nothing about what comes after it.
            self._encoder.reset()
            self._window.restart()
            self._person_s = None
            self._forget_results()
        self._frame_s = frame.time_s
        features = self._encoder.encode(frame)
        if self._encoder.finds_people and features.body is None:
            return self._nobody(frame)
        self._person_s = frame.time_s
        if self._window.breaks_at(frame.time_s):
            self._forget_results()
        self._window.push(features)
        length = self._window.length
        if length < self.manifest.min_frames:
            return None
        lengths = np.array([length])
        logits = self._head.run(
            {
                "features": self._window_features(self._window.features, lengths),
                "length": lengths.astype(np.int32),
            }
        )[0]
        raw = softmax(logits / self.manifest.temperature)
        probabilities = self._smoother.update(raw, frame.time_s)
        fresh, self._fresh = self._fresh, False
        return Prediction(
            probabilities=probabilities,
            raw=raw,
            label=self._decider.decide(probabilities),
            index=frame.index,
            time_s=frame.time_s,
            latency_s=self._clock() - frame.arrived_s,
            body=features.body,
            fresh=fresh,
        )

    def _jumps_to(self, time_s: float) -> bool:
        if self._frame_s is None:
            return False
        gap_s = time_s - self._frame_s
        return gap_s < 0.0 or gap_s > self._window.max_gap_s

    def _nobody(self, frame: Frame) -> Prediction | None:
        """Wait for a moment for the person to come back, then say that nobody is there."""
        if self._person_s is not None and frame.time_s - self._person_s < ABSENT_S:
            return None
        self._window.reset()
        self._forget_results()
        nothing = np.zeros(len(self.manifest.labels), dtype=np.float32)
        return Prediction(
            probabilities=nothing,
            raw=nothing,
            label=None,
            index=frame.index,
            time_s=frame.time_s,
            latency_s=self._clock() - frame.arrived_s,
            nobody=True,
            fresh=True,
        )

    def _forget_results(self) -> None:
        self._smoother.reset()
        self._decider.reset()
        self._fresh = True

    def _apply_tuning(self) -> None:
        wanted = self._wanted_tuning
        if wanted == self._tuning:
            return
        if wanted.threshold != self._tuning.threshold:
            self._decider.override(wanted.threshold)
        self._tuning = wanted
        self._smoother.span_s = (
            self.manifest.smoothing_s if wanted.smoothing_s is None else wanted.smoothing_s
        )


def longest_gap_s(manifest: ModelManifest) -> float:
    """Return the seconds without a prediction after which a model starts anew, see `ABSENT_S`."""
    if manifest.finds_people:
        return ABSENT_S
    return half_window_s(manifest.window, manifest.rate_hz)


def softmax(logits: Float32Array) -> Float32Array:
    """Return the softmax of a vector.

    Args:
        logits: float32, shape (C,).

    Returns:
        float32, shape (C,), sums to 1.
    """
    powers = np.exp(logits.astype(np.float64) - float(logits.max()))
    probabilities: Float32Array = (powers / powers.sum()).astype(np.float32)
    return probabilities
