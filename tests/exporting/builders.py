"""Results made by hand, for the tests of everything that writes them out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from tests.builders import LABELS
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Body, Segment, Tuning
from vidclf_app.results.records import (
    Analysis,
    Decided,
    HandStretch,
    ModelIdentity,
    Predictions,
    Result,
    ShownSegment,
    VideoIdentity,
)

ANALYSED_AT = datetime(2026, 3, 4, 15, 16, 17, 250_000, tzinfo=UTC)
DURATION_S = 9.0


def shown(
    label: str, start_s: float, end_s: float, mean: float = 0.87, *, by_hand: bool = False
) -> ShownSegment:
    return ShownSegment(label, start_s, end_s, mean, min(1.0, mean + 0.05), by_hand)


def make_result(
    segments: Sequence[ShownSegment] | None = None,
    *,
    video_path: Path = Path("/videos/clip.mp4"),
    labels: tuple[str, ...] = LABELS,
    tuning: Tuning | None = None,
    rate_hz: float = 10.0,
    duration_s: float | None = DURATION_S,
    body: Body | None = None,
    background_label: str | None = None,
) -> Result:
    """Return a result with one prediction each tenth of a second; each third has its own label.

    Args:
        segments: What is shown; None for three touching segments, the second one by hand.
        video_path: Where the video is.
        labels: Of the model.
        tuning: In use.
        rate_hz: Predictions a second.
        duration_s: Of the video; None for unknown.
        body: Who stands in the picture at each prediction.
        background_label: The label for "none of these".
    """
    if segments is None:
        segments = (
            shown(labels[0], 0.4, 3.0),
            shown(labels[1], 3.0, 6.0, by_hand=True),
            shown(labels[2 % len(labels)], 6.0, 8.9),
        )
    count = round((duration_s or DURATION_S) * rate_hz)
    time_s = np.arange(count) / rate_hz
    right = np.minimum(np.arange(count) * len(labels) // max(1, count), len(labels) - 1)
    raw = np.full((count, len(labels)), 0.1 / max(1, len(labels) - 1), dtype=np.float32)
    raw[np.arange(count), right] = 0.9
    nobody = np.zeros(count, dtype=np.bool_)
    nobody[:2] = True
    raw[:2] = 0.0
    label = right.astype(np.int16)
    label[:4] = -1
    fresh = np.zeros(count, dtype=np.bool_)
    fresh[:1] = True
    landmarks = None
    if body is not None:
        one = np.column_stack([body.picture_px, body.visibility]).astype(np.float32)
        landmarks = np.repeat(one[None], count, axis=0)
        landmarks[:2] = np.nan
    by_hand = tuple(s for s in segments if s.by_hand)
    return Result(
        analysis=Analysis(
            video=VideoIdentity(video_path, 12345, "0" * 64, 64, 48, 30.0, duration_s),
            model=ModelIdentity(
                name="colours",
                version="1",
                sha256={"image": "a" * 64, "head": "b" * 64},
                labels=labels,
                background_label=background_label,
                thresholds={name: Threshold(enter=0.6, leave=0.4) for name in labels},
                smoothing_s=1.0,
                rate_hz=rate_hz,
                max_gap_s=2.0,
            ),
            analysed_at=ANALYSED_AT,
            took_s=1.5,
            provider="CPU",
            predictions=Predictions(
                time_s=time_s,
                index=(time_s * 30).round().astype(np.int64),
                raw=raw,
                nobody=nobody,
                fresh=fresh,
                landmarks=landmarks,
            ),
        ),
        decided=Decided(
            tuning=tuning or Tuning(),
            probabilities=raw.copy(),
            label=label,
            segments=tuple(
                Segment(s.label, s.start_s, s.end_s, s.mean, s.peak)
                for s in segments
                if not s.by_hand
            ),
        ),
        hand=tuple(
            HandStretch(s.label, s.start_s, s.end_s) for s in by_hand if s.end_s > s.start_s
        ),
        segments=tuple(segments),
    )


#: Words that break careless writers: separators, arrows, markup, line breaks, both directions of
#: writing, what XML can't hold, half a character.
ODD_LABELS = (
    "push_up",
    'a,b;\t"c"',
    "1 --> 2",
    "<b>&amp;</b>",
    "carriage\rreturn",
    "two\nlines\n\nand a gap",
    "Kniebeuge, schräg über Größe",
    "תרגיל כריעה",
    "تمرين <القرفصاء>",
    "{\\an8}top",
    "bell\x07and\x00null",
    "half \ud83d of a pair",
    "  spaces  ",
    "a|b",
    "深蹲 🏋",
    "WEBVTT",
    "NOTE this",
    "=1+1",
)

_texts = st.one_of(
    st.sampled_from(ODD_LABELS),
    st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=20),
)


@st.composite
def odd_results(draw: st.DrawFn) -> Result:
    """Give results with odd labels, and segments that touch, have no length, or are not there."""
    labels = tuple(draw(st.lists(_texts, min_size=2, max_size=5, unique=True)))
    edges = draw(st.lists(st.integers(0, 90_000), max_size=16).map(sorted))
    segments = []
    for start, end in pairwise(edges):
        if draw(st.booleans()):
            mean = draw(st.floats(0.0, 1.0))
            label = draw(st.sampled_from(labels))
            by_hand = draw(st.booleans())
            # Not whole milliseconds, so that rounding is seen.
            segments.append(shown(label, start / 9_999, end / 9_999, mean, by_hand=by_hand))
    return make_result(segments, labels=labels, rate_hz=2.0)
