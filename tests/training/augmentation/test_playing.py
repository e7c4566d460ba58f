"""A changed clip at an even rate: what is repeated, what is left out, and how long it gets."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import AugmentConfig, Drop, Jitter, Speed
from training.augmentation.playing import play
from vidclf_app.core.records import Frame

RATES_HZ = st.sampled_from([5.0, 12.5, 24.0, 25.0, 29.97, 30.0, 59.94, 120.0])


def _played(times_s: Sequence[float], clip: Augmentation, rate_hz: float) -> list[int]:
    """Return the number of the frame in each step; frames are pictures of their number."""
    frames = (
        Frame(np.full((1, 1, 3), index, dtype=np.uint8), index, time_s, 0.0)
        for index, time_s in enumerate(times_s)
    )
    return [int(pixels[0, 0, 0]) for pixels in play(frames, clip, rate_hz)]


@given(frames=st.integers(1, 200), rate_hz=RATES_HZ, start_s=st.floats(0.0, 1e4))
def test_without_a_change_each_frame_is_seen_once(
    frames: int, rate_hz: float, start_s: float
) -> None:
    # Containers round times to a thousandth.
    times_s = [round(start_s + index / rate_hz, 3) for index in range(frames)]
    assert _played(times_s, draw(AugmentConfig(), 0), rate_hz) == list(range(frames))


@settings(deadline=None)
@given(frames=st.integers(1, 150), seed=st.integers(0, 10**6), rate_hz=RATES_HZ)
def test_a_changed_tempo_changes_the_length_and_never_the_order(
    frames: int, seed: int, rate_hz: float
) -> None:
    config = AugmentConfig(
        speed=Speed(slowest=0.25, fastest=4.0), drop=Drop(max_share=0.8), jitter=Jitter(max_s=0.02)
    )
    clip = draw(config, seed)
    seen = _played([index / rate_hz for index in range(frames)], clip, rate_hz)
    assert seen == sorted(seen)
    jitter_steps = 2 * clip.jitter_s * rate_hz / clip.speed
    assert abs(len(seen) - frames / clip.speed) <= 1.5 + jitter_steps


def test_a_missing_frame_leaves_the_one_before() -> None:
    clip = draw(AugmentConfig(drop=Drop(max_share=0.5)), 2)
    times_s = [index / 30.0 for index in range(60)]
    kept = [index for index in range(60) if clip.time_s(times_s[index], index) is not None]
    assert 0 < len(kept) < 60
    seen = _played(times_s, clip, 30.0)
    assert len(seen) == 60
    assert seen == [max(one for one in kept if one <= step) for step in range(60)]


def test_a_clip_of_uneven_times_becomes_even() -> None:
    times_s = [0.0, 0.1, 0.5, 0.6]
    assert _played(times_s, draw(AugmentConfig(), 0), 10.0) == [0, 1, 1, 1, 1, 2, 3]


def test_nothing_in_nothing_out() -> None:
    assert _played([], draw(AugmentConfig.usual(), 1), 30.0) == []
