"""Predictions as a table: one line a prediction, one column a class."""

import csv
import io
from collections.abc import Sequence

from vidclf_app.core.records import Prediction, Stats
from vidclf_app.core.sinks.base import RunInfo
from vidclf_app.core.sinks.text import TextFileSink


class CsvSink(TextFileSink):
    """Writes `time_s,index,label,p:<class>,...`; probabilities are the rolling averages.

    They add up to 1, but where nobody is in the picture all of them are 0. The label is empty
    there, as it is where nothing is recognised.

    For live sources `time_s` counts from the opening of the source; the file's name tells when.

    Args:
        path: The file to make.
    """

    def open(self, run: RunInfo) -> None:
        """Write the header."""
        super().open(run)
        self.put(csv_line(header_cells(run.manifest.labels)))

    def write(self, prediction: Prediction) -> None:
        """Write one prediction."""
        self.put(csv_line(prediction_cells(prediction)))

    def close(self, stats: Stats) -> None:
        """Give the file its name."""
        del stats
        self.finish()


def header_cells(labels: Sequence[str]) -> list[str]:
    """Return the names of the columns."""
    return ["time_s", "index", "label", *(f"p:{label}" for label in labels)]


def prediction_cells(prediction: Prediction) -> list[str]:
    """Return one prediction's line."""
    probabilities = (f"{p:.5f}" for p in prediction.probabilities)
    return [
        f"{prediction.time_s:.4f}",
        str(prediction.index),
        prediction.label or "",
        *probabilities,
    ]


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as a line of a CSV file, with its line break."""
    line = io.StringIO(newline="")
    # Only what stands in the line's end is quoted in cells: without its own "\r" there, one in a
    # label would end the line for readers.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"
