"""A body in one picture: 33 landmarks, in BlazePose's order.

The order and the meaning of the landmarks are those of BlazePose GHUM (Bazarevsky et al., 2020,
"BlazePose: On-device Real-time Body Pose tracking"; model card "BlazePose GHUM 3D", Google, 2021).
Left and right are the person's own.
"""

from enum import IntEnum

import numpy as np

from vidclf_app.core.records import Body, Float32Array

LANDMARKS = 33
# A person may be out of sight for this long, seconds: behind a chair, or missed by the network.
# The window holds what it saw before; after that nobody is there, and anyone may be next.
ABSENT_S = 0.5
# Numbers that one landmark brings to a frame's vector: two in the picture, its visibility, and
# three in space.
_PICTURE_VALUES = 3
_SPACE_VALUES = 3
# And one for the whole body: its score.
BODY_VECTOR_SIZE = LANDMARKS * (_PICTURE_VALUES + _SPACE_VALUES) + 1


class Joint(IntEnum):
    """The landmarks by name; the value is the row in a body's arrays."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT = 31
    RIGHT_FOOT = 32


# Landmarks in the order in which they stand for a picture seen in a mirror.
MIRRORED = np.array(
    [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33))]
)

# Pairs of landmarks between which a skeleton is drawn.
BONES: tuple[tuple[Joint, Joint], ...] = (
    (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
    (Joint.LEFT_HIP, Joint.RIGHT_HIP),
    (Joint.LEFT_SHOULDER, Joint.LEFT_HIP),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP),
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.LEFT_HIP, Joint.LEFT_KNEE),
    (Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    (Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    (Joint.LEFT_ANKLE, Joint.LEFT_FOOT),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_FOOT),
)


def body_vector(body: Body | None, height_px: int) -> Float32Array:
    """Return a frame's feature vector.

    Args:
        body: What was found, or None for nobody.
        height_px: Of the picture; positions in it are told in picture heights, so that they
            don't depend on its resolution.

    Returns:
        float32, shape (BODY_VECTOR_SIZE,): 33 times x, y (picture heights) and visibility, 33
        times x, y, z (metres), and the score. All zero for nobody.
    """
    vector = np.zeros(BODY_VECTOR_SIZE, dtype=np.float32)
    if body is not None:
        picture, space = split_vectors(vector)[:2]
        picture[:, :2] = body.picture_px / height_px
        picture[:, 2] = body.visibility
        space[:] = body.space_m
        vector[-1] = body.score
    return vector


def split_vectors(vectors: Float32Array) -> tuple[Float32Array, Float32Array, Float32Array]:
    """Return views of the parts of frames' vectors.

    Args:
        vectors: float32, shape (..., BODY_VECTOR_SIZE), the last axis contiguous.

    Returns:
        In the picture: (..., 33, 3), x, y (picture heights), visibility; in space: (..., 33, 3),
        metres; score: (...).
    """
    border = LANDMARKS * _PICTURE_VALUES
    before = vectors.shape[:-1]
    return (
        vectors[..., :border].reshape(*before, LANDMARKS, _PICTURE_VALUES),
        vectors[..., border:-1].reshape(*before, LANDMARKS, _SPACE_VALUES),
        vectors[..., -1],
    )
