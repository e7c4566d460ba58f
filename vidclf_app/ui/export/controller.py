"""The export panel without its widgets: what a person asks for goes in, what to show comes out.

Files are written on a thread of their own. Nothing here waits, but `end`, which does so for a
bounded time.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vidclf_app.errors import VidclfError
from vidclf_app.exporting.formats import EXPORTS, ExportFormat
from vidclf_app.results.identity import located
from vidclf_app.results.records import Result
from vidclf_app.settings import SettingsStore
from vidclf_app.translating import translate
from vidclf_app.ui.export import wording
from vidclf_app.ui.export.run import ExportJob, ExportOutcome, ExportRun
from vidclf_app.ui.export.view_state import ExportPhase, ExportState, FormatRow
from vidclf_app.ui.parts.messages import Banner

log = logging.getLogger(__name__)

_VIDEO = "video"


class ExportController:
    """Writes one result at a time in the forms that a person chose.

    Call everything from one thread; `poll` as often as the screen wants to know.

    Args:
        settings: Remembers the chosen forms.
        formats: What can be chosen; the window adds those that need Qt.
    """

    def __init__(self, settings: SettingsStore, formats: Sequence[ExportFormat] = EXPORTS) -> None:
        self._settings = settings
        self._formats = tuple(formats)
        self._skeleton = settings.current.skeleton
        self._result: Result | None = None
        self._own_folder: Path | None = None
        self._run: ExportRun | None = None
        self._asked: ExportJob | None = None
        self._there: tuple[Path, ...] = ()
        self._banner: Banner | None = None
        self._written_in: Path | None = None

    # What a person asks for.

    def show_result(self, result: Result, video_path: Path) -> None:
        """Export this result from now on. What is being written goes on.

        Args:
            result: The result, with tuning and corrections as they are now.
            video_path: Where its video is now.
        """
        video = result.analysis.video
        analysis = replace(result.analysis, video=located(video, video_path))
        same = self._result is not None and self._result.analysis.video.path == analysis.video.path
        self._result = replace(result, analysis=analysis)
        if not same:
            self._asked, self._there = None, ()
            self.close_banner()

    def forget_result(self) -> None:
        """There is nothing to export any more."""
        self._result = self._asked = None
        self._there = ()

    def choose(self, name: str, chosen: bool) -> None:
        """Write a format, or don't."""
        names = dict.fromkeys(self._settings.current.export_formats)
        if chosen:
            names[name] = None
        else:
            names.pop(name, None)
        # Names that only a newer version knows stay.
        self._settings.change(export_formats=tuple(names))

    def set_folder(self, folder: Path | None) -> None:
        """Write into a folder; None for the one that the video is in."""
        self._own_folder = None if folder is None else folder.absolute()
        self._asked, self._there = None, ()

    def set_skeleton(self, skeleton: bool) -> None:
        """Draw the skeleton in the annotated video, or don't."""
        self._skeleton = skeleton

    def start(self) -> None:
        """Write. Where files are there already, ask first."""
        chosen = self._chosen()
        if self._result is None or not chosen or self._run is not None:
            return
        self._begin(
            ExportJob(
                self._with_skeleton(self._result),
                chosen,
                self._folder(self._result),
                self._result.analysis.video.path.stem,
            )
        )

    def replace_files(self) -> None:
        """Answer the question: replace the files that are there."""
        if self._asked is not None and self._run is None:
            self._begin(replace(self._asked, overwrite=True))

    def keep_files(self) -> None:
        """Answer the question: leave them; nothing is written."""
        self._asked, self._there = None, ()

    def cancel(self) -> None:
        """End what is being written; files that are complete stay."""
        if self._run is not None:
            self._run.cancel()

    def close_banner(self) -> None:
        """Put the message away."""
        self._banner = self._written_in = None

    def poll(self) -> ExportState:
        """Take note of what happened, and return what to show."""
        if self._run is not None and (outcome := self._run.outcome) is not None:
            self._end_run(self._run.job, outcome)
        chosen = {form.name for form in self._chosen()}
        result, run = self._result, self._run
        return ExportState(
            phase=self._phase(),
            rows=tuple(_row(form, form.name in chosen) for form in self._formats),
            folder="" if result is None else str(self._folder(result)),
            is_beside=self._own_folder is None,
            skeleton=self._skeleton,
            may_draw_skeleton=_VIDEO in chosen
            and result is not None
            and result.analysis.predictions.landmarks is not None,
            may_start=result is not None and bool(chosen) and run is None,
            question=wording.question(self._there),
            progress="" if run is None else translate("export", run.format.title),
            share=0.0 if run is None else run.share,
            banner=self._banner,
            written_in=self._written_in,
        )

    def request_end(self) -> None:
        """Tell the writer to end, and return at once."""
        self.cancel()

    def end(self, timeout_s: float) -> bool:
        """Wait for the writer to end.

        Args:
            timeout_s: How long to wait at most, seconds.

        Returns:
            True when it has ended. Nothing is half-written either way.
        """
        self.cancel()
        return self._run is None or self._run.join(timeout_s)

    def _chosen(self) -> tuple[ExportFormat, ...]:
        names = self._settings.current.export_formats
        return tuple(form for form in self._formats if form.name in names)

    def _folder(self, result: Result) -> Path:
        return self._own_folder or result.analysis.video.path.parent

    def _with_skeleton(self, result: Result) -> Result:
        if self._skeleton:
            return result
        predictions = replace(result.analysis.predictions, landmarks=None)
        return replace(result, analysis=replace(result.analysis, predictions=predictions))

    def _phase(self) -> ExportPhase:
        if self._run is not None:
            return ExportPhase.RUNNING
        if self._result is None:
            return ExportPhase.EMPTY
        return ExportPhase.READY if self._asked is None else ExportPhase.ASKING

    def _begin(self, job: ExportJob) -> None:
        self._asked, self._there = None, ()
        self.close_banner()
        self._run = ExportRun(job)

    def _end_run(self, job: ExportJob, outcome: ExportOutcome) -> None:
        self._run = None
        if outcome.there:
            self._asked, self._there = job, outcome.there
            return
        if outcome.error is not None:
            if not isinstance(outcome.error, VidclfError):
                log.error("An export failed", exc_info=outcome.error)
            self._banner = wording.failed(outcome.error, outcome.written)
        elif outcome.cancelled:
            self._banner = wording.cancelled(outcome.written)
        else:
            self._banner = wording.written(outcome.written)
        self._written_in = job.folder if outcome.written else None


def _row(form: ExportFormat, chosen: bool) -> FormatRow:
    return FormatRow(
        name=form.name,
        title=translate("export", form.title),
        explanation=translate("export", form.explanation),
        purpose=form.purpose,
        chosen=chosen,
    )
