"""What may be said of a head in a config."""

import pytest
from pydantic import ValidationError

from training.heads.config import HEAD_KINDS, TUTORIAL_KINDS, HeadConfig, HeadKind, baseline_of


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_every_kind_needs_nothing_else_and_reads_back_whole(kind: HeadKind) -> None:
    config = HeadConfig(kind=kind)
    assert HeadConfig.model_validate(config.model_dump()) == config
    assert config.is_scaled is (kind not in TUTORIAL_KINDS)


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("gru_tutorial", {"units": 16}),
        ("lstm_tutorial", {"dropout": 0.2}),
        ("gru_tutorial", {"projection": 8}),
        ("mean_pool", {"units": 8}),
        ("mean_mlp", {"projection": 8}),
        ("per_frame", {"units": 8}),
        ("lstm_tutorial", {"input_dropout": 0.1}),
    ],
)
def test_a_setting_that_the_kind_has_no_use_for_is_refused(
    kind: HeadKind, setting: dict[str, float]
) -> None:
    (name,) = setting
    with pytest.raises(ValidationError, match=f"{name} has no meaning for the kind {kind}"):
        HeadConfig.model_validate({"kind": kind, **setting})


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "transformer"},
        {"inputs": ()},
        {"inputs": ("features", "features")},
        {"inputs": ("colours",)},
        {"dropout": 1.0},
        {"units": 0},
        {"layers": 2},
    ],
)
def test_a_wrong_value_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HeadConfig.model_validate(wrong)


def test_a_temporal_convolution_has_the_choices_of_a_recurrent_head() -> None:
    chosen = {"projection": 8, "units": 12, "input_dropout": 0.1, "dropout": 0.2}
    recurrent, head = (HeadConfig.model_validate({"kind": k, **chosen}) for k in ("gru", "tcn"))
    assert head == recurrent.model_copy(update={"kind": "tcn"})
    assert baseline_of(head) == baseline_of(recurrent)


def test_a_baseline_stands_on_the_same_inputs() -> None:
    head = HeadConfig(inputs=("deviations",), units=32, projection=16, input_dropout=0.3)
    baseline = baseline_of(head)
    assert baseline == HeadConfig(
        kind="mean_mlp", inputs=("deviations",), units=32, input_dropout=0.3, scaled=True
    )
    for kind in HEAD_KINDS:
        found = baseline_of(HeadConfig(kind=kind))
        assert (found.kind, found.is_scaled) == ("mean_mlp", kind not in TUTORIAL_KINDS)
