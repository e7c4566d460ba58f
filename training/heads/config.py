"""What a head is made of, as a config says it. Without Keras: it is read before a run starts."""

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from training.strict import Strict

HeadKind = Literal[
    "gru",
    "gru_tutorial",
    "lstm_tutorial",
    "bigru_pool",
    "bilstm_pool",
    "tcn",
    "mean_pool",
    "mean_mlp",
    "per_frame",
]
HEAD_KINDS: tuple[HeadKind, ...] = get_args(HeadKind)
TUTORIAL_KINDS: tuple[HeadKind, ...] = ("gru_tutorial", "lstm_tutorial")

# Every kind takes `inputs` and `scaled`; a tutorial's head has nothing else to choose.
_CHOICES: dict[HeadKind, frozenset[str]] = {
    "gru": frozenset({"projection", "units", "input_dropout", "dropout"}),
    "gru_tutorial": frozenset(),
    "lstm_tutorial": frozenset(),
    "bigru_pool": frozenset({"projection", "units", "input_dropout", "dropout"}),
    "bilstm_pool": frozenset({"projection", "units", "input_dropout", "dropout"}),
    "tcn": frozenset({"projection", "units", "input_dropout", "dropout"}),
    "mean_pool": frozenset({"input_dropout", "dropout"}),
    "mean_mlp": frozenset({"units", "input_dropout", "dropout"}),
    "per_frame": frozenset({"projection", "input_dropout", "dropout"}),
}


class HeadConfig(Strict):
    """A head: its kind and its shape. A setting that the kind has no use for is refused.

    Kinds:
        gru: Projection, GRU, dense.
        gru_tutorial: The Keras tutorial's: GRU 16, GRU 8, dropout 0.4, dense 8, dense.
        lstm_tutorial: The same with LSTM 456 and LSTM 8.
        bigru_pool: Projection, a GRU in both directions, the mean and the largest of its outputs
            over the frames, dense.
        bilstm_pool: The same with LSTMs.
        tcn: Projection, dilated convolutions over time in residual blocks, the mean and the
            largest of their outputs over the frames, dense.
        mean_pool: The mean of the inputs over the frames, dense: it knows no order.
        mean_mlp: The same with a hidden layer: the baseline for every recurrent head.
        per_frame: Projection and dense on each frame, its probabilities averaged.

    Attributes:
        kind: See above.
        inputs: One or more of `features`; `differences`, each frame's features minus those of
            the frame before (zero for the first); `deviations`, how far each feature is from its
            mean over the window, without sign. They stand one behind the other in this order.
        scaled: Whether each input is multiplied so that its root mean square is one; None for
            yes, except in the tutorials' heads, which take features as they are.
        projection: Units of a ReLU layer on each frame, before all else; 0 for none.
        units: Of the recurrent layer (in each direction), of each of `tcn`'s convolutions, or of
            `mean_mlp`'s hidden layer.
        input_dropout: Share of the inputs set to zero in training.
        dropout: Share of the outputs of projection, recurrent layer, pooling, hidden layer or
            `tcn`'s blocks set to zero in training.
        members: Heads of this shape that are fitted side by side from other initial weights, on
            the same windows with dropouts of their own; the mean of their logits is what the head
            says (Lakshminarayanan et al., 2017, "Simple and Scalable Predictive Uncertainty
            Estimation using Deep Ensembles", with the logits' mean in place of the
            probabilities').
    """

    kind: HeadKind = "gru"
    inputs: tuple[Literal["features", "differences", "deviations"], ...] = Field(
        default=("features",), min_length=1
    )
    scaled: bool | None = None
    projection: int = Field(default=0, ge=0, le=4096)
    units: int = Field(default=64, ge=1, le=4096)
    input_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    dropout: float = Field(default=0.5, ge=0.0, lt=1.0)
    members: int = Field(default=1, ge=1, le=32)

    @property
    def is_scaled(self) -> bool:
        """Whether the inputs are scaled, see `scaled`."""
        return self.kind not in TUTORIAL_KINDS if self.scaled is None else self.scaled

    @model_validator(mode="after")
    def _is_all_used(self) -> Self:
        if len(set(self.inputs)) != len(self.inputs):
            raise ValueError("inputs name one twice")
        # A value equal to the default passes: a config that was written out whole reads back.
        fields = type(self).model_fields
        for name in ("projection", "units", "input_dropout", "dropout"):
            given = getattr(self, name) != fields[name].default
            if given and name not in _CHOICES[self.kind]:
                raise ValueError(f"{name} has no meaning for the kind {self.kind}; leave it out")
        return self


def baseline_of(config: HeadConfig) -> HeadConfig:
    """Return the baseline that a head must beat: `mean_mlp` on the same inputs.

    Args:
        config: Any head; what both kinds have is taken over, the rest is the default.
    """
    kept = {"inputs", "scaled"} | (_CHOICES[config.kind] & _CHOICES["mean_mlp"])
    scaled = {"scaled": config.is_scaled}
    return HeadConfig(kind="mean_mlp", **{**config.model_dump(include=kept), **scaled})
