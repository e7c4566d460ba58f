"""What a person chose about the live view's panels and recordings, kept in the settings."""

from pathlib import Path
from typing import Literal, get_args

from vidclf_app.live.recording.recording import RecordingOptions
from vidclf_app.settings import HistoryMinutes, Settings, SettingsStore, default_recordings_folder

HISTORY_MINUTES: tuple[int, ...] = get_args(HistoryMinutes)


class LiveChoices:
    """Reads and changes the settings of the live view. One for all sources of a window.

    Args:
        store: The settings; None for settings that nobody keeps.
    """

    def __init__(self, store: SettingsStore | None = None) -> None:
        self._store = store or SettingsStore(Path(), Settings())
        self._options: tuple[Settings, RecordingOptions] | None = None

    @property
    def history_minutes(self) -> int:
        """How much the strip under the picture shows."""
        return self._store.current.history_minutes

    @property
    def shows_session(self) -> bool:
        """Whether the panel with the session is open."""
        return self._store.current.session_panel

    @property
    def records(self) -> tuple[bool, bool]:
        """Whether the raw video is recorded, and whether the annotated one; at least one is."""
        settings = self._store.current
        return settings.record_raw or not settings.record_annotated, settings.record_annotated

    @property
    def recording_options(self) -> RecordingOptions:
        """What is recorded, and where."""
        settings = self._store.current
        if self._options is None or self._options[0] is not settings:
            # Asked for with each picture, and the system's folder is looked up in files.
            folder = settings.recordings_folder
            raw, annotated = self.records
            options = RecordingOptions(
                folder=Path(folder) if folder else default_recordings_folder(),
                raw=raw,
                annotated=annotated,
            )
            self._options = settings, options
        return self._options[1]

    def set_history_minutes(self, minutes: int) -> None:
        """Show so much in the strip.

        Raises:
            SettingsError: There is no such choice.
        """
        self._store.change(history_minutes=minutes)

    def set_shows_session(self, shown: bool) -> None:
        """Open the panel with the session, or close it."""
        self._store.change(session_panel=shown)

    def set_records(self, track: Literal["raw", "annotated"], recorded: bool) -> None:
        """Record one of the two videos, or don't; where none is left, the other one is."""
        raw, annotated = self.records
        if track == "raw":
            raw, annotated = recorded, annotated or not recorded
        else:
            raw, annotated = raw or not recorded, recorded
        self._store.change(record_raw=raw, record_annotated=annotated)

    def set_recordings_folder(self, folder: Path) -> None:
        """Write recordings and snapshots there from now on."""
        self._store.change(recordings_folder=str(folder.absolute()))
