"""A tracker that is shown ten pictures a second."""

from vidclf_app.core.encoders.pose.tracker import PersonTracker
from vidclf_app.core.records import Body, UInt8Array

RATE_HZ = 10


class Watcher:
    """Shows a tracker one picture after the other.

    Args:
        tracker: The tracker.
    """

    def __init__(self, tracker: PersonTracker) -> None:
        self._tracker = tracker
        self._shown = 0

    def follow(self, pixels: UInt8Array) -> Body | None:
        """Show the next picture."""
        time_s = self._shown / RATE_HZ
        self._shown += 1
        return self._tracker.follow(pixels, time_s)

    def reset(self) -> None:
        """Let the next picture have nothing to do with the last one."""
        self._shown = 0
        self._tracker.reset()
