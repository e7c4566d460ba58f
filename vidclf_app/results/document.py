"""A result that is open: what follows from it at the moment, and whether that is saved."""

from dataclasses import replace
from pathlib import Path

from vidclf_app.core.records import Float32Array, Tuning
from vidclf_app.errors import ResultError
from vidclf_app.results.correcting import Corrections
from vidclf_app.results.deciding import decide, smooth, smoothing_s
from vidclf_app.results.identity import is_same_video, located
from vidclf_app.results.packing import pack
from vidclf_app.results.records import Analysis, Decided, HandStretch, Result
from vidclf_app.results.showing import shown_segments
from vidclf_app.results.stretches import Stretches
from vidclf_app.translating import deferred


class ResultDocument:
    """An analysis, with the tuning and the corrections that a person gave it. For one thread.

    Args:
        analysis: The run.
        tuning: What a person changed about the model's decisions.
        hand: What a person decided, in order of time, without overlaps.
        packed: The predictions as they are kept in files, where that is known already.

    Attributes:
        analysis: The run.
        corrections: Add, move, relabel, delete, undo, redo.
    """

    def __init__(
        self,
        analysis: Analysis,
        tuning: Tuning | None = None,
        hand: tuple[HandStretch, ...] = (),
        *,
        packed: bytes | None = None,
    ) -> None:
        self.analysis = analysis
        self.corrections = Corrections(
            shown_duration_s(analysis), 1.0 / analysis.model.rate_hz, hand
        )
        self._tuning = tuning or Tuning()
        self._saved = self.edits
        self._packed = packed
        self._smooth: tuple[float, Float32Array] | None = None
        self._decided: Decided | None = None
        self._result: Result | None = None

    @property
    def tuning(self) -> Tuning:
        """What a person changed about the model's decisions."""
        return self._tuning

    def set_tuning(self, tuning: Tuning) -> None:
        """Decide the predictions anew with other thresholds and smoothing."""
        self._tuning = tuning

    @property
    def edits(self) -> tuple[Tuning, Stretches]:
        """All that a person may change, as it is now."""
        return self._tuning, self.corrections.hand

    @property
    def changed(self) -> bool:
        """Whether it differs from what was opened or saved last."""
        return self.edits != self._saved

    def note_saved(self, edits: tuple[Tuning, Stretches]) -> None:
        """Take note of what was saved; more may have changed since."""
        self._saved = edits

    def locate_video(self, path: Path) -> None:
        """Say where the video lies now; it is kept with the next save.

        Raises:
            ResultError: It is another video, or has changed since.
            SourceOpenError: It can't be read.
        """
        video = self.analysis.video
        if not is_same_video(video, path):
            raise ResultError(
                deferred(
                    "errors",
                    "{path} is not the video that was analysed as {name}, or it has changed.",
                ).format(path=path, name=video.name),
                deferred("errors", "Choose the same file, or analyse this one."),
            )
        self.analysis = replace(self.analysis, video=located(video, path))
        self._result = None

    def packed(self) -> bytes:
        """Return the predictions as they are kept in files; packed once, they never change."""
        if self._packed is None:
            video = self.analysis.video
            self._packed = pack(self.analysis.predictions, video.width_px, video.height_px)
        return self._packed

    @property
    def labels(self) -> tuple[str, ...]:
        """What a person can choose from for a segment: the model's, without "none of these"."""
        model = self.analysis.model
        return tuple(label for label in model.labels if label != model.background_label)

    @property
    def result(self) -> Result:
        """All that there is about the video, with tuning and corrections as they are now."""
        decided, hand = self._decide(), self.corrections.hand
        known = self._result
        if known is None or known.decided is not decided or known.hand is not hand:
            segments = shown_segments(decided, self.analysis.model, hand, self.analysis.predictions)
            known = self._result = Result(self.analysis, decided, hand, segments)
        return known

    def _decide(self) -> Decided:
        if self._decided is None or self._decided.tuning != self._tuning:
            # Averaging takes most of the time, and thresholds don't change it.
            span_s = smoothing_s(self.analysis.model, self._tuning)
            if self._smooth is None or self._smooth[0] != span_s:
                self._smooth = span_s, smooth(self.analysis.predictions, span_s)
            self._decided = decide(self.analysis, self._tuning, self._smooth[1])
        return self._decided


def shown_duration_s(analysis: Analysis) -> float:
    """Return the video's length, or where it is unknown or told too short, what was seen of it."""
    time_s = analysis.predictions.time_s
    seen_s = float(time_s[-1]) if len(time_s) else 0.0
    return max(analysis.video.duration_s or 0.0, seen_s)
