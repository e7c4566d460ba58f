"""What is done to one picture. Every function is given its numbers and draws none itself.

The functions keep size and type, never write to what they are given, and work on any number of
pixels. Lengths are in parts of the picture, so that one draw fits every size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import cv2
import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import UInt8Array

Float64Array = npt.NDArray[np.float64]

# Beyond its edge a picture goes on mirrored: a black border would tell the change from the label.
_BORDER = cv2.BORDER_REFLECT_101
_GREY = 128
# ITU-R BT.601, in the order blue, green, red.
_LUMA = np.array([0.114, 0.587, 0.299])


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the points of a picture go.

    Attributes:
        mirrored: Left and right exchanged.
        kept_share: Part of width and height that fills the frame, 0..1.
        centre_x_share: Way from the picture's middle to the kept part's, in parts of the width.
        centre_y_share: Likewise, in parts of the height.
        degrees: Turn of the picture, anticlockwise.
        shear_degrees: Lean of upright lines.
        x_share: Way of the picture to the right, in parts of the width.
        y_share: Way of the picture downwards, in parts of the height.
    """

    mirrored: bool = False
    kept_share: float = 1.0
    centre_x_share: float = 0.0
    centre_y_share: float = 0.0
    degrees: float = 0.0
    shear_degrees: float = 0.0
    x_share: float = 0.0
    y_share: float = 0.0

    def matrix(self, width_px: int, height_px: int) -> Float64Array:
        """Return the affine map from a point of the new picture to one of the old.

        Returns:
            float64, shape (2, 3); the middle of the top left pixel is (0, 0).
        """
        middle = np.array([(width_px - 1) / 2, (height_px - 1) / 2])
        size = np.array([width_px, height_px], dtype=np.float64)
        angle = math.radians(self.degrees)
        turned_back = np.array(
            [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
        )
        upright = np.array([[1.0, math.tan(math.radians(self.shear_degrees))], [0.0, 1.0]])
        mirror = np.diag([-1.0 if self.mirrored else 1.0, 1.0])
        linear = self.kept_share * mirror @ upright @ turned_back
        moved_back = middle + size * [self.x_share, self.y_share]
        kept_middle = middle + size * [self.centre_x_share, self.centre_y_share]
        return np.column_stack([linear, kept_middle - linear @ moved_back])


STRAIGHT = Geometry()


@dataclass(frozen=True, slots=True)
class Bend:
    """How a picture is bent.

    Attributes:
        share: Largest way of a point along each axis, in parts of the height.
        cells: Bumps over the height.
        seed: Of the bumps.
    """

    share: float
    cells: int
    seed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColourChange:
    """What happens to the value of every pixel.

    Attributes:
        shift: Added to all values, of 255.
        contrast: Factor of the distance from mid-grey.
        saturation: Factor of the distance from the grey of the same luma.
        hue_degrees: Turn about the axis of greys, from red towards green.
    """

    shift: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0
    hue_degrees: float = 0.0

    def matrix(self) -> Float64Array:
        """Return the map from old blue, green, red and 1 to new: float64, shape (3, 4)."""
        paler = self.saturation * np.eye(3) + (1.0 - self.saturation) * np.outer(np.ones(3), _LUMA)
        linear = self.contrast * _hue_matrix(self.hue_degrees) @ paler
        offset = _GREY * (1.0 - self.contrast) + self.shift
        return np.column_stack([linear, np.full(3, offset)])


UNCHANGED = ColourChange()


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of the picture, in parts of its width and height from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True, eq=False)
class WarpMaps:
    """Where each pixel of a bent picture comes from, in OpenCV's packed form.

    Attributes:
        places: int16, shape (H, W, 2), column and row.
        fractions: uint16, shape (H, W), of the way to the next pixels.
    """

    places: npt.NDArray[np.int16]
    fractions: npt.NDArray[np.uint16]


def warp(pixels: UInt8Array, geometry: Geometry) -> UInt8Array:
    """Move the points of a picture, uint8 (H, W, 3), bilinearly."""
    height, width = pixels.shape[:2]
    return cv2.warpAffine(  # type: ignore[return-value]
        pixels,
        geometry.matrix(width, height),
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=_BORDER,
    )


def bending_maps(width_px: int, height_px: int, geometry: Geometry, bend: Bend) -> WarpMaps:
    """Return the maps for `warp_bent`; they fit pictures of one size."""
    rows = np.arange(height_px, dtype=np.float64)[:, None]
    columns = np.arange(width_px, dtype=np.float64)
    matrix = geometry.matrix(width_px, height_px)
    way_x, way_y = _bumps(width_px, height_px, bend)
    x, y = columns + way_x, rows + way_y
    places, fractions = cv2.convertMaps(
        (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]).astype(np.float32),
        (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]).astype(np.float32),
        cv2.CV_16SC2,
    )
    return WarpMaps(places, fractions)


def warp_bent(pixels: UInt8Array, maps: WarpMaps) -> UInt8Array:
    """Move the points of a picture, uint8 (H, W, 3), bilinearly, as the maps say."""
    return cv2.remap(  # type: ignore[return-value]
        pixels, maps.places, maps.fractions, cv2.INTER_LINEAR, borderMode=_BORDER
    )


def recolour(pixels: UInt8Array, change: ColourChange) -> UInt8Array:
    """Change the values of a picture, uint8 BGR (H, W, 3); what leaves 0..255 is cut."""
    return cv2.transform(pixels, change.matrix())  # type: ignore[return-value]


def blur(pixels: UInt8Array, share: float) -> UInt8Array:
    """Blur a picture, uint8 (H, W, 3), by a Gaussian of `share` of its height."""
    sigma_px = share * pixels.shape[0]
    return cv2.GaussianBlur(pixels, (0, 0), sigma_px, borderType=_BORDER)  # type: ignore[return-value]


def add_noise(pixels: UInt8Array, std: float, random: np.random.Generator) -> UInt8Array:
    """Add Gaussian noise to a picture, uint8 (H, W, 3).

    A random byte chooses among 256 equally likely values of the normal distribution. That is
    ten times as fast as drawing normal numbers, which took longer than all the rest.

    Args:
        pixels: The picture.
        std: Standard deviation, of 255.
        random: Where the bytes come from.
    """
    chosen = np.frombuffer(random.bytes(pixels.size), dtype=np.uint8).reshape(pixels.shape)
    values = np.rint(std * _normal_values()).astype(np.int16)
    return cv2.add(pixels, cv2.LUT(chosen, values), dtype=cv2.CV_8U)  # type: ignore[return-value]


def cut_out(pixels: UInt8Array, patches: Sequence[Patch]) -> UInt8Array:
    """Fill rectangles of a picture, uint8 (H, W, 3), with mid-grey."""
    pixels = pixels.copy()
    height, width = pixels.shape[:2]
    for patch in patches:
        rows = slice(round(patch.y0 * height), round(patch.y1 * height))
        pixels[rows, round(patch.x0 * width) : round(patch.x1 * width)] = _GREY
    return pixels


def _hue_matrix(degrees: float) -> Float64Array:
    # Rodrigues' rotation about the axis (1, 1, 1), for the order blue, green, red: greys stay as
    # they are.
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle) / math.sqrt(3.0)
    across = np.array([[0.0, 1.0, -1.0], [-1.0, 0.0, 1.0], [1.0, -1.0, 0.0]])
    return cosine * np.eye(3) + (1.0 - cosine) / 3.0 * np.ones((3, 3)) + sine * across


def _bumps(width_px: int, height_px: int, bend: Bend) -> Float64Array:
    """Return the way of each point along x and y: float64, shape (2, H, W), pixels."""
    cell_px = height_px / bend.cells
    # One bump beyond each edge, so that the cubic curve has neighbours everywhere.
    rows, columns = bend.cells + 3, math.ceil(width_px / cell_px) + 3
    random = np.random.default_rng(bend.seed)
    heights = random.uniform(-1.0, 1.0, (2, rows, columns)).astype(np.float32)
    x = np.arange(width_px, dtype=np.float32) / np.float32(cell_px) + 1.0
    y = np.arange(height_px, dtype=np.float32) / np.float32(cell_px) + 1.0
    map_x, map_y = np.meshgrid(x, y)
    smooth = [
        cv2.remap(layer, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        for layer in heights
    ]
    # The cubic curve can overshoot its bumps.
    ways: Float64Array = np.clip(np.stack(smooth), -1.0, 1.0).astype(np.float64)
    return ways * bend.share * height_px


@lru_cache(maxsize=1)
def _normal_values() -> Float64Array:
    """Return 256 equally likely values with mean 0 and standard deviation 1."""
    normal = NormalDist()
    values = np.array([normal.inv_cdf((number + 0.5) / 256) for number in range(256)])
    values /= values.std()
    return values
