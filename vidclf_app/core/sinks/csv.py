"""Predictions as a table: one line a prediction, one column a class."""

import csv
import io

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
        self._put_row(
            ["time_s", "index", "label", *(f"p:{label}" for label in run.manifest.labels)]
        )

    def write(self, prediction: Prediction) -> None:
        """Write one prediction."""
        probabilities = (f"{p:.5f}" for p in prediction.probabilities)
        self._put_row(
            [
                f"{prediction.time_s:.4f}",
                str(prediction.index),
                prediction.label or "",
                *probabilities,
            ]
        )

    def close(self, stats: Stats) -> None:
        """Give the file its name."""
        del stats
        self.finish()

    def _put_row(self, cells: list[str]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(cells)
        self.put(line.getvalue())
