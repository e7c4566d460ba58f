"""The timeline at a screen's resolution."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from tests.builders import LABELS, nobody, prediction
from tests.live.clocks import FakeClock
from vidclf_app.live.strip import Strip
from vidclf_app.live.timeline import NO_LABEL, Condition, Timeline

SPAN_S = 120.0


class Camera:
    """Feeds a timeline."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.timeline = Timeline(self.clock)
        self.timeline.note(Condition.COLLECTING)
        self.timeline.begin(LABELS, rate_hz=10.0)
        self.media_s = 0.0

    def see(self, label: str | None, seconds: float, sure: float = 0.8) -> None:
        rest = (1.0 - sure) / 2.0
        for _ in range(round(seconds * 10)):
            probabilities = [sure if each == label else rest for each in LABELS]
            self.timeline.add(prediction(probabilities, self.media_s, label))
            self.pass_time(0.1)

    def see_nobody(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.timeline.add(nobody(3, self.media_s))
            self.pass_time(0.1)

    def pass_time(self, seconds: float) -> None:
        self.clock.now_s += seconds
        self.media_s += seconds


@pytest.fixture
def camera() -> Camera:
    return Camera()


@pytest.mark.parametrize("width_px", [100, 600, 1337])
def test_runs_are_where_they_belong_at_any_width(camera: Camera, width_px: int) -> None:
    strip = Strip(camera.timeline, width_px, SPAN_S)
    camera.see("red", 20.0)
    camera.see(None, 10.0)
    camera.see("green", 20.0)
    camera.see_nobody(10.0)
    camera.pass_time(0.25)
    strip.follow()
    a_second = width_px / SPAN_S
    runs = strip.runs()
    seen = [(run.condition, run.label) for run in runs]
    assert seen == [
        (Condition.PREDICTED, 0),
        (Condition.PREDICTED, NO_LABEL),
        (Condition.PREDICTED, 1),
        (Condition.NOBODY, NO_LABEL),
    ]
    widths = [run.end_px - run.start_px for run in runs]
    expected = [20 * a_second, 10 * a_second, 20 * a_second, 10 * a_second]
    assert widths == pytest.approx(expected, abs=1.0 + 0.4 * a_second)
    assert runs[-1].end_px == width_px, "the newest is at the right end"
    assert all(a.end_px == b.start_px for a, b in pairwise(runs))


def test_each_pixel_is_computed_once_and_moves_to_the_left(camera: Camera) -> None:
    strip = Strip(camera.timeline, 600, SPAN_S)
    computed: Counter[int] = Counter()
    for second in range(300):
        camera.see(LABELS[second // 7 % 3], 1.0)
        computed.update(strip.follow().tolist())
    assert max(computed.values()) == 1
    assert len(computed) == pytest.approx(300 / SPAN_S * 600, abs=4)
    step_by_step = strip.runs()
    at_once = Strip(camera.timeline, 600, SPAN_S)
    at_once.follow()
    assert step_by_step == at_once.runs()
    numbers = np.arange(strip.end - 600, strip.end)
    assert (strip.probabilities(numbers) == at_once.probabilities(numbers)).all()


def test_a_short_peak_is_seen_in_ten_minutes(camera: Camera) -> None:
    strip = Strip(camera.timeline, 300, 600.0)
    camera.see(None, 30.0, sure=0.4)
    camera.see("blue", 0.4, sure=0.95)
    camera.see(None, 30.0, sure=0.4)
    strip.follow()
    numbers = np.arange(max(0, strip.end - 300), strip.end)
    assert strip.probabilities(numbers)[:, 2].max() == round(0.95 * 255)


def test_the_readout_tells_time_label_and_how_sure(camera: Camera) -> None:
    strip = Strip(camera.timeline, 600, SPAN_S)
    camera.see("red", 30.0)
    camera.see("green", 10.0, sure=0.7)
    camera.timeline.note(Condition.PAUSED)
    camera.pass_time(10.0)
    strip.follow()
    a_second = 600 / SPAN_S
    green = strip.at(strip.end - round(15 * a_second))
    assert green is not None
    assert green.label == green.top == 1
    assert green.probability == pytest.approx(0.7, abs=0.01)
    assert green.age_s == pytest.approx(15.0, abs=0.5)
    assert green.media_s == pytest.approx(35.0, abs=0.7)
    paused = strip.at(strip.end - round(5 * a_second))
    assert paused is not None
    assert (paused.condition, paused.top) == (Condition.PAUSED, NO_LABEL)
    assert paused.media_s is None
    assert strip.at(strip.end) is None
    assert strip.at(strip.end - 601) is None


def test_the_labels_that_matter_are_shown_in_the_models_order(camera: Camera) -> None:
    strip = Strip(camera.timeline, 600, SPAN_S)
    camera.see("blue", 20.0)
    camera.see("red", 10.0)
    strip.follow()
    assert strip.ranking(2) == (0, 2)
    assert strip.ranking(1) == (2,)


def test_it_begins_anew_with_another_source(camera: Camera) -> None:
    strip = Strip(camera.timeline, 600, SPAN_S)
    camera.see("red", 20.0)
    strip.follow()
    assert strip.runs()
    camera.timeline.forget()
    camera.timeline.begin(("this", "that"), rate_hz=10.0)
    assert strip.follow() is not None
    assert strip.labels == ("this", "that")
    assert strip.ranking(3) == ()
    camera.pass_time(5.0)
    strip.follow()
    assert {run.condition for run in strip.runs()} == {Condition.COLLECTING}
    assert sum(run.end_px - run.start_px for run in strip.runs()) <= 30
