"""The recogniser on a real bundle."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.builders import encoder_model, frame, write_bundle
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
    encoder = CountingSession(bundle.encoder_engine.session)
    head = CountingSession(bundle.head.session)
    monkeypatch.setattr(bundle.encoder_engine, "session", encoder)
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
