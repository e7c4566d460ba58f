"""What a head is made of, as a config says it. Without Keras: it is read before a run starts."""

from typing import Literal

from pydantic import Field

from training.strict import Strict


class HeadConfig(Strict):
    """The recurrent head's shape.

    Attributes:
        inputs: One or more of `features`; `differences`, each frame's features minus those of
            the frame before (zero for the first); `deviations`, how far each feature is from its
            mean over the window, without sign. They stand one behind the other in this order.
        projection: Units of a ReLU layer before the recurrent one; 0 for none.
        units: GRU units.
        input_dropout: Share of the inputs set to zero in training.
        dropout: Share of the projection's and the GRU's outputs set to zero in training.
    """

    inputs: tuple[Literal["features", "differences", "deviations"], ...] = Field(
        default=("features",), min_length=1
    )
    projection: int = Field(default=0, ge=0, le=4096)
    units: int = Field(default=64, ge=1, le=4096)
    input_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    dropout: float = Field(default=0.5, ge=0.0, lt=1.0)
