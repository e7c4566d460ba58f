"""What the page of files shows, as frozen records without Qt."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vidclf_app.ui.parts.messages import Banner


class RowState(Enum):
    """Where a file stands."""

    CHECKING = "checking"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDING = "ending"
    DONE = "done"
    OUTDATED = "outdated"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the list. All texts are for people.

    A row that has not changed is the same object in the next state.

    Attributes:
        number: Names the row towards the controller; never given twice.
        video: The file.
        name: The file's name.
        folder: The folder that it lies in.
        state: Where it stands.
        status: The same in a few words.
        progress: Share that is analysed, 0..1; None where nobody can tell, or nothing runs.
        left: How long it will take, or "".
        found: What was found in short, or "".
        message: What went wrong, or "".
        detail: What to do about it, or what else there is to know; "" for nothing.
        result: Its result file, once there is one.
        may_open: Its result can be opened.
        may_cancel: It waits or runs.
        may_retry: It can be analysed again.
    """

    number: int
    video: Path
    name: str
    folder: str
    state: RowState
    status: str
    progress: float | None
    left: str
    found: str
    message: str
    detail: str
    result: Path | None
    may_open: bool
    may_cancel: bool
    may_retry: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that a person has chosen, and what can be done with them.

    Attributes:
        title: The file's name, or how many there are; "" for none.
        detail: What there is to know of it.
        result: The result to open, where one file is chosen that has one.
        folder: What to show in the system's file manager, or None.
        may_cancel: Some of them wait or run.
        may_retry: Some of them can be analysed again.
    """

    title: str = ""
    detail: str = ""
    result: Path | None = None
    folder: Path | None = None
    may_cancel: bool = False
    may_retry: bool = False


@dataclass(frozen=True, slots=True)
class FilesState:
    """Everything that the page shows, at one moment.

    Attributes:
        rows: The list, in the order in which it is worked off.
        chosen: Of these files.
        paused: Nothing goes on until a person says so.
        may_pause: Something waits or runs.
        may_cancel_all: Something waits or runs.
        progress: Share of the whole queue that is done, 0..1; None where nothing is to be done.
        status: How the whole queue stands, in one line, or "".
        model: The model that files are analysed with.
        banner: The most urgent message, or None.
    """

    rows: tuple[FileRow, ...]
    chosen: Chosen
    paused: bool
    may_pause: bool
    may_cancel_all: bool
    progress: float | None
    status: str
    model: str
    banner: Banner | None
