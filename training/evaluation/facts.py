"""What a report tells: one record for a training run and for a bundle that was judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from training.errors import TrainingError
from training.evaluation.calibration import Float64Array, IntArray, Reliability
from training.evaluation.figures import Figures
from vidclf_app.core.records import Float32Array

_ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class ReportClip:
    """A clip that was judged.

    Attributes:
        path: The file.
        label: As the data has it.
        group: Scene, person or series; "" where unknown.
        split: The data's own split, "" without one.
        counts_as: The class it was judged as, where that isn't `label` ("none of these").
    """

    path: Path
    label: str
    group: str = ""
    split: str = ""
    counts_as: str = ""

    @property
    def target(self) -> str:
        """The class that is right for it."""
        return self.counts_as or self.label


@dataclass(frozen=True, slots=True)
class LeftOutClip:
    """A clip that was not judged.

    Attributes:
        path: The file.
        reason: Why, in one line; may begin with the path and a colon.
    """

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class FoldFacts:
    """One division of the clips into a part to learn from and one to judge by.

    Attributes:
        train_clips: Clips learnt from.
        test_clips: Clips judged.
        test_groups: Groups of the clips judged.
        accuracy: Share of right clips of the shipped head, 0..1.
    """

    train_clips: int
    test_clips: int
    test_groups: tuple[str, ...]
    accuracy: float


@dataclass(frozen=True, slots=True)
class ShownShares:
    """What stood on the screen, in shares of the time from the first prediction on; sum to 1.

    Attributes:
        right: The right label; for clips of none of the classes, no label.
        wrong: Another label.
        nothing: No label where there is one to show.
    """

    right: float
    wrong: float
    nothing: float


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """What the thresholds make of the probabilities.

    Attributes:
        shares: Of all clips, second for second.
        classes: Per class in label order; None for a class without clips.
        false_labels: Stretches of time with a wrong label.
        minutes: Length of all predictions together.
    """

    shares: ShownShares
    classes: tuple[ShownShares | None, ...]
    false_labels: int
    minutes: float

    @property
    def false_per_minute(self) -> float:
        """Wrong labels that appear in a minute."""
        return self.false_labels / self.minutes


@dataclass(frozen=True, slots=True, eq=False)
class HeadFacts:
    """One head and what it said of each clip.

    Attributes:
        name: Key in the JSON, such as `bigru`.
        title: For people, such as "Bidirectional GRU".
        kind: What it is, in a word or two, such as "recurrent".
        probabilities: float32, shape (P, C), of windows, calibrated.
        clips: int64, shape (P,), position of each window's clip in `ReportFacts.clips`.
        times_s: float64, shape (P,), media time of each window's newest frame.
        figures: What follows from them.
        is_shipped: Whether it is the one in the bundle.
        is_baseline: Whether it is there to be beaten.
        uncalibrated: Reliability before the temperature; None where unknown.
        temperature: Of the calibration; None where there is none.
        history: Per fold and epoch: `loss`, `val_loss` or `held_out_loss`, maybe `accuracy` and
            `val_accuracy` or `held_out_accuracy`.
        raw: Figures before the rolling average, where `figures` are after it.
        shown: What the thresholds show; None where they were not tried.
    """

    name: str
    title: str
    kind: str
    probabilities: Float32Array
    clips: IntArray
    times_s: Float64Array
    figures: Figures
    is_shipped: bool = False
    is_baseline: bool = False
    uncalibrated: Reliability | None = None
    temperature: float | None = None
    history: tuple[tuple[Mapping[str, float], ...], ...] = ()
    raw: Figures | None = None
    shown: ShownFigures | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReportFacts:
    """Everything that a report tells.

    Attributes:
        title: Name and version of the model.
        kind: `run` for a training run, `bundle` for an exported bundle that was judged.
        labels: Classes, in the order of the outputs.
        clips: The clips judged.
        heads: At least one, each judged on all the clips.
        majority: Accuracy of always naming the largest class, 0..1.
        rule: How clips to learn from and clips to judge by were kept apart: whole sentences.
        folds: The divisions, where there are several or one is worth telling.
        stages: Stage of the work to its seconds, in order.
        peak_memory_bytes: Most memory that was resident; None where not measured.
        left_out: Clips that could not be used.
        notes: What a reader must know before the figures: whole sentences.
        seen_clips: How many of the clips judged were learnt from; None where unknown.
        config: The run's settings, plain JSON.
        versions: Library to version.
    """

    title: str
    kind: Literal["run", "bundle"]
    labels: tuple[str, ...]
    clips: tuple[ReportClip, ...]
    heads: tuple[HeadFacts, ...]
    majority: float
    rule: str = ""
    folds: tuple[FoldFacts, ...] = ()
    stages: Mapping[str, float] = field(default_factory=dict)
    peak_memory_bytes: int | None = None
    left_out: tuple[LeftOutClip, ...] = ()
    notes: tuple[str, ...] = ()
    seen_clips: int | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def shipped(self) -> HeadFacts:
        """The head of the bundle; without one, the first that is no baseline, else the first."""
        by_merit = sorted(self.heads, key=lambda head: (not head.is_shipped, head.is_baseline))
        return by_merit[0]

    @property
    def targets(self) -> IntArray:
        """Class of each clip, int64, shape (clips,)."""
        places = {label: place for place, label in enumerate(self.labels)}
        return np.array([places[clip.target] for clip in self.clips], dtype=np.int64)


def check_facts(facts: ReportFacts) -> None:
    """Refuse facts that no honest report can be made of.

    Raises:
        TrainingError: No heads or clips, an unknown class, arrays that don't fit each other, or
            a number that is not finite or no probability.
    """
    hint = "The figures behind this report are damaged; judge the model anew."
    if not facts.heads or not facts.clips:
        raise TrainingError("A report needs at least one head and one clip.", hint)
    unknown = {clip.target for clip in facts.clips} - set(facts.labels)
    if unknown:
        raise TrainingError(f"A clip has the unknown class {min(unknown)}.", hint)
    for head in facts.heads:
        problem = _problem(head, len(facts.clips), len(facts.labels))
        if problem:
            raise TrainingError(f"{head.title}: {problem}.", hint)
    measured = [*facts.stages.values(), facts.majority, *(fold.accuracy for fold in facts.folds)]
    if not np.isfinite(measured).all():
        raise TrainingError("A figure of the run is not a finite number.", hint)


def _problem(head: HeadFacts, clips: int, classes: int) -> str:
    probabilities = head.probabilities
    if probabilities.shape != (len(head.clips), classes) or len(head.times_s) != len(head.clips):
        return (
            f"{probabilities.shape} probabilities, {len(head.clips)} clip numbers and "
            f"{len(head.times_s)} times for {classes} classes do not fit each other"
        )
    if not np.array_equal(np.unique(head.clips), np.arange(clips)):
        return "its windows do not belong to each of the clips"
    if not np.isfinite(probabilities).all():
        return "a probability is not a finite number"
    if probabilities.min() < 0.0 or not np.allclose(probabilities.sum(axis=1), 1.0, atol=_ROUNDING):
        return "its probabilities do not sum to 1"
    if not np.isfinite(head.times_s).all():
        return "a window's time is not a finite number"
    losses = [value for fold in head.history for epoch in fold for value in epoch.values()]
    return "" if np.isfinite(losses).all() else "its learning curves hold a value that is no number"
