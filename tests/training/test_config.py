"""The config file: what it accepts, and one clear line for what it doesn't."""

from pathlib import Path

import pytest

from tests.training.builders import write_config
from training.config import load_config
from training.errors import TrainingError

CONFIGS = Path(__file__).parents[2] / "training" / "configs"


def test_paths_are_relative_to_the_config(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    config = load_config(write_config(tmp_path / "deep", data='"../clips.csv"'))
    assert config.data == tmp_path / "clips.csv"
    assert config.out == tmp_path / "deep" / "bundle"


def test_the_command_line_overrides_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    config = load_config(write_config(tmp_path), data=Path("my.csv"), out=Path("b"))
    assert config.data == tmp_path / "elsewhere" / "my.csv"
    assert config.out == tmp_path / "elsewhere" / "b"


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda path: path.name)
def test_shipped_configs_are_valid(path: Path) -> None:
    assert load_config(path).labels


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"colour": '"red"'}, "colour: Extra inputs"),
        ({"head": "{ unit = 3 }"}, "head.unit: Extra inputs"),
        ({"window": '"many"'}, "window: "),
        ({"rate_hz": "0.0"}, "rate_hz: "),
        ({"rate_hz": "nan"}, "rate_hz: "),
        ({"min_frames": "9"}, "min_frames is larger than the window"),
        ({"labels": '["a", "a"]'}, "labels must differ"),
        ({"labels": '["a"]'}, "one label is nothing to tell apart"),
        ({"preprocessing": "{ width_px = 64, height_px = 64 }"}, "224 x 224"),
        (
            {
                "masks": '[{ groups = ["a"], '
                "rectangles = [{ x0 = 0.5, y0 = 0, x1 = 0.2, y1 = 1 }] }]"
            },
            "x1 must be above x0",
        ),
        (
            {
                "masks": '[{ groups = ["a", "a"], '
                "rectangles = [{ x0 = 0, y0 = 0, x1 = 1, y1 = 1 }] }]"
            },
            "masks name a group twice",
        ),
        ({"name": "squares"}, "is not valid TOML"),
    ],
)
def test_a_wrong_config_names_file_and_key(
    tmp_path: Path, changes: dict[str, str], expected: str
) -> None:
    path = write_config(tmp_path, **changes)
    with pytest.raises(TrainingError) as caught:
        load_config(path)
    assert str(path) in caught.value.message
    assert expected in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_missing_config(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be read: No such file"):
        load_config(tmp_path / "none.toml")


def test_a_config_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'name = "\xff\xfe"')
    with pytest.raises(TrainingError, match="not a UTF-8 text file"):
        load_config(path)
