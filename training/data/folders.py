"""Clips in folders: one sub-folder per class, perhaps below `train` and `test`."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data.csv_table import SIDES, Side
from training.data.signatures import Content, Finding, examine, has_video_suffix
from training.data.wording import listed, shown
from training.errors import DatasetError

_SIDE_FOLDERS: dict[str, Side | None] = {
    **{name: side for name, side in SIDES.items() if name},
    "training": "train",
    "valid": "train",
    "testing": "test",
}
# Kept by systems beside what people put there; like all folders that begin with a dot.
_SYSTEM_FOLDERS = frozenset(
    {"__macosx", "@eadir", "$recycle.bin", "system volume information", "lost+found"}
)
_LAYOUT_HINT = "Make one sub-folder per class, or train/ and test/ with class folders in them."


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is a clip, or claims to be one.

    Attributes:
        path: The file, below the folder that was searched.
        label: Name of its class folder, without white space at its ends.
        split: Side of the split; None where the folders make none.
        finding: What the file is.
    """

    path: Path
    label: str
    split: Side | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class _ClassFolder:
    path: Path
    label: str
    split: Side | None


def find_files(root: Path, labels: Sequence[str] = ()) -> Iterator[FoundFile]:
    """Search class folders, by name, for clips.

    Class folders are searched to any depth; links are followed, each folder once. Sidecar files
    and files that neither are videos nor have a video's suffix are passed over.

    Args:
        root: The folder that holds the class folders, or `train`, `test`, `val` with class
            folders in them.
        labels: To keep; empty keeps all.

    Raises:
        DatasetError: A folder can't be read, there are no class folders, or one has no clips.
    """
    folders, loose = _plan(root)
    for path in loose:
        if _is_clip(path):
            yield FoundFile(path, "", None, Finding(Content.OTHER, "lies in no class folder"))
    # Not entered through a link: a class would take in all the others.
    outside = {_identity(folder) for folder in (root.resolve(), *root.resolve().parents)}
    for folder in folders:
        if labels and folder.label not in labels:
            continue
        clips = 0
        reasons = []
        for path in _files_below(folder.path, set(outside)):
            finding = examine(path, claimed=has_video_suffix(path))
            if finding.content is Content.VIDEO:
                clips += 1
            elif finding.content is not Content.UNREADABLE and (
                finding.content is Content.SIDECAR or not has_video_suffix(path)
            ):
                continue
            else:
                reasons.append(f"{shown(path.name)} {finding.reason}")
            yield FoundFile(path, folder.label, folder.split, finding)
        if not clips:
            what = f"no clip that can be used: {listed(reasons)}" if reasons else "no clips"
            raise DatasetError(
                f"{shown(folder.path)}: this class folder has {what}.",
                "Put clips into it, or take the folder out.",
            )


def _plan(root: Path) -> tuple[list[_ClassFolder], list[Path]]:
    """Return the class folders and the files that lie beside them."""
    folders, loose = _entries(root)
    sides = {path: path.name.strip().lower() for path in folders}
    of_sides = [path for path in folders if sides[path] in _SIDE_FOLDERS]
    # One folder "train" may be a class of its own, among buses; beside "test" it isn't one.
    if not of_sides or (len(of_sides) == 1 and len(folders) > 1):
        classes = [_ClassFolder(path, path.name.strip(), None) for path in folders]
    else:
        classes = []
        for path in folders:
            inner, inner_loose = _entries(path)
            if path in of_sides:
                side = _SIDE_FOLDERS[sides[path]]
                classes += [_ClassFolder(folder, folder.name.strip(), side) for folder in inner]
                loose += inner_loose
            elif any(_is_clip(file) for file in _files_below(path, set())):
                names = listed([folder.name for folder in of_sides])
                raise DatasetError(
                    f"{shown(path)}: has clips but lies beside {names}.",
                    "Move it into one of them, or out of the way.",
                )
            if path in of_sides and not inner:
                raise DatasetError(f"{shown(path)}: has no class folders in it.", _LAYOUT_HINT)
    if not classes:
        raise DatasetError(f"{shown(root)}: has no class folders in it.", _LAYOUT_HINT)
    if len({folder.label for folder in classes}) < 2:
        raise DatasetError(
            f"{shown(root)}: has only one class folder, {shown(classes[0].label)}.",
            "Training needs two or more classes; name the folder that holds the class folders.",
        )
    return classes, loose


def _is_clip(path: Path) -> bool:
    return examine(path, claimed=has_video_suffix(path)).content is Content.VIDEO


def _entries(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the sub-folders that a person made, and the files, each by name."""
    folders, files = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = folder / entry.name
                if not _is_folder(entry):
                    files.append(path)
                elif not entry.name.startswith(".") and entry.name.lower() not in _SYSTEM_FOLDERS:
                    folders.append(path)
    except OSError as error:
        raise DatasetError(
            f"{shown(folder)}: this folder can't be read: {error.strerror}.",
            "Check its name and permissions.",
        ) from error
    return sorted(folders), sorted(files)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A link that leads to itself.
        return False


def _files_below(folder: Path, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """Yield the files of a folder and its sub-folders, each folder once."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        identity = _identity(current)
        if identity not in visited:
            visited.add(identity)
            folders, files = _entries(current)
            yield from files
            waiting += reversed(folders)


def _identity(folder: Path) -> tuple[int, int]:
    try:
        status = folder.stat()
    except OSError as error:
        raise DatasetError(
            f"{shown(folder)}: this folder can't be read: {error.strerror}.",
            "Check its name and permissions.",
        ) from error
    return status.st_dev, status.st_ino
