"""Where results are kept: beside the video, or in one folder for all videos.

Beside the video the name is `CLIP.mp4.MODEL.vidclf`, in a folder `CLIP.mp4~1a2b3c4d.MODEL.vidclf`,
where the eight digits stand for the folder that the video is in: two videos of one name don't
meet. A model's newest run has the plain name; see `vidclf_app.results.sink` for `.before-1`.
"""

import hashlib
import os
import re
from pathlib import Path

RESULT_SUFFIX = ".vidclf"

# File systems take 255 bytes; what is written beside first has a longer name.
_MAX_VIDEO_BYTES = 120
_MAX_MODEL_BYTES = 60
# All of a result's name behind the video's.
_ENDING = re.compile(r"\.[^.]+(\.before-[0-9]+)?" + re.escape(RESULT_SUFFIX))


def result_path(video: Path, model: str, folder: Path | None = None) -> Path:
    """Return where a model's result of a video is kept.

    Args:
        video: The video.
        model: The manifest's name.
        folder: Where all results are; None for beside the video.
    """
    # No dots, so that the video's name in front can be told from it.
    plain = _cut(re.sub(r"[^\w+-]", "_", model), _MAX_MODEL_BYTES)
    return _folder(video, folder) / f"{_key(video, folder)}.{plain}{RESULT_SUFFIX}"


def results_of(video: Path, folder: Path | None = None) -> list[Path]:
    """Return the results of a video: each model's newest run, then its earlier ones.

    Args:
        video: The video; need not exist any more.
        folder: See `result_path`.
    """
    key = _key(video, folder)
    try:
        names = [path.name for path in _folder(video, folder).iterdir()]
    except (OSError, ValueError):
        return []
    endings = {name: name.removeprefix(key) for name in names if name.startswith(key)}
    found = [name for name, ending in endings.items() if _ENDING.fullmatch(ending)]
    found.sort(key=lambda name: (".before-" in endings[name], name))
    return [_folder(video, folder) / name for name in found]


def _folder(video: Path, folder: Path | None) -> Path:
    return video.parent if folder is None else folder


def _key(video: Path, folder: Path | None) -> str:
    """Return what stands for a video in its results' names."""
    name = video.name
    place = "" if folder is None else os.path.realpath(video.parent)
    short = _cut(name, _MAX_VIDEO_BYTES)
    if folder is None and short == name:
        return name
    digest = hashlib.sha256(f"{place}\0{name}".encode(errors="replace")).hexdigest()[:8]
    return f"{short}~{digest}"


def _cut(text: str, max_bytes: int) -> str:
    return text.encode(errors="replace")[:max_bytes].decode(errors="ignore")
