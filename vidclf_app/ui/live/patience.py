"""For how long a silent camera is waited for before it is opened anew. Without Qt."""

# Longer than any driver's or FFmpeg's own time-out: who is silent for that long hangs.
FIRST_RESTART_S = 30.0
LONGEST_RESTART_S = 240.0
# A source that has delivered for that long works again.
_PROVEN_S = 60.0
# Each attempt may leave a thread behind that hangs in the driver for ever.
MOST_HANGING = 2


class Patience:
    """Counts the restarts of one source; each is waited for twice as long as the one before."""

    def __init__(self) -> None:
        self._restarts = 0

    @property
    def restart_after_s(self) -> float:
        """Seconds of silence after which it is to be opened anew."""
        return min(FIRST_RESTART_S * 2.0**self._restarts, LONGEST_RESTART_S)

    def note_restart(self) -> None:
        """It was opened anew because of its silence."""
        self._restarts += 1

    def note_pictures(self, for_s: float) -> None:
        """It has delivered since it was opened, for that many seconds."""
        if for_s >= _PROVEN_S:
            self._restarts = 0

    def forget(self) -> None:
        """It is another source, or a person asked for it."""
        self._restarts = 0
