"""Every form that a result can be written in, as one table, and writing several of them at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vidclf_app.core.files import fitting, make_folder
from vidclf_app.errors import SinkError
from vidclf_app.exporting.boris import write_aggregated, write_project
from vidclf_app.exporting.elan import write_eaf
from vidclf_app.exporting.html_page import write_html
from vidclf_app.exporting.json_file import write_json
from vidclf_app.exporting.subtitles import write_srt, write_vtt
from vidclf_app.exporting.tables import write_predictions, write_segments
from vidclf_app.exporting.video import write_video
from vidclf_app.results.records import Result
from vidclf_app.translating import QT_TRANSLATE_NOOP, deferred

#: Called with the share that is done, 0..1; may raise to end the work.
Progress = Callable[[float], None]
#: Writes a result beside the path and renames, or raises and leaves what was there.
Writer = Callable[[Result, Path, Progress], None]


class Purpose(Enum):
    """Whom a format is for; the value is English, marked for translation."""

    READING = QT_TRANSLATE_NOOP("export", "To read and show")
    PLAYERS = QT_TRANSLATE_NOOP("export", "For video players")
    NUMBERS = QT_TRANSLATE_NOOP("export", "For tables and programs")
    RESEARCH = QT_TRANSLATE_NOOP("export", "For behaviour research")


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One form of a result.

    Attributes:
        name: For the program and the settings.
        title: For people: English, marked with `QT_TRANSLATE_NOOP("export", ...)`.
        suffix: Comes after the video's name.
        explanation: What it is for, in one line; marked likewise.
        purpose: Whom it is for.
        write: Writes it: result, path, progress. Raises `VidclfError`.
    """

    name: str
    title: str
    suffix: str
    explanation: str
    purpose: Purpose
    write: Writer


def at_once(write: Callable[[Result, Path], None]) -> Writer:
    """Return the writer of a format that takes no time worth telling."""

    def written(result: Result, path: Path, progress: Progress) -> None:
        write(result, path)
        progress(1.0)

    return written


EXPORTS: tuple[ExportFormat, ...] = (
    ExportFormat(
        "html",
        QT_TRANSLATE_NOOP("export", "Report as web page"),
        ".report.html",
        QT_TRANSLATE_NOOP("export", "The report's page for the browser"),
        Purpose.READING,
        at_once(write_html),
    ),
    ExportFormat(
        "video",
        QT_TRANSLATE_NOOP("export", "Annotated video"),
        ".annotated.mp4",
        QT_TRANSLATE_NOOP("export", "The video with labels and skeleton drawn in (MP4)"),
        Purpose.READING,
        write_video,
    ),
    ExportFormat(
        "srt",
        QT_TRANSLATE_NOOP("export", "Subtitles SRT"),
        ".srt",
        QT_TRANSLATE_NOOP("export", "Labels as subtitles; players find them beside the video"),
        Purpose.PLAYERS,
        at_once(write_srt),
    ),
    ExportFormat(
        "vtt",
        QT_TRANSLATE_NOOP("export", "Subtitles WebVTT"),
        ".vtt",
        QT_TRANSLATE_NOOP("export", "The same for web pages"),
        Purpose.PLAYERS,
        at_once(write_vtt),
    ),
    ExportFormat(
        "segments",
        QT_TRANSLATE_NOOP("export", "Segments CSV"),
        ".segments.csv",
        QT_TRANSLATE_NOOP("export", "One line for each segment, for a spreadsheet"),
        Purpose.NUMBERS,
        at_once(write_segments),
    ),
    ExportFormat(
        "predictions",
        QT_TRANSLATE_NOOP("export", "Predictions CSV"),
        ".csv",
        QT_TRANSLATE_NOOP("export", "All probabilities, several lines a second"),
        Purpose.NUMBERS,
        write_predictions,
    ),
    ExportFormat(
        "json",
        QT_TRANSLATE_NOOP("export", "Everything as JSON"),
        ".json",
        QT_TRANSLATE_NOOP("export", "Video, model, predictions and segments, for programs"),
        Purpose.NUMBERS,
        write_json,
    ),
    ExportFormat(
        "elan",
        QT_TRANSLATE_NOOP("export", "ELAN file"),
        ".eaf",
        QT_TRANSLATE_NOOP("export", "Opens in ELAN with the video; the model's tier and yours"),
        Purpose.RESEARCH,
        at_once(write_eaf),
    ),
    ExportFormat(
        "boris",
        QT_TRANSLATE_NOOP("export", "BORIS project"),
        ".boris",
        QT_TRANSLATE_NOOP("export", "Ethogram and observation, opens in BORIS"),
        Purpose.RESEARCH,
        at_once(write_project),
    ),
    ExportFormat(
        "boris-events",
        QT_TRANSLATE_NOOP("export", "BORIS events table"),
        ".events.tsv",
        QT_TRANSLATE_NOOP("export", "Aggregated events as BORIS exports them, for scripts"),
        Purpose.RESEARCH,
        at_once(write_aggregated),
    ),
)


def target_path(form: ExportFormat, folder: Path, base_name: str) -> Path:
    """Return where a format is written; a name that is too long for a file is cut."""
    return folder / f"{fitting(base_name, len(form.suffix))}{form.suffix}"


def existing_paths(formats: Sequence[ExportFormat], folder: Path, base_name: str) -> list[Path]:
    """Return the files that are there already."""
    return [path for form in formats if _is_there(path := target_path(form, folder, base_name))]


def export(
    result: Result,
    formats: Sequence[ExportFormat],
    folder: Path,
    base_name: str,
    *,
    overwrite: bool = False,
    progress: Progress = lambda _share: None,
) -> list[Path]:
    """Write a result in several forms.

    Each file is written beside its place and renamed. After an error, files that were complete
    stay and nothing is half-written.

    Args:
        result: What to write.
        formats: In which forms.
        folder: Where to; made where missing.
        base_name: Of the files, before the suffix; the video's name without its own suffix lets
            players find the subtitles.
        overwrite: Replace files that are there; else nothing is written when there is one.
        progress: Called with the share of the file in work.

    Returns:
        The files.

    Raises:
        SinkError: A file is there already, or can't be written.
        SourceError: The video can't be read, for formats that need it.
    """
    there = existing_paths(formats, folder, base_name)
    if there and not overwrite:
        raise SinkError(
            deferred("errors", "{path}: is there already.").format(path=there[0]),
            deferred("errors", "Choose another folder, or allow to replace it."),
        )
    for path in there:
        _check_is_not_the_video(path, result.analysis.video.path)
    make_folder(folder)
    written = []
    for form in formats:
        path = target_path(form, folder, base_name)
        form.write(result, path, progress)
        written.append(path)
    return written


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False


def _check_is_not_the_video(path: Path, video: Path) -> None:
    try:
        is_video = path.samefile(video)
    except OSError:
        return
    if is_video:
        raise SinkError(
            deferred("errors", "{path}: is the video itself, and is not replaced.").format(
                path=path
            ),
            deferred("errors", "Choose another folder."),
        )
