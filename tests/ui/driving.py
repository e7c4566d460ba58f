"""Driving the controller without a screen."""

import time
from collections.abc import Callable

from vidclf_app.core.records import Frame
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.view_state import ViewState

PATIENCE_S = 20.0


class FakeClock:
    """Monotonic seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def poll_until(
    controller: LiveController,
    holds: Callable[[ViewState], bool],
    *,
    patience_s: float = PATIENCE_S,
) -> ViewState:
    """Poll like the window does, until a state is reached; return that state."""
    deadline_s = time.monotonic() + patience_s
    while not holds(state := controller.poll()):
        assert time.monotonic() < deadline_s, state
        time.sleep(0.005)
    return state


def poll_for(controller: LiveController, seconds: float) -> list[ViewState]:
    """Poll for a while and return all states."""
    deadline_s = time.monotonic() + seconds
    states = []
    while time.monotonic() < deadline_s:
        states.append(controller.poll())
        time.sleep(0.005)
    return states


def mean_bgr(frame: Frame) -> tuple[int, ...]:
    """Return the mean colour of a frame."""
    return tuple(round(float(value)) for value in frame.pixels.mean(axis=(0, 1)))


def has_picture(state: ViewState) -> bool:
    return state.frame is not None


def is_recognised(state: ViewState) -> bool:
    return state.recognised


def has_banner(state: ViewState) -> bool:
    return state.banner is not None
