"""Which frame encoder, as a config says it. Without Keras: it is read before a run starts."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from training.backbones.networks import Network, network_named
from training.strict import Strict

_LARGEST_PX = 2048  # of the manifest's preprocessing


class BackboneConfig(Strict):
    """The network that turns one picture into one feature vector.

    Attributes:
        name: `efficientnet_lite0` to `2`, or any name in `keras.applications`. Case, dashes and
            underscores don't matter; it is kept as its makers spell it.
        weights: `imagenet`, `none` for random ones, or the path of a file: `.weights.h5` or `.h5`
            as Keras saves them (without classifier), or `.npz` with arrays named
            `layer/variable`.
        pooling: How the last feature map becomes a vector.
        size_px: Width and height of the input; None for the network's own.
    """

    name: str = Field(default="efficientnet_lite0", min_length=1)
    weights: str = Field(default="imagenet", min_length=1)
    pooling: Literal["avg", "max"] = "avg"
    size_px: int | None = Field(default=None, ge=1, le=_LARGEST_PX)

    @field_validator("name")
    @classmethod
    def _is_known(cls, name: str) -> str:
        # A TrainingError, which pydantic lets through: its hint lists what may stand here.
        return network_named(name).name

    @field_validator("weights")
    @classmethod
    def _keyword_in_lower_case(cls, weights: str) -> str:
        return weights.lower() if weights.lower() in {"imagenet", "none"} else weights

    @model_validator(mode="after")
    def _is_large_enough(self) -> Self:
        if self.size_px is not None and self.size_px < self.network.minimum_px:
            raise ValueError(
                f"size_px is {self.size_px}, but {self.name} takes pictures of "
                f"{self.network.minimum_px} x {self.network.minimum_px} pixels or more"
            )
        return self

    @property
    def network(self) -> Network:
        """What is known of the network."""
        return network_named(self.name)

    @property
    def input_px(self) -> int:
        """Width and height of the input."""
        return self.size_px if self.size_px is not None else self.network.size_px

    @property
    def weights_path(self) -> Path | None:
        """The file of weights, None for `imagenet` and `none`."""
        return None if self.weights in {"imagenet", "none"} else Path(self.weights).expanduser()
