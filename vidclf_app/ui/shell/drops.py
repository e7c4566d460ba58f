"""Where the files go that are dropped on the window. Without Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.core.files import exists
from vidclf_app.core.manifest import MANIFEST_NAME
from vidclf_app.results.paths import RESULT_SUFFIX


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped, by its kind. What it is worth is found out by whoever opens it.

    Attributes:
        results: Results of earlier analyses.
        bundles: Models.
        folders: Folders that are no models.
        files: All else: videos, most likely.
    """

    results: tuple[Path, ...]
    bundles: tuple[Path, ...]
    folders: tuple[Path, ...]
    files: tuple[Path, ...]


def sort_out(paths: Iterable[Path]) -> Dropped:
    """Tell the kinds apart, by names alone."""
    results: list[Path] = []
    bundles: list[Path] = []
    folders: list[Path] = []
    files: list[Path] = []
    for path in paths:
        if path.suffix.lower() == RESULT_SUFFIX:
            results.append(path)
        elif path.suffix.lower() == ".zip" or exists(path / MANIFEST_NAME):
            bundles.append(path)
        elif _is_folder(path):
            folders.append(path)
        else:
            files.append(path)
    return Dropped(tuple(results), tuple(bundles), tuple(folders), tuple(files))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
