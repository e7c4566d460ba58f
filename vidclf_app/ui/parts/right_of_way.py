"""The window's thread comes first when several threads want to run Python."""

import sys

# Python's own is 5 ms: so long may a busy thread let the window wait each time that it needs the
# interpreter, and a single painting needs it many times.
_SWITCH_S = 0.0005


def give_right_of_way() -> None:
    """Let the window's thread wait no longer than a moment for threads that compute."""
    sys.setswitchinterval(_SWITCH_S)
