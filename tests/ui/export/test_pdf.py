"""The report as PDF, read by pypdf."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.exporting.builders import make_result, odd_results, shown
from vidclf_app.errors import SinkError
from vidclf_app.exporting.charts import page_drawing
from vidclf_app.exporting.report import report_page
from vidclf_app.results.records import Result
from vidclf_app.ui.export.pdf import paint, write_pdf

pytestmark = pytest.mark.usefixtures("qapp")


def words(path: Path) -> str:
    """Return the page's text with plain spaces: Qt writes them as tabs."""
    return " ".join(PdfReader(path).pages[0].extract_text().split())


def test_one_a4_page_with_text_and_metadata(tmp_path: Path) -> None:
    write_pdf(make_result(), tmp_path / "r.pdf")
    reader = PdfReader(tmp_path / "r.pdf")
    assert len(reader.pages) == 1
    page = reader.pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creator) == ("clip.mp4", "vidclf")
    text = words(tmp_path / "r.pdf")
    for told in ("clip.mp4", "Session report", "colours 1", "green", "0:03.0", "Timeline"):
        assert told in text
    assert list(tmp_path.iterdir()) == [tmp_path / "r.pdf"]


def test_many_labels_stay_on_one_page(tmp_path: Path) -> None:
    segments = [shown(f"label {n} " + "x" * 90, n, n + 0.9) for n in range(40)]
    write_pdf(make_result(segments, duration_s=40.0), tmp_path / "r.pdf")
    assert len(PdfReader(tmp_path / "r.pdf").pages) == 1
    assert "29 other labels" in words(tmp_path / "r.pdf")


def test_nothing_recognised(tmp_path: Path) -> None:
    write_pdf(make_result(()), tmp_path / "r.pdf")
    assert "Nothing was recognised in this video." in words(tmp_path / "r.pdf")


@given(odd_results())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_odd_labels(tmp_path: Path, result: Result) -> None:
    write_pdf(result, tmp_path / "r.pdf")
    reader = PdfReader(tmp_path / "r.pdf")
    assert len(reader.pages) == 1
    assert reader.pages[0].extract_text()


def test_it_is_the_page_of_the_html(qapp: QApplication) -> None:
    """Painted where the drawing says: bars in their colours, the rest of the paper white."""
    page = report_page(make_result())
    image = QImage(1190, 1684, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, page_drawing(page), 2.0)
    painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(1684, 1190, 4)
    assert (pixels[:, :60] == 255).all(), "margins stay white"
    assert (pixels[:, -60:] == 255).all()
    for row in page.rows:
        colour = QColor(row.colour)
        bgr = (colour.blue(), colour.green(), colour.red())
        assert (pixels[:, :, :3] == bgr).all(axis=2).sum() > 5000, row.label


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def partial(path: Path) -> Path:
        (path.parent / "partial").symlink_to("/dev/full")
        return path.parent / "partial"

    monkeypatch.setattr("vidclf_app.core.files.partial_path", partial)
    with pytest.raises(SinkError, match="disk full"):
        write_pdf(make_result(), tmp_path / "r.pdf")
    assert list(tmp_path.iterdir()) == []


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="could not be written"):
        write_pdf(make_result(), tmp_path / "gone" / "r.pdf")
