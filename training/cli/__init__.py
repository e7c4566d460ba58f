"""`vidclf-train`: the command line of training.

TensorFlow is imported when a command needs it, not with this package: `--help` answers at once.
"""

import signal
import sys

import typer

from training.cli.commands import app
from vidclf_app.errors import VidclfError


def main() -> None:
    """Run the command line; errors become two lines and an exit code, never a traceback."""
    # A service manager's stop is handled like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except VidclfError as error:
        typer.echo(f"error: {error.message}", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        sys.exit(error.exit_code)
