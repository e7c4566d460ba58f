"""UCF101 by its official lists.

The lists name clips as `Archery/v_Archery_g08_c01.avi`: class, group and number. Clips of one
group were cut from one recording or a few alike, so the official splits hold whole groups out:
numbers 1-7 in list 01, 8-14 in list 02, 15-21 in list 03, of all classes alike.

Here the group is the number alone, as in the official splits, not class and number: a split by it
keeps clips of one recording together whether or not it served for several classes, every class
has clips in each of the 25 groups, and nothing is lost by it.
"""

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training.data.clips import Clip, ClipTable, checked_table, look_at
from training.data.csv_table import Side
from training.data.wording import shown
from training.errors import DatasetError

_NAME = re.compile(r"(?P<label>[^/]+)/v_[^/]+_(?P<group>g\d{2})_c\d{2}\.avi")
_LISTS_HINT = "Name the folder with classInd.txt, trainlist01.txt and testlist01.txt as published."


def parse_ucf101(
    lists: Path, number: int = 1, classes: Sequence[str] = (), top: int | None = None
) -> tuple[Clip, ...]:
    """Read one official split; needs no videos.

    Args:
        lists: Folder of classInd.txt, trainlistNN.txt and testlistNN.txt.
        number: NN: 1, 2 or 3.
        classes: To keep; empty keeps all 101.
        top: Keep only so many classes, those with the most clips (training and test together,
            so that all three lists choose alike; equal counts by name). None keeps all.

    Returns:
        The clips in the lists' order, training before test; paths are as listed, relative to
        the folder of videos.

    Raises:
        DatasetError: A list is missing or has a wrong line; there is no such class; `top` is
            less than one.
    """
    numbers = _read_index(lists / "classInd.txt")
    for name in classes:
        if name not in numbers:
            close = difflib.get_close_matches(name, numbers, n=1)
            raise DatasetError(
                f"{shown(lists)}: UCF101 has no class {shown(name)}.",
                f"Did you mean {close[0]}?" if close else "See classInd.txt for its classes.",
            )
    if top is not None and top < 1:
        raise DatasetError(f"The top {top} classes are none.", "Ask for two or more.")
    clips = [
        *_read_list(lists / f"trainlist{number:02d}.txt", "train", numbers),
        *_read_list(lists / f"testlist{number:02d}.txt", "test", numbers),
    ]
    kept = set(classes or numbers)
    if top is not None:
        counts = Counter(clip.label for clip in clips if clip.label in kept)
        kept = set(sorted(counts, key=lambda name: (-counts[name], name))[:top])
    return tuple(clip for clip in clips if clip.label in kept)


def load_ucf101(
    videos: Path,
    lists: Path,
    number: int = 1,
    classes: Sequence[str] = (),
    top: int | None = None,
    strict: bool = False,
) -> ClipTable:
    """Read one official split and find its videos.

    Args:
        videos: Folder of the videos, in class folders as published, or all in one.
        lists: See `parse_ucf101`.
        number: See `parse_ucf101`.
        classes: See `parse_ucf101`.
        top: See `parse_ucf101`.
        strict: Stop at a missing or wrong video in place of leaving it out.

    Raises:
        DatasetError: See `parse_ucf101`; also where more than half of the videos are missing,
            or fewer than two classes are left.
    """
    listed_clips = parse_ucf101(lists, number, classes, top)
    found = [replace(clip, path=_find(videos, clip.path)) for clip in listed_clips]
    good, skipped = look_at(lists, videos.absolute(), found)
    return checked_table(
        ClipTable(videos, good, skipped, grouped=True),
        classes if top is None else (),
        strict=strict,
    )


def _find(videos: Path, listed: Path) -> Path:
    in_class_folder, flat = videos / listed, videos / listed.name
    return flat if flat.is_file() and not in_class_folder.is_file() else in_class_folder


def _read_index(path: Path) -> dict[str, int]:
    numbers = {}
    for line, text in _read_lines(path):
        number, _, name = text.partition(" ")
        if not number.isdecimal() or not name.strip():
            raise _wrong_line(path, line, text, "1 ApplyEyeMakeup")
        numbers[name.strip()] = int(number)
    return numbers


def _read_list(path: Path, side: Side, numbers: dict[str, int]) -> list[Clip]:
    clips = []
    for line, text in _read_lines(path):
        # Test lists leave the class number out, as the test shall not know it.
        name, _, number = text.partition(" ")
        match = _NAME.fullmatch(name)
        if match is None:
            raise _wrong_line(path, line, text, "Archery/v_Archery_g08_c01.avi 3")
        label = match["label"]
        if label not in numbers or number.strip() not in {"", str(numbers[label])}:
            raise DatasetError(
                f"{shown(path)}: line {line} contradicts classInd.txt: {shown(text)}.", _LISTS_HINT
            )
        clips.append(Clip(Path(name), label, match["group"], side))
    return clips


def _read_lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that are not empty, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(
            f"{shown(path)}: can't be read: {error.strerror}.", _LISTS_HINT
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{shown(path)}: is not a text file.", _LISTS_HINT) from error
    lines = [(line, part.strip()) for line, part in enumerate(text.splitlines(), 1) if part.strip()]
    if not lines:
        raise DatasetError(f"{shown(path)}: is empty.", _LISTS_HINT)
    return lines


def _wrong_line(path: Path, line: int, text: str, example: str) -> DatasetError:
    return DatasetError(
        f"{shown(path)}: line {line} is no line of UCF101: {shown(text[:80])}.",
        f"Lines look like this: {example}",
    )
