"""What the export panel shows at one moment."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vidclf_app.exporting.formats import Purpose
from vidclf_app.ui.parts.messages import Banner


class ExportPhase(Enum):
    """Where an export stands."""

    EMPTY = "there is no result"
    READY = "waits for a person"
    ASKING = "asks whether to replace files"
    RUNNING = "writes"


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format that can be chosen.

    Attributes:
        name: For the program.
        title: For people.
        explanation: What it is for, in one line.
        purpose: Whom it is for.
        chosen: It will be written.
    """

    name: str
    title: str
    explanation: str
    purpose: Purpose
    chosen: bool


@dataclass(frozen=True, slots=True)
class ExportState:
    """All of the panel.

    Attributes:
        phase: Where it stands.
        rows: All formats.
        folder: Where to; "" without a result.
        is_beside: That is the video's own folder.
        skeleton: The annotated video shows the skeleton.
        may_draw_skeleton: The annotated video is chosen, and the result knows a body.
        may_start: There is a result and something is chosen.
        question: What is asked before files are replaced, else "".
        progress: What is being written, for people; else "".
        share: How much of all is done, 0..1.
        banner: How the last export ended.
        written_in: The folder to open, once something was written there.
    """

    phase: ExportPhase
    rows: tuple[FormatRow, ...]
    folder: str
    is_beside: bool
    skeleton: bool
    may_draw_skeleton: bool
    may_start: bool
    question: str
    progress: str
    share: float
    banner: Banner | None
    written_in: Path | None
