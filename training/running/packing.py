"""From fitted networks to a bundle: exported, compared with what was trained, tried in the app."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
import numpy as np

from training.config import TrainingConfig
from training.errors import ExportParityError
from training.evaluation.calibration import softmax
from training.export.parity import (
    Parity,
    check_encoder,
    check_head,
    check_labels,
    encode_with_keras,
)
from training.features.extract import ExtractedClip, Recipe, sampled_pictures
from training.running.encoding import Encoding
from training.running.material import Material, windows_of_clip
from vidclf_app.core.bundle import Bundle
from vidclf_app.core.engine import Engine
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Float32Array, Frame, UInt8Array
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file
from vidclf_app.core.window_features import window_features

_CLIPS = 10
_WINDOWS = 32
# A longer clip is compared by its beginning.
_FRAMES_OF_A_CLIP = 40
# Largest difference of a probability between training and the app.
APP_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Parities:
    """Trained against exported.

    Attributes:
        encoder: On real frames; None where the encoder was not trained here.
        head: On real windows, at every length.
        chain: Both, mean logits of clips; None likewise.
    """

    encoder: Parity | None
    head: Parity
    chain: Parity | None


def parity_samples(material: Material) -> tuple[ExtractedClip, ...]:
    """Return clips spread over the table."""
    step = max(1, len(material.clips) // _CLIPS)
    return material.clips[::step][:_CLIPS]


def check_parity(
    config: TrainingConfig,
    material: Material,
    samples: Sequence[ExtractedClip],
    recipe: Recipe,
    encoding: Encoding,
    head: keras.Model,
    head_engine: Engine,
) -> Parities:
    """Compare encoder, head and the chain of both.

    Args:
        config: The run.
        material: All clips.
        samples: See `parity_samples`.
        recipe: How clips were extracted.
        encoding: The encoder, in float32.
        head: As trained.
        head_engine: As exported.

    Raises:
        ExportParityError: They differ.
    """
    table = material.table
    plain = material.plain
    longest = np.flatnonzero(table.lengths[plain] == table.lengths[plain].max())
    chosen = plain[longest[:: max(1, len(longest) // _WINDOWS)][:_WINDOWS]]
    head_parity = check_head(head, head_engine, table.gather(chosen))
    if encoding.spec.kind != "image":
        # Its networks are used as they are, by training and by the app.
        return Parities(None, head_parity, None)
    engine = encoding.engines["image"]
    pictures = [
        sampled_pictures(
            one.clip.path, recipe, recipe.rectangles_of(one.clip.group), _FRAMES_OF_A_CLIP
        )
        for one in samples
    ]
    encoder_parity = check_encoder(encoding.backbone, engine, np.concatenate(pictures))
    expected: list[Float32Array] = []
    found: list[Float32Array] = []
    for sample, seen in zip(samples, pictures, strict=True):
        times_s = sample.entries[0].times_s[: len(seen)]
        for encode, run, into in (
            (partial(encode_with_keras, encoding.backbone), head.predict_on_batch, expected),
            (partial(_encode, engine), head_engine.run, found),
        ):
            windows = _windows(config, encode(seen), times_s, encoding)
            into.append(np.asarray(run(windows)).mean(axis=0))
    chain_parity = check_labels(np.stack(expected), np.stack(found))
    return Parities(encoder_parity, head_parity, chain_parity)


def app_check(
    config: TrainingConfig,
    samples: Sequence[ExtractedClip],
    recipe: Recipe,
    encoding: Encoding,
    head_engine: Engine,
) -> Callable[[Bundle], None]:
    """Return a check that the app sees with the written bundle what training saw.

    The app's recogniser gets each sample's frames, with burned-in text hidden as in training, and
    must come to the probabilities that the exported networks come to when training runs them.

    Args:
        config: The run.
        samples: See `parity_samples`.
        recipe: How clips were extracted.
        encoding: The bundle's encoder.
        head_engine: The bundle's head.
    """

    def check(bundle: Bundle) -> None:
        if config.frames == "first":
            # The app has no such mode: it slides over all frames.
            return
        for sample in samples:
            windows = _sample_windows(config, sample, recipe, encoding)
            found = _app_probabilities(bundle, sample, recipe)
            expected = np.zeros((0, found.shape[1]))
            # None where somebody is seen now and then only: the app must say nothing, either.
            if len(windows["length"]):
                expected = softmax(head_engine.run(windows), bundle.manifest.temperature)
            same = expected.shape == found.shape
            apart = float(np.abs(expected - found).max(initial=0.0)) if same else np.inf
            if apart > APP_TOLERANCE:
                raise ExportParityError(
                    f"{sample.clip.path}: the app gives {len(found)} predictions for this clip's "
                    f"beginning, training {len(expected)}, up to {apart:.1e} apart (allowed: "
                    f"{APP_TOLERANCE:.0e}); no bundle was written.",
                    "Report this: training and the app no longer see the same frames.",
                )

    return check


def _encode(engine: Engine, pictures: UInt8Array) -> Float32Array:
    """Run an exported image CNN, frame by frame as the app does: float32 (T, F)."""
    name = engine.inputs[0].name
    return np.concatenate([engine.run({name: picture[None]}) for picture in pictures])


def _windows(
    config: TrainingConfig, vectors: Float32Array, times_s: Any, encoding: Encoding
) -> dict[str, Any]:
    """Return what a head reads of a clip, as training makes it."""
    windows = windows_of_clip(
        config.model_copy(update={"play_s": 0.0}),
        times_s,
        finds_people=encoding.spec.kind != "image",
    )
    stacked = np.zeros((len(windows.ends), config.window, vectors.shape[1]), dtype=np.float32)
    for place, (end, length) in enumerate(
        zip(windows.ends.tolist(), windows.lengths.tolist(), strict=True)
    ):
        stacked[place, :length] = vectors[windows.rows[end - length : end]]
    turn = window_features(encoding.spec)
    return {"features": turn(stacked, windows.lengths), "length": windows.lengths.astype(np.int32)}


def _sample_windows(
    config: TrainingConfig, sample: ExtractedClip, recipe: Recipe, encoding: Encoding
) -> dict[str, Any]:
    """Return what the head reads of a clip's beginning, from what training keeps of it."""
    if encoding.spec.kind == "image":
        pictures = sampled_pictures(
            sample.clip.path, recipe, recipe.rectangles_of(sample.clip.group), _FRAMES_OF_A_CLIP
        )
        vectors = _encode(encoding.engines["image"], pictures)
    else:
        entry = sample.entries[0]
        vectors = entry.read(0, min(entry.frames, _FRAMES_OF_A_CLIP))
    times_s = sample.entries[0].times_s[: len(vectors)]
    return _windows(config, vectors, times_s, encoding)


def _app_probabilities(bundle: Bundle, sample: ExtractedClip, recipe: Recipe) -> Float32Array:
    """Return the app's raw probabilities over a clip's beginning: float32 (P, C)."""
    clip = sample.clip
    plain = recipe.views[0].of_clip(sample.sha256)
    rectangles = recipe.rectangles_of(clip.group)
    recognizer, sampler = Recognizer(bundle), FrameSampler(bundle.manifest.rate_hz)
    raw: list[Float32Array] = []
    last_s = sample.entries[0].times_s[:_FRAMES_OF_A_CLIP][-1]
    with open_file(clip.path) as video:
        while (stamp := video.grab()) is not None and stamp.time_s <= last_s:
            if not sampler.take(stamp.time_s):
                continue
            frame = video.retrieve()
            pixels = plain.picture(frame.pixels, frame.index, rectangles)
            prediction = recognizer.push(Frame(pixels, frame.index, frame.time_s, frame.arrived_s))
            if prediction is not None and not prediction.nobody:
                raw.append(prediction.raw)
    return np.array(raw, dtype=np.float32).reshape(-1, len(bundle.manifest.labels))
