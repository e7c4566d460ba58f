"""An hour of video through the queue: how fast, and with how much memory."""

import time
from pathlib import Path

import pytest

from tests.builders import DEMO_CLIP
from tests.ui.files.conftest import MakeFiles
from tests.ui.files.driving import settled
from tests.ui.files.repeated import write_repeated
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.results.store import load_document
from vidclf_app.ui.files.view_state import RowState

_STATUS = Path("/proc/self/status")
# An hour of predictions holds 9 MB, and packing them in the end takes as much for a moment; the
# rest is what the allocator keeps: 18 MB in all by itself, 69 MB once behind every other slow test,
# in a process of 9 GB. Two seconds of frames that were kept would hold 166 MB.
_MAY_GROW_MB = 100.0
_POLL_S = 0.15
_LONGEST_S = 1500.0


def resident_mb() -> float:
    """Return how much memory this program holds, in MiB."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmRSS:"))


def test_a_repeated_clip_is_a_longer_video(tmp_path: Path) -> None:
    with VideoFile(DEMO_CLIP) as clip:
        once_s = clip.info.duration_s
    assert once_s is not None
    path = write_repeated(DEMO_CLIP, tmp_path / "three.mp4", 3)
    frames, last_s = 0, -1.0
    pictures = []
    with VideoFile(path) as film:
        assert film.info.duration_s == pytest.approx(3 * once_s)
        while (stamp := film.grab()) is not None:
            assert stamp.time_s > last_s
            frames, last_s = frames + 1, stamp.time_s
            if frames % round(once_s * 30) == 1:
                pictures.append(film.retrieve().pixels)
    assert frames == 3 * round(once_s * 30)
    assert len(pictures) == 3
    assert all((picture == pictures[0]).all() for picture in pictures), "it begins anew each time"


@pytest.mark.slow
@pytest.mark.timeout(_LONGEST_S)
@pytest.mark.skipif(not _STATUS.exists(), reason="memory is read from /proc")
def test_an_hour_of_720p(
    make_files: MakeFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The default model, 1280x720 at 30 Hz: 36,000 predictions, a person in the picture."""
    with VideoFile(DEMO_CLIP) as clip:
        once_s = clip.info.duration_s
    assert once_s is not None
    film = write_repeated(DEMO_CLIP, tmp_path / "hour.mp4", round(3600.0 / once_s) + 1)
    controller = make_files(model=lambda: "")
    begun_s = time.monotonic()
    controller.add([film])
    memory: list[tuple[float, float]] = []  # Share that is analysed, MiB.
    slowest_poll_s = 0.0
    while True:
        before_s = time.monotonic()
        state = controller.poll()
        slowest_poll_s = max(slowest_poll_s, time.monotonic() - before_s)
        if settled(1)(state):
            break
        assert time.monotonic() - begun_s < _LONGEST_S
        if state.rows and state.rows[0].progress:
            memory.append((state.rows[0].progress, resident_mb()))
        time.sleep(_POLL_S)
    wall_s = time.monotonic() - begun_s
    memory.append((1.0, resident_mb()))
    (row,) = state.rows
    assert row.state is RowState.DONE, row
    assert row.result is not None
    document = load_document(row.result)
    length_s = document.analysis.video.duration_s
    assert length_s is not None
    predictions = len(document.analysis.predictions)
    early_mb = next(mb for share, mb in memory if share >= 0.1)
    end_mb, most_mb = memory[-1][1], max(mb for _, mb in memory)
    with capsys.disabled():
        print(  # noqa: T201 - what this test is for
            f"\n{length_s:.0f} s of video, {predictions} predictions in {wall_s:.0f} s "
            f"({wall_s / length_s:.3f} of its length) on {row.found!r}\n"
            "memory, MiB: "
            + ", ".join(
                f"{next(mb for share, mb in memory if share >= part):.0f} at {part:.0%}"
                for part in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9)
            )
            + f", {end_mb:.0f} at the end, {most_mb:.0f} at most; "
            f"slowest poll {slowest_poll_s * 1000:.0f} ms"
        )
    assert predictions > 35_000
    assert wall_s < 0.5 * length_s
    assert end_mb <= early_mb + _MAY_GROW_MB
    assert most_mb <= early_mb + _MAY_GROW_MB
