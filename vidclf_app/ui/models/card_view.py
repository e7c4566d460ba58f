"""A model's card: Markdown from a stranger, shown as text."""

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget

from vidclf_app.translating import translate

# Qt lays out large tables, and looks for the ends of links, for seconds: such cards are shown as
# they were written.
_MOST_BARS = 900
_MOST_BRACKETS = 10_000


class CardView(QTextBrowser):
    """Shows Markdown. Opens no links and loads no pictures, wherever they point.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(translate("models", "Model card"))
        self._card: str | None = None

    def render_card(self, card: str) -> None:
        """Show a card, from its beginning."""
        if card == self._card:
            return
        self._card = card
        if card.count("|") > _MOST_BARS or card.count("[") > _MOST_BRACKETS:
            self.setPlainText(card)
        else:
            self.setMarkdown(card or translate("models", "This model has no card."))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """Load nothing: a card could name files of this computer or addresses to call home."""
        del kind, name
        return None
