"""A place on the rail."""

from collections.abc import Callable
from typing import Generic, TypeVar

from vidclf_app.ui.parts.page import Page

AnyPage = TypeVar("AnyPage", bound=Page, covariant=True)


class Place(Generic[AnyPage]):
    """A page on the rail, made when it is first asked for.

    Args:
        title: Its name for people.
        page: The page, or what makes it.
        on_rail: It has a button on the rail; else something else brings it to the front.

    Attributes:
        title: Its name for people.
        on_rail: It has a button on the rail.
    """

    def __init__(
        self, title: str, page: AnyPage | Callable[[], AnyPage], *, on_rail: bool = True
    ) -> None:
        self.title = title
        self.on_rail = on_rail
        self._page = page
        self._take_in: Callable[[Page], object] | None = None

    @property
    def page(self) -> AnyPage:
        """The page."""
        if not isinstance(self._page, Page):
            self._page = self._page()
            if self._take_in is not None:
                self._take_in(self._page)
        return self._page

    @property
    def made(self) -> AnyPage | None:
        """The page, where it has been made."""
        return self._page if isinstance(self._page, Page) else None

    def follow(self, take_in: Callable[[Page], object]) -> None:
        """Tell somebody of the page, now or when it is made."""
        self._take_in = take_in
        if (page := self.made) is not None:
            take_in(page)
