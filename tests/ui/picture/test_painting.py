"""Frames in a widget: the same picture as Qt's own scaling gives, whatever the screen's scale."""

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.builders import demo_frames
from vidclf_app.core.records import Frame
from vidclf_app.ui.picture.painting import fitted, paint_frame

WIDTH_PX, HEIGHT_PX = 401, 300


def painted(frame: Frame, ratio: float, *, mirror: bool = False) -> npt.NDArray[np.int64]:
    """Paint as the views do; BGR, shape (H, W, 3)."""
    canvas = _canvas(ratio)
    painter = QPainter(canvas)
    target = fitted(frame, QRect(0, 0, WIDTH_PX, HEIGHT_PX))
    paint_frame(painter, frame, target, None, mirror=mirror)
    painter.end()
    return _pixels(canvas)


def painted_by_qt(frame: Frame, ratio: float) -> npt.NDArray[np.int64]:
    """Paint with Qt alone."""
    canvas = _canvas(ratio)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    image = QImage(
        frame.pixels.data,
        frame.width_px,
        frame.height_px,
        frame.pixels.strides[0],
        QImage.Format.Format_BGR888,
    )
    painter.drawImage(fitted(frame, QRect(0, 0, WIDTH_PX, HEIGHT_PX)), image)
    painter.end()
    return _pixels(canvas)


def _canvas(ratio: float) -> QImage:
    canvas = QImage(round(WIDTH_PX * ratio), round(HEIGHT_PX * ratio), QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(0)
    return canvas


def _pixels(canvas: QImage) -> npt.NDArray[np.int64]:
    rows = np.frombuffer(canvas.constBits(), dtype=np.uint8)
    rows = rows.reshape(canvas.height(), canvas.bytesPerLine() // 4, 4)
    return rows[:, : canvas.width(), :3].astype(np.int64)


@pytest.mark.parametrize(("ratio", "share"), [(1.0, 100.0), (1.25, 95.0), (2.0, 100.0)])
def test_a_frame_looks_as_qt_would_scale_it(qtbot: QtBot, ratio: float, share: float) -> None:
    # Where the picture doesn't end on whole pixels, sharp edges in it may differ.
    frame = demo_frames(1, start_s=5.0)[0]
    difference = np.abs(painted(frame, ratio) - painted_by_qt(frame, ratio))
    assert np.percentile(difference, share) <= 3
    assert difference.mean() < 1.0
    assert painted(frame, ratio).std() > 10.0, "it shows something"


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_mirrored_frame_is_the_same_the_other_way_round(qtbot: QtBot, ratio: float) -> None:
    frame = demo_frames(1, start_s=5.0)[0]
    difference = np.abs(painted(frame, ratio, mirror=True) - painted(frame, ratio)[:, ::-1])
    assert difference.max() <= 3


def test_there_may_be_no_room(qtbot: QtBot) -> None:
    canvas = _canvas(1.0)
    painter = QPainter(canvas)
    paint_frame(painter, demo_frames(1)[0], QRect(0, 0, 0, 20), None)
    painter.end()
    assert not _pixels(canvas).any()
