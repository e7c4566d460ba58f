"""What a whole video shows, in one line."""

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Prediction


class Summary:
    """The mean of the rolling-averaged probabilities over a video, while somebody is in it.

    Args:
        labels: In the order of the probabilities.

    Attributes:
        predictions: All of them, so far.
        nobody: Those with nobody in the picture, which count in no mean, so far.
    """

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._labels = labels
        self._sum: npt.NDArray[np.float64] = np.zeros(len(labels))
        self.predictions = 0
        self.nobody = 0

    def update(self, prediction: Prediction) -> None:
        """Take in a prediction."""
        self._sum += prediction.probabilities  # All zero where nobody is in the picture.
        self.predictions += 1
        self.nobody += prediction.nobody

    @property
    def label(self) -> str | None:
        """The class with the highest mean probability; None where there is no mean."""
        return self._labels[int(self._sum.argmax())] if self._somebody else None

    @property
    def probabilities(self) -> dict[str, float]:
        """Label to mean probability; empty without a prediction that saw somebody."""
        if not self._somebody:
            return {}
        means = self._sum / self._somebody
        return {label: float(mean) for label, mean in zip(self._labels, means, strict=True)}

    @property
    def _somebody(self) -> int:
        return self.predictions - self.nobody
