"""Messages above a page: never a dialog, never in the way of anything. Without Qt."""

from dataclasses import dataclass
from enum import Enum

from vidclf_app.errors import VidclfError
from vidclf_app.translating import translate


class BannerKind(Enum):
    """How grave a banner is."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Banner:
    """A message above the picture; never in the way of anything.

    Attributes:
        kind: How grave it is.
        message: What happened.
        hint: What to do next.
        may_retry: Offer to try again.
        may_close: Offer to put the message away.
    """

    kind: BannerKind
    message: str
    hint: str = ""
    may_retry: bool = False
    may_close: bool = False


def failure_banner(error: BaseException, retry_in_s: float | None) -> Banner:
    """Return the banner for a source or model that failed.

    Args:
        error: What was raised.
        retry_in_s: Seconds until it is tried again by itself, or None.
    """
    if isinstance(error, VidclfError):
        message, hint = error.message, error.hint
    else:
        message = translate("parts", "Something unexpected went wrong: {error}").format(
            error=f"{type(error).__name__}: {error}"
        )
        hint = translate("parts", "Try again; if it stays, please report it with the log.")
    if retry_in_s is not None:
        seconds = max(0, round(retry_in_s))
        again = translate("parts", "Trying again now …")
        if seconds > 0:
            again = translate("parts", "Trying again in {seconds} s.").format(seconds=seconds)
        hint = f"{hint} {again}".strip()
    return Banner(BannerKind.ERROR, message, hint, may_retry=True)
