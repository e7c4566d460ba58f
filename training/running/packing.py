"""From fitted networks to a bundle: exported, compared with what was trained, tried in the app."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from training.config import TrainingConfig
from training.errors import ExportParityError
from training.export.parity import (
    Parity,
    check_encoder,
    check_head,
    check_labels,
    encode_with_keras,
)
from training.features.extract import ExtractedClip, Recipe, sampled_pictures
from training.features.windows import clip_windows, first_window
from training.running.material import Material
from vidclf_app.core.bundle import Bundle
from vidclf_app.core.engine import Engine
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Float32Array, Frame, UInt8Array
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file

_CLIPS = 10
_WINDOWS = 32
# A longer clip is compared by its beginning.
_FRAMES_OF_A_CLIP = 40


@dataclass(frozen=True, slots=True, eq=False)
class ParitySample:
    """A clip that the trained and the exported networks are compared on.

    Attributes:
        extracted: The clip.
        pictures: uint8 RGB, shape (T, H, W, 3), the encoder's inputs.
        times_s: float64, shape (T,), the time of each.
    """

    extracted: ExtractedClip
    pictures: UInt8Array
    times_s: Any


@dataclass(frozen=True, slots=True)
class Parities:
    """Trained against exported.

    Attributes:
        encoder: On real frames.
        head: On real windows, at every length.
        chain: Both, mean logits of clips.
    """

    encoder: Parity
    head: Parity
    chain: Parity


def parity_samples(material: Material, recipe: Recipe) -> tuple[ParitySample, ...]:
    """Return clips spread over the table, with the pictures that the encoder gets."""
    step = max(1, len(material.clips) // _CLIPS)
    samples = []
    for extracted in material.clips[::step][:_CLIPS]:
        clip = extracted.clip
        rectangles = recipe.rectangles_of(clip.group)
        pictures = sampled_pictures(clip.path, recipe, rectangles, _FRAMES_OF_A_CLIP)
        samples.append(
            ParitySample(extracted, pictures, extracted.entries[0].times_s[: len(pictures)])
        )
    return tuple(samples)


def check_parity(
    config: TrainingConfig,
    material: Material,
    samples: Sequence[ParitySample],
    encoder: keras.Model,
    encoder_engine: Engine,
    head: keras.Model,
    head_engine: Engine,
) -> Parities:
    """Compare encoder, head and the chain of both.

    Args:
        config: The run.
        material: All clips.
        samples: See `parity_samples`.
        encoder: As trained, computing in float32.
        encoder_engine: As exported in float32.
        head: As trained.
        head_engine: As exported.

    Raises:
        ExportParityError: They differ.
    """
    encoder_parity = check_encoder(
        encoder, encoder_engine, np.concatenate([sample.pictures for sample in samples])
    )
    table = material.table
    plain = material.plain
    longest = np.flatnonzero(table.lengths[plain] == table.lengths[plain].max())
    chosen = plain[longest[:: max(1, len(longest) // _WINDOWS)][:_WINDOWS]]
    head_parity = check_head(head, head_engine, table.gather(chosen))
    expected, found = [], []
    for sample in samples:
        trained = encode_with_keras(encoder, sample.pictures)
        exported = encode_with_engine(encoder_engine, sample.pictures)
        expected.append(_mean_logits(config, trained, sample.times_s, head.predict_on_batch))
        found.append(_mean_logits(config, exported, sample.times_s, head_engine.run))
    chain_parity = check_labels(np.stack(expected), np.stack(found))
    return Parities(encoder_parity, head_parity, chain_parity)


def app_check(
    config: TrainingConfig,
    samples: Sequence[ParitySample],
    recipe: Recipe,
    encoder_engine: Engine,
    head_engine: Engine,
) -> Callable[[Bundle], None]:
    """Return a check that the app names the same classes with the written bundle.

    The app's recogniser gets each sample's frames, with burned-in text hidden as in training, and
    must come to the class that the exported networks come to when training runs them.

    Args:
        config: The run.
        samples: See `parity_samples`.
        recipe: How clips were extracted.
        encoder_engine: The bundle's encoder.
        head_engine: The bundle's head.
    """

    def check(bundle: Bundle) -> None:
        if config.frames == "first":
            # The app has no such mode: it slides over all frames.
            return
        for sample in samples:
            vectors = encode_with_engine(encoder_engine, sample.pictures)
            expected = _mean_logits(config, vectors, sample.times_s, head_engine.run, _softmax)
            found = _app_probabilities(bundle, sample, recipe)
            if int(expected.argmax()) != int(found.argmax()):
                labels = bundle.manifest.labels
                raise ExportParityError(
                    f"{sample.extracted.clip.path}: the app names this clip "
                    f"{labels[int(found.argmax())]}, training {labels[int(expected.argmax())]}; "
                    "no bundle was written.",
                    "Report this: training and the app no longer see the same frames.",
                )

    def _softmax(logits: Float32Array) -> Float32Array:
        scaled = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(scaled / scaled.sum(axis=1, keepdims=True), dtype=np.float32)

    return check


def encode_with_engine(engine: Engine, pictures: UInt8Array) -> Float32Array:
    """Run an exported encoder, frame by frame as the app does.

    Args:
        engine: The encoder.
        pictures: uint8 RGB, shape (T, H, W, 3).

    Returns:
        float32, shape (T, F).
    """
    name = engine.inputs[0].name
    return np.concatenate([engine.run({name: picture[None]}) for picture in pictures])


def _mean_logits(
    config: TrainingConfig,
    vectors: Float32Array,
    times_s: Any,
    head: Callable[[dict[str, Any]], Float32Array],
    turn: Callable[[Float32Array], Float32Array] = lambda logits: logits,
) -> Float32Array:
    """Return the mean over a clip's windows of what the head gives: float32 (C,)."""
    if config.frames == "first":
        windows = first_window(times_s, config.window)
    else:
        windows = clip_windows(times_s, config.window, config.rate_hz, config.min_frames)
    features = np.zeros((len(windows.ends), config.window, vectors.shape[1]), dtype=np.float32)
    for place, (end, length) in enumerate(
        zip(windows.ends.tolist(), windows.lengths.tolist(), strict=True)
    ):
        features[place, :length] = vectors[windows.rows[end - length : end]]
    feeds = {"features": features, "length": windows.lengths.astype(np.int32)}
    mean: Float32Array = turn(np.asarray(head(feeds))).mean(axis=0)
    return mean


def _app_probabilities(bundle: Bundle, sample: ParitySample, recipe: Recipe) -> Float32Array:
    """Return the mean of the app's raw probabilities over a sample's frames: float32 (C,)."""
    clip = sample.extracted.clip
    plain = recipe.views[0].of_clip(sample.extracted.sha256)
    rectangles = recipe.rectangles_of(clip.group)
    recognizer, sampler = Recognizer(bundle), FrameSampler(bundle.manifest.rate_hz)
    raw: list[Float32Array] = []
    taken = 0
    with open_file(clip.path) as video:
        while taken < len(sample.pictures) and (stamp := video.grab()) is not None:
            if not sampler.take(stamp.time_s):
                continue
            taken += 1
            frame = video.retrieve()
            pixels = plain.picture(frame.pixels, frame.index, rectangles)
            prediction = recognizer.push(Frame(pixels, frame.index, frame.time_s, frame.arrived_s))
            if prediction is not None:
                raw.append(prediction.raw)
    mean: Float32Array = np.stack(raw).mean(axis=0)
    return mean
