"""CSV files: the predictions, and the segments."""

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from vidclf_app.core.files import replacing
from vidclf_app.core.sinks.csv import csv_line, header_cells, prediction_cells
from vidclf_app.exporting.predictions import predictions_of
from vidclf_app.results.records import Result

SEGMENT_COLUMNS = ("label", "start_s", "end_s", "duration_s", "mean", "peak", "by_hand")


def write_predictions(
    result: Result, path: Path, progress: Callable[[float], None] = lambda _share: None
) -> None:
    """Write one line a prediction: `time_s,index,label,p:<class>,...`.

    The same columns and numbers as the command line's CSV, see
    `vidclf_app.core.sinks.csv.CsvSink`. The labels are the model's own: what a person corrected
    stands in the segments.

    Args:
        result: The result.
        path: The file to make.
        progress: Called often with the share that is done, 0..1; may raise to end the work.

    Raises:
        SinkError: The file can't be written.
    """
    with replacing(path) as partial, _open(partial) as file:
        file.write(csv_line(header_cells(result.analysis.model.labels)))
        for prediction in predictions_of(result, progress):
            file.write(csv_line(prediction_cells(prediction)))


def write_segments(result: Result, path: Path) -> None:
    """Write one line a segment, as it is shown: see `SEGMENT_COLUMNS`.

    Times are seconds of the video; `mean` and `peak` are the model's rolling averages of the
    label over the segment, also where a person decided (`by_hand` is then `true`).

    Raises:
        SinkError: The file can't be written.
    """
    with replacing(path) as partial, _open(partial) as file:
        file.write(csv_line(SEGMENT_COLUMNS))
        for segment in result.segments:
            file.write(
                csv_line(
                    [
                        segment.label,
                        f"{segment.start_s:.4f}",
                        f"{segment.end_s:.4f}",
                        f"{segment.end_s - segment.start_s:.4f}",
                        f"{segment.mean:.5f}",
                        f"{segment.peak:.5f}",
                        "true" if segment.by_hand else "false",
                    ]
                )
            )


def _open(path: Path) -> TextIO:
    # A label from a stranger's bundle may hold half a character; it must not stop the file.
    return path.open("w", encoding="utf-8", errors="replace", newline="")
