"""What a desk of the live room wants to say to the person."""

from dataclasses import dataclass

from vidclf_app.errors import VidclfError
from vidclf_app.translating import translate


@dataclass(frozen=True, slots=True)
class Notice:
    """A message.

    Attributes:
        message: What happened.
        hint: What to do next, or where it is.
        is_error: It stays until it is put away; else it goes by itself.
    """

    message: str
    hint: str = ""
    is_error: bool = False


def error_notice(error: BaseException, addition: str = "") -> Notice:
    """Return the notice of an error.

    Args:
        error: What was raised.
        addition: What it means for what goes on, for the hint's end.
    """
    if isinstance(error, VidclfError):
        message, hint = error.message, error.hint
    else:
        message = translate("live", "Something unexpected went wrong: {error}").format(
            error=f"{type(error).__name__}: {error}"
        )
        hint = translate("live", "Please report it with the log.")
    return Notice(message, f"{hint} {addition}".strip(), is_error=True)
