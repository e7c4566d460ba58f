"""How a camera is set: what a person asked for, kept by its name."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Rotation = Literal[0, 90, 180, 270]


class CameraProperties(BaseModel):
    """What a person asked of a camera or a stream.

    Attributes:
        width_px: Width of its pictures before they are turned; None leaves it to the driver.
        height_px: Height likewise.
        rate_hz: Pictures a second; None leaves it to the driver.
        rotation_deg: By how much its pictures are turned clockwise, so that they stand upright.
        mirror: Show its picture mirrored.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    width_px: Annotated[int, Field(ge=16, le=16384)] | None = None
    height_px: Annotated[int, Field(ge=16, le=16384)] | None = None
    rate_hz: Annotated[float, Field(gt=0.0, le=1000.0)] | None = None
    rotation_deg: Rotation = 0
    mirror: bool = False


class CameraBook:
    """The properties of all cameras and streams, by name. Any thread may read it.

    Args:
        known: As they were remembered.
    """

    def __init__(self, known: Mapping[str, CameraProperties] | None = None) -> None:
        self._known = dict(known or {})

    @property
    def known(self) -> dict[str, CameraProperties]:
        """All of them, to be remembered."""
        return dict(self._known)

    def find(self, name: str) -> CameraProperties | None:
        """Return a camera's properties; None where nobody ever set any.

        Args:
            name: The camera's own name, or a stream's address without its password.
        """
        return self._known.get(name)

    def note(self, name: str, properties: CameraProperties) -> None:
        """Remember a camera's properties."""
        # A new dictionary: another thread may be reading the old one.
        self._known = {**self._known, name: properties}
