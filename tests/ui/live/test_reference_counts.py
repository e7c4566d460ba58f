"""Qt's binding must not eat references to None.

PySide6 6.12.0 does under Python 3.11: every call that returns nothing takes one away, and after
some thousands of calls (a minute of video) the interpreter aborts. From Python 3.12 on None can't
be freed, and the count says nothing.
"""

import sys

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal")
def test_painting_takes_no_references_away(qapp: object) -> None:
    del qapp
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(300):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(QRectF(0, 0, 60, 60), 4.0, 4.0)
    drift = sys.getrefcount(None) - before
    painter.end()
    assert abs(drift) < 100
