"""The losses of a run as CSV and as TensorBoard's logs."""

from pathlib import Path

import pytest

from training.running.logs import RunLogs
from vidclf_app.errors import SinkError


def test_both_logs_are_written(tmp_path: Path) -> None:
    with RunLogs(tmp_path, tensorboard=True).of_fit("head") as log:
        log(1, {"loss": 0.5})
        log(2, {"loss": 0.25})
    assert (tmp_path / "logs" / "head.csv").read_text() == "epoch,loss\n1,0.5\n2,0.25\n"
    (events,) = (tmp_path / "tensorboard" / "head").iterdir()
    assert events.stat().st_size > 0


def test_tensorflow_that_can_not_write_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "tensorboard").write_text("mine")
    with (
        pytest.raises(SinkError) as caught,
        RunLogs(tmp_path, tensorboard=True).of_fit("head") as log,
    ):
        log(1, {"loss": 0.5})
    assert f"{tmp_path / 'tensorboard' / 'head'}: could not be written: " in caught.value.message
    assert "function_node" not in caught.value.message
    assert len(caught.value.message.splitlines()) == 1
    assert (tmp_path / "tensorboard").read_text() == "mine"
