"""Reading what a review needs from files: work for threads in the background."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.assets import bundled_models
from vidclf_app.core.bundle import read_manifest
from vidclf_app.core.files import keep_aside
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.errors import DamagedResultError, ModelError, ResultError, VidclfError
from vidclf_app.results.deciding import smooth, smoothing_s
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.identity import Freshness, freshness
from vidclf_app.results.paths import RESULT_SUFFIX, results_of
from vidclf_app.results.records import ModelIdentity, VideoIdentity
from vidclf_app.results.store import load_document, read_outline
from vidclf_app.translating import deferred
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.following import Deducer, Followed, Wish, curves_of
from vidclf_app.ui.review.timeline.marks import Marks
from vidclf_app.ui.review.view_state import Choice, Other

FindManifest = Callable[[ModelIdentity], ModelManifest | None]
FindResults = Callable[[Path], Sequence[Path]]


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A result that was read.

    Attributes:
        path: Its file.
        document: What was in it.
        deducer: Works out what follows from it.
        first: What follows from it as it is.
        freshness: Whether it still holds.
        choices: Other results of the same video.
    """

    path: Path
    document: ResultDocument
    deducer: Deducer
    first: Followed
    freshness: Freshness
    choices: tuple[Choice, ...]


def bundled_manifest(model: ModelIdentity) -> ModelManifest | None:
    """Return the manifest of the model of that name that came along, if there is one."""
    for path in bundled_models():
        try:
            manifest = read_manifest(path)
        except ModelError:
            continue
        if manifest.name == model.name:
            return manifest
    return None


def results_beside(video: Path) -> Sequence[Path]:
    """Return the results that lie beside a video."""
    return results_of(video)


def open_result(path: Path, find_manifest: FindManifest, find_results: FindResults) -> Opened:
    """Read a result, and all that the page shows of it.

    Raises:
        ResultError: It can't be read; a damaged one was kept aside.
    """
    try:
        document = load_document(path)
    except DamagedResultError as error:
        # What a person picked may be no result at all: only ours are renamed.
        if path.suffix != RESULT_SUFFIX:
            raise
        aside = keep_aside(path)
        raise DamagedResultError(
            error.english[0],
            deferred("errors", "{hint} It is {name} now.").format(
                hint=error.english[1], name=aside.name
            ),
        ) from error
    analysis = document.analysis
    deducer = Deducer(analysis)
    tuning, hand = document.edits
    return Opened(
        path=path,
        document=document,
        deducer=deducer,
        first=deducer.follow(Wish(tuning, hand)),
        freshness=freshness(analysis, find_manifest(analysis.model)),
        choices=other_results(path, analysis.video, find_results),
    )


def other_results(
    path: Path, video: VideoIdentity, find_results: FindResults
) -> tuple[Choice, ...]:
    """Return the other results of a video, newest first; those that can't be read are left out."""
    found = []
    for candidate in find_results(video.path):
        if candidate == path:
            continue
        try:
            outline = read_outline(candidate)
        except VidclfError:
            continue
        if outline.video.digest == video.digest:
            name = f"{wording.model_text(outline.model)} · {wording.when_text(outline.analysed_at)}"
            found.append((outline.analysed_at, Choice(candidate, name)))
    return tuple(choice for _, choice in sorted(found, key=lambda each: each[0], reverse=True))


def open_other(path: Path, video: VideoIdentity) -> Other:
    """Read the result to compare with.

    Raises:
        ResultError: It can't be read, or is of another video.
    """
    document = load_document(path)
    result, analysis = document.result, document.analysis
    if analysis.video.digest != video.digest:
        raise ResultError(
            deferred(
                "errors", "{name} is a result of another video, or of this one before it changed."
            ).format(name=path.name),
            deferred("errors", "Compare two results of one video."),
        )
    averages = smooth(analysis.predictions, smoothing_s(analysis.model, document.tuning))
    return Other(
        path=path,
        name=wording.run_name(analysis),
        result=result,
        curves=curves_of(analysis, averages),
        # Numbers that fit a timeline come from `following.against`.
        columns=(),
        shown=Marks.of(()),
        labels=(),
        comparison=None,
    )
