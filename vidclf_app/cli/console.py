"""How the command line talks: results on stdout, everything else on stderr."""

import os
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from vidclf_app.core.overlay import display_label
from vidclf_app.core.records import Segment
from vidclf_app.errors import VidclfError

out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def report_error(error: VidclfError) -> None:
    """Print what happened and what to do, one line each."""
    err.print(f"error: {error.message}", style="bold red")
    if error.hint:
        err.print(f"       {error.hint}")


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


def has_screen() -> bool:
    """Tell whether a window can be seen: always on Windows and macOS, by its display elsewhere."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
