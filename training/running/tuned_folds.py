"""Judging a head whose backbone was fitted, too, on clips that neither has learnt from."""

import hashlib
from collections.abc import Sequence

import keras
import numpy as np

from training.config import TrainingConfig
from training.data.splits import Split
from training.features.entries import FeatureCache
from training.features.extract import ExtractedClip, Recipe, extract_clips
from training.features.windows import IntArray
from training.fitting.fine_tuning import TunedNetworks, fine_tune_networks
from training.fitting.heads import predict_logits
from training.fitting.store import FitStore
from training.progress import Progress
from training.running.encoding import image_encoding
from training.running.folds import JudgedHead, summarise
from training.running.material import Material, gather_material
from vidclf_app.core.manifest import EncoderSpec


def judge_tuned(
    config: TrainingConfig,
    material: Material,
    splits: Sequence[Split],
    frozen: JudgedHead,
    recipe: Recipe,
    cache: FeatureCache,
    workers: int,
    store: FitStore | None,
    progress: Progress,
) -> JudgedHead:
    """Fit the backbone's top blocks once for each split and judge it on the test parts.

    Each fold's fit goes on from the head that was fitted on the frozen backbone's features of its
    training part. The test part then goes through the exported encoder, as in the app. With one
    split only, the temperature is that of the frozen backbone: nothing else was held out.

    Args:
        config: The run; `fine_tune` says how.
        material: All clips.
        splits: Training and test parts.
        frozen: The head on the frozen backbone, judged on the same splits.
        recipe: How clips were extracted.
        cache: For the fitted encoders' features of the test parts.
        workers: Clips worked on side by side.
        store: Where ended fits are kept; None keeps none.
        progress: Told what happens.

    Raises:
        TrainingError: The backbone has fewer blocks, or a loss is not a finite number.
        VidclfError: An encoder can't be converted or run, or files can't be written.
    """
    logits = np.zeros_like(frozen.logits)
    tested_in = np.full(len(material.plain), -1, dtype=np.int64)
    history, models = [], []
    for number, (split, head) in enumerate(zip(splits, frozen.models, strict=True)):
        keras.backend.clear_session()
        tuned = tune_on(
            config,
            material,
            split.train,
            head,
            f"{frozen.name}-{tuning_name(config)}-fold{number + 1}",
            store,
            progress,
        )
        encoding = image_encoding(config, tuned.encoder)
        clips = [material.clips[position].clip for position in split.test.tolist()]
        extraction = extract_clips(
            clips,
            recipe.only_plain(),
            encoding.new_encoder,
            workers,
            encoding.identity,
            cache,
        )
        _predict(config, material, tuned, split.test, extraction.clips, encoding.spec, logits)
        tested_in[material.plain_of(split.test)] = number
        history.append(tuned.history)
        models.append(tuned.head)
    return summarise(
        material,
        frozen.config,
        logits=logits,
        tested_in=tested_in,
        inner_logits=frozen.inner_logits,
        inner=frozen.inner,
        models=tuple(models),
        epochs=frozen.epochs,
        history=tuple(history),
        tuned_blocks=config.fine_tune.blocks,
    )


def tuning_name(config: TrainingConfig) -> str:
    """Return a name for files, with a mark that differs for other settings of the fine-tuning."""
    settings = config.fine_tune.model_dump_json() + config.augment.model_dump_json()
    return f"tuned-{hashlib.sha256(settings.encode()).hexdigest()[:6]}"


def tune_on(
    config: TrainingConfig,
    material: Material,
    clips: IntArray,
    head: keras.Model,
    name: str,
    store: FitStore | None,
    progress: Progress,
) -> TunedNetworks:
    """Fine-tune on some of the clips, see `fine_tune_networks`.

    Args:
        config: The run.
        material: All clips.
        clips: int64, positions of the clips to learn from.
        head: Fitted on the frozen backbone's features.
        name: Of the fit in the store.
        store: Where ended fits are kept; None keeps none.
        progress: Told each epoch.
    """
    chosen = [material.clips[position].clip for position in clips.tolist()]
    return fine_tune_networks(
        config, material.labels, chosen, head, name=name, store=store, progress=progress
    )


def _predict(
    config: TrainingConfig,
    material: Material,
    tuned: TunedNetworks,
    test: IntArray,
    extracted: Sequence[ExtractedClip],
    encoder: EncoderSpec,
    logits: np.ndarray,
) -> None:
    """Write the logits of the test part's plain windows into their places."""
    part = gather_material(config, material.labels, extracted, encoder)
    found = predict_logits(tuned.head, part.table, part.plain)
    # Times don't depend on the encoder: the windows are the same ones in the same order.
    logits[material.plain_of(test)] = found
