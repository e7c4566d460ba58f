"""Analysing files: which videos, and where each one's results go."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vidclf_app.core.sinks.base import Sink
from vidclf_app.core.sinks.csv import CsvSink
from vidclf_app.core.sinks.json import JsonSink
from vidclf_app.core.sinks.video import VideoSink
from vidclf_app.core.sources.file import VIDEO_SUFFIXES
from vidclf_app.errors import SettingsError, SourceOpenError, refusal
from vidclf_app.translating import deferred

FORMATS: dict[str, Callable[[Path], Sink]] = {
    "json": JsonSink,
    "csv": CsvSink,
    "mp4": VideoSink,
}


@dataclass(frozen=True, slots=True)
class VideoJob:
    """One video to analyse.

    Attributes:
        video: The file.
        result: Its results' path without the format's suffix.
    """

    video: Path
    result: Path

    def target(self, format_name: str) -> Path:
        """Return the file that the results go to in one format."""
        return self.result.with_name(f"{self.result.name}.{format_name}")

    def sinks(self, formats: Sequence[str], *, skeleton: bool = True) -> list[Sink]:
        """Return a sink for each format.

        Args:
            formats: See `FORMATS`.
            skeleton: Draw the person that the model follows, in annotated videos.
        """
        video: Callable[[Path], Sink] = partial(VideoSink, skeleton=skeleton)
        made = {**FORMATS, "mp4": video}
        return [made[name](self.target(name)) for name in formats]


def parse_formats(text: str) -> list[str]:
    """Split a list such as `json,csv`.

    Raises:
        SettingsError: It names a format that there is not, or none.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise SettingsError(
            deferred("errors", "{text!r}: not a list of result formats.").format(text=text),
            deferred("errors", "Choose from: {names}.").format(names=", ".join(FORMATS)),
        )
    return list(dict.fromkeys(names))


def plan_jobs(paths: Sequence[Path], out: Path, formats: Sequence[str]) -> list[VideoJob]:
    """Find the videos and name their results.

    A folder's results keep its inner folders. A file is taken whatever its suffix; in a folder
    only files with a video's suffix are, and the folder for results is passed over.

    Args:
        paths: Files and folders.
        out: Folder for results.
        formats: See `FORMATS`.

    Raises:
        SourceOpenError: A folder can't be read or has no videos.
        SettingsError: Two videos' results would have one name, or that of a video.
    """
    jobs: dict[Path, VideoJob] = {}
    for path in paths:
        for video, name in _videos(path, os.path.realpath(out)):
            job = VideoJob(video=video, result=out / name)
            earlier = jobs.setdefault(job.result, job)
            if os.path.realpath(earlier.video) != os.path.realpath(video):
                raise SettingsError(
                    deferred("errors", "{first} and {second} would both give {result}.").format(
                        first=earlier.video, second=video, result=job.result
                    ),
                    deferred("errors", "Analyse them in two runs with different --out folders."),
                )
    videos = {os.path.realpath(job.video) for job in jobs.values()}
    for job in jobs.values():
        for format_name in formats:
            if os.path.realpath(job.target(format_name)) in videos:
                raise SettingsError(
                    deferred(
                        "errors", "{target} is one of the videos and would be overwritten."
                    ).format(target=job.target(format_name)),
                    deferred("errors", "Choose another folder with --out."),
                )
    return list(jobs.values())


def find_videos(
    path: Path, *, unreadable: Callable[[SourceOpenError], None] | None = None
) -> Iterator[Path]:
    """Yield the videos in a folder and all folders inside it, or a file whatever its suffix.

    Args:
        path: A file or folder.
        unreadable: Told of each folder that can't be read, and the search goes on.

    Raises:
        SourceOpenError: A folder has no videos, or can't be read and nobody is told.
    """
    for video, _ in _videos(path, "", unreadable):
        yield video


def _videos(
    path: Path,
    passed_over: str,
    unreadable: Callable[[SourceOpenError], None] | None = None,
) -> Iterator[tuple[Path, Path]]:
    """Yield (video, name of its result) for a file or folder."""
    # Not Path.is_dir(), which raises for names that are too long.
    if not os.path.isdir(path):  # noqa: PTH112
        yield path, Path(path.name)
        return
    found = False

    def refuse(error: OSError) -> None:
        refused = SourceOpenError(
            deferred("errors", "{folder}: this folder can't be read: {reason}.").format(
                folder=error.filename, reason=refusal(error)
            ),
            deferred("errors", "Check its permissions."),
        )
        if unreadable is None:
            raise refused from error
        unreadable(refused)

    for folder, subfolders, names in os.walk(path, onerror=refuse):
        subfolders[:] = sorted(
            name for name in subfolders if os.path.realpath(Path(folder, name)) != passed_over
        )
        for name in sorted(names):
            video = Path(folder, name)
            if video.suffix.lower() in VIDEO_SUFFIXES and not name.startswith("."):
                found = True
                yield video, video.relative_to(path)
    if not found:
        raise SourceOpenError(
            deferred("errors", "{path}: there are no videos in this folder.").format(path=path),
            deferred("errors", "Name a video itself if its suffix is unusual."),
        )
