"""The Keras port of EfficientNet-Lite0 against what the original network said."""

from pathlib import Path

import numpy as np
import pytest

from training.backbones.efficientnet_lite import (
    EFFICIENTNET_LITE0,
    LITE0_WEIGHTS,
    WEIGHTS_FOLDER,
    LiteArchitecture,
    MBConvStage,
    classifier_model,
    encoder_model,
)
from training.backbones.reference_pictures import reference_pictures
from training.errors import TrainingError
from training.weights.convert_efficientnet_lite import agreement

EXPECTED_PIXEL_SUM = 104427658

TINY = LiteArchitecture(
    name="tiny",
    size_px=32,
    stem_channels=4,
    stages=(MBConvStage(2, 3, 2, 2, 8),),
    features=12,
)


def test_the_port_says_what_the_original_said() -> None:
    pictures = reference_pictures(EFFICIENTNET_LITE0.size_px)
    with np.load(
        WEIGHTS_FOLDER / "efficientnet_lite0_reference.npz", allow_pickle=False
    ) as reference:
        logits, features = reference["logits"], reference["features"]
    relative, top1 = agreement(np.asarray(classifier_model()(pictures)), logits)
    assert relative < 1e-4
    assert top1 == 1.0
    found = np.asarray(encoder_model()(pictures))
    assert found.shape == (6, 1280)
    assert found.dtype == np.float32
    assert np.abs(found - features).max() < 1e-4 * np.abs(features).max()


def test_reference_pictures_never_change() -> None:
    pictures = reference_pictures(224)
    assert pictures.shape == (6, 224, 224, 3)
    assert pictures.astype(np.int64).sum() == EXPECTED_PIXEL_SUM


def test_random_weights_build_any_architecture() -> None:
    model = encoder_model(TINY, weights=None)
    assert model.output_shape == (None, 12)


def test_weights_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be read"):
        encoder_model(TINY, weights=tmp_path / "none.npz")


def test_weights_of_another_network() -> None:
    with pytest.raises(TrainingError, match="stem/kernel has shape"):
        encoder_model(TINY, weights=LITE0_WEIGHTS)


def test_weights_that_lack_an_array(tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", other=np.zeros(3))
    with pytest.raises(TrainingError, match="holds no weights named stem/kernel"):
        encoder_model(TINY, weights=tmp_path / "w.npz")


def test_weights_that_would_have_to_be_unpickled(tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", stem=np.array([{"a": 1}], dtype=object))
    with pytest.raises(TrainingError, match="can't be read"):
        encoder_model(TINY, weights=tmp_path / "w.npz")
