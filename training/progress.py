"""What a person sees of a long run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress


class Progress:
    """Lines of text, and bars where standard error is a terminal.

    Args:
        console: Where to write.
    """

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, text: str) -> None:
        """Write one line."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def bar(self, title: str, total: int) -> Iterator[Callable[..., None]]:
        """Show a bar while the block runs.

        Args:
            title: What is being done.
            total: Steps; the work may end earlier.

        Yields:
            To be called after each step; arguments are ignored.
        """
        if not self._console.is_terminal:
            self.say(title)
            yield _ignore
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with RichProgress(*columns, console=self._console) as bars:
            task = bars.add_task(title, total=total)

            def advance(*_: Any) -> None:
                bars.advance(task)

            yield advance


def _ignore(*_: Any) -> None:
    """Do nothing: nobody watches."""
