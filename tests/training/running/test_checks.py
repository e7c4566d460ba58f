"""What a config and its clips are compared for before anything is fitted."""

import io
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tests.training.builders import LABELS, write_config, write_dataset
from training.config import TrainingConfig, load_config
from training.data.clips import Clip, ClipTable, load_table
from training.data.splits import Split
from training.errors import DatasetError, TrainingError
from training.features.entries import Entry
from training.features.extract import ExtractedClip
from training.progress import Progress
from training.running.checks import check_names, check_twins
from training.running.material import own_rate_hz
from training.running.preparing import read_table


def _progress() -> tuple[Progress, io.StringIO]:
    out = io.StringIO()
    return Progress(Console(file=out, width=500)), out


def _table(*groups: str) -> ClipTable:
    clips = tuple(Clip(Path(f"{n}.mp4"), LABELS[n % 2], group) for n, group in enumerate(groups))
    return ClipTable(Path("clips.csv"), clips, (), grouped=True)


def _config(folder: Path, **changes: str) -> TrainingConfig:
    return load_config(write_config(folder, **changes))


def test_a_background_that_is_no_label_is_refused_early(tmp_path: Path) -> None:
    progress, _ = _progress()
    check_names(_config(tmp_path, background='"upright"'), _table("a", "b"), progress)
    with pytest.raises(TrainingError, match="'standing' is not one of the data's labels") as caught:
        check_names(_config(tmp_path, background='"standing"'), _table("a", "b"), progress)
    assert "sideways, upright" in caught.value.hint


def test_masks_of_unknown_groups_are_told(tmp_path: Path) -> None:
    rectangle = "{ x0 = 0.0, y0 = 0.0, x1 = 0.5, y1 = 0.5 }"
    masks = f"[{{ groups = ['a', 'rom1'], rectangles = [{rectangle}] }}]"
    progress, out = _progress()
    check_names(_config(tmp_path, masks=masks), _table("a", "b"), progress)
    assert out.getvalue() == "  masks are given for groups that no clip has: rom1\n"


def _extracted(side: str | None, sha256: str, number: int) -> ExtractedClip:
    clip = Clip(Path(f"{number}.mp4"), LABELS[number % 2], str(number), side)  # type: ignore[arg-type]
    return ExtractedClip(clip, sha256, ())


def test_one_content_on_both_sides(tmp_path: Path) -> None:
    split = Split(np.array([0, 1]), np.array([2, 3]))
    sides = ("train", "train", "test", "test")
    apart = [_extracted(side, str(n), n) for n, side in enumerate(sides)]
    twins = [_extracted(side, str(n % 3), n) for n, side in enumerate(sides)]
    progress, out = _progress()
    check_twins(_config(tmp_path), apart, [split], progress)
    assert not out.getvalue()
    with pytest.raises(DatasetError, match=r"1 clip stands on both sides.*0\.mp4 = 3\.mp4"):
        check_twins(_config(tmp_path), twins, [split], progress)
    check_twins(_config(tmp_path, allow_leaks="true"), twins, [split], progress)
    assert "on both sides of the split by content, so the figures flatter" in out.getvalue()
    # Of many equal files, two are named.
    same = [_extracted(side, "0", n) for n, side in enumerate(sides)]
    with pytest.raises(DatasetError, match=r"0\.mp4 = 2\.mp4\. ") as caught:
        check_twins(_config(tmp_path), same, [split], progress)
    assert caught.value.message.count(".mp4") == 2
    # Folds that the run makes itself can't be mended by the user's hand: it is told only.
    progress, out = _progress()
    unsplit = [_extracted(None, extracted.sha256, n) for n, extracted in enumerate(twins)]
    check_twins(_config(tmp_path), unsplit, [split], progress)
    assert "1 clip stands on both sides of a fold" in out.getvalue()


def test_what_is_said_of_groups_is_true(tmp_path: Path) -> None:
    table = write_dataset(tmp_path, groups=3)
    config = _config(tmp_path)
    progress, out = _progress()
    read_table(config, progress)
    assert "flatter" not in out.getvalue()
    progress, out = _progress()
    read_table(config.model_copy(update={"split": "stratified"}), progress)
    assert "takes no heed of the groups" in out.getvalue()
    assert "no groups are known" not in out.getvalue()
    # A file that is named twice is one group, which says nothing of the others.
    lines = [line.rsplit(",", 2)[0] for line in table.read_text().splitlines()]
    table.write_text("\n".join([*lines, lines[1]]) + "\n")
    assert not load_table(table).grouped
    progress, out = _progress()
    read_table(config, progress)
    assert "no groups are known" in out.getvalue()


def test_a_rate_that_no_bundle_takes_is_refused_early(tmp_path: Path) -> None:
    def filmed(rate_hz: float) -> ExtractedClip:
        entry = Entry(tmp_path / "entry", 4, np.arange(5) / rate_hz)
        return ExtractedClip(Clip(tmp_path / "a.mp4", "a", "a"), "0", (entry,))

    assert own_rate_hz([filmed(240.0)]) == 240.0
    with pytest.raises(DatasetError, match="1000 frames a second"):
        own_rate_hz([filmed(1000.0)])
