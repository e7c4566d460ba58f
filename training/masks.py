"""Parts of the picture to hide in training: burned-in text that gives the answer away."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from training.strict import Strict

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]


class MaskRectangle(Strict):
    """A part of the picture to hide, in parts of its width and height from the top left.

    Attributes:
        x0: Left edge, 0..1.
        y0: Top edge, 0..1.
        x1: Right edge, 0..1, beyond `x0`.
        y1: Bottom edge, 0..1, beyond `y0`.
    """

    x0: Fraction
    y0: Fraction
    x1: Fraction
    y1: Fraction

    @model_validator(mode="after")
    def _has_area(self) -> Self:
        if self.x1 <= self.x0 or self.y1 <= self.y0:
            raise ValueError("x1 must be above x0, and y1 above y0")
        return self


class MaskRule(Strict):
    """Rectangles to hide in the clips of some groups, against burned-in text.

    Attributes:
        groups: As in the table's `group` column.
        rectangles: Filled with mid-grey before the picture is cropped and resized.
    """

    groups: tuple[str, ...] = Field(min_length=1)
    rectangles: tuple[MaskRectangle, ...] = Field(min_length=1)
