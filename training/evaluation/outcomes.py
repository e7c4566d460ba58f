"""What a head said of each clip, and which of two heads is right more often."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest  # type: ignore[import-untyped]

from training.evaluation.calibration import Float64Array, IntArray
from training.evaluation.facts import HeadFacts, ReportFacts
from training.evaluation.figures import clip_means

_CHANCE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What a head said of each clip.

    Attributes:
        means: float64, shape (clips, C), mean probabilities.
        targets: int64, shape (clips,), the true classes.
        named: int64, shape (clips,), the classes with the highest mean probability.
    """

    means: Float64Array
    targets: IntArray
    named: IntArray

    @property
    def mistakes(self) -> IntArray:
        """Positions of the misclassified clips, the surest mistake first, int64."""
        wrong = np.flatnonzero(self.named != self.targets)
        sureness = self.means[wrong, self.named[wrong]]
        return np.asarray(wrong[np.argsort(-sureness, kind="stable")], dtype=np.int64)

    @property
    def confusions(self) -> list[tuple[int, int, int]]:
        """True class, predicted class and number of clips, the most frequent first."""
        wrong = self.named != self.targets
        pairs = np.stack([self.targets[wrong], self.named[wrong]], axis=1)
        kinds, counts = np.unique(pairs, axis=0, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return [(int(kinds[i, 0]), int(kinds[i, 1]), int(counts[i])) for i in order]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two heads on the same clips.

    Attributes:
        gained: Clips that only the first head has right.
        lost: Clips that only the second head has right.
    """

    gained: int
    lost: int

    @property
    def may_be_chance(self) -> bool:
        """Whether heads of equal worth would differ so much in 5 of 100 trials (sign test)."""
        differing = self.gained + self.lost
        return not differing or float(binomtest(self.gained, differing).pvalue) >= _CHANCE


def outcomes_of(facts: ReportFacts, head: HeadFacts) -> Outcomes:
    """Return what a head said of each clip."""
    means = clip_means(head.probabilities.astype(np.float64), head.clips, len(facts.clips))
    return Outcomes(means, facts.targets, means.argmax(axis=1))


def compare(first: Outcomes, second: Outcomes) -> Comparison:
    """Compare two heads that judged the same clips."""
    one, other = first.named == first.targets, second.named == second.targets
    return Comparison(gained=int((one & ~other).sum()), lost=int((other & ~one).sum()))
