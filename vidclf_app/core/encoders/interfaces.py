"""What each of an encoder's networks takes and gives, for checking strangers' bundles."""

from dataclasses import dataclass

from vidclf_app.core.encoders.pose import detector, landmarks
from vidclf_app.core.manifest import EncoderSpec, ImageEncoderSpec


@dataclass(frozen=True, slots=True)
class Interface:
    """A network with one input. A size that may vary is None.

    Attributes:
        input_shape: Of its input, uint8 RGB (N, H, W, 3).
        output_shapes: Of its outputs, float32, in order.
    """

    input_shape: tuple[int | None, ...]
    output_shapes: tuple[tuple[int | None, ...], ...]


def encoder_interface(spec: EncoderSpec, part: str) -> Interface:
    """Return what one of an encoder's networks must look like.

    Args:
        spec: The encoder.
        part: One of `spec.networks`.
    """
    if part == "detector":
        side = detector.SIZE_PX
        return Interface(
            (1, side, side, 3), ((1, detector.ANCHORS, detector.VALUES), (1, detector.ANCHORS, 1))
        )
    if part == "landmarks":
        side, cells, points = landmarks.SIZE_PX, landmarks.MAP_SIZE, landmarks.POINTS
        return Interface(
            (1, side, side, 3),
            (
                (1, points * landmarks.POINT_VALUES),
                (1, 1),
                (1, cells, cells, points),
                (1, points * landmarks.SPACE_VALUES),
            ),
        )
    image = spec.networks["image"]
    assert isinstance(image, ImageEncoderSpec)
    size = image.preprocessing
    return Interface((None, size.height_px, size.width_px, 3), ((None, image.features),))
