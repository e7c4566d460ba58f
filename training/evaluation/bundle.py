"""Judging an exported bundle through the app's own pipeline: what users get.

The only module of training that runs the app's threads: each clip goes through the same stages
as in `vidclf analyze`, rolling average and thresholds included, with one open bundle for all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.clips import Clip, ClipTable
from training.data.wording import listed, shown
from training.errors import DatasetError
from training.evaluation.calibration import (
    Float64Array,
    IntArray,
    Reliability,
    measure_reliability,
)
from training.evaluation.facts import (
    HeadFacts,
    LeftOutClip,
    ReportClip,
    ReportFacts,
    ShownFigures,
    ShownShares,
)
from training.evaluation.figures import clip_weights, judge
from training.evaluation.training_clips import (
    TRAINING_CLIPS_NAME,
    count_seen,
    read_training_clips,
)
from training.progress import Progress
from vidclf_app import __version__
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.engine import ProviderChoice
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Float32Array, Prediction
from vidclf_app.core.sinks.base import RunInfo
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import SourceError


class WatchedClip(MemorySink):
    """All predictions of a clip, beside what the app itself keeps of a run.

    Attributes:
        predictions: In order of time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.predictions: list[Prediction] = []

    def open(self, run: RunInfo) -> None:
        """Begin anew."""
        super().open(run)
        self.predictions = []

    def write(self, prediction: Prediction) -> None:
        """Keep a prediction."""
        super().write(prediction)
        self.predictions.append(prediction)


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What is kept of a clip: arrays, so that many thousand clips fit into memory.

    Attributes:
        clip: The clip.
        target: Number of its class.
        probabilities: float32, shape (P, C), rolling average.
        raw: float32, shape (P, C), of each window alone.
        times_s: float64, shape (P,).
        shown: float64, shape (3,), predictions that showed the right label, a wrong one, none.
        false_labels: Segments with a wrong label.
    """

    clip: ReportClip
    target: int
    probabilities: Float32Array
    raw: Float32Array
    times_s: Float64Array
    shown: Float64Array
    false_labels: int


def watch_clip(path: Path, recognizer: Recognizer) -> WatchedClip:
    """Run one file through the app's pipeline, as `vidclf analyze` does.

    Raises:
        SourceError: The file can't be read, or breaks off.
        ModelError: The model failed.
    """
    watched = WatchedClip()
    pipeline = Pipeline(lambda: VideoFile(path), lambda: recognizer, [watched], mode="complete")
    pipeline.start()
    try:
        pipeline.wait()
    finally:
        pipeline.stop()
    return watched


def evaluate_bundle(
    bundle: Path,
    table: ClipTable,
    *,
    provider: ProviderChoice = "auto",
    progress: Progress,
    strict: bool = False,
) -> ReportFacts:
    """Judge a bundle on labelled clips.

    Args:
        bundle: Its folder or zip file.
        table: The clips, and those that were skipped when it was read.
        provider: Where the encoder runs, see `Engine`.
        progress: Told how far it is.
        strict: Whether a clip that can't be judged stops the work.

    Returns:
        The facts of the report; its only head is the bundle's.

    Raises:
        ModelError: The bundle can't be opened or fails.
        DatasetError: No clip can be judged, or one can't and `strict` is set.
    """
    opened = open_bundle(bundle, provider=provider)
    manifest = opened.manifest
    hashes = read_training_clips(bundle)
    known, unknown = _known(table.clips, manifest)
    if not known:
        raise DatasetError(
            f"{bundle}: the model knows none of the labels {listed(sorted(unknown))}.",
            f"It knows {listed(manifest.labels)}; name the clips likewise.",
        )
    recognizer = Recognizer(opened)
    judged: list[_Judged] = []
    dropped = [LeftOutClip(skipped.path, skipped.reason) for skipped in table.skipped]
    with progress.bar(f"Watching {len(known)} clips with {manifest.name}", len(known)) as advance:
        for clip in known:
            try:
                watched = watch_clip(clip.path, recognizer)
                if not watched.predictions:
                    raise DatasetError(
                        f"{shown(clip.path)}: is too short for a prediction, which takes "
                        f"{manifest.min_frames} frames at {manifest.rate_hz:g} Hz.",
                        "Take it out of the data.",
                    )
            except (SourceError, DatasetError) as error:
                if strict:
                    raise DatasetError(error.message, error.hint) from error
                dropped.append(LeftOutClip(clip.path, error.message))
            else:
                judged.append(_judged(manifest, clip, watched))
            advance()
    if not judged:
        raise DatasetError(
            f"None of the {len(known)} clips could be judged; the first: {dropped[-1].reason}",
            "Check that the clips play, and that they are long enough.",
        )
    clips = tuple(entry.clip for entry in judged)
    seen = None if hashes is None else count_seen([clip.path for clip in clips], hashes)
    head = _head(manifest, judged)
    targets = np.bincount([manifest.labels.index(clip.target) for clip in clips])
    return ReportFacts(
        title=f"{manifest.name} {manifest.version}",
        kind="bundle",
        labels=manifest.labels,
        clips=clips,
        heads=(head,),
        majority=float(targets.max() / len(clips)),
        rule=_rule(manifest, recognizer.provider),
        left_out=tuple(dropped),
        notes=tuple(_notes(manifest, clips, unknown, hashes)),
        seen_clips=seen,
        config=_settings(manifest),
        versions={"vidclf": __version__},
    )


def _known(clips: Sequence[Clip], manifest: ModelManifest) -> tuple[list[ReportClip], Counter[str]]:
    """Return the clips that can be judged, and how many there are of each unknown label."""
    known, unknown = [], Counter[str]()
    for clip in clips:
        counts_as = ""
        if clip.label not in manifest.labels:
            unknown[clip.label] += 1
            if manifest.background_label is None:
                continue
            counts_as = manifest.background_label
        split = str(getattr(clip, "split", "") or "")
        known.append(ReportClip(clip.path, clip.label, clip.group or "", split, counts_as))
    return known, unknown


def _judged(manifest: ModelManifest, clip: ReportClip, watched: WatchedClip) -> _Judged:
    # The background label is never shown: for its clips, nothing is what should be.
    wanted = None if clip.target == manifest.background_label else clip.target
    labels = [prediction.label for prediction in watched.predictions]
    right = labels.count(wanted)
    nothing = 0 if wanted is None else labels.count(None)
    return _Judged(
        clip=clip,
        target=manifest.labels.index(clip.target),
        probabilities=np.stack([entry.probabilities for entry in watched.predictions]),
        raw=np.stack([entry.raw for entry in watched.predictions]),
        times_s=np.array([entry.time_s for entry in watched.predictions]),
        shown=np.array([right, len(labels) - right - nothing, nothing], dtype=np.float64),
        false_labels=sum(segment.label != wanted for segment in watched.segments),
    )


def _head(manifest: ModelManifest, judged: Sequence[_Judged]) -> HeadFacts:
    clips = np.repeat(np.arange(len(judged)), [len(entry.times_s) for entry in judged])
    smoothed = np.concatenate([entry.probabilities for entry in judged])
    raw = np.concatenate([entry.raw for entry in judged])
    targets = np.array([entry.target for entry in judged])
    classes = len(manifest.labels)
    return HeadFacts(
        name="bundle",
        title=f"{manifest.name} {manifest.version}",
        kind="exported bundle",
        probabilities=smoothed,
        clips=clips,
        times_s=np.concatenate([entry.times_s for entry in judged]),
        figures=judge(smoothed.astype(np.float64), clips, targets, classes),
        is_shipped=True,
        uncalibrated=_uncalibrated(raw, clips, targets, manifest.temperature),
        temperature=manifest.temperature,
        raw=judge(raw.astype(np.float64), clips, targets, classes),
        shown=_shown(manifest, judged),
    )


def _uncalibrated(
    raw: Float32Array, clips: IntArray, targets: IntArray, temperature: float
) -> Reliability:
    """Return the reliability that the model would have without its temperature."""
    # softmax(z) is softmax(z / T) to the power of T, normalised.
    powers: Float64Array = raw.astype(np.float64) ** temperature
    hot = powers / powers.sum(axis=1, keepdims=True)
    return measure_reliability(hot, targets[clips], clip_weights(clips))


def _shown(manifest: ModelManifest, judged: Sequence[_Judged]) -> ShownFigures:
    counts = np.zeros((len(manifest.labels), 3))
    for entry in judged:
        counts[entry.target] += entry.shown
    return ShownFigures(
        shares=_shares(counts.sum(axis=0)),
        classes=tuple(_shares(row) if row.any() else None for row in counts),
        false_labels=sum(entry.false_labels for entry in judged),
        minutes=float(counts.sum()) / manifest.rate_hz / 60.0,
    )


def _shares(counts: Float64Array) -> ShownShares:
    right, wrong, nothing = (counts / counts.sum()).tolist()
    return ShownShares(right, wrong, nothing)


def _rule(manifest: ModelManifest, provider: str) -> str:
    return (
        f"Each clip went through the app's own stages, as in vidclf analyze, on the {provider}: "
        f"windows of up to {manifest.window} frames at {manifest.rate_hz:g} Hz, a rolling average "
        f"over {manifest.smoothing_s:g} s and the bundle's own thresholds."
    )


def _settings(manifest: ModelManifest) -> Mapping[str, object]:
    settings: dict[str, object] = manifest.model_dump(mode="json")
    return settings


def _notes(
    manifest: ModelManifest,
    clips: Sequence[ReportClip],
    unknown: Counter[str],
    hashes: frozenset[str] | None,
) -> list[str]:
    notes = []
    if unknown:
        total = sum(unknown.values())
        names = listed([_with_hint(label, manifest.labels) for label in sorted(unknown)])
        if manifest.background_label is None:
            fate = "they are left out of all figures"
        else:
            fate = f"they count as its class for anything else, {manifest.background_label}"
        notes.append(f"{total} clips have labels that the model doesn't know ({names}); {fate}.")
    present = {clip.target for clip in clips}
    absent = [label for label in manifest.labels if label not in present]
    if absent:
        notes.append(
            f"No clip was judged for {len(absent)} of the model's {len(manifest.labels)} labels: "
            f"{listed(absent)}. What they are worth stays unknown; they can only be mistakes here."
        )
    if hashes is None:
        notes.append(
            f"The bundle has no {TRAINING_CLIPS_NAME}, so it is unknown whether it learnt from "
            "these clips; if it did, the figures flatter."
        )
    return notes


def _with_hint(label: str, labels: Sequence[str]) -> str:
    alike = [known for known in labels if _folded(known) == _folded(label)]
    return f"{label} (perhaps {alike[0]})" if alike else label


def _folded(label: str) -> str:
    return "".join(letter for letter in label.casefold() if letter.isalnum())
