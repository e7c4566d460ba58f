"""`vidclf-train takes` from small clips to figures."""

import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import COLOURS, write_bundle
from tests.training.conftest import Command

_SIZE_PX = (64, 48)


def _write_clip(path: Path, bgr: tuple[int, int, int]) -> None:
    """Write half a second of a colour with a spot that wanders, then a held picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30.0, _SIZE_PX)
    assert writer.isOpened()
    for number in [*range(15), *[14] * 15]:
        pixels = np.full((_SIZE_PX[1], _SIZE_PX[0], 3), bgr, dtype=np.uint8)
        pixels[20:28, 2 + 3 * number : 10 + 3 * number] = 255
        writer.write(pixels)
    writer.release()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two rooms with clips of two colours that the bundle knows, and of one that it doesn't."""
    folder = tmp_path_factory.mktemp("data")
    lines = ["path,label,group"]
    for room in ("hall", "yard"):
        for label in ("red", "green", "grey"):
            name = f"{label}-{room}.mp4"
            _write_clip(folder / name, COLOURS.get(label, (90, 90, 90)))
            lines.append(f"{name},{label},{room}")
    table = folder / "clips.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return table


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The colour bundle; what is neither red nor green is background to it."""
    return write_bundle(tmp_path / "colours", background_label="blue")


def test_figures_are_told_and_written(
    bundle: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    out = tmp_path / "takes.json"
    code, printed, err = vidclf_train("takes", bundle, data, "--count", 2, "--out", out)
    assert code == 0, err
    assert printed.startswith("colours 1, 2 takes (seed 1): ")
    assert "It is unknown whether the bundle learnt from these clips" in printed
    assert f"figures: {out}" in printed
    content = json.loads(out.read_text())
    assert content["bundle"] == {"name": "colours", "version": "1"}
    assert content["seed"] == 1
    assert content["seen_clips"] is None
    assert set(content["clips"]) == {
        f"{label}-{room}.mp4" for label in ("red", "green", "grey") for room in ("hall", "yard")
    }
    assert len(content["takes"]) == 2
    for take in content["takes"]:
        assert {part["label"] for part in take["parts"]} == {"red", "green", None}
        assert take["parts"][-1]["end_s"] == pytest.approx(take["duration_s"])
    figures = content["figures"]
    # A colour of its own in each room, and colour is all that this model looks at.
    assert figures["delays"]["recall"] == 1.0
    assert 0.0 <= figures["delays"]["median_s"] < 2.5
    # So it takes somebody who keeps still before a red wall for the exercise.
    assert figures["false_labels"]["still"]["count"] > 0
    assert figures["minutes"] == pytest.approx(sum(t["duration_s"] for t in content["takes"]) / 60)
    together = next(line for line in printed.splitlines() if line.startswith("all "))
    assert together.split()[1] == str(figures["segments"]["true"])
    assert together.split()[5] == f"{figures['segments']['f1']:.3f}"


def test_the_same_seed_gives_the_same_figures(
    bundle: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    contents = []
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        out = tmp_path / f"{name}.json"
        assert (
            vidclf_train("takes", bundle, data, "--count", 1, "--seed", seed, "--out", out)[0] == 0
        )
        contents.append(json.loads(out.read_text()))
        del contents[-1]["took_s"]
    assert contents[0] == contents[1]
    assert contents[0]["takes"] != contents[2]["takes"]


def test_groups_and_labels_choose_the_clips(
    bundle: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    out = tmp_path / "takes.json"
    options = ("--count", 1, "--groups", "yard", "--labels", "red", "--out", out)
    code, printed, err = vidclf_train("takes", bundle, data, *options)
    assert code == 0, err
    assert "Left out: 1 clip with other labels (green)." in printed
    content = json.loads(out.read_text())
    assert content["clips"] == ["grey-yard.mp4", "red-yard.mp4"]


def test_clips_that_were_in_training_are_told(
    bundle: Path, data: Path, vidclf_train: Command
) -> None:
    digests = {
        hashlib.sha256(clip.read_bytes()).hexdigest() for clip in data.parent.glob("red-*.mp4")
    }
    (bundle / "TRAINING_CLIPS.txt").write_text("\n".join(sorted(digests)) + "\n")
    code, printed, _ = vidclf_train("takes", bundle, data, "--count", 1, "--groups", "hall")
    assert code == 0
    assert "of the 3 clips were in training: the figures flatter." in printed


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("--provider", "tpu"), 5, "not a provider"),
        (("--groups", "cellar"), 7, "no clip has the group cellar"),
        (("--labels", "pink"), 7, "doesn't know the label pink"),
        (("--out", "no/such/folder.json"), 6, "could not be written"),
    ],
)
def test_what_is_refused(
    bundle: Path,
    data: Path,
    vidclf_train: Command,
    arguments: tuple[str, ...],
    code: int,
    expected: str,
) -> None:
    found, printed, err = vidclf_train("takes", bundle, data, *arguments)
    assert found == code
    assert expected in err
    assert "Traceback" not in err
    assert not printed
