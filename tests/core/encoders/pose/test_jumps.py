"""The recogniser with a pose bundle, where the source jumps."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.encoders.pose.conftest import Paste, Seen
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Prediction, UInt8Array


@pytest.mark.parametrize(("time_s", "is_taken"), [(0.8, False), (30.0, True), (-5.0, True)])
def test_after_a_jump_anyone_is_taken_at_once(
    pose_bundle_path: Path,
    demo: list[Seen],
    paste: Paste,
    wall: Callable[[int, int], UInt8Array],
    time_s: float,
    is_taken: bool,
) -> None:
    recognizer = Recognizer(open_bundle(pose_bundle_path, provider="cpu"))

    def push(x_px: float, time_s: float) -> Prediction | None:
        pixels = paste(wall(1280, 720), demo[0].person, (x_px, 380.0), 400)
        return recognizer.push(Frame(pixels, 0, time_s, time_s))

    told = [push(300.0, step / 10.0) for step in range(8)]
    assert told[-1] is not None
    assert told[-1].body is not None
    told = [push(1000.0, time_s + step / 10.0) for step in range(5)]
    assert (told[-1] is not None and told[-1].body is not None) == is_taken
