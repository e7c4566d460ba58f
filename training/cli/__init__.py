"""`vidclf-train`: the command line of training.

TensorFlow is imported when a command needs it, not with this package: `--help` answers at once.
"""

import io
import sys

import typer

from training.cli.commands import app
from training.cli.stopping import StopRequest, signals_as_requests
from vidclf_app.errors import SinkError, VidclfError


def main() -> None:
    """Run the command line; errors become two lines and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A name that a terminal or pipe can't show must not end the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        with signals_as_requests():
            app()
    except StopRequest as request:
        typer.echo("error: interrupted.", err=True)
        sys.exit(request.exit_code)
    except VidclfError as error:
        sys.exit(_told(error))
    except OSError as error:
        # Files are told with errors of their own; what is left is the terminal or pipe.
        sys.exit(_told(SinkError(f"The system refused: {error}.", "Check where the output goes.")))


def _told(error: VidclfError) -> int:
    typer.echo(f"error: {error.message}", err=True)
    if error.hint:
        typer.echo(error.hint, err=True)
    return error.exit_code
