"""Whether a probability means what it says, and the temperature that makes it so."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]

from vidclf_app.core.records import Float32Array

Float64Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_BINS = 15
_TEMPERATURE_RANGE = (0.05, 20.0)
_LARGEST_SHIFT = 5.0


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The predictions whose highest probability lies in one interval.

    Attributes:
        low: Lower border, 0..1, within the bin.
        high: Upper border, 0..1, within the last bin only.
        confidence: Their mean highest probability; None without any.
        accuracy: Share of them that is right; None without any.
        share: Of all predictions, 0..1.
    """

    low: float
    high: float
    confidence: float | None
    accuracy: float | None
    share: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far stated probabilities are from what comes true.

    Attributes:
        ece: Expected calibration error, 15 equal bins (Guo et al., 2017).
        bins: From probability 0 to 1.
    """

    ece: float
    bins: tuple[ReliabilityBin, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers and lists; bins without predictions have null in them."""
        return {
            "ece": self.ece,
            "bins": [
                {
                    "low": entry.low,
                    "high": entry.high,
                    "confidence": entry.confidence,
                    "accuracy": entry.accuracy,
                    "share": entry.share,
                }
                for entry in self.bins
            ],
        }


def softmax(logits: Float32Array, temperature: float = 1.0) -> Float64Array:
    """Return the probabilities of rows of logits.

    Args:
        logits: float32, shape (N, C).
        temperature: Logits are divided by this first.

    Returns:
        float64, shape (N, C).
    """
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def log_loss(logits: Float32Array, targets: IntArray, weights: Float64Array) -> float:
    """Return the weighted mean of minus the log probability of the true class.

    Args:
        logits: float32, shape (N, C).
        targets: int64, shape (N,).
        weights: float64, shape (N,), sum to 1.
    """
    shifted = logits.astype(np.float64)
    # Infinite logits of a fit gone wrong give a loss that is no number, which is told as such.
    with np.errstate(invalid="ignore"):
        shifted -= shifted.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(shifted).sum(axis=1))
        return float((weights * (log_sum - shifted[np.arange(len(targets)), targets])).sum())


def fit_temperature(logits: Float32Array, targets: IntArray, weights: Float64Array) -> float:
    """Return the temperature with the lowest log loss (Guo et al., 2017).

    Args:
        logits: float32, shape (N, C), of windows that the heads hadn't learnt from.
        targets: int64, shape (N,).
        weights: float64, shape (N,), sum to 1.
    """
    low, high = np.log(_TEMPERATURE_RANGE)

    def loss(log_temperature: float) -> float:
        return log_loss(logits / np.float32(np.exp(log_temperature)), targets, weights)

    found = minimize_scalar(loss, bounds=(low, high), method="bounded")
    return float(np.exp(found.x))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes logits into probabilities that mean what they say.

    Attributes:
        temperature: Logits are divided by it.
        shift: Added to the background's logit first: how much more often the background is seen
            than it was learnt.
    """

    temperature: float
    shift: float = 0.0

    def shifted(self, logits: Float32Array, background: int | None) -> Float32Array:
        """Return logits, float32 (N, C), with the background's shifted."""
        if background is None or not self.shift:
            return logits
        moved = logits.copy()
        moved[:, background] += np.float32(self.shift)
        return moved

    def probabilities(self, logits: Float32Array, background: int | None) -> Float64Array:
        """Return the probabilities of logits, float32 (N, C): float64 (N, C)."""
        return softmax(self.shifted(logits, background), self.temperature)


def fit_calibration(
    logits: Float32Array, targets: IntArray, weights: Float64Array, background: int | None
) -> Calibration:
    """Return the temperature, and the background's shift, with the lowest log loss.

    With a background this is bias-corrected temperature scaling (Alexandari et al., 2020,
    "Maximum Likelihood with Bias-Corrected Calibration is Hard-To-Beat at Label Shift
    Adaptation") with one bias only: balancing and made-up windows change how often the
    background is seen, and nothing else does so much.

    Args:
        logits: float32, shape (N, C), of windows that the heads hadn't learnt from.
        targets: int64, shape (N,).
        weights: float64, shape (N,), sum to 1.
        background: Its number among the classes; None where there is none.
    """
    plain = Calibration(fit_temperature(logits, targets, weights))
    if background is None:
        return plain

    def loss(shift: float) -> float:
        moved = Calibration(1.0, shift).shifted(logits, background)
        return log_loss(moved / np.float32(fit(moved)), targets, weights)

    def fit(moved: Float32Array) -> float:
        return fit_temperature(moved, targets, weights)

    found = minimize_scalar(loss, bounds=(-_LARGEST_SHIFT, _LARGEST_SHIFT), method="bounded")
    shift = float(found.x)
    return Calibration(fit(Calibration(1.0, shift).shifted(logits, background)), shift)


def measure_reliability(
    probabilities: Float64Array, targets: IntArray, weights: Float64Array
) -> Reliability:
    """Compare the highest probability of each prediction with how often it is right.

    Args:
        probabilities: float64, shape (N, C).
        targets: int64, shape (N,), the true class of each prediction.
        weights: float64, shape (N,), sum to 1.
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == targets
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    shares = np.bincount(places, weights, minlength=_BINS)
    confident = np.bincount(places, weights * confidence, minlength=_BINS)
    correct = np.bincount(places, weights * right, minlength=_BINS)
    bins = []
    for number, share in enumerate(shares.tolist()):
        bins.append(
            ReliabilityBin(
                low=number / _BINS,
                high=(number + 1) / _BINS,
                confidence=float(confident[number]) / share if share > 0.0 else None,
                accuracy=float(correct[number]) / share if share > 0.0 else None,
                share=share,
            )
        )
    return Reliability(ece=float(np.abs(correct - confident).sum()), bins=tuple(bins))
