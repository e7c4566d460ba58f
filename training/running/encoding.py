"""What a run's frames are encoded with: networks, what the manifest says, what goes into it."""

from collections.abc import Mapping
from dataclasses import dataclass

import keras

from training.backbones.registry import build_encoder as build_backbone
from training.config import TrainingConfig
from training.export.bundle import ENCODER_NAME, sha256_hex
from training.export.encoder import export_encoder
from training.weights import POSE_DETECTOR, POSE_LANDMARKS
from vidclf_app.core.encoders import FrameEncoder, build_encoder
from vidclf_app.core.encoders.pose import TRACKER_VERSION
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import (
    EncoderSpec,
    ImageEncoderSpec,
    ImagePreprocessing,
    NetworkFile,
    PoseEncoderSpec,
    PoseImageEncoderSpec,
)

DETECTOR_NAME = "detector.onnx"
LANDMARKS_NAME = "landmarks.onnx"


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """An encoder, ready to run.

    Attributes:
        spec: What the manifest says of it.
        networks: Its ONNX files, name in the bundle to bytes.
        engines: The same by their part, ready to run, one thread a call.
        backbone: The image CNN in Keras; None where there is none.
    """

    spec: EncoderSpec
    networks: Mapping[str, bytes]
    engines: Mapping[str, Engine]
    backbone: keras.Model | None

    @property
    def identity(self) -> str:
        """A hash of everything that decides what it makes of a frame: lower-case hex."""
        if isinstance(self.spec, ImageEncoderSpec):
            return self.spec.sha256
        hashes = [network.sha256 for network in self.spec.networks.values()]
        return sha256_hex(f"{TRACKER_VERSION} {' '.join(hashes)}".encode())

    def new_encoder(self) -> FrameEncoder:
        """Return an encoder for one stream of frames; the networks are shared."""
        return build_encoder(self.spec, self.engines)


def open_encoding(config: TrainingConfig) -> Encoding:
    """Build the encoder that a config asks for.

    Raises:
        TrainingError: The backbone can't be had.
        EngineError: A network can't be loaded.
    """
    if config.encoder == "image":
        return image_encoding(config, build_backbone(config.backbone))
    detector, landmarks = POSE_DETECTOR.read_bytes(), POSE_LANDMARKS.read_bytes()
    networks = {DETECTOR_NAME: detector, LANDMARKS_NAME: landmarks}
    engines = {
        "detector": Engine(detector, DETECTOR_NAME, threads=1),
        "landmarks": Engine(landmarks, LANDMARKS_NAME, threads=1),
    }
    finds = NetworkFile(file=DETECTOR_NAME, sha256=sha256_hex(detector))
    reads = NetworkFile(file=LANDMARKS_NAME, sha256=sha256_hex(landmarks))
    if config.encoder == "pose":
        spec = PoseEncoderSpec(detector=finds, landmarks=reads)
        return Encoding(spec, networks, engines, None)
    image = image_encoding(config, build_backbone(config.backbone))
    assert isinstance(image.spec, ImageEncoderSpec)
    return Encoding(
        PoseImageEncoderSpec(detector=finds, landmarks=reads, image=image.spec),
        {**networks, **image.networks},
        {**engines, **image.engines},
        image.backbone,
    )


def image_encoding(config: TrainingConfig, backbone: keras.Model) -> Encoding:
    """Export an image CNN.

    Args:
        config: How pictures are cropped.
        backbone: The network, computing in float32.
    """
    content = export_encoder(backbone)
    _, height_px, width_px, _ = backbone.inputs[0].shape
    spec = ImageEncoderSpec(
        file=ENCODER_NAME,
        sha256=sha256_hex(content),
        preprocessing=ImagePreprocessing(
            width_px=int(width_px),
            height_px=int(height_px),
            # The square around a person needs no further crop.
            crop=config.crop if config.encoder == "image" else "none",
        ),
        features=int(backbone.outputs[0].shape[1]),
    )
    engine = Engine(content, ENCODER_NAME, threads=1)
    return Encoding(spec, {ENCODER_NAME: content}, {"image": engine}, backbone)


def with_image_network(encoding: Encoding, content: bytes) -> Encoding:
    """Return the same encoder of whole pictures with another network of the same shape.

    Args:
        encoding: Of kind `image`.
        content: ONNX, such as the same network in lower precision.
    """
    spec = encoding.spec.model_copy(update={"sha256": sha256_hex(content)})
    engine = Engine(content, ENCODER_NAME, threads=1)
    return Encoding(spec, {ENCODER_NAME: content}, {"image": engine}, encoding.backbone)
