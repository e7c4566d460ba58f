"""Driving the controller of files without a screen."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2

from tests.ui.driving import PATIENCE_S
from vidclf_app.core.sources.capture import Capture, open_capture
from vidclf_app.ui.files.controller import FilesController
from vidclf_app.ui.files.view_state import FileRow, FilesState, RowState


def poll_until(
    controller: FilesController,
    holds: Callable[[FilesState], bool],
    *,
    patience_s: float = PATIENCE_S,
) -> FilesState:
    """Poll like the page does, until a state is reached; return that state."""
    deadline_s = time.monotonic() + patience_s
    while not holds(state := controller.poll()):
        assert time.monotonic() < deadline_s, state
        time.sleep(0.005)
    return state


def row(state: FilesState, name: str) -> FileRow:
    """Return the row of a file."""
    (found,) = [row for row in state.rows if row.name == name]
    return found


def states(state: FilesState) -> list[RowState]:
    """Return where each file stands."""
    return [row.state for row in state.rows]


def all_in(*wanted: RowState, count: int = 1) -> Callable[[FilesState], bool]:
    """Tell whether there are so many rows and each is in one of some states."""
    return lambda state: len(state.rows) >= count and set(states(state)) <= set(wanted)


def settled(count: int) -> Callable[[FilesState], bool]:
    """Tell whether so many rows are there and nothing goes on."""
    return all_in(
        RowState.DONE, RowState.OUTDATED, RowState.CANCELLED, RowState.FAILED, count=count
    )


class SlowCapture:
    """A real capture that takes its time, and may hang or keep its length to itself.

    Args:
        capture: The real one.
        wait_s: How long each `grab` takes.
        tells_length: It says how many frames there are.
        hangs: While this is set, `grab` does not return.
    """

    def __init__(
        self, capture: Capture, wait_s: float, *, tells_length: bool, hangs: threading.Event
    ) -> None:
        self._capture = capture
        self._wait_s = wait_s
        self._tells_length = tells_length
        self._hangs = hangs

    def isOpened(self) -> bool:  # noqa: N802
        return self._capture.isOpened()

    def grab(self) -> bool:
        while self._hangs.is_set():
            time.sleep(0.01)
        time.sleep(self._wait_s)
        return self._capture.grab()

    def retrieve(self) -> tuple[bool, Any]:
        return self._capture.retrieve()

    def get(self, property_id: int) -> float:
        if property_id == cv2.CAP_PROP_FRAME_COUNT and not self._tells_length:
            return 0.0
        return self._capture.get(property_id)

    def set(self, property_id: int, value: float) -> bool:
        return self._capture.set(property_id, value)

    def release(self) -> None:
        self._capture.release()


class SlowCaptures:
    """A capture factory that hands out slow captures, one file at a time in `opened`.

    Args:
        wait_s: See `SlowCapture`.
        tells_length: See `SlowCapture`.
    """

    def __init__(self, wait_s: float = 0.01, *, tells_length: bool = True) -> None:
        self._wait_s = wait_s
        self._tells_length = tells_length
        self.hangs = threading.Event()
        self.opened: list[str] = []

    def __call__(self, target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        self.opened.append(Path(str(target)).name)
        return SlowCapture(
            open_capture(target, backend, properties),
            self._wait_s,
            tells_length=self._tells_length,
            hangs=self.hangs,
        )
