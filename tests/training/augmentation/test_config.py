"""Which operations are on, and what no config may ask for."""

import tomllib

import pytest
from pydantic import ValidationError

from training.augmentation.config import AugmentConfig, Crop, Elastic, Speed


def test_nothing_is_on_unless_named() -> None:
    assert AugmentConfig().is_off
    assert not AugmentConfig(crop=Crop()).is_off
    assert not AugmentConfig.usual().is_off


def test_an_empty_table_takes_an_operation_as_it_comes() -> None:
    table = tomllib.loads("flip = {}\nspeed = { slowest = 0.5 }\n")
    config = AugmentConfig.model_validate(table)
    assert config.flip is not None
    assert config.flip.probability == 0.5
    assert config.speed == Speed(slowest=0.5, fastest=1.25, probability=1.0)


def test_a_config_survives_json() -> None:
    usual = AugmentConfig.usual()
    assert AugmentConfig.model_validate_json(usual.model_dump_json()) == usual


@pytest.mark.parametrize(
    "table",
    [
        {"crops": {}},
        {"crop": {"min_share": 0.0}},
        {"crop": {"min_share": 1.0}},
        {"rotate": {"probability": 0.0}},
        {"rotate": {"probability": 1.1}},
        {"rotate": {"max_degrees": float("nan")}},
        {"blur": {"max_share": -0.1}},
        {"speed": {"slowest": 1.2}},
        {"speed": {"fastest": 0.9}},
        {"drop": {"max_share": 1.0}},
        {"jitter": {"max_s": 0.0}},
    ],
)
def test_what_has_no_meaning_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AugmentConfig.model_validate(table)


def test_a_picture_never_folds_over_itself() -> None:
    with pytest.raises(ValidationError, match="folds over itself"):
        Elastic(max_share=0.1, cells=4)
