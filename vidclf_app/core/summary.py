"""What a whole video shows, in one line."""

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Prediction


class Summary:
    """The mean of the rolling-averaged probabilities over a video.

    Args:
        labels: In the order of the probabilities.
    """

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._labels = labels
        self._sum: npt.NDArray[np.float64] = np.zeros(len(labels))
        self.predictions = 0

    def update(self, prediction: Prediction) -> None:
        """Take in a prediction."""
        self._sum += prediction.probabilities
        self.predictions += 1

    @property
    def label(self) -> str | None:
        """The class with the highest mean probability; None without any prediction."""
        return self._labels[int(self._sum.argmax())] if self.predictions else None

    @property
    def probabilities(self) -> dict[str, float]:
        """Label to mean probability; empty without any prediction."""
        if not self.predictions:
            return {}
        means = self._sum / self.predictions
        return {label: float(mean) for label, mean in zip(self._labels, means, strict=True)}
