"""Results in files: one for each video and model, opened again in an instant.

A file is a zip of two: `result.json` (see `schema`) holds what people read and change, and
`predictions.npz` (see `packing`) what the model gave, which stays as it is for ever. A file may
come from strangers: sizes are bounded, nothing is unpickled, and what makes no sense is refused.
"""

import json
import stat
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from vidclf_app.core.files import exists, keep_aside, make_folder, replacing
from vidclf_app.core.records import Tuning
from vidclf_app.errors import (
    DamagedResultError,
    NewerResultError,
    ResultError,
    first_fault,
    refusal,
)
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.identity import located
from vidclf_app.results.packing import MAX_BYTES, ZIP_ERRORS, PackingError, read_at_most, unpack
from vidclf_app.results.records import Analysis, HandStretch, ModelIdentity, VideoIdentity
from vidclf_app.results.schema import (
    FORMAT_VERSION,
    StoredModel,
    StoredResult,
    StoredStretch,
    StoredTuning,
    StoredVideo,
)
from vidclf_app.translating import deferred

_RESULT = "result.json"
_PREDICTIONS = "predictions.npz"
_RESULT_MAX_BYTES = 64 << 20
_DAMAGED_HINT = deferred(
    "errors", "Analyse the video again; the damaged file is kept under another name."
)
_NEWER_HINT = deferred("errors", "Update vidclf to open it. It is left as it is.")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a result's file says without its predictions: quick to read, for lists.

    Attributes:
        video: Which video; its path is where it lies now, if it lies beside the file.
        model: Which model.
        analysed_at: When, with a time zone.
        took_s: How long the run took, seconds.
        provider: Where the networks ran.
        predictions: How many there are.
        tuning: What a person changed about the model's decisions.
        hand: What a person decided.
    """

    video: VideoIdentity
    model: ModelIdentity
    analysed_at: datetime
    took_s: float
    provider: str
    predictions: int
    tuning: Tuning
    hand: tuple[HandStretch, ...]


def save_document(path: Path, document: ResultDocument) -> None:
    """Write a result, whole or not at all.

    May be called on another thread than the document's own: it takes the tuning and the
    corrections as they are at the start. A damaged file in its place is kept aside first.

    Args:
        path: The file; its folder is made where missing.
        document: The result; afterwards it is not `changed`, unless it was changed meanwhile.

    Raises:
        SinkError: The operating system refused.
        NewerResultError: A newer version wrote the file that is there.
    """
    edits = document.edits
    analysis, (tuning, hand) = document.analysis, edits
    outline = Outline(
        video=analysis.video,
        model=analysis.model,
        analysed_at=analysis.analysed_at,
        took_s=analysis.took_s,
        provider=analysis.provider,
        predictions=len(analysis.predictions),
        tuning=tuning,
        hand=hand,
    )
    follows = analysis.predictions.landmarks is not None
    save_packed(path, outline, document.packed(), follows=follows)
    document.note_saved(edits)


def save_packed(path: Path, outline: Outline, packed: bytes, *, follows: bool) -> None:
    """Write a result whose predictions are packed already, whole or not at all.

    A damaged file in its place is kept aside first.

    Args:
        path: The file; its folder is made where missing.
        outline: All but the predictions.
        packed: The predictions, see `packing`.
        follows: There are landmarks among them.

    Raises:
        SinkError: The operating system refused.
        NewerResultError: A newer version wrote the file that is there.
    """
    stored = _stored(outline, follows=follows)
    make_folder(path.parent)
    if exists(path):
        try:
            read_outline(path)
        except DamagedResultError:
            keep_aside(path)
    with replacing(path) as partial, zipfile.ZipFile(partial, "w") as file:
        text = stored.model_dump_json(indent=1) + "\n"
        file.writestr(_RESULT, text, compress_type=zipfile.ZIP_DEFLATED)
        # Packed already. As they are, they are written as quickly as the disk takes them.
        file.writestr(_PREDICTIONS, packed, compress_type=zipfile.ZIP_STORED)


def load_document(path: Path) -> ResultDocument:
    """Open a result.

    A video that lies beside the file is taken in place of the path where it was analysed, so
    that both may move together.

    Raises:
        DamagedResultError: The file is damaged or no result; `keep_aside` it.
        NewerResultError: A newer version wrote it; leave it as it is.
        ResultError: There is no such file, or it may not be read.
    """
    with _open(path) as file:
        stored = _read_stored(path, file)
        try:
            with file.open(_PREDICTIONS) as member:
                content = read_at_most(member, MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise PackingError(deferred("errors", "its predictions are too large"))
            predictions = unpack(
                content,
                stored.predictions,
                len(stored.model.labels),
                follows=stored.follows,
                width_px=stored.video.width_px,
                height_px=stored.video.height_px,
            )
        except (PackingError, *ZIP_ERRORS) as error:
            raise _damaged(path, error) from error
    video = stored.video.identity()
    analysis = Analysis(
        video=located(video, _where(path, video)),
        model=stored.model.identity(),
        analysed_at=stored.analysed_at,
        took_s=stored.took_s,
        provider=stored.provider,
        predictions=predictions,
    )
    return ResultDocument(
        analysis,
        stored.tuning.tuning(),
        tuple(stretch.stretch() for stretch in stored.hand),
        packed=content,
    )


def read_outline(path: Path) -> Outline:
    """Read what a result's file says without its predictions.

    Raises:
        ResultError: As for `load_document`; damage among the predictions goes unnoticed.
    """
    with _open(path) as file:
        stored = _read_stored(path, file)
        if _PREDICTIONS not in file.namelist():
            raise _damaged(path, deferred("errors", "its predictions are missing"))
    video = stored.video.identity()
    return Outline(
        video=located(video, _where(path, video)),
        model=stored.model.identity(),
        analysed_at=stored.analysed_at,
        took_s=stored.took_s,
        provider=stored.provider,
        predictions=stored.predictions,
        tuning=stored.tuning.tuning(),
        hand=tuple(stretch.stretch() for stretch in stored.hand),
    )


def _stored(outline: Outline, *, follows: bool) -> StoredResult:
    tuning = outline.tuning
    return StoredResult(
        video=StoredVideo.of(outline.video),
        model=StoredModel.of(outline.model),
        analysed_at=outline.analysed_at,
        took_s=outline.took_s,
        provider=outline.provider,
        predictions=outline.predictions,
        follows=follows,
        tuning=StoredTuning(threshold=tuning.threshold, smoothing_s=tuning.smoothing_s),
        hand=tuple(
            StoredStretch(label=each.label, start_s=each.start_s, end_s=each.end_s)
            for each in outline.hand
        ),
    )


def _open(path: Path) -> zipfile.ZipFile:
    try:
        # A pipe would never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise _damaged(path, deferred("errors", "it is no file"))
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise ResultError(
            deferred("errors", "{path}: no such file.").format(path=path),
            deferred("errors", "Analyse the video again."),
        ) from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        # A flipped bit may ask for a version of zip that there never was.
        raise _damaged(path, error) from error
    except (OSError, ValueError) as error:
        raise ResultError(
            deferred("errors", "{path}: can't be read: {reason}.").format(
                path=path, reason=refusal(error)
            ),
            deferred("errors", "Check its permissions."),
        ) from error


def _read_stored(path: Path, file: zipfile.ZipFile) -> StoredResult:
    try:
        with file.open(_RESULT) as member:
            content = read_at_most(member, _RESULT_MAX_BYTES + 1)
    except ZIP_ERRORS as error:
        raise _damaged(path, error) from error
    if len(content) > _RESULT_MAX_BYTES:
        raise _damaged(path, deferred("errors", "{file} is too large").format(file=_RESULT))
    try:
        return StoredResult.model_validate_json(content)
    except ValidationError as error:
        if _is_newer(content):
            raise NewerResultError(
                deferred("errors", "{path}: a newer version of vidclf wrote this result.").format(
                    path=path
                ),
                _NEWER_HINT,
            ) from error
        place, reason = first_fault(error)
        told = deferred("errors", "{place}: {reason}").format(place=place or _RESULT, reason=reason)
        raise _damaged(path, told) from error


def _is_newer(content: bytes) -> bool:
    with suppress(ValueError, RecursionError):
        found = json.loads(content)
        version = found.get("format_version") if isinstance(found, dict) else None
        return isinstance(version, int) and version > FORMAT_VERSION
    return False


def _damaged(path: Path, reason: BaseException | str) -> DamagedResultError:
    if isinstance(reason, BaseException):
        reason = refusal(reason).rstrip(".") or type(reason).__name__
    return DamagedResultError(
        deferred("errors", "{path}: is damaged, or no result of vidclf: {reason}.").format(
            path=path, reason=reason
        ),
        _DAMAGED_HINT,
    )


def _where(path: Path, video: VideoIdentity) -> Path:
    """Return where a result's video lies: beside it, or where it was analysed."""
    if not video.name:
        return video.path
    beside = path.with_name(video.name)
    # In a folder for all results there may be another video of that name.
    belongs_here = path.name.startswith(f"{video.name}.") or not exists(video.path)
    return beside if belongs_here and exists(beside) else video.path
