"""What is in a data set, and what is wrong with it, before any hour is spent on it."""

import hashlib
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.data.clips import Clip, ClipTable, Skipped, near_duplicate_labels
from training.data.signatures import source_reason
from training.data.splits import Split, duplicates_across, leaking_groups
from training.data.wording import listed, shown
from vidclf_app.core.sources.file import VideoFile, open_file
from vidclf_app.errors import SourceError

FEW_CLIPS = 10
_WORKERS = 4
_AHEAD = 4 * _WORKERS
_HASH_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class; only clips that can be opened count.

    Attributes:
        label: Its name.
        clips: How many.
        seconds: Of all of them together, as their files tell or, decoded, as they are.
        shortest_s: The shortest, seconds.
        longest_s: The longest, seconds.
        groups: Different groups; 0 where the data set names none.
        train: Clips that the data set puts on this side of its split.
        test: Likewise.
    """

    label: str
    clips: int
    seconds: float
    shortest_s: float
    longest_s: float
    groups: int
    train: int
    test: int


@dataclass(frozen=True, slots=True)
class PictureKind:
    """Clips with one size and frame rate.

    Attributes:
        width_px: As shown, after rotation.
        height_px: Likewise.
        rate_hz: Nominal frames a second, to hundredths.
        clips: How many.
    """

    width_px: int
    height_px: int
    rate_hz: float
    clips: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Clips whose files are the same to the byte.

    Attributes:
        clips: Two or more, in the table's order.
    """

    clips: tuple[Clip, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Their different labels; more than one is a contradiction."""
        return tuple(sorted({clip.label for clip in self.clips}))

    @property
    def groups(self) -> tuple[str, ...]:
        """Their different groups."""
        return tuple(sorted({clip.group for clip in self.clips}))

    @property
    def paths(self) -> tuple[Path, ...]:
        """Their files."""
        return tuple(clip.path for clip in self.clips)


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that was found.

    Attributes:
        origin: The CSV or folder.
        grouped: Whether the data set names groups.
        decoded: Whether every frame was read, not the first one alone.
        classes: By label.
        pictures: Sizes and rates, the most frequent first.
        unreadable: Files that can't be used: those the table skipped, then those that can't be
            opened or, decoded, that break off.
        duplicates: Clips with the same content.
        leaking_groups: Groups on both sides of the data set's own split.
        leaking_duplicates: Those of `duplicates` on both sides of it.
        near_duplicate_labels: See `training.data.clips.near_duplicate_labels`.
    """

    origin: Path
    grouped: bool
    decoded: bool
    classes: tuple[ClassFigures, ...]
    pictures: tuple[PictureKind, ...]
    unreadable: tuple[Skipped, ...]
    duplicates: tuple[Duplicate, ...]
    leaking_groups: tuple[str, ...]
    leaking_duplicates: tuple[Duplicate, ...]
    near_duplicate_labels: tuple[tuple[str, ...], ...]

    @property
    def clips(self) -> int:
        """Clips that can be opened."""
        return sum(figures.clips for figures in self.classes)

    @property
    def seconds(self) -> float:
        """Of all of them together."""
        return sum(figures.seconds for figures in self.classes)

    @property
    def leaks(self) -> tuple[str, ...]:
        """What makes figures on the data set's own test side worthless; one line each."""
        lines = []
        if self.leaking_groups:
            lines.append(
                f"{_counted(len(self.leaking_groups), 'group')} on both sides of the split: "
                f"{listed(self.leaking_groups)}"
            )
        if self.leaking_duplicates:
            lines.append(
                f"{_counted(len(self.leaking_duplicates), 'clip')} with the same content on both "
                f"sides of the split: {_listed_duplicates(self.leaking_duplicates)}"
            )
        return tuple(lines)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What should be looked at; one line each."""
        lines = [
            f"labels that differ only by case or white space: {' / '.join(map(shown, labels))}"
            for labels in self.near_duplicate_labels
        ]
        if self.unreadable:
            lines.append(
                f"{_counted(len(self.unreadable), 'file')} that can't be used: "
                + listed([f"{shown(bad.path)} {bad.reason}" for bad in self.unreadable])
            )
        for word, chosen in (
            ("with the same content", self.duplicates),
            (
                "with the same content and different labels",
                [duplicate for duplicate in self.duplicates if len(duplicate.labels) > 1],
            ),
            (
                "with the same content in different groups",
                [d for d in self.duplicates if self.grouped and len(d.groups) > 1],
            ),
        ):
            if chosen:
                lines.append(
                    f"{_counted(len(chosen), 'set')} of clips {word}: {_listed_duplicates(chosen)}"
                )
        few = [figures for figures in self.classes if figures.clips < FEW_CLIPS]
        if few:
            lines.append(
                f"{_counted(len(few), 'class', 'classes')} with fewer than {FEW_CLIPS} clips: "
                + listed([f"{figures.label} ({figures.clips})" for figures in few])
            )
        lonely = [figures.label for figures in self.classes if figures.groups == 1]
        if lonely:
            lines.append(
                f"{_counted(len(lonely), 'class', 'classes')} with one group only, which can't be "
                f"both learnt and judged: {listed(lonely)}"
            )
        return tuple(lines)

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON's own types, times in seconds."""
        return {
            "origin": str(self.origin),
            "clips": self.clips,
            "seconds": round(self.seconds, 3),
            "grouped": self.grouped,
            "decoded": self.decoded,
            "classes": [
                {
                    "label": figures.label,
                    "clips": figures.clips,
                    "seconds": round(figures.seconds, 3),
                    "shortest_s": round(figures.shortest_s, 3),
                    "longest_s": round(figures.longest_s, 3),
                    "groups": figures.groups,
                    "train": figures.train,
                    "test": figures.test,
                }
                for figures in self.classes
            ],
            "pictures": [
                {
                    "width_px": kind.width_px,
                    "height_px": kind.height_px,
                    "rate_hz": kind.rate_hz,
                    "clips": kind.clips,
                }
                for kind in self.pictures
            ],
            "unreadable": [
                {"path": str(bad.path), "reason": bad.reason} for bad in self.unreadable
            ],
            "duplicates": [_duplicate_json(duplicate) for duplicate in self.duplicates],
            "leaking_groups": list(self.leaking_groups),
            "leaking_duplicates": [
                _duplicate_json(duplicate) for duplicate in self.leaking_duplicates
            ],
            "near_duplicate_labels": [list(labels) for labels in self.near_duplicate_labels],
            "leaks": list(self.leaks),
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class _Look:
    """What one worker saw of one clip; `problem` is empty where it can be used."""

    seconds: float = 0.0
    width_px: int = 0
    height_px: int = 0
    rate_hz: float = 0.0
    sha256: bytes = b""
    problem: str = ""


def inspect_table(
    table: ClipTable,
    on_clip: Callable[[Clip], None] | None = None,
    *,
    decode: bool = False,
) -> Inspection:
    """Open every clip as the app would, and compare their contents.

    Memory does not grow with the length of clips, and with their number only by a few hundred
    bytes each.

    Args:
        table: The clips.
        on_clip: Called after each clip, on the caller's thread, in the table's order.
        decode: Read every frame, which finds damage that opening doesn't; as slow as playing at
            full speed.
    """
    sizes = [_size(clip.path) for clip in table.clips]
    # Only files of one size can be the same: most data sets need not be read at all.
    frequent = {size for size, count in Counter(sizes).items() if count > 1}
    good: list[Clip] = []
    looks: list[_Look] = []
    unreadable = list(table.skipped)
    jobs = [(clip.path, size in frequent) for clip, size in zip(table.clips, sizes, strict=True)]
    # Closed here, so that the threads end with this block whatever happens in it.
    with closing(_looked_at(jobs, decode)) as all_looks:
        for clip, look in zip(table.clips, all_looks, strict=True):
            if look.problem:
                unreadable.append(Skipped(clip.path, look.problem))
            else:
                good.append(clip)
                looks.append(look)
            if on_clip is not None:
                on_clip(clip)
    # A file that is like no other gets a key of its own.
    contents = [look.sha256 or position for position, look in enumerate(looks)]
    split = Split(
        *(
            np.flatnonzero([clip.split == side for clip in good]).astype(np.int64)
            for side in ("train", "test")
        )
    )
    return Inspection(
        origin=table.origin,
        grouped=table.grouped,
        decoded=decode,
        classes=_class_figures(table, good, looks),
        pictures=_picture_kinds(looks),
        unreadable=tuple(unreadable),
        duplicates=_duplicates(good, contents),
        leaking_groups=leaking_groups(good, split),
        leaking_duplicates=tuple(
            Duplicate(tuple(good[position] for position in positions))
            for positions in duplicates_across(contents, split)
        ),
        near_duplicate_labels=near_duplicate_labels(table.clips),
    )


def _looked_at(jobs: Sequence[tuple[Path, bool]], decode: bool) -> Generator[_Look]:
    """Yield a look at each file, in order; a few are looked at beforehand by other threads."""
    stop = threading.Event()
    waiting: deque[Future[_Look]] = deque()
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="vidclf-inspect") as pool:
        try:
            for path, hashed in jobs:
                if len(waiting) == _AHEAD:
                    yield waiting.popleft().result()
                waiting.append(pool.submit(_look, path, hashed, decode, stop))
            while waiting:
                yield waiting.popleft().result()
        finally:
            # After Ctrl-C the pool waits for its threads: not for the end of their videos.
            stop.set()
            for future in waiting:
                future.cancel()


def _look(path: Path, hashed: bool, decode: bool, stop: threading.Event) -> _Look:
    try:
        with open_file(path) as file:
            info = file.info
            seconds = _decoded_s(file, stop) if decode else info.duration_s or 0.0
        return _Look(
            seconds=seconds,
            width_px=info.width_px,
            height_px=info.height_px,
            rate_hz=round(info.rate_hz, 2),
            sha256=_sha256(path, stop) if hashed else b"",
        )
    except SourceError as error:
        return _Look(problem=source_reason(path, error))
    except OSError as error:
        return _Look(problem=f"can't be read: {error.strerror}")


def _decoded_s(file: VideoFile, stop: threading.Event) -> float:
    """Read every frame and return the time from the first one's beginning to the last one's end."""
    first_s = last_s = None
    while not stop.is_set() and (stamp := file.grab()) is not None:
        file.retrieve()
        first_s = stamp.time_s if first_s is None else first_s
        last_s = stamp.time_s
    if first_s is None or last_s is None:
        return 0.0
    return last_s - first_s + 1.0 / file.info.rate_hz


def _sha256(path: Path, stop: threading.Event) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while not stop.is_set() and (chunk := file.read(_HASH_CHUNK_BYTES)):
            digest.update(chunk)
    return digest.digest()


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return -1


def _class_figures(
    table: ClipTable, clips: Sequence[Clip], looks: Sequence[_Look]
) -> tuple[ClassFigures, ...]:
    members: dict[str, list[int]] = {label: [] for label in table.counts}
    for position, clip in enumerate(clips):
        members[clip.label].append(position)
    figures = []
    for label, positions in members.items():
        lengths_s = [looks[position].seconds for position in positions]
        sides = Counter(clips[position].split for position in positions)
        groups = {clips[position].group for position in positions} if table.grouped else ()
        figures.append(
            ClassFigures(
                label=label,
                clips=len(positions),
                seconds=sum(lengths_s),
                shortest_s=min(lengths_s, default=0.0),
                longest_s=max(lengths_s, default=0.0),
                groups=len(groups),
                train=sides["train"],
                test=sides["test"],
            )
        )
    return tuple(figures)


def _picture_kinds(looks: Sequence[_Look]) -> tuple[PictureKind, ...]:
    counts = Counter((look.width_px, look.height_px, look.rate_hz) for look in looks)
    return tuple(
        PictureKind(*kind, clips)
        for kind, clips in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _duplicates(clips: Sequence[Clip], contents: Sequence[bytes | int]) -> tuple[Duplicate, ...]:
    alike: dict[bytes | int, list[Clip]] = defaultdict(list)
    for clip, content in zip(clips, contents, strict=True):
        alike[content].append(clip)
    return tuple(Duplicate(tuple(same)) for same in alike.values() if len(same) > 1)


def _duplicate_json(duplicate: Duplicate) -> dict[str, Any]:
    return {
        "clips": [
            {
                "path": str(clip.path),
                "label": clip.label,
                "group": clip.group,
                "split": clip.split,
            }
            for clip in duplicate.clips
        ]
    }


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed_duplicates(duplicates: Sequence[Duplicate]) -> str:
    return listed([" = ".join(map(shown, duplicate.paths[:3])) for duplicate in duplicates])
