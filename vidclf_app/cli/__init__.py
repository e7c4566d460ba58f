"""The command line: a thin face on `core.pipeline`."""

from vidclf_app.cli.main import main

__all__ = ["main"]
