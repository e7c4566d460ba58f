"""What vidclf keeps on this computer, and where. Without Qt."""

from pathlib import Path

from vidclf_app.folders import Folders
from vidclf_app.settings import Settings, default_recordings_folder
from vidclf_app.translating import translate
from vidclf_app.ui.settings.view_state import KeptPlace


def recordings_folder(settings: Settings) -> Path:
    """Return where recordings and snapshots go."""
    chosen = settings.recordings_folder
    return default_recordings_folder() if chosen is None else Path(chosen)


def kept_places(settings: Settings, settings_path: Path, folders: Folders) -> tuple[KeptPlace, ...]:
    """Return everything that is kept, for people who want to see or delete it.

    Args:
        settings: They name some of the places.
        settings_path: Where the settings themselves are kept.
        folders: Where the rest is kept.
    """
    results = settings.results_folder
    return (
        KeptPlace(
            translate("settings", "History"),
            translate("settings", "When which exercise was recognised, for how long. No pictures."),
            folders.history,
        ),
        KeptPlace(
            translate("settings", "Recordings and snapshots"),
            translate("settings", "Videos and pictures, only where you pressed the button."),
            recordings_folder(settings),
        ),
        KeptPlace(
            translate("settings", "Results of files"),
            translate(
                "settings",
                "What was recognised in your files. This folder takes what can't be written "
                "beside its video.",
            )
            if results is None
            else translate("settings", "What was recognised in your files."),
            folders.results if results is None else Path(results),
        ),
        KeptPlace(
            translate("settings", "Files still to be analysed"),
            translate("settings", "Their names, for the next start."),
            folders.queue,
        ),
        KeptPlace(
            translate("settings", "Installed models"),
            translate("settings", "Copies of the models that you added."),
            folders.models,
        ),
        KeptPlace(
            translate("settings", "Settings"),
            translate(
                "settings",
                "What stands on this page, the last source, and where alerts are sent. These may "
                "hold passwords.",
            ),
            settings_path,
        ),
    )


def nearest_folder(path: Path) -> Path | None:
    """Return the folder to open for a place: itself, or the nearest one above that exists."""
    for candidate in (path, *path.parents):
        try:
            if candidate.is_dir():
                return candidate
        except OSError:
            continue
    return None
