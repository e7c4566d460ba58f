"""Ctrl-C and SIGTERM: one clear line and an exit code of their own, whatever was being done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import typer

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopRequest(BaseException):
    """Ctrl-C or SIGTERM. Not KeyboardInterrupt, which typer would turn into exit code 1.

    Args:
        signal_number: Which of the two.
    """

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.exit_code = 128 + signal_number


@contextmanager
def signals_as_requests() -> Iterator[None]:
    """Raise `StopRequest` on Ctrl-C and SIGTERM inside this block.

    A service manager's stop is handled like Ctrl-C.
    """
    before: dict[signal.Signals, Any] = {
        number: signal.signal(number, _request_stop) for number in _SIGNALS
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def told_when_stopped(words: str) -> Iterator[None]:
    """Say one line where the block is stopped, and end the command.

    Args:
        words: What became of the work, to follow "interrupted".
    """
    try:
        yield
    except (StopRequest, KeyboardInterrupt) as request:
        # Caught here, before typer says its own word on it.
        typer.echo(f"error: interrupted{words}.", err=True)
        number = 128 + signal.SIGINT
        raise typer.Exit(getattr(request, "exit_code", number)) from None


def _request_stop(signal_number: int, frame: FrameType | None) -> None:
    del frame
    # Stopping is bounded by itself; a second Ctrl-C would only tear it apart.
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise StopRequest(signal_number)
