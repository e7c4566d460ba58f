"""What vidclf remembers between two starts.

A settings file that can't be read (damaged, or written by a newer version) is never overwritten:
it is renamed and kept, and the defaults are used.
"""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_config_path, user_videos_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vidclf_app.alerts.config import Alerts
from vidclf_app.core.files import keep_aside, make_folder, write_text
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.errors import SettingsError, SinkError, first_fault, refusal
from vidclf_app.translating import deferred

log = logging.getLogger(__name__)

ThemeChoice = Literal["system", "dark", "light"]
LanguageChoice = Literal["system", "en", "de"]
ProviderSetting = Literal["auto", "gpu", "cpu"]
TextScale = Literal[100, 125, 150, 200]
TimeFormat = Literal["seconds", "clock"]
ProbabilityFormat = Literal["percent", "fraction"]
HistoryMinutes = Literal[2, 5, 10]
HistoryDays = Literal[30, 90, 365]

_FILE_NAME = "settings.json"
_MAX_BYTES = 1 << 20


class Settings(BaseModel):
    """The whole of `settings.json`.

    Attributes:
        format_version: Of this schema.
        last_source: A camera's number or name, a file, an address; None for the demo.
        sources: All sources of the live page, likewise, "" for the demo; () where earlier versions
            knew only `last_source`.
        cameras: How cameras and streams are set, by name.
        model: A bundled model's name or a bundle's path; None for the default.
        mirror: Show the picture mirrored.
        skeleton: Draw the person that the model follows.
        threshold: See `vidclf_app.core.records.Tuning`.
        smoothing_s: See `vidclf_app.core.records.Tuning`.
        geometry: Place and size of the window, as the window toolkit wrote it, in base64.
        theme: Dark, light, or as the system has it.
        language: Of the window, or as the system has it; takes effect at the next start.
        text_scale: Size of all text beside the system's own, percent.
        provider: Where models run; "auto" takes the GPU where it can be used.
        results_folder: Where results of analysed files go; None puts each beside its video.
        recordings_folder: Where recordings and snapshots are written; None for the default one.
        time_format: Times as "12.3 s" or as "0:12.3".
        probability_format: Probabilities as "87%" or as "0.87".
        keep_history: Sessions and analyses are noted in the history.
        history_days: Sessions that ended longer ago are deleted at the start; None keeps all.
        alerts: What a person is alerted of, and how; may hold a password.
        first_start_done: The welcome has been read.
        history_minutes: How much the strip under the live picture shows.
        session_panel: The panel with the live session is open.
        record_raw: Recordings hold the source's own pictures.
        record_annotated: Recordings hold the pictures with label, bars and skeleton.
        export_formats: Names of the forms that results were last exported in.
    """

    # What could not be used may hold a password: errors don't repeat it.
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True
    )

    format_version: Literal[1] = 1
    last_source: str | None = None
    sources: tuple[str, ...] = ()
    cameras: dict[str, CameraProperties] = Field(default_factory=dict)
    model: str | None = None
    mirror: bool = False
    skeleton: bool = True
    threshold: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    smoothing_s: Annotated[float, Field(ge=0.0, le=60.0)] | None = None
    geometry: str | None = None
    theme: ThemeChoice = "system"
    language: LanguageChoice = "system"
    text_scale: TextScale = 100
    provider: ProviderSetting = "auto"
    results_folder: str | None = None
    recordings_folder: str | None = None
    time_format: TimeFormat = "seconds"
    probability_format: ProbabilityFormat = "percent"
    keep_history: bool = True
    history_days: HistoryDays | None = None
    history_minutes: HistoryMinutes = 5
    session_panel: bool = True
    record_raw: bool = True
    record_annotated: bool = False
    export_formats: tuple[str, ...] = ("pdf", "segments")
    first_start_done: bool = False
    alerts: Alerts = Alerts()


def default_settings_path() -> Path:
    """Return where this person's settings are kept."""
    return user_config_path("vidclf", appauthor=False) / _FILE_NAME


def default_recordings_folder() -> Path:
    """Return where recordings and snapshots are written when nothing else was chosen."""
    return user_videos_path() / "vidclf"


def load_settings(path: Path) -> tuple[Settings, str | None]:
    """Read the settings.

    Args:
        path: The file; need not exist.

    Returns:
        The settings, and one line for the person when they could not be read.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            return Settings(), _keep_aside(path, deferred("errors", "it is far too large"))
        return Settings.model_validate_json(path.read_bytes()), None
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), _keep_aside(path, refusal(error))
    except ValidationError as error:
        return Settings(), _keep_aside(path, _reason(path, error))


def save_settings(path: Path, settings: Settings) -> str | None:
    """Write the settings, readable for this person alone: an address may hold a password.

    Returns:
        None, or one line for the person when they could not be written.
    """
    try:
        make_folder(path.parent)
        write_text(path, settings.model_dump_json(indent=2) + "\n")
    except SinkError as error:
        log.warning("%s", error)
        return deferred("errors", "The settings could not be saved: {message}").format(
            message=error.english[0]
        )
    with suppress(OSError):
        path.chmod(0o600)
    return None


class SettingsStore:
    """The settings in use, for everybody who reads or changes them. For one thread.

    Args:
        path: Where they are kept.
        settings: As they were read.

    Attributes:
        path: Where they are kept.
        problem: What came of the last attempt to write them, one line for the person; None where
            that went well.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.problem: str | None = None
        self._saved = self._current = settings
        self._listeners: list[Callable[[Settings], None]] = []

    @property
    def current(self) -> Settings:
        """The settings as they are now."""
        return self._current

    def change(self, **fields: object) -> None:
        """Change some of them; listeners are told when something is different.

        Raises:
            SettingsError: A value can't be used; nothing has changed.
        """
        try:
            changed = Settings.model_validate(self._current.model_dump() | fields)
        except ValidationError as error:
            place, reason = first_fault(error)
            raise SettingsError(
                deferred("errors", "The setting {place} can't have this value: {reason}.").format(
                    place=place, reason=reason
                ),
                deferred("errors", "Choose another."),
            ) from error
        if changed == self._current:
            return
        self._current = changed
        for listener in self._listeners:
            listener(changed)

    def listen(self, listener: Callable[[Settings], None]) -> None:
        """Call somebody after each change."""
        self._listeners.append(listener)

    def save(self) -> str | None:
        """Write them, unless the file has them already.

        Returns:
            None, or one line for the person when they could not be written.
        """
        if self._current == self._saved:
            return None
        self.problem = save_settings(self.path, self._current)
        # Not tried again before the next change: a read-only disk would be told of for ever.
        self._saved = self._current
        return self.problem


def _reason(path: Path, error: ValidationError) -> str:
    with suppress(OSError, ValueError, AttributeError):
        if json.loads(path.read_bytes()).get("format_version", 1) != 1:
            return deferred("errors", "a newer version of vidclf wrote it")
    place, reason = first_fault(error)
    if not place:
        return deferred("errors", "it is damaged")
    return deferred("errors", "{place}: {reason}").format(place=place, reason=reason)


def _keep_aside(path: Path, reason: str) -> str:
    try:
        aside = keep_aside(path)
    except SinkError as error:
        return deferred(
            "errors", "{path} can't be used ({reason}) and can't be moved aside. {message}"
        ).format(path=path, reason=reason, message=error.english[0])
    return deferred(
        "errors", "{path} can't be used ({reason}). It is kept as {name}; defaults are used."
    ).format(path=path, reason=reason, name=aside.name)
