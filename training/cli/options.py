"""Options that several commands have."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Cache: TypeAlias = Annotated[
    Path | None, typer.Option(help="Folder of cached features. [default: the user's cache]")
]
WorkOfRun: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        help="The folder of the run, as it was given to `vidclf-train run`. "
        "[default: runs/NAME-MARK, the same one for the same settings]"
    ),
]
HeldStill: TypeAlias = Annotated[
    str,
    typer.Option(
        help="Exercises that are done by keeping still, with commas between: their clips need not "
        "move, and no pause is made of them."
    ),
]
SeedOfTakes: TypeAlias = Annotated[
    int, typer.Option(help="The same one makes the same takes.", min=0)
]
FiguresOut: TypeAlias = Annotated[
    Path | None, typer.Option(help="JSON file for figures, timelines and the clips used.")
]
