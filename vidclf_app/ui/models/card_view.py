"""A model's card: Markdown from a stranger, shown as text."""

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget

from vidclf_app.translating import translate


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
        if card != self._card:
            self._card = card
            self.setMarkdown(card or translate("models", "This model has no card."))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """Load nothing: a card could name files of this computer or addresses to call home."""
        del kind, name
        return None
