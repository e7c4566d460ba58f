"""The sound of an alert, by the player that the system has."""

import logging
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from vidclf_app.assets import assets_folder

log = logging.getLogger(__name__)

_PLAYERS = ("pw-play", "paplay", "aplay", "afplay")
_LONGEST_S = 10.0


def alert_sound() -> Path:
    """Return the sound file that came along."""
    return assets_folder() / "sounds" / "alert.wav"


def find_player() -> str | None:
    """Return the program that plays sounds here; None where there is none (and on Windows)."""
    return next((found for name in _PLAYERS if (found := shutil.which(name))), None)


class AlertSound:
    """Plays a sound; one that is asked for while one plays is left out.

    Args:
        path: A WAV file.
        player: See `find_player`; "" for none.
    """

    def __init__(self, path: Path | None = None, player: str | None = None) -> None:
        self._path = path or alert_sound()
        self._player = find_player() if player is None else player
        self._playing = threading.Event()

    @property
    def can_play(self) -> bool:
        """There is something that plays sounds."""
        return bool(self._player) or sys.platform == "win32"

    def play(self) -> None:
        """Play it, without waiting."""
        if self._playing.is_set() or not self.can_play:
            return
        self._playing.set()
        threading.Thread(target=self._play, name="alert-sound", daemon=True).start()

    def _play(self) -> None:
        try:
            if sys.platform == "win32":
                import winsound

                winsound.PlaySound(str(self._path), winsound.SND_FILENAME)
            else:
                subprocess.run(
                    [str(self._player), str(self._path)],
                    check=True,
                    timeout=_LONGEST_S,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            log.warning("The alert's sound could not be played: %s", error)
        finally:
            self._playing.clear()
