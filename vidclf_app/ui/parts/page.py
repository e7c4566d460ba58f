"""What every place of the window is: a page that can be entered, left and ended."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from vidclf_app.ui.parts.shortcut import Shortcut


class Page(QWidget):
    """One place of the window: live, files, history, models, settings.

    The window shows one page at a time. A page that is not shown does no work for the screen, but
    what it runs for a person (an analysis, a recording) goes on.

    A page gives the keyboard to its first widget in `enter`, not by a focus proxy: Tab, coming
    round to a page with a proxy, leaps to it and over everything that stands before it.

    Attributes:
        shortcuts: Its keys, for the list that explains them.
    """

    shortcuts: tuple[Shortcut, ...] = ()

    def enter(self) -> None:
        """Begin to work for the screen: the page came to the front."""

    def leave(self) -> None:
        """Stop to work for the screen: another page came to the front."""

    def open_paths(self, paths: list[Path]) -> None:
        """Use what was dropped on the window while this page was in front."""

    def request_end(self) -> None:
        """Tell everything behind the page to end, and return at once."""

    def end(self, timeout_s: float) -> bool:
        """Wait for everything behind the page to end.

        Args:
            timeout_s: How long to wait at most, seconds.

        Returns:
            True when all has ended; nothing may be half-written either way.
        """
        del timeout_s
        return True
