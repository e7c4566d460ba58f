"""Judging a bundle on the groups that its config held out from everything."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.config import TrainingConfig
from training.data.selection import load_clips
from training.data.wording import shown
from training.errors import DatasetError, TrainingError
from training.evaluation.calibration import (
    Float64Array,
    IntArray,
    measure_reliability,
    softmax,
)
from training.evaluation.figures import Figures, clip_weights, judge
from training.evaluation.intervals import (
    Interval,
    Intervals,
    clip_intervals,
    perfect_error_interval,
)
from training.evaluation.thresholds import ShownLabels, shown_labels, smooth
from training.evaluation.training_clips import check_never_seen
from training.features.entries import FeatureCache
from training.features.extract import default_workers, extract_clips
from training.fitting.heads import seed_everything
from training.progress import Progress
from training.running.encoding import open_encoding
from training.running.material import gather_material, leave_out_windowless
from training.running.preparing import recipe_of
from vidclf_app.core.bundle import open_bundle

_BATCH = 256


@dataclass(frozen=True, slots=True)
class HeldOutFigures:
    """What a bundle is worth on clips that decided nothing.

    Attributes:
        labels: In the order of the figures.
        groups: That the clips are of.
        clips: Number of clips.
        left_out: Clips of these groups that could not be judged.
        figures: Of the model's probabilities.
        smoothed_ece: Expected calibration error of the rolling averages.
        perfect_ece: What perfectly calibrated ones would show by chance with as many clips.
        intervals: Of the figures of clips.
        shown: What people would see of the clips; None without a background.
    """

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    clips: int
    left_out: int
    figures: Figures
    smoothed_ece: float
    perfect_ece: Interval
    intervals: Intervals
    shown: ShownLabels | None


def judge_held_out(
    config: TrainingConfig, bundle: Path, cache: Path, progress: Progress
) -> HeldOutFigures:
    """Judge a bundle on the held-out groups, on windows made as those of the folds.

    Args:
        config: The run that made the bundle.
        bundle: Its folder or zip file; it must never have seen these groups.
        cache: Folder of cached features.
        progress: Told what happens.

    Raises:
        TrainingError: The bundle is not of this config, or learnt from these groups.
        DatasetError: No group is held out, or its clips can't be used.
        VidclfError: The bundle can't be opened, or the encoder fails.
    """
    opened = open_bundle(bundle, provider="cpu")
    manifest = opened.manifest
    # As for the run: a backbone without weights is drawn by the seed.
    seed_everything(config.fit.seed)
    encoding = open_encoding(config)
    if manifest.encoder != encoding.spec or (config.labels and manifest.labels != config.labels):
        raise TrainingError(
            f"{bundle}: has another encoder or other labels than the config.",
            "Name the config that the bundle was made with.",
        )
    table = load_clips(config, held_out=True)
    check_never_seen(bundle, [clip.path for clip in table.clips], config.held_out)
    known = [clip for clip in table.clips if clip.label in manifest.labels]
    progress.say(f"{len(known)} clips of {', '.join(config.held_out)}")
    with progress.bar("Extracting features", len(known)) as advance:
        extraction = extract_clips(
            known,
            recipe_of(config, encoding.spec),
            encoding.new_encoder,
            default_workers(),
            encoding.identity,
            FeatureCache(cache),
            advance,
        )
    extraction = leave_out_windowless(config, extraction, encoding.spec)
    if not extraction.clips:
        raise DatasetError(
            f"{shown(config.data)}: none of the {len(table.clips)} clips that are held out can be "
            "judged.",
            f"The first: {extraction.left_out[0].reason}"
            if extraction.left_out
            else "The bundle knows none of their labels.",
        )
    material = gather_material(config, manifest.labels, extraction.clips, encoding.spec)
    plain, clips = material.plain, material.plain_clips
    logits = [
        opened.head.run(
            {
                "features": material.table.gather(part),
                "length": material.table.lengths[part].astype(np.int32),
            }
        )
        for part in np.split(plain, range(_BATCH, len(plain), _BATCH))
    ]
    probabilities = softmax(np.concatenate(logits), manifest.temperature)
    timed = _Timed(clips, material.table.times_s[plain])
    smoothed = smooth(probabilities, timed, manifest.smoothing_s)
    averages = smoothed.astype(np.float64)
    reliability = measure_reliability(averages, material.targets[clips], clip_weights(clips))
    figures = judge(probabilities, clips, material.targets, len(manifest.labels))
    return HeldOutFigures(
        labels=manifest.labels,
        groups=config.held_out,
        clips=len(material.clips),
        left_out=len(extraction.left_out) + len(table.clips) - len(known),
        figures=figures,
        smoothed_ece=reliability.ece,
        perfect_ece=perfect_error_interval(averages, clips, len(material.clips)),
        intervals=clip_intervals(figures.clips),
        shown=None
        if manifest.background_label is None
        else shown_labels(
            smoothed,
            timed,
            material.targets,
            manifest.labels,
            manifest.thresholds,
            manifest.background_label,
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Timed:
    clips: IntArray
    times_s: Float64Array
