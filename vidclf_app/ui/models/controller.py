"""The models page without its widgets: what a person asks for goes in, what to show comes out."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.errors import VidclfError
from vidclf_app.models.library import ModelEntry, ModelLibrary
from vidclf_app.translating import translate, translated
from vidclf_app.ui.models import wording
from vidclf_app.ui.models.view_state import ModelDetail, ModelsState
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner

_LONGEST_CARD = 50_000

log = logging.getLogger(__name__)


class ModelsController:
    """Shows the models at hand.

    Call everything from one thread.

    Args:
        library: The models.
        in_use: Says which model the live view uses: a text as `ModelLibrary.find` takes it.
        use: Makes the live view use a model.
    """

    def __init__(
        self, library: ModelLibrary, *, in_use: Callable[[], str], use: Callable[[str], None]
    ) -> None:
        self._library = library
        library.tidy()
        self._in_use = in_use
        self._use = use
        self._entries: tuple[ModelEntry, ...] = ()
        self._selected: str | None = None
        self._cards: dict[Path, str] = {}
        self._installing = ""
        self._job: Background[ModelEntry] | None = None
        self._waiting: list[Path] = []
        self._removing: ModelEntry | None = None
        self._banner: Banner | None = None

    # What a person asks for.

    def refresh(self) -> None:
        """List the models anew."""
        self._entries = tuple(self._library.entries())
        self._cards.clear()

    def select(self, text: str) -> None:
        """Choose a model to read about."""
        self._selected = text
        self._removing = None

    def use(self) -> None:
        """Use the chosen model."""
        entry = self._chosen()
        if entry is not None and entry.manifest is not None:
            self._use(entry.text)

    def install(self, paths: Sequence[Path]) -> None:
        """Check bundles and add those that can be used, one after the other."""
        self._waiting += paths

    def ask_to_remove(self) -> None:
        """Ask whether to remove the chosen model."""
        entry = self._chosen()
        if entry is None or entry.bundled:
            return
        if entry.text == self._in_use():
            self._banner = Banner(
                BannerKind.NOTICE,
                translate("models", "{name} is in use.").format(name=entry.text),
                translate("models", "Use another model first, then remove it."),
                may_close=True,
            )
            return
        self._removing = entry

    def keep(self) -> None:
        """Remove nothing after all."""
        self._removing = None

    def remove(self) -> None:
        """Remove what was asked for."""
        entry, self._removing = self._removing, None
        if entry is None:
            return
        try:
            self._library.remove(entry)
        except VidclfError as error:
            self._tell(error)
        self.refresh()

    def close_banner(self) -> None:
        """Put the message away."""
        self._banner = None

    def request_end(self) -> None:
        """Install nothing more."""
        self._waiting.clear()

    def end(self, timeout_s: float) -> bool:
        """Wait for what is being checked; True when it has ended."""
        return self._job is None or self._job.join(timeout_s)

    # What to show.

    def poll(self) -> ModelsState:
        """Return how things stand now."""
        self._take_installed()
        self._begin_installing()
        in_use = self._in_use()
        rows = tuple(
            # "" asks for the default, which is the first.
            wording.row(entry, in_use=entry.text == in_use or (not in_use and number == 0))
            for number, entry in enumerate(self._entries)
        )
        detail = None
        entry = self._chosen()
        if entry is not None:
            row = rows[self._entries.index(entry)]
            manifest = entry.manifest
            detail = ModelDetail(
                row=row,
                facts=wording.facts(manifest) if manifest is not None else (),
                labels=wording.labels(manifest) if manifest is not None else (),
                figures=wording.figures(manifest) if manifest is not None else (),
                card=self._card(entry) if manifest is not None else translated(entry.problem),
                # Where the program itself lies is nothing that a person chose.
                path="" if entry.bundled else str(entry.path),
            )
        return ModelsState(
            rows=rows,
            detail=detail,
            installing=self._installing,
            question="" if self._removing is None else wording.question(self._removing),
            banner=self._banner,
        )

    # What goes on behind.

    def _chosen(self) -> ModelEntry | None:
        wanted = self._selected or self._in_use()
        found = next((entry for entry in self._entries if entry.text == wanted), None)
        return found or next(iter(self._entries), None)

    def _card(self, entry: ModelEntry) -> str:
        if entry.path not in self._cards:
            card = self._library.card(entry)
            # Laying out megabytes from a stranger would hold the window up.
            is_long = len(card) > _LONGEST_CARD
            self._cards[entry.path] = card[:_LONGEST_CARD] + "\n\n…" if is_long else card
        return self._cards[entry.path]

    def _tell(self, error: BaseException) -> None:
        log.error("%s", error, exc_info=None if isinstance(error, VidclfError) else error)
        told = failure_banner(error, None)
        self._banner = Banner(told.kind, told.message, told.hint, may_close=True)

    def _begin_installing(self) -> None:
        if self._job is not None or not self._waiting:
            return
        path = self._waiting.pop(0)
        self._installing = path.name
        self._job = Background("vidclf-install", lambda: self._library.install(path))

    def _take_installed(self) -> None:
        job = self._job
        if job is None or not job.done:
            return
        self._job, self._installing = None, ""
        try:
            entry = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._tell(error)
            return
        self.refresh()
        self._selected = entry.text
        self._banner = Banner(
            BannerKind.NOTICE,
            translate("models", "{name} is here and can be used.").format(name=entry.text),
            may_close=True,
        )
