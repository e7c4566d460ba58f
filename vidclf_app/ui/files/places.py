"""Where results lie: beside the video, in the folder from the settings, or in the fallback."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from vidclf_app.core.files import make_folder
from vidclf_app.errors import SinkError, refusal
from vidclf_app.results.paths import result_path, results_of
from vidclf_app.translating import deferred


def default_fallback_folder() -> Path:
    """Return where results go that can't lie where they should."""
    return user_data_path("vidclf", appauthor=False) / "results"


@dataclass(frozen=True, slots=True)
class ResultPlaces:
    """Knows the folders that a video's result may lie in.

    Attributes:
        chosen: Gives the folder from the settings; None puts each result beside its video.
        fallback: Takes what can't be written there.
    """

    chosen: Callable[[], Path | None]
    fallback: Path

    def wanted(self, video: Path, model: str) -> Path:
        """Return where a model's result should lie."""
        return result_path(video, model, self.chosen())

    def instead(self, video: Path, model: str) -> Path:
        """Return where it lies if it can't lie there."""
        return result_path(video, model, self.fallback)

    def results_of(self, video: Path) -> list[Path]:
        """Return all results of a video, in any of the folders."""
        folders = dict.fromkeys((self.chosen(), None, self.fallback))
        return [path for folder in folders for path in results_of(video, folder)]


def check_writable(path: Path) -> None:
    """Make a file's folder and try it out: permissions don't tell, on network drives least of all.

    Args:
        path: The file that is to be written.

    Raises:
        SinkError: Nothing can be written there.
    """
    folder = path.parent
    make_folder(folder)
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0")
            probe.flush()
    except OSError as error:
        raise SinkError(
            deferred("errors", "{folder}: can't be written to: {reason}.").format(
                folder=folder, reason=refusal(error)
            ),
            deferred("errors", "Choose another folder for results in the settings."),
        ) from error
