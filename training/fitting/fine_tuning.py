"""A head's fit continued into the backbone's top blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import keras
import numpy as np

from training.backbones.registry import build_encoder
from training.clip_pipeline import clip_dataset
from training.config import TrainingConfig
from training.data.clips import Clip
from training.end_to_end import VideoClassifier, fine_tune, split_model
from training.fitting.heads import seed_everything
from training.fitting.store import EpochRecord, FitState, FitStore
from training.progress import Progress


@dataclass(frozen=True, slots=True, eq=False)
class TunedNetworks:
    """What fine-tuning came to.

    Attributes:
        encoder: As `training.backbones.registry.build_encoder` makes it.
        head: As `training.heads.models.build_head` makes it.
        history: Per epoch: `loss`.
    """

    encoder: keras.Model
    head: keras.Model
    history: tuple[EpochRecord, ...]


def fine_tune_networks(
    config: TrainingConfig,
    labels: Sequence[str],
    clips: Sequence[Clip],
    head: keras.Model,
    *,
    name: str,
    store: FitStore | None,
    progress: Progress,
) -> TunedNetworks:
    """Fit the backbone's top blocks together with a head that was fitted on the frozen one.

    A fit that was cut off begins again; one that has ended is read from the store.

    Args:
        config: The run; `fine_tune` says how.
        labels: In the order of the outputs.
        clips: To learn from.
        head: Fitted on the frozen backbone's features; left as it is.
        name: Of the fit in the store.
        store: Where ended fits are kept; None keeps none.
        progress: Told each epoch.

    Raises:
        TrainingError: The backbone has fewer blocks, or a loss is not a finite number.
    """
    seed_everything(config.fit.seed)
    encoder = build_encoder(config.backbone)
    own_head = keras.models.clone_model(head)
    own_head.set_weights(head.get_weights())
    done = store.finished(name) if store else None
    if done is not None:
        weights = len(encoder.weights)
        encoder.set_weights(done.best[:weights])
        own_head.set_weights(done.best[weights:])
        return TunedNetworks(encoder, own_head, done.history)
    model = VideoClassifier(encoder, own_head)
    settings = config.fine_tune
    _, height_px, width_px, _ = encoder.inputs[0].shape
    data = clip_dataset(
        clips,
        labels=labels,
        frames=config.window,
        size_px=(int(height_px), int(width_px)),
        rate_hz=config.rate_hz,
        crop=config.crop,
        batch_size=settings.batch,
        augment=None if config.augment.is_off else config.augment,
        rectangles_of=config.rectangles_of,
        seed=config.fit.seed,
    )
    with progress.bar(f"fine-tuning, {name}", settings.epochs) as advance:
        told = fine_tune(
            model,
            data,
            head_epochs=0,
            blocks=settings.blocks,
            epochs=settings.epochs,
            learning_rate=settings.learning_rate,
            callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: advance())],
            verbose=0,
        )
    tuned_encoder, tuned_head = split_model(model)
    history = tuple({"loss": float(loss)} for loss in told.blocks["loss"])
    weights_now = [*tuned_encoder.get_weights(), *tuned_head.get_weights()]
    best = [np.asarray(array) for array in weights_now]
    if store:
        store.finish(name, FitState(settings.epochs, settings.epochs, history, best, []))
    return TunedNetworks(tuned_encoder, tuned_head, history)
