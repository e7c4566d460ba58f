"""`vidclf bench`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CommandResult


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_bench_reports_every_figure(
    vidclf: Callable[..., CommandResult], bundle_path: Path
) -> None:
    result = vidclf("bench", "--json", "--live-seconds", "5", "-m", bundle_path)
    assert result.code == 0, result.err
    figures = json.loads(result.out)
    assert list(figures) == ["machine", "frame", "file", "start", "live"]
    assert figures["machine"]["model"] == "colours"
    assert figures["frame"]["whole_path_to_bare_calls"] > 0.0
    assert figures["file"]["end_to_end_to_allowed_speed"] > 0.0
    assert 0.0 < figures["start"]["window_shown_s"] <= figures["start"]["first_prediction_s"]
    assert figures["live"]["captured_frames"] > 50
    assert figures["live"]["picture_latency_ms_p95"] > 0.0
