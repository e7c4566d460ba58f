"""Another model while one is shown: opened behind, and used once it is there. Without Qt."""

from vidclf_app.background import Background
from vidclf_app.core.bundle import Bundle


class ModelChange:
    """Which model is asked for, and the one that is to take its place.

    Args:
        text: A bundled model's name, a bundle's path, or "" for the default.

    Attributes:
        text: The model that is used.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._wanted = ""
        self._opening: Background[Bundle] | None = None

    @property
    def wanted(self) -> str | None:
        """The model that is being opened, or None."""
        return self._wanted if self._opening is not None else None

    def begin(self, text: str, opening: Background[Bundle]) -> None:
        """Wait for a model while the other goes on; an earlier wish is forgotten."""
        self._wanted, self._opening = text, opening

    def take(self) -> Bundle | None:
        """Return the model that is to be used from now on, once it is open.

        Raises:
            BaseException: What its opening raised; the model before stays.
        """
        opening = self._opening
        if opening is None or not opening.done:
            return None
        self._opening = None
        bundle = opening.outcome()
        self.text = self._wanted
        return bundle

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of an opening; True when it has ended."""
        return self._opening is None or self._opening.join(timeout_s)
