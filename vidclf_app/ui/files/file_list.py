"""The list of files, in the order in which it is worked off."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from vidclf_app.ui.files import wording
from vidclf_app.ui.files.entry import Entry
from vidclf_app.ui.files.queue_file import KeptFile
from vidclf_app.ui.files.view_state import Chosen, FileRow, RowState


class FileList:
    """Files, each once, and which of them a person has chosen."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self._numbers: dict[Path, int] = {}
        self._next_number = 1
        self._chosen: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[Entry]:
        """Go through the files."""
        return iter(self.entries.values())

    @property
    def is_under_way(self) -> bool:
        """Something waits, runs or is being cancelled."""
        return any(not entry.is_at_rest for entry in self)

    @property
    def first_waiting(self) -> Entry | None:
        """The file to analyse next, or None."""
        return next((entry for entry in self if entry.state is RowState.WAITING), None)

    def known(self, numbers: Iterable[int]) -> list[Entry]:
        """Return the files of some numbers, without those that left the list."""
        return [self.entries[number] for number in numbers if number in self.entries]

    def of(self, video: Path) -> Entry | None:
        """Return the file of a path, or None."""
        number = self._numbers.get(video)
        return None if number is None else self.entries[number]

    def enter(self, video: Path) -> Entry:
        """Put a file at the end of the list."""
        entry = Entry(self._next_number, video)
        self._next_number += 1
        self.entries[entry.number] = entry
        self._numbers[video] = entry.number
        return entry

    def take_off(self, entry: Entry) -> None:
        """Forget a file."""
        del self.entries[entry.number], self._numbers[entry.video]

    def choose(self, numbers: Iterable[int]) -> None:
        """Take note of which files a person has chosen."""
        self._chosen = frozenset(numbers)

    def about_chosen(self, rows: Iterable[FileRow]) -> Chosen:
        """Return what can be done with the chosen files.

        Args:
            rows: All files as they are shown.
        """
        chosen = [row for row in rows if row.number in self._chosen]
        if not chosen:
            return Chosen()
        only = chosen[0] if len(chosen) == 1 else None
        return Chosen(
            title=only.name if only is not None else wording.chosen(len(chosen)),
            detail=wording.about(only) if only is not None else "",
            result=only.result if only is not None and only.may_open else None,
            folder=(only.result or only.video).parent if only is not None else None,
            may_cancel=any(row.may_cancel for row in chosen),
            may_retry=any(row.may_retry for row in chosen),
        )

    def kept(self) -> list[KeptFile]:
        """Return what is kept over a restart."""
        files = (entry.kept() for entry in self)
        return [file for file in files if file is not None]
