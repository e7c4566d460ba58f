"""Which changes a clip may go through, how strongly and how often.

An operation that is not named is off. One that is named happens to a clip with its
`probability`, with a strength drawn evenly between none and the stated one. In TOML::

    [augment]
    flip = {}
    crop = { min_share = 0.8 }
    rotate = { max_degrees = 8.0, probability = 0.5 }
    speed = { slowest = 0.8, fastest = 1.25 }
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from training.strict import Strict

Probability = Annotated[float, Field(gt=0.0, le=1.0)]

# Neighbouring bumps may pull a point both ways, so that it moves by twice this part of a bump,
# and the smooth curve between them is half as steep again.
_MOST_BENT = 0.3


class Flip(Strict):
    """Left and right change places. Leave it out where a label means one side.

    Attributes:
        probability: Share of the clips that it happens to.
    """

    probability: Probability = 0.5


class Crop(Strict):
    """A part of the picture, with its proportions, fills the frame.

    Attributes:
        min_share: Smallest part of width and of height that stays.
        probability: Share of the clips that it happens to.
    """

    min_share: float = Field(default=0.8, ge=0.05, lt=1.0)
    probability: Probability = 1.0


class Rotate(Strict):
    """The picture turns about its middle, either way.

    Attributes:
        max_degrees: Largest angle.
        probability: Share of the clips that it happens to.
    """

    max_degrees: float = Field(default=8.0, gt=0.0, le=180.0)
    probability: Probability = 1.0


class Translate(Strict):
    """The picture moves, either way along each side.

    Attributes:
        max_share: Largest way, in parts of the side along which it moves.
        probability: Share of the clips that it happens to.
    """

    max_share: float = Field(default=0.08, gt=0.0, le=1.0)
    probability: Probability = 1.0


class Shear(Strict):
    """Upright lines lean, either way.

    Attributes:
        max_degrees: Largest angle.
        probability: Share of the clips that it happens to.
    """

    max_degrees: float = Field(default=6.0, gt=0.0, le=60.0)
    probability: Probability = 1.0


class Elastic(Strict):
    """The picture is bent smoothly, as if it were printed on rubber. It stays bent over the clip.

    Attributes:
        max_share: Largest way of a point along each axis, in parts of the picture's height.
        cells: Bumps over the picture's height; more are finer, and should be weaker.
        probability: Share of the clips that it happens to.
    """

    max_share: float = Field(default=0.02, gt=0.0, le=0.2)
    cells: int = Field(default=4, ge=1, le=64)
    probability: Probability = 1.0

    @model_validator(mode="after")
    def _never_folds(self) -> Self:
        if self.max_share * self.cells > _MOST_BENT:
            raise ValueError(
                f"max_share times cells must be at most {_MOST_BENT:g}, "
                "or the picture folds over itself"
            )
        return self


class Blur(Strict):
    """Out of focus: a Gaussian blur.

    Attributes:
        max_share: Largest standard deviation, in parts of the picture's height: 0.004 are about
            2 px of 480.
        probability: Share of the clips that it happens to.
    """

    max_share: float = Field(default=0.004, gt=0.0, le=0.1)
    probability: Probability = 1.0


class Noise(Strict):
    """Sensor noise, other in each frame and colour.

    Attributes:
        max_std: Largest standard deviation, of 255.
        probability: Share of the clips that it happens to.
    """

    max_std: float = Field(default=8.0, gt=0.0, le=128.0)
    probability: Probability = 1.0


class Brightness(Strict):
    """All values rise or fall.

    Attributes:
        max_shift: Largest way, of 255.
        probability: Share of the clips that it happens to.
    """

    max_shift: float = Field(default=30.0, gt=0.0, le=255.0)
    probability: Probability = 1.0


class Contrast(Strict):
    """Values move away from mid-grey or towards it.

    Attributes:
        max_change: Largest change: 0.2 means a factor of 0.8..1.2.
        probability: Share of the clips that it happens to.
    """

    max_change: float = Field(default=0.2, gt=0.0, le=1.0)
    probability: Probability = 1.0


class Colour(Strict):
    """Colours become stronger or paler, and turn.

    Attributes:
        max_saturation: Largest change of saturation: 0.3 means a factor of 0.7..1.3.
        max_hue_degrees: Largest turn of the hue, either way; 180 makes every colour any other.
        probability: Share of the clips that it happens to.
    """

    max_saturation: float = Field(default=0.3, ge=0.0, le=1.0)
    max_hue_degrees: float = Field(default=8.0, ge=0.0, le=180.0)
    probability: Probability = 1.0


class CutOut(Strict):
    """Rectangles are filled with mid-grey; they stay where they are over the clip.

    Attributes:
        number: Rectangles.
        max_share: Longest side, in parts of the picture's width or height; the shortest is a
            third of that.
        probability: Share of the clips that it happens to.
    """

    number: int = Field(default=1, ge=1, le=100)
    max_share: float = Field(default=0.25, gt=0.0, le=1.0)
    probability: Probability = 1.0


class Speed(Strict):
    """The clip runs slower or faster.

    Attributes:
        slowest: Smallest factor; 0.8 makes ten seconds last 12.5.
        fastest: Largest factor.
        probability: Share of the clips that it happens to.
    """

    slowest: float = Field(default=0.8, ge=0.1, le=1.0)
    fastest: float = Field(default=1.25, ge=1.0, le=10.0)
    probability: Probability = 1.0


class Drop(Strict):
    """Single frames are missing, as with a camera that can't keep up.

    Attributes:
        max_share: Largest share of the frames; the first one of a clip always stays.
        probability: Share of the clips that it happens to.
    """

    max_share: float = Field(default=0.1, gt=0.0, le=0.9)
    probability: Probability = 1.0


class Jitter(Strict):
    """Frames come early or late; their order stays.

    Attributes:
        max_s: Largest way in time, either way, seconds. More than a frame's duration makes the
            tempo sway.
        probability: Share of the clips that it happens to.
    """

    max_s: float = Field(default=0.01, gt=0.0, le=1.0)
    probability: Probability = 1.0


class AugmentConfig(Strict):
    """The changes that a clip may go through; all are off unless they are named.

    Attributes:
        flip: Left and right change places.
        crop: A part of the picture fills the frame.
        rotate: About the middle.
        translate: Along the sides.
        shear: Upright lines lean.
        elastic: Bent smoothly.
        blur: Out of focus.
        noise: Of the sensor.
        brightness: Values rise or fall.
        contrast: About mid-grey.
        colour: Saturation and hue.
        cut_out: Grey rectangles.
        speed: Slower or faster.
        drop: Missing frames.
        jitter: Uneven times.
    """

    flip: Flip | None = None
    crop: Crop | None = None
    rotate: Rotate | None = None
    translate: Translate | None = None
    shear: Shear | None = None
    elastic: Elastic | None = None
    blur: Blur | None = None
    noise: Noise | None = None
    brightness: Brightness | None = None
    contrast: Contrast | None = None
    colour: Colour | None = None
    cut_out: CutOut | None = None
    speed: Speed | None = None
    drop: Drop | None = None
    jitter: Jitter | None = None

    @property
    def is_off(self) -> bool:
        """Whether no operation is named: every clip stays as it is."""
        return all(part is None for _, part in self)

    @classmethod
    def usual(cls) -> Self:
        """Return moderate changes that leave what a person does as it is.

        Bending and jitter are left out: they cost more than they are known to bring.
        """
        return cls(
            flip=Flip(),
            crop=Crop(probability=0.8),
            rotate=Rotate(probability=0.5),
            translate=Translate(probability=0.5),
            shear=Shear(probability=0.3),
            blur=Blur(probability=0.2),
            noise=Noise(probability=0.3),
            brightness=Brightness(probability=0.5),
            contrast=Contrast(probability=0.5),
            colour=Colour(probability=0.5),
            cut_out=CutOut(probability=0.2),
            speed=Speed(probability=0.5),
            drop=Drop(probability=0.2),
        )
