"""`vidclf analyze`."""

import time
from collections.abc import Sequence
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from vidclf_app.cli.console import err, out, report_error
from vidclf_app.core.analysis import VideoJob, parse_formats, plan_jobs
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.engine import ProviderChoice
from vidclf_app.core.labels import NOBODY, display_label
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Tuning
from vidclf_app.core.sinks.base import Sink
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.summary import Summary
from vidclf_app.errors import ModelError, VidclfError
from vidclf_app.models.library import find_any_model

_POLL_S = 0.1


def run_analysis(
    paths: Sequence[Path],
    *,
    model: str | None,
    provider: ProviderChoice,
    result_folder: Path,
    formats: str,
    tuning: Tuning,
    skeleton: bool,
) -> int:
    """Analyse videos one after the other; one that fails is reported and the rest go on.

    Returns:
        0, or the exit code of the last video that failed.

    Raises:
        VidclfError: Nothing can be analysed: no model, no videos, no place for results.
    """
    wanted = parse_formats(formats)
    jobs = plan_jobs(paths, result_folder, wanted)
    recognizer = Recognizer(open_bundle(find_any_model(model), provider=provider))
    table = Table(title=f"Model: {recognizer.manifest.name}, running on {recognizer.provider}")
    for heading in ("video", "label", "mean", "segments", "seconds", "times real time"):
        table.add_column(heading, justify="left" if heading in {"video", "label"} else "right")
    exit_code = 0
    with _progress() as progress:
        total = progress.add_task("all videos", total=len(jobs))
        for job in jobs:
            started_s = time.monotonic()
            result = MemorySink()
            try:
                sinks = [result, *job.sinks(wanted, skeleton=skeleton)]
                duration_s, restarts = _analyze(job, recognizer, sinks, tuning, progress)
            except VidclfError as error:
                report_error(error)
                # Not the error, which would hold all of its run.
                exit_code = error.exit_code
                if isinstance(error, ModelError):
                    break  # It would fail on the next video too.
            else:
                elapsed_s = time.monotonic() - started_s
                label = result.summary.label
                table.add_row(
                    str(job.video),
                    display_label(label)
                    if label
                    else f"({_why_no_label(result.summary, restarts)})",
                    f"{result.summary.probabilities[label]:.0%}" if label else "",
                    str(len(result.segments)),
                    f"{duration_s:.1f}",
                    f"{duration_s / elapsed_s:.0f}",
                )
            progress.advance(total)
    if table.row_count:
        out.print(table)
        out.print(f"Results: {result_folder} ({', '.join(wanted)})")
    if exit_code:
        missing = len(jobs) - table.row_count
        err.print(f"{missing} of {len(jobs)} videos were not analysed, see above.")
    return exit_code


def _analyze(
    job: VideoJob,
    recognizer: Recognizer,
    sinks: Sequence[Sink],
    tuning: Tuning,
    progress: Progress,
) -> tuple[float, int]:
    """Analyse one video; return its length in seconds and how often the window started anew."""
    pipeline = Pipeline(
        lambda: VideoFile(job.video),
        lambda: recognizer,
        sinks,
        mode="complete",
        tuning=tuning,
    )
    task = progress.add_task(job.video.name, total=None)
    pipeline.start()
    try:
        while not pipeline.wait(_POLL_S):
            now = pipeline.snapshot()
            if now.source is not None and now.frame is not None:
                progress.update(task, total=now.source.duration_s, completed=now.frame.time_s)
    finally:
        pipeline.stop()
        progress.remove_task(task)
    source = pipeline.snapshot().source
    return (source.duration_s if source else None) or 0.0, pipeline.stats().restarts


def _why_no_label(summary: Summary, restarts: int) -> str:
    if summary.nobody:
        return NOBODY
    # A model that starts anew at each frame never gets to see enough, however long the video is.
    return "frames too far apart" if restarts else "too short"


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
