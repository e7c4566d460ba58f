"""`vidclf demo` where there is no screen."""

import json
import os
import tempfile
from pathlib import Path

from vidclf_app.assets import demo_clip
from vidclf_app.cli.console import out, segments_table
from vidclf_app.core.analysis import VideoJob
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.labels import display_label
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.summary import Summary
from vidclf_app.models.library import find_any_model

_WINDOW_S = 5.0
_SCREEN = {
    "name": "laptop",
    "x": 0,
    "y": 0,
    "width": 1440,
    "height": 900,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


def run_without_screen(*, model: str | None, result_folder: Path) -> None:
    """Run the same pipeline on the demo clip and write what a window would show.

    Raises:
        VidclfError: The model, the clip or the results failed.
    """
    clip = demo_clip()
    bundle_path = find_any_model(model)
    out.print("There is no screen here, so the demo runs without a window.")
    recognizer = Recognizer(open_bundle(bundle_path))
    result = MemorySink()
    job = VideoJob(video=clip, result=result_folder / clip.stem)
    pipeline = Pipeline(
        lambda: VideoFile(clip),
        lambda: recognizer,
        [result, *job.sinks(("json", "mp4"))],
        mode="complete",
    )
    pipeline.start()
    try:
        pipeline.wait()
    finally:
        pipeline.stop()
    if result.segments:
        out.print(segments_table(result.segments))
    else:
        out.print(_why_nothing(result.summary))
    label = result.summary.label
    if label is not None:
        probability = result.summary.probabilities[label]
        out.print(f"Most probable over the whole clip: {display_label(label)} ({probability:.0%})")
    stats = result.stats
    out.print(
        f"{stats.predicted} predictions, {stats.inference_ms_p50:.1f} ms each (median), "
        f"on {stats.provider}, model {recognizer.manifest.name}"
    )
    picture = result_folder / "window.png"
    _picture_window(bundle_path, picture)
    for file in (job.result.with_suffix(".json"), job.result.with_suffix(".mp4"), picture):
        out.print(f"wrote {file}")


def _why_nothing(summary: Summary) -> str:
    if summary.label is None and summary.nobody:
        return "Nothing recognised: nobody is in the picture."
    return "Nothing recognised: no class reached its threshold."


def _picture_window(bundle_path: Path, picture: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="vidclf-") as folder:
        # Qt's screen without a screen is 800x800; this one is like a laptop's.
        screens = Path(folder, "screens.json")
        screens.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
        from vidclf_app.ui.app import WindowOptions, run_window

        run_window(
            WindowOptions(
                source="",
                model=bundle_path,
                run_s=_WINDOW_S,
                screenshot=picture,
                # Not the person's own: the picture shows what anybody would see at first.
                home=Path(folder),
            )
        )
