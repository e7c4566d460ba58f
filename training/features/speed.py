"""How fast extraction is beside the bare encoder on the same frames."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from training.data.clips import Clip
from training.features.extract import Extraction, Recipe, sampled_pictures
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import UInt8Array
from vidclf_app.errors import SourceError

_FRAMES = 192
_FRAMES_OF_A_CLIP = 16


@dataclass(frozen=True, slots=True)
class ExtractionSpeed:
    """Extraction against the bare encoder.

    Attributes:
        frames_per_s: Frames encoded a second, decoding and writing included.
        bare_frames_per_s: Frames a second when the encoder alone runs, on as many cores.
    """

    frames_per_s: float
    bare_frames_per_s: float

    @property
    def ratio(self) -> float:
        """Extraction's speed over the bare encoder's."""
        return self.frames_per_s / self.bare_frames_per_s


def measure_speed(
    extraction: Extraction, clips: Sequence[Clip], recipe: Recipe, engine: Engine
) -> ExtractionSpeed | None:
    """Run the bare encoder on some of the same frames, as many calls at once as extraction made.

    Args:
        extraction: What was done.
        clips: The clips of it.
        recipe: As it was extracted.
        engine: The encoder.

    Returns:
        None where nothing was encoded, or no frame can be had.
    """
    pictures = _pictures(clips, recipe)
    if not extraction.encoded_frames or not pictures:
        return None
    name = engine.inputs[0].name

    def encode(picture: UInt8Array) -> None:
        engine.run({name: picture[None]})

    with ThreadPoolExecutor(extraction.workers) as pool:
        list(pool.map(encode, pictures[: 2 * extraction.workers]))  # The first calls are slow.
        started_s = time.perf_counter()
        list(pool.map(encode, pictures))
        bare_s = time.perf_counter() - started_s
    return ExtractionSpeed(
        frames_per_s=extraction.encoded_frames / extraction.seconds,
        bare_frames_per_s=len(pictures) / bare_s,
    )


def _pictures(clips: Sequence[Clip], recipe: Recipe) -> list[UInt8Array]:
    pictures: list[UInt8Array] = []
    step = max(1, len(clips) * _FRAMES_OF_A_CLIP // _FRAMES)
    for clip in clips[::step]:
        try:
            rectangles = recipe.rectangles_of(clip.group)
            pictures.extend(sampled_pictures(clip.path, recipe, rectangles, _FRAMES_OF_A_CLIP))
        except SourceError:
            # Extraction has told it already.
            continue
    return pictures[:_FRAMES]
