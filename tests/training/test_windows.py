"""Training windows are the app's windows, frame by frame."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from training.windows import ClipFeatures, clip_windows, join_windows
from vidclf_app.core.records import FrameFeatures
from vidclf_app.core.window import FeatureWindow

WINDOW, RATE_HZ, MIN_FRAMES = 6, 10.0, 3
GAPS_S = st.lists(st.sampled_from([0.1, 0.1, 0.1, 0.2, 0.3, 0.9]), min_size=1, max_size=30)


def _clip(gaps_s: list[float], seed: int = 0) -> ClipFeatures:
    times_s = np.cumsum(np.array([0.0, *gaps_s]))
    vectors = np.random.default_rng(seed).random((len(times_s), 4), dtype=np.float32)
    return ClipFeatures(vectors, times_s)


@settings(max_examples=80, deadline=None)
@given(clips=st.lists(GAPS_S, min_size=1, max_size=3))
def test_gathered_windows_equal_the_apps(clips: list[list[float]]) -> None:
    views = [_clip(gaps_s, seed) for seed, gaps_s in enumerate(clips)]
    table = join_windows([clip_windows(view, WINDOW, RATE_HZ, MIN_FRAMES) for view in views])
    gathered = table.gather(table.ends, table.lengths, WINDOW)
    row = 0
    for number, view in enumerate(views):
        app = FeatureWindow(WINDOW, RATE_HZ, 4)
        for index, time_s in enumerate(view.times_s.tolist()):
            app.push(FrameFeatures(view.vectors[index], index, time_s))
            if app.length < MIN_FRAMES:
                continue
            np.testing.assert_array_equal(gathered[row], app.features[0])
            assert table.lengths[row] == app.length
            assert table.clips[row] == number
            assert table.times_s[row] == time_s
            row += 1
    assert row == len(gathered)


def test_a_clip_too_short_has_no_windows() -> None:
    windows = clip_windows(_clip([0.1]), WINDOW, RATE_HZ, MIN_FRAMES)
    assert len(windows.ends) == 0
    assert windows.rows.shape == (2, 4)
