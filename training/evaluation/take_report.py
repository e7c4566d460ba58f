"""Judging a bundle on long takes, and what is told of it."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.data.clips import Clip
from training.evaluation.take_figures import TakeFigures, WatchedTake, score_takes
from training.evaluation.take_watching import watch_take
from training.evaluation.takes import Take, TakeSet, plan_takes, sort_clips
from training.evaluation.training_clips import (
    check_never_seen,
    count_seen,
    read_training_clips,
)
from training.progress import Progress
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.engine import ProviderChoice
from vidclf_app.core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class TakeReport:
    """A bundle on takes.

    Attributes:
        name: Of the bundle.
        version: Of the bundle.
        provider: The execution provider that was used, "CUDA" or "CPU".
        seed: Of the takes.
        plan: The takes.
        watched: Each of them, as it was recognised.
        figures: What that comes to.
        left_out: How many clips there are of each label that is neither to be recognised nor
            background.
        seen: How many of the clips were in the bundle's training; None where it doesn't say.
        took_s: Seconds for reading, watching and recognising.
    """

    name: str
    version: str
    provider: str
    seed: int
    plan: TakeSet
    watched: tuple[WatchedTake, ...]
    figures: TakeFigures
    left_out: Counter[str]
    seen: int | None
    took_s: float

    @property
    def speed(self) -> float:
        """Seconds of video watched in a second."""
        return self.figures.minutes * 60.0 / self.took_s

    def as_json(self, root: Path) -> dict[str, Any]:
        """Return plain numbers, lists and names.

        Args:
            root: Clips are named relative to this folder.
        """
        return {
            "bundle": {"name": self.name, "version": self.version},
            "provider": self.provider,
            "seed": self.seed,
            "figures": self.figures.as_json(),
            "took_s": self.took_s,
            "seen_clips": self.seen,
            "left_out": dict(sorted(self.left_out.items())),
            "skipped": [
                {"clip": _relative(skipped.path, root), "reason": skipped.reason}
                for skipped in self.plan.skipped
            ],
            "clips": [_relative(clip, root) for clip in self.plan.clips],
            "takes": [
                _take_json(take, watched, root)
                for take, watched in zip(self.plan.takes, self.watched, strict=True)
            ],
        }


def judge_takes(
    bundle: Path,
    clips: Sequence[Clip],
    *,
    count: int,
    seed: int,
    labels: Sequence[str] = (),
    held: Sequence[str] = (),
    held_out: Sequence[str] = (),
    provider: ProviderChoice = "auto",
    progress: Progress,
) -> TakeReport:
    """Make takes of clips and judge a bundle on them.

    Args:
        bundle: Its folder or zip file.
        clips: Labelled clips; see `sort_clips` for labels that the bundle doesn't know.
        count: Takes.
        seed: The same one makes the same takes of the same clips.
        labels: The exercises to be done; all that the bundle knows where none are named.
        held: Labels of exercises that are done by keeping still, see `plan_takes`.
        held_out: Groups that the clips are of and that the bundle must never have seen.
        provider: Where the encoder runs, see `Engine`.
        progress: Told how far it is.

    Raises:
        ModelError: The bundle can't be opened or fails.
        DatasetError: No takes can be made of the clips.
        TrainingError: The bundle learnt from clips of `held_out`, or doesn't say.
        SourceError: A clip can't be read any more.
    """
    opened = open_bundle(bundle, provider=provider)
    manifest = opened.manifest
    if held_out:
        check_never_seen(bundle, [clip.path for clip in clips], held_out)
    hashes = read_training_clips(bundle)
    material = sort_clips(clips, manifest, labels)
    with progress.bar(f"Planning {count} takes", count) as advance:
        plan = plan_takes(material, count, seed, held=held, advance=advance)
    recognizer = Recognizer(opened)
    watched = []
    started_s = time.monotonic()
    with progress.bar(f"Watching {count} takes with {manifest.name}", count) as advance:
        for take in plan.takes:
            watched.append(watch_take(take, recognizer))
            advance()
    took_s = time.monotonic() - started_s
    return TakeReport(
        name=manifest.name,
        version=manifest.version,
        provider=recognizer.provider,
        seed=seed,
        plan=plan,
        watched=tuple(watched),
        figures=score_takes(watched, manifest.labels),
        left_out=material.left_out,
        seen=None if hashes is None else count_seen(plan.clips, hashes),
        took_s=took_s,
    )


def _take_json(take: Take, watched: WatchedTake, root: Path) -> dict[str, Any]:
    return {
        "duration_s": take.duration_s,
        "parts": [
            {
                "kind": part.kind,
                "label": part.label,
                "start_s": part.truth.start_s,
                "end_s": part.truth.end_s,
                "clip": _relative(part.clip, root),
                "group": part.group,
                "tempo": part.tempo,
            }
            for part in take.parts
        ],
        "recognised": [
            {"label": span.label, "start_s": span.start_s, "end_s": span.end_s}
            for span in watched.spans
        ],
    }


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path.absolute(), root.absolute())).as_posix()
