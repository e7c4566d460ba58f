"""What one thread gives to another, bounded."""

import threading
from collections import deque
from dataclasses import dataclass

from vidclf_app.core.records import Frame


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """What is handed over.

    Attributes:
        frame: A frame; None where there is something else to look after.
        sampled: The frame is one for the model.
    """

    frame: Frame | None
    sampled: bool


_WAKING = Item(None, sampled=False)


class HandOver:
    """A bounded queue between two threads.

    Args:
        places: How many items wait at most.
        newest_wins: Full: throw the oldest away and count it; else `put` waits.

    Attributes:
        dropped: How many were thrown away, so far.
    """

    def __init__(self, places: int, *, newest_wins: bool) -> None:
        self._items: deque[Item] = deque()
        self._places = places
        self._newest_wins = newest_wins
        self._closed = False
        self._waking = False
        self._changed = threading.Condition()
        self.dropped = 0

    def put(self, item: Item) -> bool:
        """Hand an item over; False when nobody will take it any more."""
        with self._changed:
            while len(self._items) >= self._places and not self._closed:
                if self._newest_wins:
                    self._items.popleft()
                    self.dropped += 1
                else:
                    self._changed.wait()
            if self._closed:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def take(self) -> Item | None:
        """Wait for an item; None once the hand-over is closed and empty."""
        with self._changed:
            while not self._items and not self._closed and not self._waking:
                self._changed.wait()
            if self._waking:
                self._waking = False
                return _WAKING
            if not self._items:
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def wake(self) -> None:
        """Let `take` return at once, with an item that has no frame."""
        with self._changed:
            self._waking = True
            self._changed.notify_all()

    def close(self, *, discard: bool = False) -> None:
        """Take no more items; `discard` also forgets those that wait."""
        with self._changed:
            self._closed = True
            if discard:
                self._items.clear()
            self._changed.notify_all()
