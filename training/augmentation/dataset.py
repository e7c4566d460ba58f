"""A data set and augmented copies of its training clips, as files.

Where features are cached, `views` in a training config do the same without files; copies on the
disk are for those who train elsewhere, or want to look at them.
"""

import csv
import glob
import hashlib
import io
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import AugmentConfig
from training.augmentation.files import check_name, write_video
from training.augmentation.playing import play
from training.data.clips import Clip, ClipTable, Skipped, load_table
from training.data.wording import shown
from training.errors import DatasetError, TrainingError
from training.progress import Progress
from training.video import check_seed, sample_frames
from vidclf_app.core.files import discard, make_folder, write_text
from vidclf_app.core.records import Frame
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SourceError

TABLE_NAME = "clips.csv"
RECORD_NAME = "augment.json"

# Raised when copies of the same settings come out otherwise.
_FORMAT = 1
_MOST_WORKERS = 4
_MOST_STEM_BYTES = 150
# What one of the usual file systems doesn't take in a folder's name.
_UNUSABLE = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class AugmentedDataset:
    """What `augment_dataset` left on the disk.

    Attributes:
        table: CSV of the clips and their copies, ready to train on.
        clips: Clips in it, without their copies.
        written: Copies written now.
        kept: Copies that were there, whole, from an earlier run.
        left_out: Files that can't be used; neither they nor copies of them are in the table.
    """

    table: Path
    clips: int
    written: int
    kept: int
    left_out: tuple[Skipped, ...]


def augment_dataset(
    src: Path | str,
    dst: Path | str,
    n_per_video: int,
    config: AugmentConfig | None = None,
    seed: int = 1,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
) -> AugmentedDataset:
    """Write augmented copies of a data set's clips.

    Clips that the data set has for testing are not copied. `clips.csv` in `dst` lists all clips
    where they are, and the copies, each with the group and the side of its original: a split by
    group never puts a copy and its original on different sides. (A folder of clips names no
    groups: there each clip with its copies is a group.)

    A run that was cut off goes on when it is called again: whole copies that are not older than
    their originals are kept. One frame of a clip at a time is in memory.

    Args:
        src: A folder with one sub-folder per class, also in `train` and `test`, or a CSV of
            clips; see `training.data.clips.load_table`.
        dst: The folder for copies; new, empty, or of an earlier call with these settings. Copies
            lie in it as the originals do in a folder, else in a sub-folder per class.
        n_per_video: Copies of each clip.
        config: What may happen to a copy; None for `AugmentConfig.usual()`.
        seed: Each copy follows from it, the clip's place in the data set and its own number.
        progress: Where to tell, or None.
        workers: Clips that are worked on at the same time; None for one per processor, four at
            most.

    Raises:
        DatasetError: The clips can't be used, none can be read, or `dst` can't take the copies.
        TrainingError: A number is out of its range, or nothing may happen to a copy.
        SinkError: A copy can't be written.
    """
    config = AugmentConfig.usual() if config is None else config
    _check_numbers(n_per_video, seed, workers)
    if config.is_off:
        raise TrainingError(
            "No augmentation is set: the copies would be what the clips are.",
            "Name operations, or leave the config out for the usual ones.",
        )
    source, target = Path(src), Path(dst)
    _check_target(source, target)
    table = load_table(source)
    jobs, nameless = _plan(table, target, n_per_video, seed)
    _claim(target, config, seed)
    progress = progress or Progress(Console(quiet=True, force_terminal=False))
    with progress.bar("Writing copies", len(jobs) * n_per_video) as advance:
        outcomes = _side_by_side(jobs, config, workers or _usual_workers(), advance)
    failed = [outcome.left_out for outcome in outcomes if outcome.left_out]
    if jobs and len(failed) == len(jobs):
        raise DatasetError(
            f"{shown(source)}: none of {len(jobs)} clips can be read; the first: "
            f"{shown(failed[0].path)}: {failed[0].reason}",
            "Check that they play elsewhere.",
        )
    left_out = (*table.skipped, *nameless, *failed)
    unusable = {skipped.path for skipped in left_out}
    clips = [clip for clip in table.clips if clip.path not in unusable]
    copies = {job.clip.path: tuple(copy.path for copy in job.copies) for job in jobs}
    write_text(target / TABLE_NAME, _table_text(target, clips, copies))
    return AugmentedDataset(
        table=target / TABLE_NAME,
        clips=len(clips),
        written=sum(outcome.written for outcome in outcomes),
        kept=sum(outcome.kept for outcome in outcomes),
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True)
class _Copy:
    path: Path
    seed: int


@dataclass(frozen=True, slots=True)
class _Job:
    """A clip and the copies to be made of it."""

    clip: Clip
    copies: tuple[_Copy, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    written: int
    kept: int
    left_out: Skipped | None = None


class _StoppedError(Exception):
    """Another clip, or a person, ended the run; what this copy has so far is thrown away."""


def _check_numbers(n_per_video: int, seed: int, workers: int | None) -> None:
    check_seed(seed)
    for name, number in (("n_per_video", n_per_video), ("workers", workers)):
        if number is not None and number < 1:
            raise TrainingError(f"{name} is {number}.", "Give 1 or more.")


def _check_target(source: Path, target: Path) -> None:
    """Refuse folders where copies would be taken for clips, or lie among a person's own files."""
    check_name(target)
    name = shown(target)
    if source.is_dir() and target.resolve().is_relative_to(source.resolve()):
        raise DatasetError(
            f"{name}: lies in {shown(source)}; its copies would be taken for clips.",
            "Name a folder beside it.",
        )
    try:
        is_occupied = any(target.iterdir()) and not (target / RECORD_NAME).exists()
    except FileNotFoundError:
        return
    except OSError as error:
        raise DatasetError(
            f"{name}: copies can't be written there: {error.strerror}.", "Name another folder."
        ) from error
    if is_occupied:
        raise DatasetError(
            f"{name}: has other files in it.", "Name a new folder for the copies, or empty it."
        )


def _claim(target: Path, config: AugmentConfig, seed: int) -> None:
    """Write down what the folder's copies are made with, or check that it is the same."""
    wanted = {"format": _FORMAT, "seed": seed, "config": config.model_dump(mode="json")}
    record = target / RECORD_NAME
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except FileNotFoundError:
        make_folder(target)
        write_text(record, json.dumps(wanted, indent=2) + "\n")
        return
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"{shown(record)}: can't be read.", "Name a new folder for the copies."
        ) from error
    if found != wanted:
        raise DatasetError(
            f"{shown(target)}: has copies that were made with another seed or config.",
            f"Name a new folder, or give the settings in its {RECORD_NAME}.",
        )


def _plan(
    table: ClipTable, target: Path, n_per_video: int, seed: int
) -> tuple[tuple[_Job, ...], tuple[Skipped, ...]]:
    """Return what is to be made of each clip, and the clips that no table can name."""
    nameless = []
    clips: dict[Path, Clip] = {}
    for clip in table.clips:
        if not _is_text(clip.path):
            nameless.append(Skipped(clip.path, "has a name that is not valid text"))
        elif clip.split != "test":
            # A clip that the table names twice is copied once.
            clips.setdefault(clip.path, clip)
    folders = {path: target / _folder_of(table, clip) for path, clip in clips.items()}
    # Two names that differ only by case are one on some systems.
    same = Counter((folders[path], path.stem.casefold()) for path in clips)
    jobs = []
    for path, clip in clips.items():
        name = _name_in(table, path)
        mark = hashlib.sha256(name.encode()).hexdigest()[:8]
        stem = path.stem
        is_long = len(stem.encode()) > _MOST_STEM_BYTES
        if is_long or same[folders[path], stem.casefold()] > 1:
            stem = f"{stem.encode()[:_MOST_STEM_BYTES].decode(errors='ignore')}-{mark}"
        copies = tuple(
            _Copy(folders[path] / f"{stem}-aug{number}.mp4", _seed_of(seed, name, number))
            for number in range(1, n_per_video + 1)
        )
        jobs.append(_Job(clip, copies))
    return tuple(jobs), tuple(nameless)


def _is_text(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _name_in(table: ClipTable, path: Path) -> str:
    """Return a clip's place in its data set, which stays when the whole is moved."""
    root = table.origin if table.origin.is_dir() else table.origin.parent
    return _relative(path, root)


def _folder_of(table: ClipTable, clip: Clip) -> Path:
    """Return the folder of a clip's copies, below the target."""
    if table.origin.is_dir():
        return clip.path.relative_to(table.origin).parent
    name = "".join(
        "_" if letter in _UNUSABLE or not letter.isprintable() else letter for letter in clip.label
    )
    # Of dots alone, or with one at the end, it would be another folder here or there.
    name = name.rstrip(". ") or "_"
    return Path("train", name) if table.has_split else Path(name)


def _relative(path: Path, folder: Path) -> str:
    absolute = path.absolute()
    try:
        relative = os.path.relpath(absolute, folder.absolute())
    except ValueError:  # On another drive.
        relative = str(absolute)
    return Path(relative).as_posix()


def _seed_of(seed: int, name: str, number: int) -> int:
    digest = hashlib.sha256(f"{seed}/{number}/{name}".encode()).digest()
    return int.from_bytes(digest[:8], "little")


def _usual_workers() -> int:
    return min(_MOST_WORKERS, os.cpu_count() or 1)


def _side_by_side(
    jobs: Sequence[_Job], config: AugmentConfig, workers: int, advance: Callable[[], None]
) -> tuple[_Outcome, ...]:
    """Make all copies; the first thing that ends the run ends it within a frame."""
    stop = threading.Event()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="vidclf-augment")
    try:
        futures = [pool.submit(_make_copies, job, config, stop, advance) for job in jobs]
        for future in as_completed(futures):
            error = future.exception()
            # The others stop because of the one that failed, which may be told of after them.
            if error is not None and not isinstance(error, _StoppedError):
                raise error
        return tuple(future.result() for future in futures)
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _make_copies(
    job: _Job, config: AugmentConfig, stop: threading.Event, advance: Callable[[], None]
) -> _Outcome:
    written = kept = 0
    source = job.clip.path
    try:
        for copy in job.copies:
            if stop.is_set():
                raise _StoppedError
            if _is_whole(copy.path, source):
                kept += 1
            else:
                _make_copy(source, copy, draw(config, copy.seed), stop)
                written += 1
            advance()
    except SourceError as error:
        reason = error.message.removeprefix(f"{source}: ")
        return _Outcome(written, kept, Skipped(source, reason))
    except BaseException:
        # The others would otherwise go on until this one's turn to be asked comes.
        stop.set()
        raise
    return _Outcome(written, kept)


def _is_whole(copy: Path, source: Path) -> bool:
    """Tell whether a copy can stay: it got its name when it was complete."""
    try:
        if copy.stat().st_mtime < source.stat().st_mtime:
            return False
        with open_file(copy):
            return True
    except (OSError, SourceError):
        return False


def _make_copy(
    source: Path, copy: _Copy, augmentation: Augmentation, stop: threading.Event
) -> None:
    with open_file(source) as video:
        rate_hz = video.info.rate_hz
    make_folder(copy.path.parent)
    # What a killed run left of this copy.
    for partial in copy.path.parent.glob(f".{glob.escape(copy.path.stem)}.*.partial.mp4"):
        discard(partial)
    pictures = play(_unless_stopped(source, stop), augmentation, rate_hz)
    write_video(copy.path, pictures, rate_hz)


def _unless_stopped(source: Path, stop: threading.Event) -> Iterator[Frame]:
    for frame in sample_frames(source):
        if stop.is_set():
            raise _StoppedError
        yield frame


def _table_text(target: Path, clips: Sequence[Clip], copies: dict[Path, tuple[Path, ...]]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("path", "label", "group", "split"))
    named: set[Path] = set()
    for clip in clips:
        paths = [clip.path]
        if clip.path not in named:
            paths += copies.get(clip.path, ())
        named.add(clip.path)
        for path in paths:
            rows.writerow((_relative(path, target), clip.label, clip.group, clip.split or ""))
    return text.getvalue()
