"""Whether an encoder of lower precision may be shipped: measured on held-out clips."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from training.config import ExportConfig, TrainingConfig
from training.data.splits import Split
from training.evaluation.calibration import softmax
from training.evaluation.figures import clip_means
from training.export.bundle import ENCODER_NAME
from training.features.entries import FeatureCache
from training.features.extract import Recipe, extract_clips, sampled_pictures
from training.fitting.heads import predict_logits
from training.running.encoding import Encoding, with_image_network
from training.running.folds import JudgedHead
from training.running.material import Material, gather_material
from vidclf_app.core.records import UInt8Array

# Held-out clips that the two encoders are compared on; more only cost time.
_CLIPS = 300
_FRAMES_OF_A_CLIP = 4


@dataclass(frozen=True, slots=True)
class PrecisionTrial:
    """An encoder of lower precision beside the float32 one.

    Attributes:
        precision: Of the encoder that was tried.
        accuracy: Clip accuracy with it on held-out clips, 0..1.
        full_accuracy: Likewise with the float32 encoder, same clips and heads.
        clips: Number of these clips.
        max_loss: The stated bound on the difference.
        size_bytes: Of its file.
        full_size_bytes: Of the float32 file.
    """

    precision: Literal["float16", "int8"]
    accuracy: float
    full_accuracy: float
    clips: int
    max_loss: float
    size_bytes: int
    full_size_bytes: int

    @property
    def kept(self) -> bool:
        """Whether it is the bundle's: it lost no more than was allowed."""
        return self.full_accuracy - self.accuracy <= self.max_loss

    @property
    def sentence(self) -> str:
        """What a person is told."""
        outcome = "it is the bundle's" if self.kept else "it was not kept: the bundle is float32"
        return (
            f"An encoder in {self.precision} ({self.size_bytes / 1e6:.1f} MB, float32: "
            f"{self.full_size_bytes / 1e6:.1f} MB) named {self.accuracy:.3f} of {self.clips} "
            f"held-out clips right, the float32 encoder {self.full_accuracy:.3f} with the same "
            f"heads; a loss of {self.max_loss:.3f} was allowed, so {outcome}."
        )


def try_precision(
    config: TrainingConfig,
    material: Material,
    splits: Sequence[Split],
    head: JudgedHead,
    encoding: Encoding,
    recipe: Recipe,
    cache: FeatureCache,
    workers: int,
) -> tuple[PrecisionTrial, Encoding]:
    """Lower the encoder's precision and judge it on held-out clips.

    Each clip is judged by the head of the fold that had not learnt from it, on features of both
    encoders.

    Args:
        config: The run; its `export.precision` is not float32.
        material: All clips.
        splits: Their divisions.
        head: The shipped head's folds.
        encoding: The float32 encoder.
        recipe: How clips were extracted.
        cache: For the other encoder's features.
        workers: Clips worked on side by side.

    Returns:
        What was measured, and the encoder of lower precision.

    Raises:
        VidclfError: The encoder can't be converted or run, or the cache can't be written.
    """
    wanted = config.export
    encoder_bytes = encoding.networks[ENCODER_NAME]
    reduced = _convert(wanted, material, recipe, encoder_bytes)
    lower = with_image_network(encoding, reduced)
    plain_recipe = recipe.only_plain()
    clips_right = {True: 0, False: 0}
    judged = 0
    for split, model in zip(splits, head.models, strict=True):
        chosen = split.test[:: max(1, sum(len(s.test) for s in splits) // _CLIPS)]
        clips = [material.clips[number] for number in chosen.tolist()]
        extraction = extract_clips(
            [extracted.clip for extracted in clips],
            plain_recipe,
            lower.new_encoder,
            workers,
            lower.identity,
            cache,
        )
        by_path = {one.clip.path: one for one in clips}
        # A file that changed since it was extracted is left out here.
        pairs = [(by_path[one.clip.path], one) for one in extraction.clips]
        for is_reduced in (False, True):
            of_pairs = [pair[is_reduced] for pair in pairs]
            subset = gather_material(config, material.labels, of_pairs, encoding.spec)
            logits = predict_logits(model, subset.table, subset.plain)
            means = clip_means(softmax(logits), subset.plain_clips, len(subset.clips))
            clips_right[is_reduced] += int((means.argmax(axis=1) == subset.targets).sum())
        judged += len(pairs)
    accuracy, full = clips_right[True] / judged, clips_right[False] / judged
    assert wanted.precision != "float32"
    trial = PrecisionTrial(
        precision=wanted.precision,
        accuracy=accuracy,
        full_accuracy=full,
        clips=judged,
        max_loss=wanted.max_loss,
        size_bytes=len(reduced),
        full_size_bytes=len(encoder_bytes),
    )
    return trial, lower


def _convert(
    wanted: ExportConfig, material: Material, recipe: Recipe, encoder_bytes: bytes
) -> bytes:
    # Here, not above: its converters take a second to import, and most runs need none.
    from training.export.precision import to_float16, to_int8

    if wanted.precision == "float16":
        return to_float16(encoder_bytes)
    frames: list[UInt8Array] = []
    step = max(1, len(material.clips) * _FRAMES_OF_A_CLIP // wanted.calibration_frames)
    for extracted in material.clips[::step]:
        clip = extracted.clip
        pictures = sampled_pictures(
            clip.path, recipe, recipe.rectangles_of(clip.group), _FRAMES_OF_A_CLIP
        )
        frames.extend(pictures)
    return to_int8(encoder_bytes, frames[: wanted.calibration_frames])
