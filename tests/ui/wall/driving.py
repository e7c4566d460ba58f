"""Driving a wall of sources without a screen."""

import time
from collections.abc import Callable

from vidclf_app.ui.wall.controller import WallController
from vidclf_app.ui.wall.view_state import WallState

PATIENCE_S = 30.0


def poll_wall_until(wall: WallController, holds: Callable[[WallState], bool]) -> WallState:
    """Poll like the window does, until a state is reached; return that state."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds(state := wall.poll()):
        assert time.monotonic() < deadline_s, state
        time.sleep(0.005)
    return state


def poll_wall_for(wall: WallController, seconds: float) -> list[WallState]:
    """Poll for a while and return all states."""
    deadline_s = time.monotonic() + seconds
    states = []
    while time.monotonic() < deadline_s:
        states.append(wall.poll())
        time.sleep(0.005)
    return states


def verdicts(state: WallState) -> list[str]:
    return [source.verdict for source in state.sources]


def shows(*wanted: str) -> Callable[[WallState], bool]:
    """Whether the sources show these verdicts, in order."""
    return lambda state: verdicts(state) == list(wanted)
