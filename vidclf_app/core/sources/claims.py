"""Who has which camera: a driver gives it to one place only, and not all of them say so."""

import threading

from vidclf_app.core.sources.cameras import Camera
from vidclf_app.errors import SourceOpenError
from vidclf_app.translating import deferred


class CameraClaims:
    """The cameras that are in use in this program. Any thread may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: dict[int, object] = {}

    def take(self, camera: Camera, owner: object) -> None:
        """Claim a camera; once more is fine.

        Raises:
            SourceOpenError: Somebody else has it.
        """
        with self._lock:
            if self._owners.setdefault(camera.index, owner) is not owner:
                raise SourceOpenError(
                    deferred("errors", "{name}: is already open in this window.").format(
                        name=camera.name
                    ),
                    deferred("errors", "Choose its picture, or remove it there first."),
                )

    def release(self, owner: object) -> None:
        """Give back whatever somebody has."""
        with self._lock:
            self._owners = {n: who for n, who in self._owners.items() if who is not owner}
