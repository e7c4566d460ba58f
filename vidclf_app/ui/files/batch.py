"""How far the queue is as a whole."""

from collections.abc import Mapping

from vidclf_app.ui.files.entry import Entry
from vidclf_app.ui.files.run import Progress


class Batch:
    """The files that were asked for since the queue was idle.

    What was finished yesterday would make today's progress begin at ninety per cent.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, None] = {}
        self._was_idle = True

    def update(self, entries: Mapping[int, Entry]) -> None:
        """Take note of which files wait or run, and which left the list."""
        under_way = [number for number, entry in entries.items() if not entry.is_at_rest]
        if under_way and self._was_idle:
            self._numbers.clear()
        self._was_idle = not under_way
        self._numbers.update(dict.fromkeys(under_way))
        for number in [number for number in self._numbers if number not in entries]:
            del self._numbers[number]

    def of(self, entries: Mapping[int, Entry]) -> list[Entry]:
        """Return its files."""
        return [entries[number] for number in self._numbers if number in entries]

    def share(self, entries: Mapping[int, Entry], progress: Progress | None) -> float | None:
        """Return the share that is done, 0..1; None where nothing is under way.

        Args:
            entries: The list.
            progress: Of the file that runs.
        """
        files = self.of(entries)
        if self._was_idle or not files:
            return None
        running = progress.share or 0.0 if progress is not None else 0.0
        known_s = [entry.duration_s for entry in files if entry.duration_s]
        # A file of unknown length counts like the others on average, or each counts the same.
        typical_s = sum(known_s) / len(known_s) if known_s else 1.0
        total_s = done_s = 0.0
        for entry in files:
            length_s = entry.duration_s or typical_s
            total_s += length_s
            if entry.is_at_rest:
                done_s += length_s
            elif entry.is_running:
                done_s += length_s * running
        return round(done_s / total_s, 3)
