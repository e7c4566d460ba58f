"""How the command line talks: results on stdout, everything else on stderr."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.table import Table

from vidclf_app.core.labels import display_label
from vidclf_app.core.records import Segment
from vidclf_app.errors import VidclfError

# Into a file or pipe, tables are as wide as they need to be; 80 columns would cut names off.
_OFF_TERMINAL_COLUMNS = 300


def _console(stream: TextIO, *, stderr: bool = False) -> Console:
    return Console(
        stderr=stderr,
        soft_wrap=True,
        highlight=False,
        markup=False,
        emoji=False,  # A file named take:x:1.mp4 is shown as it is.
        width=None if stream.isatty() else _OFF_TERMINAL_COLUMNS,
    )


out = _console(sys.stdout)
err = _console(sys.stderr, stderr=True)


def report_error(error: VidclfError) -> None:
    """Print what happened and what to do, one line each."""
    message, hint = error.english
    err.print(f"error: {message}", style="bold red")
    if hint:
        err.print(f"       {hint}")


def segments_table(segments: Iterable[Segment]) -> Table:
    """Return the recognised segments as a table."""
    table = Table(title="Recognised")
    for heading in ("from", "to", "label", "mean", "peak"):
        table.add_column(heading, justify="left" if heading == "label" else "right")
    for segment in segments:
        table.add_row(
            f"{segment.start_s:.1f} s",
            f"{segment.end_s:.1f} s",
            display_label(segment.label),
            f"{segment.mean:.0%}",
            f"{segment.peak:.0%}",
        )
    return table


def draws_offscreen() -> bool:
    """Tell whether windows are to be drawn where nobody sees them (tests, measurements)."""
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal"}


def has_screen() -> bool:
    """Tell whether a window can be seen: always on Windows and macOS, by its display elsewhere."""
    if draws_offscreen():
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
