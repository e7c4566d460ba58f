"""The guide's Python and TOML run as they stand there."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.training.builders import LABELS, write_dataset
from training.augmentation.config import AugmentConfig
from training.config import TrainingConfig

GUIDE = (Path(__file__).parents[2] / "docs" / "training.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, flags=re.DOTALL | re.MULTILINE)


# Keras 3.15 reads its own variables in a way that numpy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_the_python_examples_run_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (write_dataset(tmp_path, groups=2)).rename(tmp_path / "train_metadata.csv")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = _blocks("python")
    assert len(blocks) == 3
    for block in blocks:
        exec(compile(block, "docs/training.md", "exec"), names)
    video = names["video"]
    assert (video.shape, str(video.dtype)) == ((30, 224, 224, 3), "uint8")  # type: ignore[attr-defined]
    assert list(names["encoder"].classes_) == list(LABELS)  # type: ignore[attr-defined]
    assert names["y"].tolist() == [0, 1, 0, 1]  # type: ignore[attr-defined]
    assert (tmp_path / "augmented" / "clips.csv").is_file()


@pytest.mark.parametrize("block", _blocks("toml"))
def test_the_configs_are_valid(block: str) -> None:
    table = {"name": "n", "data": "d", "out": "o", **tomllib.loads(block)}
    config = TrainingConfig.model_validate(table)
    assert config.name
    if "augment" in table:
        assert not AugmentConfig.model_validate(table["augment"]).is_off
