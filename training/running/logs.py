"""The loss of each epoch, for people and programs that watch a run: CSV, and TensorBoard's."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from training.fitting.store import EpochRecord
from vidclf_app.core.files import make_folder, write_error, write_text


class RunLogs:
    """Logs in a run's folder: `logs/FIT.csv`, and `tensorboard/FIT` where that is wanted.

    Args:
        folder: The run's.
        tensorboard: Whether TensorBoard's logs are wanted, too.
    """

    def __init__(self, folder: Path, *, tensorboard: bool) -> None:
        self._folder = folder
        self._tensorboard = tensorboard

    @contextmanager
    def of_fit(self, name: str) -> Iterator[Callable[[int, EpochRecord], None]]:
        """Log one fit.

        Args:
            name: Of the fit.

        Yields:
            To be called after each epoch with the number of epochs done and their record.

        Raises:
            SinkError: A log can't be written.
        """
        path = self._folder / "logs" / f"{name}.csv"
        make_folder(path.parent)
        rows = _former_rows(path)
        board = self._board(name)

        def log(epoch: int, record: EpochRecord) -> None:
            rows[epoch] = {"epoch": epoch, **record}
            for later in [number for number in rows if number > epoch]:
                # Left by a run that was killed further on than its last kept state.
                del rows[later]
            write_text(path, _as_csv(rows))
            if board is not None:
                board(epoch, record)

        yield log

    def _board(self, name: str) -> Callable[[int, EpochRecord], None] | None:
        if not self._tensorboard:
            return None
        import tensorflow as tf

        path = self._folder / "tensorboard" / name
        with _refusals_told(path):
            writer = tf.summary.create_file_writer(str(path))

        def log(epoch: int, record: EpochRecord) -> None:
            with _refusals_told(path):
                with writer.as_default():
                    for key, value in record.items():
                        tf.summary.scalar(key, value, step=epoch)
                writer.flush()

        return log


@contextmanager
def _refusals_told(path: Path) -> Iterator[None]:
    """Turn TensorFlow's errors into those of files; it writes by itself."""
    import tensorflow as tf

    try:
        yield
    except tf.errors.OpError as error:
        # "{{node ...}} PATH; REASON [Op:...]", and on further lines what TensorFlow was at.
        first = str(error.message).splitlines()[0].partition(" [Op:")[0]
        reason = first.rpartition("}} ")[2].rpartition("; ")[2]
        raise write_error(path, reason) from error


def _former_rows(path: Path) -> dict[int, dict[str, float]]:
    """Read the epochs that an earlier, cut-off run has logged."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {
                int(row["epoch"]): {key: float(value) for key, value in row.items()}
                for row in csv.DictReader(file)
            }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _as_csv(rows: dict[int, dict[str, float]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(next(iter(rows.values()))), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "epoch": epoch} for epoch, row in sorted(rows.items()))
    return text.getvalue()
