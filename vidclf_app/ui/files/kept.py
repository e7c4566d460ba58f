"""A file's result: the one that an earlier analysis left, and the one that a run leaves."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.core.files import keep_aside
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.errors import DamagedResultError, ResultError, SinkError
from vidclf_app.results.identity import is_same_model, is_same_video, model_identity
from vidclf_app.results.records import ModelIdentity, ShownSegment
from vidclf_app.results.sink import ResultSink
from vidclf_app.results.store import Outline, load_document, read_outline
from vidclf_app.ui.files import wording
from vidclf_app.ui.files.found import Found, found_in
from vidclf_app.ui.files.places import ResultPlaces, check_writable

log = logging.getLogger(__name__)

# Size and time of change of a result's file and of its video.
Stamp = tuple[tuple[int, int] | None, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A result that was there before.

    Attributes:
        path: Its file.
        reasons: Why it is out of date, () where it is not.
        found: What was found in short.
        stamp: See `stamp`.
    """

    path: Path
    reasons: tuple[str, ...]
    found: Found
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that a run has left.

    Attributes:
        path: Its file.
        found: What was found in short.
        stamp: See `stamp`.
        refused: The folder that it should lie in, where that could not be written to.
        reason: Why it could not.
    """

    path: Path
    found: Found
    stamp: Stamp
    refused: Path | None
    reason: str


def stamp(video: Path, result: Path) -> Stamp:
    """Return what changes when a video or its result does. Reads no file."""
    return _signature(result), _signature(video)


def find_earlier(
    video: Path, places: ResultPlaces, manifest: ModelManifest | None
) -> tuple[Earlier | None, str]:
    """Find the result of an earlier analysis: a fresh one if there is one, else the newest.

    Damaged ones are kept aside.

    Args:
        video: The video; can be read.
        places: Where to look.
        manifest: The model in use; None where it is not at hand, which makes nothing stale.

    Returns:
        The result, or None; and what a person should know of others, or "".

    Raises:
        SourceOpenError: The video can't be read any more.
    """
    model = model_identity(manifest) if manifest is not None else None
    told: list[str] = []
    found: list[tuple[tuple[str, ...], Outline, Path]] = []
    for path in places.results_of(video):
        try:
            outline = read_outline(path)
        except ResultError as error:
            told.append(_put_aside(path, error))
        else:
            found.append((_reasons(outline, video, model), outline, path))
    # sorted() keeps the order of what is alike, so that the newest stay in front.
    found.sort(key=lambda each: each[1].analysed_at, reverse=True)
    for reasons, _, path in sorted(found, key=lambda each: bool(each[0])):
        try:
            document = load_document(path)
        except ResultError as error:
            told.append(_put_aside(path, error))
            continue
        predictions = document.analysis.predictions
        nobody = int(predictions.nobody.sum())
        found_there = found_in(document.result.segments, len(predictions), nobody)
        return Earlier(path, reasons, found_there, stamp(video, path)), " ".join(told)
    return None, " ".join(told)


class KeptResult(Sink):
    """Keeps what a run finds: where it should lie, or where that can't be, in the fallback.

    A place is tried out before the first prediction, not after an hour; a disk that is full only
    then sends the result to the fallback, too.

    Args:
        video: The video.
        places: Where to.
        beside: Makes another sink that is told of the run, such as the history's, for the
            result's file; one that goes to the fallback in the end is told under its first name.

    Attributes:
        kept: The result, once it is written.
    """

    def __init__(
        self,
        video: Path,
        places: ResultPlaces,
        beside: Callable[[Path], Sink | None] | None = None,
    ) -> None:
        self.kept: Kept | None = None
        self._make_beside = beside
        self._beside: Sink | None = None
        self._video = video
        self._places = places
        self._sink: ResultSink | None = None
        self._segments: list[Segment] = []
        self._refused: Path | None = None
        self._reason = ""

    def open(self, run: RunInfo) -> None:
        """Find a place."""
        model = run.manifest.name
        self._instead = self._places.instead(self._video, model)
        try:
            self._sink = self._opened(self._places.wanted(self._video, model), run)
        except SinkError as error:
            self._note_refusal(self._places.wanted(self._video, model), error)
            self._sink = self._opened(self._instead, run)
        if self._make_beside is not None:
            self._beside = self._make_beside(self._sink.path)
        if self._beside is not None:
            self._beside.open(run)

    def write(self, prediction: Prediction) -> None:
        """Take a prediction."""
        assert self._sink is not None
        self._sink.write(prediction)
        if self._beside is not None:
            self._beside.write(prediction)

    def write_segment(self, segment: Segment) -> None:
        """Take a finished segment."""
        self._segments.append(segment)
        if self._beside is not None:
            self._beside.write_segment(segment)

    def close(self, stats: Stats) -> None:
        """Write the result, in the fallback where nothing else is left."""
        sink = self._sink
        assert sink is not None
        try:
            sink.close(stats)
        except SinkError as error:
            if self._refused is not None:
                raise
            self._note_refusal(sink.path, error)
            sink.path = self._instead
            sink.close(stats)
        self.kept = Kept(
            path=sink.path,
            found=self._found(sink, stats),
            stamp=stamp(self._video, sink.path),
            refused=self._refused,
            reason=self._reason,
        )
        # Whoever keeps the run for what it found doesn't keep its predictions.
        self._sink = None
        if self._beside is not None:
            self._beside.close(stats)

    def abort(self) -> None:
        """Throw away what was found."""
        for sink in (self._sink, self._beside):
            if sink is not None:
                sink.abort()

    def _found(self, sink: ResultSink, stats: Stats) -> Found:
        outline = sink.outline
        assert outline is not None
        segments: Sequence[Segment | ShownSegment] = self._segments
        if outline.hand:
            # A person's corrections of an earlier result go on in this one. Else, to decide an
            # hour anew, only to get the same segments, would cost tens of megabytes.
            segments = load_document(sink.path).result.segments
        return found_in(segments, outline.predictions, sink.nobody, stats.restarts)

    def _opened(self, path: Path, run: RunInfo) -> ResultSink:
        check_writable(path)
        sink = ResultSink(self._video, path)
        sink.open(run)
        return sink

    def _note_refusal(self, path: Path, error: SinkError) -> None:
        log.warning("%s", error)
        self._refused, self._reason = path.parent, error.message


def _reasons(outline: Outline, video: Path, model: ModelIdentity | None) -> tuple[str, ...]:
    reasons = []
    if not is_same_video(outline.video, video):
        reasons.append(wording.video_changed())
    if model is not None and not is_same_model(outline.model, model):
        reasons.append(wording.model_changed(outline.model, model))
    return tuple(reasons)


def _put_aside(path: Path, error: ResultError) -> str:
    """Rename a damaged result; others are left as they are. Returns what to tell."""
    log.warning("%s", error)
    if not isinstance(error, DamagedResultError):
        return error.message
    try:
        return wording.kept_aside(path, keep_aside(path))
    except SinkError as refusal:
        return f"{error.message} {refusal.message}"


def _signature(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
