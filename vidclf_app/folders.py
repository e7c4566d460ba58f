"""Where everything is kept that vidclf keeps for a person."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one person.

    Attributes:
        config: What is set.
        data: What is kept: history, models, results that can't lie beside their videos.
        state: What goes on at the next start.
    """

    config: Path
    data: Path
    state: Path

    @classmethod
    def own(cls) -> "Folders":
        """Return this person's folders, where the platform wants them."""
        return cls(
            user_config_path("vidclf", appauthor=False),
            user_data_path("vidclf", appauthor=False),
            user_state_path("vidclf", appauthor=False),
        )

    @classmethod
    def inside(cls, home: Path) -> "Folders":
        """Return folders that all lie in one: for a run that leaves the person's own alone."""
        return cls(home, home, home)

    @property
    def settings(self) -> Path:
        """The settings, a file."""
        return self.config / "settings.json"

    @property
    def history(self) -> Path:
        """The history of sessions, a database."""
        return self.data / "history.sqlite3"

    @property
    def models(self) -> Path:
        """The models that were installed."""
        return self.data / "models"

    @property
    def results(self) -> Path:
        """Results that can't be written where they belong."""
        return self.data / "results"

    @property
    def rescued(self) -> Path:
        """Corrected results that could not be saved before the program ended."""
        return self.data / "rescued"

    @property
    def queue(self) -> Path:
        """The files that are still to be analysed, a file."""
        return self.state / "files.json"
