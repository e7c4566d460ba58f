"""`vidclf live --headless`."""

import time
from contextlib import suppress
from pathlib import Path

from vidclf_app.assets import demo_clip
from vidclf_app.cli.console import err, out
from vidclf_app.core.analysis import VideoJob, parse_formats
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.engine import ProviderChoice
from vidclf_app.core.labels import NOTHING_RECOGNISED, told
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Prediction, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.sources.opening import open_source, parse_source
from vidclf_app.errors import SettingsError
from vidclf_app.models.library import find_any_model

_POLL_S = 0.2


class PrintingSink(Sink):
    """Prints a line each time the recognised label, or what stands in its place, changes."""

    def open(self, run: RunInfo) -> None:
        """Say what is watched with what."""
        self._labels = run.manifest.labels
        self._last = NOTHING_RECOGNISED
        _print(f"watching {run.source.name} with {run.manifest.name}; Ctrl-C ends")

    def write(self, prediction: Prediction) -> None:
        """Print a change."""
        text = told(prediction)
        if text == self._last:
            return
        self._last = text
        if prediction.label is not None:
            probability = prediction.probabilities[self._labels.index(prediction.label)]
            text += f"  {probability:.0%}"
        _print(f"{time.strftime('%H:%M:%S')}  {text}")

    def close(self, stats: Stats) -> None:
        """Print the figures."""
        _print(
            f"{stats.captured} frames, {stats.predicted} predictions, {stats.dropped} dropped, "
            f"inference {stats.inference_ms_p50:.1f} ms (median) on {stats.provider}"
        )

    def abort(self) -> None:
        """Print nothing: the error says it."""


def _print(text: str) -> None:
    # A reader that went away (`| head -1`) must not take the files with it. Rich turns a broken
    # pipe into SystemExit.
    with suppress(OSError, SystemExit):
        out.print(text)


def run_headless(
    *,
    source: str | None,
    model: str | None,
    provider: ProviderChoice,
    run_for_s: float | None,
    result_folder: Path | None,
    formats: str,
) -> None:
    """Watch a source without a window until it ends, the time is over, or Ctrl-C.

    Raises:
        VidclfError: Source, model or results failed.
    """
    name = parse_source(str(demo_clip()) if source is None else source)
    sinks: list[Sink] = [PrintingSink()]
    if result_folder is not None:
        wanted = parse_formats(formats)
        if "mp4" in wanted:
            raise SettingsError("Live results can't be written as mp4.", "Choose from: json, csv.")
        stem = time.strftime("live-%Y%m%d-%H%M%S")
        sinks += VideoJob(video=Path(name.text), result=result_folder / stem).sinks(wanted)
    bundle_path = find_any_model(model)
    pipeline = Pipeline(
        lambda: open_source(name, paced=True),
        lambda: Recognizer(open_bundle(bundle_path, provider=provider)),
        sinks,
        mode="live",
    )
    pipeline.start()
    deadline_s = None if run_for_s is None else time.monotonic() + run_for_s
    try:
        while not pipeline.wait(_POLL_S):
            if deadline_s is not None and time.monotonic() >= deadline_s:
                break
    finally:
        if not pipeline.stop():
            err.print("The source did not answer and was left behind.")
    pipeline.wait(0.0)
    if result_folder is not None:
        out.print(f"Results: {result_folder}")
