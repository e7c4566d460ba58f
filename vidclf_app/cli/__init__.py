"""The command line: a thin face on `core.pipeline`.

`main` is ready for Ctrl-C before it imports anything that takes time.
"""

import io
import signal
import sys
from types import FrameType


class StopRequest(BaseException):
    """Ctrl-C or SIGTERM. Not KeyboardInterrupt, which typer would turn into exit code 1.

    Args:
        signal_number: Which of the two.
    """

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.exit_code = 128 + signal_number


def main() -> None:
    """Run the command line and exit."""
    # A service manager's stop is handled like Ctrl-C: devices released, results closed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _request_stop)
    for stream in (sys.stdout, sys.stderr):
        # A name that a terminal or pipe can't show must not end the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = _run()
    except StopRequest as request:
        print("Stopped.", file=sys.stderr)  # noqa: T201 - rich may not be imported yet
        code = request.exit_code
    sys.exit(code)


def _run() -> int:
    from vidclf_app.cli.commands import app
    from vidclf_app.cli.console import report_error
    from vidclf_app.errors import SinkError, VidclfError

    try:
        app()
    except VidclfError as error:
        report_error(error)
        return error.exit_code
    except OSError as error:
        # Files are told with errors of their own; what is left is the terminal or pipe.
        report_error(SinkError(f"The system refused: {error}.", "Check where the output goes."))
        return SinkError.exit_code
    return 0


def _request_stop(signal_number: int, frame: FrameType | None) -> None:
    del frame
    # Stopping is bounded by itself; a second Ctrl-C would only tear it apart.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise StopRequest(signal_number)
