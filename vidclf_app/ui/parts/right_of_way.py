"""The window's thread comes first when several threads want to run Python."""

import gc
import sys
from typing import Final

# Python's own is 5 ms: so long may a busy thread let the window wait each time that it needs the
# interpreter, and a single painting needs it many times.
_SWITCH_S: Final = 0.0005


def give_right_of_way() -> None:
    """Let the window's thread wait no longer than a moment for threads that compute.

    Also what is there by now is never looked through for garbage again: with all libraries loaded
    that takes tens of milliseconds, in which everything stands still. So call it when the window
    is built, and again when the first model is loaded.
    """
    sys.setswitchinterval(_SWITCH_S)
    gc.freeze()
