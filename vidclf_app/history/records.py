"""What is kept of a session, as frozen records."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

SessionKind = Literal["live", "file"]


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that begins.

    Attributes:
        kind: A camera or stream, or a file.
        source: What people call it, without a password.
        model: The model's name.
        model_version: The model's version.
        started_at: When, with a time zone.
        result: The file with all predictions, for a file that was analysed.
    """

    kind: SessionKind
    source: str
    model: str
    model_version: str
    started_at: datetime
    result: Path | None = None


@dataclass(frozen=True, slots=True)
class LabelTotal:
    """What there was of one label in a session.

    Attributes:
        label: The label.
        segments: How many.
        total_s: How long in all, seconds.
        mean: Mean of the segments' mean probability, by their length, 0..1.
    """

    label: str
    segments: int
    total_s: float
    mean: float


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it is kept.

    Attributes:
        id: Its number in this database.
        kind: See `NewSession`.
        source: See `NewSession`.
        model: See `NewSession`.
        model_version: See `NewSession`.
        started_at: When, in UTC.
        ended_at: When, in UTC; None while it runs.
        watched_s: For how long predictions were made, seconds.
        nobody_s: For how long of it nobody was in the picture, seconds.
        result: See `NewSession`.
        note: What a person wrote about it.
        totals: The most time first.
    """

    id: int
    kind: SessionKind
    source: str
    model: str
    model_version: str
    started_at: datetime
    ended_at: datetime | None
    watched_s: float
    nobody_s: float
    result: Path | None
    note: str
    totals: tuple[LabelTotal, ...]

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return sum(total.segments for total in self.totals)


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions are wanted; everything that is not None must hold.

    Attributes:
        text: Part of the source's or the model's name, of the note or of a recognised label, as
            the model calls it or as people read it; in any case.
        kind: See `NewSession`.
        since: Started at or after.
        until: Started before.
    """

    text: str = ""
    kind: SessionKind | None = None
    since: datetime | None = None
    until: datetime | None = None
