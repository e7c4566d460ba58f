"""What is remembered, and what happens when it can't be."""

import os
import stat
import sys
from pathlib import Path

import pytest

from vidclf_app.settings import Settings, default_settings_path, load_settings, save_settings

SETTINGS = Settings(
    last_source="rtsp://user:secret@camera.local/1",
    model="exercises-image",
    mirror=True,
    skeleton=False,
    threshold=0.7,
    smoothing_s=2.0,
    geometry="AdnQ",
    theme="light",
    language="de",
    text_scale=150,
    provider="cpu",
    time_format="clock",
    probability_format="fraction",
    keep_history=False,
    first_start_done=True,
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    assert save_settings(path, SETTINGS) is None
    assert load_settings(path) == (SETTINGS, None)
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == (Settings(), None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_person_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(path, SETTINGS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is damaged"),
        (b"\x00\xff\x00", "it is damaged"),
        (b'{"mirror": tr', "it is damaged"),
        (b"[]", "it is damaged"),
        (b'{"threshold": 7}', "threshold"),
        (b'{"smoothing_s": NaN}', "smoothing_s"),
        (b'{"text_scale": 170}', "text_scale"),
        (b'{"theme": "pink"}', "theme"),
        (b'{"format_version": 2, "wall": true}', "a newer version of vidclf wrote it"),
        (b'{"format_version": 1, "wall": true}', "wall"),
        (b" " * (2 << 20), "too large"),
    ],
)
def test_a_file_that_can_not_be_used_is_kept(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, message = load_settings(path)
    assert settings == Settings()
    assert message is not None
    assert reason in message
    assert "\n" not in message
    assert "settings.damaged-1.json" in message
    assert (tmp_path / "settings.damaged-1.json").read_bytes() == content
    assert not path.exists()


def test_each_damaged_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for number in (1, 2, 3):
        path.write_text(f"damaged {number}", encoding="utf-8")
        load_settings(path)
    kept = {entry.name: entry.read_text(encoding="utf-8") for entry in tmp_path.iterdir()}
    assert kept == {f"settings.damaged-{n}.json": f"damaged {n}" for n in (1, 2, 3)}


def test_a_folder_in_the_file_s_place(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    settings, message = load_settings(path)
    assert settings == Settings()
    assert message is not None
    assert save_settings(path, SETTINGS) is None


def test_a_failure_to_save_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    message = save_settings(tmp_path / "file" / "settings.json", SETTINGS)
    assert message is not None
    assert message.startswith("The settings could not be saved: ")
    assert "\n" not in message


def test_the_default_place_is_the_person_s_own() -> None:
    path = default_settings_path()
    assert path.name == "settings.json"
    assert "vidclf" in path.parts
    assert os.fspath(path).startswith(os.fspath(Path.home())) or "XDG_CONFIG_HOME" in os.environ
