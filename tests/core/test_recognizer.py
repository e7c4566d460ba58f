"""The recogniser on a real bundle."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.builders import demo_frames, encoder_model, frame, solid, write_bundle
from vidclf_app.core.body import ABSENT_S
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.recognizer import Recognizer, softmax
from vidclf_app.core.records import Frame, FrameFeatures, Prediction, Tuning


@pytest.fixture(scope="module")
def bundle(bundle_path: Path) -> Bundle:
    return open_bundle(bundle_path)


def push_all(
    recognizer: Recognizer, colours: list[str], start_s: float = 0.0
) -> list[Prediction | None]:
    return [
        recognizer.push(frame(colour, index, start_s + index / 10.0))
        for index, colour in enumerate(colours)
    ]


def test_it_waits_for_min_frames_and_then_predicts_each_frame(bundle: Bundle) -> None:
    predictions = push_all(Recognizer(bundle), ["red"] * 8)
    assert [p is None for p in predictions] == [True] * 4 + [False] * 4
    last = predictions[-1]
    assert last is not None
    assert last.label == "red"
    assert last.raw.dtype == last.probabilities.dtype == np.float32
    assert float(last.probabilities.sum()) == pytest.approx(1.0, abs=1e-6)
    assert last.index == 7
    assert last.time_s == pytest.approx(0.7)


class CountingSession:
    """Counts runs of a session; everything else is the session's own."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.runs = 0

    def run(self, *arguments: Any) -> Any:
        self.runs += 1
        return self._session.run(*arguments)


def test_each_frame_costs_one_encoder_call_and_one_head_call(
    bundle_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = open_bundle(bundle_path)
    engine = bundle.encoder_engines["image"]
    encoder = CountingSession(engine.session)
    head = CountingSession(bundle.head.session)
    monkeypatch.setattr(engine, "session", encoder)
    monkeypatch.setattr(bundle.head, "session", head)
    push_all(Recognizer(bundle), ["red"] * 50)
    assert encoder.runs == 50
    assert head.runs == 50 - 4


def test_the_window_slides(bundle: Bundle) -> None:
    predictions = push_all(Recognizer(bundle), ["red"] * 30 + ["blue"] * 30)
    middle, last = predictions[39], predictions[-1]
    assert middle is not None
    assert last is not None
    # Ten of twenty frames are blue: the colours' means are equal.
    assert middle.raw[0] == pytest.approx(middle.raw[2], abs=1e-4)
    assert last.label == "blue"


def test_the_average_is_of_the_raw_probabilities(bundle: Bundle) -> None:
    predictions = [p for p in push_all(Recognizer(bundle), ["red"] * 9 + ["blue"] * 20) if p]
    newest = predictions[-10:]
    expected = np.mean([p.raw for p in newest], axis=0)
    np.testing.assert_allclose(newest[-1].probabilities, expected, atol=1e-6)


def test_the_same_frames_give_the_same_numbers(bundle: Bundle) -> None:
    colours = ["red", "green", "blue", "blue"] * 10
    recognizer = Recognizer(bundle)
    first = push_all(recognizer, colours)
    recognizer.reset()
    for a, b in zip(first, push_all(recognizer, colours), strict=True):
        assert (a is None) == (b is None)
        if a and b:
            assert a.raw.tobytes() == b.raw.tobytes()
            assert a.probabilities.tobytes() == b.probabilities.tobytes()
            assert a.label == b.label


@pytest.mark.parametrize("start_s", [60.0, -10.0])
def test_a_jump_forgets_what_was_before(bundle: Bundle, start_s: float) -> None:
    recognizer = Recognizer(bundle)
    push_all(recognizer, ["red"] * 30)
    predictions = push_all(recognizer, ["blue"] * 5, start_s)
    assert predictions[:4] == [None] * 4
    assert predictions[4] is not None
    assert predictions[4].label == "blue"
    assert recognizer.restarts == 1


def test_a_jump_forgets_the_average_and_the_label(tmp_path: Path) -> None:
    # An average much longer than the jump: only forgetting it can make the new label pure.
    bundle = open_bundle(write_bundle(tmp_path / "slow", smoothing_s=30.0))
    recognizer = Recognizer(bundle)
    push_all(recognizer, ["red"] * 30)
    first = push_all(recognizer, ["blue"] * 5, 5.0)[4]
    assert first is not None
    np.testing.assert_array_equal(first.probabilities, first.raw)
    assert first.label == "blue"


def test_the_encoder_forgets_before_it_sees_the_frame_after_a_jump(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    recognizer = Recognizer(bundle)
    encoder = recognizer._encoder
    encode = encoder.encode

    def noting_encode(given: Frame) -> FrameFeatures:
        calls.append("encode")
        return encode(given)

    monkeypatch.setattr(encoder, "reset", lambda: calls.append("reset"))
    monkeypatch.setattr(encoder, "encode", noting_encode)
    push_all(recognizer, ["red"] * 2)
    push_all(recognizer, ["blue"], 60.0)
    assert calls == ["encode", "encode", "reset", "encode"]


def test_tuning_changes_decision_and_average_but_not_the_model(bundle: Bundle) -> None:
    recognizer = Recognizer(bundle)
    push_all(recognizer, ["red"] * 20)
    recognizer.tune(Tuning(threshold=1.0, smoothing_s=0.0))
    strict = recognizer.push(frame("red", 20, 2.0))
    recognizer.tune(Tuning())
    normal = recognizer.push(frame("red", 21, 2.1))
    assert strict is not None
    assert normal is not None
    assert (strict.label, normal.label) == (None, "red")
    np.testing.assert_array_equal(strict.raw, strict.probabilities)
    np.testing.assert_allclose(strict.raw, normal.raw, atol=1e-6)


def test_temperature_flattens(tmp_path: Path, bundle: Bundle) -> None:
    hot = open_bundle(write_bundle(tmp_path / "hot", temperature=10.0))
    cold = [p for p in push_all(Recognizer(bundle), ["red"] * 10) if p][-1]
    flat = [p for p in push_all(Recognizer(hot), ["red"] * 10) if p][-1]
    assert flat.raw.max() < cold.raw.max()
    assert flat.raw.argmax() == cold.raw.argmax()


def test_a_network_that_fails_in_the_middle_says_so(tmp_path: Path) -> None:
    # The sum over grey pixels is finite, the sum over bright red ones overflows.
    bundle = open_bundle(write_bundle(tmp_path / "b", encoder=encoder_model(scale=5e35)))
    with pytest.raises(Exception, match="not finite"):
        push_all(Recognizer(bundle), ["red"] * 5)


def test_softmax_of_large_logits_is_finite() -> None:
    result = softmax(np.array([1e4, 0.0, -1e4], dtype=np.float32))
    np.testing.assert_allclose(result, [1.0, 0.0, 0.0], atol=1e-6)


# Models that follow a person.


@pytest.fixture(scope="module")
def pose_bundle(pose_bundle_path: Path) -> Bundle:
    return open_bundle(pose_bundle_path, provider="cpu")


@pytest.fixture(scope="module")
def person() -> list[Frame]:
    return demo_frames(30)


def empty(first: int, count: int, person: list[Frame]) -> list[Frame]:
    """Return pictures without anybody that take the place of the person's."""
    height, width = person[0].pixels.shape[:2]
    return [
        Frame(solid("green", width, height), given.index, given.time_s, given.arrived_s)
        for given in person[first : first + count]
    ]


def test_a_prediction_brings_the_body_that_it_is_about(
    pose_bundle: Bundle, person: list[Frame]
) -> None:
    recognizer = Recognizer(pose_bundle)
    predictions = [recognizer.push(given) for given in person[:8]]
    assert [p is None for p in predictions] == [True] * 4 + [False] * 4
    last = predictions[-1]
    assert last is not None
    assert not last.nobody
    assert last.label is not None
    assert float(last.probabilities.sum()) == pytest.approx(1.0, abs=1e-6)
    assert last.body is not None
    assert last.body.picture_px.shape == (33, 2)
    inside = (last.body.picture_px >= 0.0) & (last.body.picture_px < (1280.0, 720.0))
    assert inside.mean() > 0.9
    assert last.body.visibility.mean() > 0.5


def test_a_picture_without_anybody_says_so_at_once(bundle: Bundle, pose_bundle: Bundle) -> None:
    prediction = Recognizer(pose_bundle).push(frame("red"))
    assert prediction is not None
    assert prediction.nobody
    assert (prediction.label, prediction.body) == (None, None)
    assert not prediction.probabilities.any()
    assert not prediction.raw.any()
    assert Recognizer(bundle).push(frame("red")) is None, "image models know nothing of people"


def test_somebody_who_walks_out_is_gone_after_a_moment_and_starts_anew_on_return(
    pose_bundle: Bundle, person: list[Frame]
) -> None:
    recognizer = Recognizer(pose_bundle)
    told = [recognizer.push(given) for given in person[:10] + empty(10, 10, person)]
    told += [recognizer.push(given) for given in person[20:]]
    away = told[10:20]
    wait = round(ABSENT_S * recognizer.manifest.rate_hz)
    assert away[: wait - 1] == [None] * (wait - 1), "for a moment they may be behind something"
    # The one on the border, in floating point, may be either.
    assert all(p is not None and p.nobody for p in away[wait:])
    back = [p for p in told[20:] if p is not None]
    assert back
    assert not any(p.nobody for p in back)
    np.testing.assert_array_equal(back[0].raw, back[0].probabilities, "nothing is averaged over")


def test_a_moment_out_of_sight_keeps_what_was_seen(
    pose_bundle: Bundle, person: list[Frame]
) -> None:
    recognizer = Recognizer(pose_bundle)
    frames = person[:10] + empty(10, 2, person) + person[12:20]
    told = [recognizer.push(given) for given in frames]
    assert told[10:12] == [None, None]
    assert not any(p.nobody for p in told if p is not None)
    assert told[12] is not None, "the window is still full enough"
    assert recognizer.held == 2
    assert recognizer.restarts == 0
