"""What several tests of training need."""

import signal
import sys
from collections.abc import Callable

import pytest

from training.cli import main

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def vidclf_train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `vidclf-train` in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["vidclf-train", *map(str, arguments)])
        capsys.readouterr()
        before = signal.getsignal(signal.SIGTERM)
        try:
            with pytest.raises(SystemExit) as caught:
                main()
        finally:
            signal.signal(signal.SIGTERM, before)
        printed = capsys.readouterr()
        return int(caught.value.code or 0), printed.out, printed.err

    return run
