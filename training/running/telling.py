"""What a run tells of itself: the manifest, the metrics and the report say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from training.config import TrainingConfig
from training.data.splits import Split
from training.evaluation.calibration import measure_reliability
from training.evaluation.facts import FoldFacts, HeadFacts, LeftOutClip, ReportClip, ReportFacts
from training.evaluation.figures import clip_weights, majority_accuracy
from training.evaluation.thresholds import (
    TimedWindows,
    choose_quiet_threshold,
    choose_thresholds,
    shown_by_fold,
    shown_labels,
    smooth,
)
from training.export.bundle import HEAD_NAME
from training.export.parity import Parity
from training.features.speed import ExtractionSpeed
from training.features.windows import IntArray
from training.fitting.heads import FitResult
from training.heads.config import HeadConfig
from training.running.folds import JudgedHead
from training.running.lessons import Lesson
from training.running.material import Material
from training.running.packing import Parities
from training.running.precision_trial import PrecisionTrial
from vidclf_app.core.manifest import EncoderSpec, HeadSpec, ModelManifest, Threshold
from vidclf_app.core.memory import peak_resident_mb
from vidclf_app.core.records import Float32Array

HEAD_TITLES = {
    "gru": "GRU",
    "gru_tutorial": "GRU of the tutorials (16, 8)",
    "lstm_tutorial": "LSTM of the tutorials (456, 8)",
    "bigru_pool": "bidirectional GRU, pooled over time",
    "bilstm_pool": "bidirectional LSTM, pooled over time",
    "tcn": "dilated convolutions over time, pooled",
    "mean_pool": "mean over the frames",
    "mean_mlp": "mean over the frames and a hidden layer",
    "per_frame": "each frame by itself, averaged",
}
RECURRENT = frozenset({"gru", "gru_tutorial", "lstm_tutorial", "bigru_pool", "bilstm_pool"})
# Heads that see in which order the frames come.
ORDERED = RECURRENT | {"tcn"}
_RULES = {
    "official": (
        "The data's own split: the heads learnt from its training part and are judged on its test "
        "part."
    ),
    "groups": (
        "Folds of whole groups, as the data name them: clips of one group are never on both sides."
    ),
    "stratified": (
        "Folds with even classes, without groups: clips of one person or room can be on both "
        "sides, so the figures flatter."
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class RunFacts:
    """What a run came to.

    Attributes:
        config: The run.
        material: The clips that the folds learnt from and judged.
        splits: Their divisions.
        split_kind: How they were divided.
        grouped: Whether the data name groups.
        heads: The shipped head first, the baseline last.
        final: The fit of the bundle's head.
        lesson: What that learnt from.
        parities: Trained against exported.
        speed: Of the extraction; None where all came from the cache.
        encoder: What the manifest says of the bundle's encoder.
        trial: Of an encoder of lower precision; None where none was asked for.
        versions: Library to version.
    """

    config: TrainingConfig
    material: Material
    splits: tuple[Split, ...]
    split_kind: Literal["official", "groups", "stratified"]
    grouped: bool
    heads: tuple[JudgedHead, ...]
    final: FitResult
    lesson: Lesson
    parities: Parities
    speed: ExtractionSpeed | None
    encoder: EncoderSpec
    trial: PrecisionTrial | None
    versions: Mapping[str, str]

    @property
    def precision(self) -> str:
        """What the bundle's encoder computes with."""
        return self.trial.precision if self.trial and self.trial.kept else "float32"

    @property
    def majority(self) -> float:
        """Accuracy of always naming the largest class of the training part, 0..1."""
        return fold_majority(self.material, self.splits)

    @property
    def rule(self) -> str:
        """How clips to learn from and clips to judge by were kept apart: whole sentences."""
        is_official = self.split_kind == "official"
        if self.config.held_out:
            then = self.learnt_from
        elif is_official:
            then = "The shipped head is the one that is judged."
        else:
            then = "The shipped head was then fitted on all clips and was not measured itself."
        return f"{_RULES[self.split_kind]} {then}"

    @property
    def learnt_from(self) -> str:
        """What the bundle's head learnt from, where groups were held out; else nothing."""
        groups = ", ".join(self.config.held_out)
        if not groups:
            return ""
        learnt = f"This bundle's head learnt from {len(self.lesson.clips)} clips of "
        if not self.lesson.groups & set(self.config.held_out):
            return (
                f"{learnt}{len(self.lesson.groups)} groups and never saw those that are held out "
                f"({groups}): it is there to be judged on them. The head that is shipped learnt "
                "from them, too."
            )
        return (
            f"{learnt}{len(self.lesson.groups)} groups, the held-out ones ({groups}) among them, "
            "and was not measured itself: figures of folds are of heads that had not learnt from "
            "the clips they are judged on, and figures of the held-out groups are of a head that "
            "was fitted in the same way without them."
        )

    @property
    def judged_clips(self) -> int:
        """Clips that the figures are of."""
        return len(np.unique(np.concatenate([split.test for split in self.splits])))


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    """Windows in time order, for the app's rolling average."""

    clips: IntArray
    times_s: Any


def head_title(head: HeadConfig, tuned_blocks: int = 0) -> str:
    """Return a head's name for people: its kind, and what is not plain about it."""
    title = HEAD_TITLES[head.kind]
    if head.inputs != ("features",):
        title = f"{title}, on {' and '.join(head.inputs)}"
    if head.members > 1:
        title = f"{title}, the mean of {head.members}"
    if tuned_blocks:
        blocks = "block" if tuned_blocks == 1 else f"{tuned_blocks} blocks"
        title = f"{title}, backbone's top {blocks} fitted too"
    return title


def fold_majority(material: Material, splits: Sequence[Split]) -> float:
    """Return the accuracy of always naming the largest class of the training part, 0..1."""
    targets = material.targets
    return majority_accuracy([(targets[split.train], targets[split.test]) for split in splits])


@dataclass(frozen=True, slots=True, eq=False)
class _Smoothed:
    """What the app would show of clips that the predicting fits hadn't seen.

    Attributes:
        probabilities: float32, shape (N, C), rolling averages.
        windows: Of each row.
        targets: int64, shape (clips,), class of each clip.
        folds: int64, shape (clips,), the fold that judges each clip; all the same where there is
            one split.
    """

    probabilities: Float32Array
    windows: _Windows
    targets: IntArray
    folds: IntArray

    @property
    def ece(self) -> float:
        """Expected calibration error; each clip counts the same."""
        clips = self.windows.clips
        return measure_reliability(
            self.probabilities.astype(np.float64), self.targets[clips], clip_weights(clips)
        ).ece


def smoothed_predictions(facts: RunFacts) -> _Smoothed:
    """Run the app's rolling average over predictions for clips that were not learnt from."""
    head, material = facts.heads[0], facts.material
    if len(facts.splits) > 1:
        chosen = np.flatnonzero(head.tested)
        probabilities = head.probabilities[chosen]
    else:
        # One split only: nothing of its test part may decide anything.
        chosen = head.inner
        calibrated = head.calibration.probabilities(head.inner_logits, material.background)
        probabilities = calibrated.astype(np.float32)
    numbers, clips = np.unique(material.plain_clips[chosen], return_inverse=True)
    times_s = material.table.times_s[material.plain[chosen]]
    windows = _Windows(clips.astype(np.int64), times_s)
    smoothed = smooth(probabilities.astype(np.float64), windows, facts.config.smoothing_s)
    folds = np.zeros(len(material.clips), dtype=np.int64)
    if len(facts.splits) > 1:
        for fold, split in enumerate(facts.splits):
            folds[split.test] = fold
    return _Smoothed(smoothed, windows, material.targets[numbers], folds[numbers])


def choose_run_thresholds(facts: RunFacts, seen: _Smoothed) -> dict[str, Threshold]:
    """Choose the thresholds on predictions for clips that the predicting fits hadn't seen."""
    return _choose(facts, seen.targets, seen.probabilities, seen.windows)


def _choose(
    facts: RunFacts, targets: IntArray, smoothed: Float32Array, windows: TimedWindows
) -> dict[str, Threshold]:
    config, labels = facts.config, facts.material.labels
    if config.false_per_minute is not None and config.background is not None:
        return choose_quiet_threshold(
            smoothed, windows, targets, labels, config.background, config.false_per_minute
        )
    return choose_thresholds(smoothed, windows.clips, targets, labels, config.threshold_precision)


def make_manifest(facts: RunFacts, head_sha256: str) -> ModelManifest:
    """Return the bundle's manifest.

    Args:
        facts: The run.
        head_sha256: Of the bundle's head.
    """
    config, material = facts.config, facts.material
    shipped, baseline = facts.heads[0].figures, facts.heads[-1].figures
    seen = smoothed_predictions(facts)
    thresholds = choose_run_thresholds(facts, seen)
    return ModelManifest(
        name=config.name,
        version=config.version,
        labels=material.labels,
        background_label=config.background,
        window=config.window,
        min_frames=config.min_frames,
        rate_hz=config.rate_hz,
        encoder=facts.encoder,
        head=HeadSpec(file=HEAD_NAME, sha256=head_sha256),
        temperature=round(facts.heads[0].calibration.temperature, 4),
        smoothing_s=config.smoothing_s,
        thresholds=thresholds,
        metrics={
            "unseen_clip_accuracy": round(shipped.clip_accuracy, 4),
            "unseen_clip_macro_f1": round(shipped.macro_f1, 4),
            "unseen_clip_window_accuracy": round(shipped.window_accuracy, 4),
            "unseen_clip_ece": round(shipped.ece, 4),
            "unseen_clip_smoothed_ece": round(seen.ece, 4),
            **_shown_metrics(facts, seen, thresholds),
            "baseline_accuracy": round(baseline.clip_accuracy, 4),
            "baseline_macro_f1": round(baseline.macro_f1, 4),
            "majority_accuracy": round(facts.majority, 4),
            "judged_clips": float(facts.judged_clips),
            "clips": float(len(facts.lesson.clips)),
            "groups": float(len(facts.lesson.material.group_sizes)) if facts.grouped else 0.0,
            "folds": float(len(facts.splits)),
        },
        licence=config.licence,
        provenance=" ".join(text for text in (config.provenance, facts.learnt_from) if text),
    )


def _shown_metrics(
    facts: RunFacts, seen: _Smoothed, thresholds: Mapping[str, Threshold]
) -> dict[str, float]:
    """What is shown of clips not learnt from; where there are folds, by the others' thresholds."""
    background, labels = facts.config.background, facts.material.labels
    if background is None:
        return {}
    windows, targets = seen.windows, seen.targets
    if len(facts.splits) > 1:
        choose = partial(_choose, facts, targets)
        shown = shown_by_fold(
            seen.probabilities, windows, targets, seen.folds, labels, background, choose
        )
    else:
        shown = shown_labels(seen.probabilities, windows, targets, labels, thresholds, background)
    return {
        "unseen_clip_shown_recall": round(shown.recall, 4),
        "unseen_clip_shown_clip_recall": round(shown.clip_recall, 4),
        "unseen_background_false_per_minute": round(shown.false_per_minute, 4),
    }


def report_facts(facts: RunFacts, seconds: Mapping[str, float]) -> ReportFacts:
    """Return what the report tells.

    Args:
        facts: The run.
        seconds: Of each stage.
    """
    material = facts.material
    tested = np.unique(np.concatenate([split.test for split in facts.splits]))
    peak_mb = peak_resident_mb()
    return ReportFacts(
        title=f"{facts.config.name} {facts.config.version}",
        kind="run",
        labels=material.labels,
        clips=tuple(_report_clip(facts, number) for number in tested.tolist()),
        heads=tuple(
            _head_facts(material, head, is_shipped=head is facts.heads[0]) for head in facts.heads
        ),
        majority=facts.majority,
        rule=facts.rule,
        folds=tuple(
            FoldFacts(
                train_clips=len(split.train),
                test_clips=len(split.test),
                test_groups=tuple(sorted(set(material.names(split.test)[1])))
                if facts.grouped
                else (),
                accuracy=accuracy,
            )
            for split, accuracy in zip(facts.splits, facts.heads[0].fold_accuracy, strict=True)
        ),
        stages={name: value for name, value in seconds.items() if name != "all"},
        peak_memory_bytes=None if peak_mb is None else round(peak_mb * (1 << 20)),
        left_out=tuple(LeftOutClip(left.clip.path, left.reason) for left in facts.lesson.left_out),
        notes=_notes(facts),
        config=facts.config.model_dump(mode="json"),
        versions=facts.versions,
    )


def metrics_json(facts: RunFacts, seconds: Mapping[str, float]) -> dict[str, Any]:
    """Return what `metrics.json` holds.

    A run that was cut off and went on gives the same, apart from `seconds`, `speed` and `peak_mb`.

    Args:
        facts: The run.
        seconds: Of each stage.
    """
    parities = {
        "encoder": facts.parities.encoder,
        "head": facts.parities.head,
        "chain": facts.parities.chain,
    }
    speed = facts.speed
    return {
        "labels": list(facts.material.labels),
        "split": facts.split_kind,
        "heads": [_head_json(head, number == 0) for number, head in enumerate(facts.heads)],
        "majority_accuracy": facts.majority,
        "clips": len(facts.material.clips),
        "windows": len(facts.material.plain),
        "learnt_clips": len(facts.lesson.clips),
        "left_out": [left.reason for left in facts.lesson.left_out],
        "fold_groups": [sorted(set(facts.material.names(s.test)[1])) for s in facts.splits],
        "parity": {name: _parity_json(parity) for name, parity in parities.items() if parity},
        "speed": None
        if speed is None
        else {
            "frames_per_s": speed.frames_per_s,
            "bare_encoder_frames_per_s": speed.bare_frames_per_s,
            "ratio": speed.ratio,
        },
        "seconds": dict(seconds),
        "peak_mb": peak_resident_mb(),
    }


def history_json(heads: Sequence[JudgedHead], finals: Mapping[str, FitResult]) -> dict[str, Any]:
    """Return what `history.json` holds: the losses of each fit.

    Args:
        heads: The folds'.
        finals: The bundles' heads, by the title of their lesson.
    """
    return {
        "folds": {head.name: head.history for head in heads},
        **{title: final.history for title, final in finals.items()},
    }


def _head_json(head: JudgedHead, is_shipped: bool) -> dict[str, Any]:
    return {
        "name": head.name,
        "kind": head.config.kind,
        "shipped": is_shipped,
        **head.figures.as_json(),
        "uncalibrated_ece": head.uncalibrated.ece,
        "temperature": head.calibration.temperature,
        "background_shift": head.calibration.shift,
        "epochs": list(head.epochs),
        "fold_accuracy": list(head.fold_accuracy),
    }


def _head_facts(material: Material, head: JudgedHead, *, is_shipped: bool) -> HeadFacts:
    clips = material.plain_clips[head.tested]
    return HeadFacts(
        name=head.name,
        title=head_title(head.config, head.tuned_blocks),
        kind=_order(head.config),
        probabilities=head.probabilities[head.tested],
        clips=np.unique(clips, return_inverse=True)[1].astype(np.int64),
        times_s=material.table.times_s[material.plain[head.tested]],
        figures=head.figures,
        is_shipped=is_shipped,
        is_baseline=head.config.kind not in ORDERED and not is_shipped,
        uncalibrated=head.uncalibrated.reliability,
        temperature=head.calibration.temperature,
        history=head.history,
    )


def _order(head: HeadConfig) -> str:
    if head.kind not in ORDERED:
        return "without order"
    return "recurrent" if head.kind in RECURRENT else "convolutional"


def _report_clip(facts: RunFacts, number: int) -> ReportClip:
    clip = facts.material.clips[number].clip
    return ReportClip(
        path=clip.path,
        label=clip.label,
        group=clip.group if facts.grouped else "",
        split=clip.split or "",
    )


def _notes(facts: RunFacts) -> tuple[str, ...]:
    notes = []
    if facts.config.frames == "first":
        notes.append(
            f"Only the first {facts.config.window} frames of each clip were learnt from and "
            "judged, as the tutorials do; the app slides its window over whatever it sees."
        )
    if facts.trial is not None:
        notes.append(facts.trial.sentence)
    return tuple(notes)


def _parity_json(parity: Parity) -> dict[str, float]:
    return {
        "compared": parity.compared,
        "relative": parity.relative,
        "same": parity.same_label,
    }
