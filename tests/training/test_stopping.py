"""Ctrl-C and SIGTERM on the command line: one line and an exit code, wherever they come."""

import os
import signal
import sys

import pytest
import typer

from training.cli import main
from training.cli.stopping import StopRequest, signals_as_requests, told_when_stopped

_needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")


@_needs_signals
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_says_what_became_of_its_work(
    number: signal.Signals, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        signals_as_requests(),
        pytest.raises(typer.Exit) as caught,
        told_when_stopped("; nothing was written"),
    ):
        signal.raise_signal(number)
    assert caught.value.exit_code == code
    assert capsys.readouterr().err == "error: interrupted; nothing was written.\n"


@_needs_signals
def test_a_second_signal_does_not_tear_the_stopping_apart() -> None:
    stopped_whole = False
    with pytest.raises(StopRequest), signals_as_requests():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGTERM)
            stopped_whole = True
    assert stopped_whole


@_needs_signals
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_outside_of_the_work_there_is_no_traceback_either(
    number: signal.Signals,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["vidclf-train", "inspect", "clips"])
    monkeypatch.setattr(
        "training.data.clips.load_table", lambda *_, **__: signal.raise_signal(number)
    )
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == code
    assert capsys.readouterr().err == "error: interrupted.\n"
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
