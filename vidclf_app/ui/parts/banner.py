"""The message above the picture. It is never in the way of anything."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.parts.making import make_text
from vidclf_app.ui.parts.messages import Banner, BannerKind

_KINDS = {
    BannerKind.NOTICE: QT_TRANSLATE_NOOP("parts", "notice"),
    BannerKind.WARNING: QT_TRANSLATE_NOOP("parts", "warning"),
    BannerKind.ERROR: QT_TRANSLATE_NOOP("parts", "error"),
}


class BannerBar(QFrame):
    """Shows a banner, or nothing.

    Args:
        parent: The widget around it.
    """

    retry_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._banner: Banner | None = None
        self.message = make_text("message", self)
        self.hint = make_text("hint", self)
        self.retry = QPushButton(translate("parts", "Try again"), self)
        self.retry.setToolTip(translate("parts", "Try it once more now"))
        self.retry.clicked.connect(self.retry_requested)
        self.close_button = QPushButton(translate("parts", "Close"), self)
        self.close_button.setToolTip(translate("parts", "Put this message away"))
        self.close_button.clicked.connect(self.close_requested)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(texts, 1)
        layout.addWidget(self.retry)
        layout.addWidget(self.close_button)
        self.setVisible(False)

    def render_banner(self, banner: Banner | None) -> None:
        """Show a banner; None hides the bar."""
        if banner == self._banner:
            return
        before, self._banner = self._banner, banner
        self.setVisible(banner is not None)
        if banner is None:
            return
        self.message.setText(banner.message)
        self.hint.setText(banner.hint)
        self.hint.setVisible(bool(banner.hint))
        self.retry.setVisible(banner.may_retry)
        self.close_button.setVisible(banner.may_close)
        kind = translate("parts", _KINDS[banner.kind])
        self.setAccessibleName(f"{kind}: {banner.message} {banner.hint}".strip())
        if before is None or before.kind is not banner.kind:
            self.setProperty("kind", banner.kind.value)
            self.style().unpolish(self)
            self.style().polish(self)
