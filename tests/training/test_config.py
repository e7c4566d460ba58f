"""The config file: what it accepts, and one clear line for what it doesn't."""

from pathlib import Path

import pytest

from tests.training.builders import write_config
from training.config import default_config, load_config
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
        ({"colour": '"red"'}, "colour: there is no such setting"),
        ({"head": "{ unit = 3 }"}, "head.unit: there is no such setting"),
        ({"head": '"bigru_pool"'}, "head: must be a table of settings"),
        ({"window": '"many"'}, "window: "),
        ({"rate_hz": "0.0"}, "rate_hz: "),
        ({"rate_hz": "nan"}, "rate_hz: "),
        ({"min_frames": "9"}, "min_frames is larger than the window"),
        ({"labels": '["a", "a"]'}, "labels must differ"),
        ({"labels": '["a"]'}, "one label is nothing to tell apart"),
        ({"backbone": "{ name = 'VGG16', size_px = 20 }"}, "size_px is 20"),
        ({"views": "2"}, "views are wanted, but no augmentation is set"),
        ({"frames": '"first"', "fine_tune": "{ blocks = 1 }"}, "fine_tune needs"),
        ({"labels": '["a", "b"]', "background": '"c"'}, "background label 'c' is not one"),
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
        ({"encoder": '"poses"'}, "encoder: "),
        ({"play_s": "2.0"}, "play_s needs encoder = 'pose'"),
        ({"encoder": '"pose"', "mirror": "true"}, "mirror doesn't go with encoder = 'pose'"),
        (
            {"encoder": '"pose+image"', "views": "1", "augment": "{ flip = {} }"},
            "views doesn't go with encoder = 'pose+image'",
        ),
        ({"encoder": '"pose"', "frames": '"first"'}, "frames = 'first' doesn't go with"),
        ({"encoder": '"pose"', "fine_tune": "{ blocks = 1 }"}, "fine_tune doesn't go with"),
        (
            {"encoder": '"pose"', "export": "{ precision = 'int8' }"},
            "export.precision doesn't go with",
        ),
        (
            {"encoder": '"pose+image"', "body": "{ synthetic = 0.2 }"},
            "body.synthetic has no pictures",
        ),
        ({"body": "{ yaw_deg = 1.0 }"}, "body.yaw_deg: there is no such setting"),
        ({"others_as_background": "true"}, "others_as_background needs a background label"),
        ({"false_per_minute": "1.0"}, "false_per_minute needs a background label"),
        (
            {"false_per_minute": "1.0", "background": '"a"', "frames": '"first"'},
            "false_per_minute needs frames = 'sampled'",
        ),
        ({"fit": "{ patience = 0 }", "split": '"official"'}, "fit.patience = 0 needs folds"),
        (
            {"ucf101": "{ lists = 'lists' }", "held_out": '["a"]'},
            "held_out doesn't go with ucf101",
        ),
        ({"ucf101": "{ lists = 'lists' }", "rules": '"r.toml"'}, "rules doesn't go with ucf101"),
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


def test_a_backbone_may_be_named_alone(tmp_path: Path) -> None:
    config = load_config(write_config(tmp_path, backbone='"vgg16"'))
    assert (config.backbone.name, config.backbone.weights) == ("VGG16", "imagenet")


def test_weights_and_lists_are_relative_to_the_config_too(tmp_path: Path) -> None:
    config = load_config(
        write_config(
            tmp_path,
            backbone="{ name = 'VGG16', weights = 'mine.h5' }",
            ucf101="{ lists = 'lists' }",
        )
    )
    assert config.backbone.weights == str(tmp_path / "mine.h5")
    assert config.ucf101 is not None
    assert config.ucf101.lists == tmp_path / "lists"


def test_rules_and_lists_of_clips_are_relative_to_the_config_too(tmp_path: Path) -> None:
    config = load_config(write_config(tmp_path, rules='"r.toml"', left_out='"../l.csv"'))
    assert (config.rules, config.left_out) == (tmp_path / "r.toml", tmp_path.parent / "l.csv")
    plain = load_config(write_config(tmp_path))
    assert (plain.rules, plain.left_out) == (None, None)


def test_an_unknown_backbone(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="VGG17"):
        load_config(write_config(tmp_path, backbone='"VGG17"'))


def test_clips_without_a_config_get_the_usual_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = default_config(Path("my clips"))
    assert (config.name, config.data) == ("my-clips", tmp_path / "my clips")
    assert config.out == tmp_path / "my-clips-bundle"
    assert default_config(Path("c.csv"), Path("b")).out == tmp_path / "b"
    assert config.baseline_head.kind == "mean_mlp"
