"""Which clips a bundle learnt from, as the bundle itself says."""

import hashlib
import lzma
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from training.data.wording import listed, shown
from training.errors import DatasetError, TrainingError
from training.export.bundle import JUDGED_NAME
from vidclf_app.core.manifest import MANIFEST_NAME
from vidclf_app.errors import ManifestError

TRAINING_CLIPS_NAME = "TRAINING_CLIPS.txt"

# A line has 65 bytes: a million clips.
_MAX_BYTES = 65_000_000
# All that zipfile raises for archives that are encrypted, damaged or of unknown make.
_READ_ERRORS = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_HASH = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Get the bundle again from where it was made, or export it anew with vidclf-train."


def read_training_clips(bundle: Path) -> frozenset[str] | None:
    """Return the SHA-256 hashes of the clips that a bundle learnt from.

    Args:
        bundle: A bundle's folder or zip file, already checked.

    Returns:
        Lower-case hex, or None where the bundle doesn't say.

    Raises:
        ManifestError: The list is damaged, too large or can't be read.
    """
    try:
        content = _read(bundle)
    except _READ_ERRORS as error:
        raise ManifestError(
            f"{bundle}: {TRAINING_CLIPS_NAME} can't be read: {error}.", _AGAIN
        ) from error
    if content is None:
        return None
    if len(content) > _MAX_BYTES:
        raise ManifestError(
            f"{bundle}: {TRAINING_CLIPS_NAME} is larger than {_MAX_BYTES // 1_000_000} MB.", _AGAIN
        )
    lines = content.decode("ascii", errors="replace").split()
    for number, line in enumerate(lines, start=1):
        if not _HASH.fullmatch(line):
            raise ManifestError(
                f"{bundle}: {TRAINING_CLIPS_NAME}: entry {number} is not a SHA-256 hash.", _AGAIN
            )
    return frozenset(lines)


def count_seen(paths: Sequence[Path], hashes: frozenset[str]) -> int:
    """Return how many files have one of the hashes.

    Raises:
        DatasetError: A file can't be read.
    """
    seen = 0
    for path in paths:
        try:
            with path.open("rb") as file:
                seen += hashlib.file_digest(file, "sha256").hexdigest() in hashes
        except OSError as error:
            raise DatasetError(
                f"{shown(path)}: can't be read any more: {error.strerror}.",
                "Leave the clips in their place while they are judged.",
            ) from error
    return seen


def check_never_seen(bundle: Path, clips: Sequence[Path], groups: Sequence[str]) -> None:
    """Refuse to judge a bundle on held-out clips if it learnt from them, or may have.

    Args:
        bundle: A bundle's folder or zip file, already checked.
        clips: Files.
        groups: That are held out, for people.

    Raises:
        TrainingError: It learnt from some of them, or doesn't say what it learnt from.
        DatasetError: A file can't be read.
        ManifestError: The list of its clips is damaged, too large or can't be read.
    """
    hint = (
        f"Name the bundle that was fitted without them: `vidclf-train run` writes it as "
        f"`{JUDGED_NAME}` into the run's folder."
    )
    hashes = read_training_clips(bundle)
    if hashes is None:
        raise TrainingError(
            f"{bundle}: has no {TRAINING_CLIPS_NAME}, so it may have learnt from the held-out "
            f"groups ({listed(groups)}).",
            hint,
        )
    if seen := count_seen(clips, hashes):
        raise TrainingError(
            f"{bundle}: learnt from {seen} of the {len(clips)} clips of the held-out groups "
            f"({listed(groups)}), so its figures on them would flatter.",
            hint,
        )


def _read(bundle: Path) -> bytes | None:
    if not bundle.is_file():
        file = bundle / TRAINING_CLIPS_NAME
        # A link could lead anywhere, a pipe never ends.
        if not file.is_file() or file.is_symlink():
            return None
        with file.open("rb") as opened:
            return opened.read(_MAX_BYTES + 1)
    with zipfile.ZipFile(bundle) as archive:
        names = [PurePosixPath(name) for name in archive.namelist()]
        folder = next((n.parent for n in names if n.name == MANIFEST_NAME), PurePosixPath())
        if folder / TRAINING_CLIPS_NAME not in names:
            return None
        with archive.open(str(folder / TRAINING_CLIPS_NAME)) as opened:
            return opened.read(_MAX_BYTES + 1)
