"""Real bundles, copied into a real folder."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.builders import LABELS, write_bundle
from vidclf_app.assets import bundled_models
from vidclf_app.core.bundle import open_bundle
from vidclf_app.errors import EngineError, ManifestError, ModelError, SettingsError, SinkError
from vidclf_app.models.library import ModelLibrary


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "data" / "models")


def installed(library: ModelLibrary) -> list[str]:
    return [entry.text for entry in library.entries() if not entry.bundled]


def left_in(library: ModelLibrary) -> list[str]:
    return sorted(path.name for path in library.folder.iterdir())


def zipped(folder: Path, path: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"{inside}{file.name}")
    return path


def test_what_came_along_is_there(library: ModelLibrary) -> None:
    entries = library.entries()
    assert [entry.path for entry in entries] == bundled_models()
    assert all(entry.bundled and entry.manifest is not None for entry in entries)
    assert library.find("") == bundled_models()[0]
    assert "What it is" in library.card(entries[0])


@pytest.mark.parametrize("form", ["folder", "zip", "folder in a zip"])
def test_install(library: ModelLibrary, bundle_path: Path, tmp_path: Path, form: str) -> None:
    source = bundle_path
    if form != "folder":
        source = zipped(bundle_path, tmp_path / "m.zip", "colours/" if "in" in form else "")
    entry = library.install(source)
    assert entry.text == "colours"
    assert installed(library) == ["colours"]
    assert left_in(library) == ["colours"]
    assert library.find("colours") == entry.path
    assert open_bundle(entry.path).manifest.labels == LABELS
    assert library.card(entry) == "# Colours\n"


def test_only_what_belongs_to_it_is_copied(library: ModelLibrary, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "colours")
    (source / "run-me.sh").write_text("echo")
    entry = library.install(source)
    assert sorted(path.name for path in entry.path.iterdir()) == [
        "MODEL_CARD.md",
        "encoder.onnx",
        "head.onnx",
        "manifest.json",
    ]


def test_the_same_again_is_one_model(library: ModelLibrary, bundle_path: Path) -> None:
    first = library.install(bundle_path)
    assert library.install(bundle_path) == first
    assert installed(library) == ["colours"]


def test_one_that_came_along_is_not_installed_again(library: ModelLibrary) -> None:
    entry = library.install(bundled_models()[0])
    assert entry.bundled
    assert installed(library) == []


def test_another_of_the_same_name_gets_a_name_of_its_own(
    library: ModelLibrary, bundle_path: Path, tmp_path: Path
) -> None:
    library.install(bundle_path)
    library.install(write_bundle(tmp_path / "b", version="2"))
    library.install(write_bundle(tmp_path / "c", version="2", smoothing_s=0.5))
    assert installed(library) == ["colours", "colours-2", "colours-2-2"]
    named = library.install(write_bundle(tmp_path / "d", name=bundled_models()[0].name))
    assert named.text == f"{bundled_models()[0].name}-1", "names that came along stay theirs"
    odd = library.install(write_bundle(tmp_path / "e", name="../../Füße & Hände"))
    assert odd.path.parent == library.folder
    assert library.find(odd.text) == odd.path


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        ("no manifest", ManifestError),
        ("changed network", ManifestError),
        ("no network", ManifestError),
        ("nonsense network", EngineError),
        ("no zip", ModelError),
        ("nothing", ModelError),
    ],
)
def test_what_fails_its_checks_is_not_installed(
    library: ModelLibrary, tmp_path: Path, damage: str, error: type[ModelError]
) -> None:
    source = write_bundle(tmp_path / "colours")
    if damage == "no manifest":
        (source / "manifest.json").unlink()
    elif damage == "changed network":
        (source / "head.onnx").write_bytes(b"something else")
    elif damage == "no network":
        (source / "head.onnx").unlink()
    elif damage == "nonsense network":
        import hashlib

        text = (source / "manifest.json").read_text(encoding="utf-8")
        old = hashlib.sha256((source / "head.onnx").read_bytes()).hexdigest()
        (source / "head.onnx").write_bytes(b"nonsense")
        new = hashlib.sha256(b"nonsense").hexdigest()
        (source / "manifest.json").write_text(text.replace(old, new), encoding="utf-8")
    elif damage == "no zip":
        source = tmp_path / "m.zip"
        source.write_bytes(b"PK but not really")
    else:
        source = tmp_path / "nowhere"
    with pytest.raises(error) as told:
        library.install(source)
    assert str(source) in told.value.message, "the file that was chosen"
    assert installed(library) == []
    assert not library.folder.exists() or left_in(library) == []


def test_a_folder_that_cannot_be_written(bundle_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    library = ModelLibrary(tmp_path / "file" / "models")
    with pytest.raises(SinkError):
        library.install(bundle_path)
    assert installed(library) == []


def test_remove(library: ModelLibrary, bundle_path: Path) -> None:
    entry = library.install(bundle_path)
    library.remove(entry)
    assert installed(library) == []
    assert left_in(library) == []
    library.remove(entry)
    with pytest.raises(ModelError):
        library.find("colours")
    with pytest.raises(SettingsError):
        library.remove(library.entries()[0])


def test_one_that_was_damaged_later_is_listed_with_the_reason(
    library: ModelLibrary, bundle_path: Path
) -> None:
    entry = library.install(bundle_path)
    (entry.path / "manifest.json").write_text("{}", encoding="utf-8")
    listed = library.entries()[-1]
    assert (listed.text, listed.manifest) == ("colours", None)
    assert "manifest.json is not valid" in listed.problem
    shutil.rmtree(entry.path)
    assert installed(library) == []


def test_a_damaged_one_is_mended_by_installing_it_again(
    library: ModelLibrary, bundle_path: Path
) -> None:
    entry = library.install(bundle_path)
    (entry.path / "head.onnx").write_bytes(b"rotten")
    again = library.install(bundle_path)
    assert (again.text, installed(library)) == ("colours", ["colours"])
    assert open_bundle(again.path).manifest.labels == LABELS


def test_one_that_a_newer_version_brings_too(
    library: ModelLibrary, bundle_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = library.install(bundle_path)
    monkeypatch.setattr("vidclf_app.models.library.bundled_models", lambda: [bundle_path])
    theirs, listed = library.entries()
    assert (theirs.text, theirs.bundled) == ("colours", True)
    assert library.find(listed.text) == mine.path, "it can still be chosen"
    library.remove(listed)
    assert not mine.path.exists()


_INSTALL = (
    "import sys\n"
    "from pathlib import Path\n"
    "from vidclf_app.models.library import ModelLibrary\n"
    "library = ModelLibrary(Path(sys.argv[1]))\n"
    "print('ready', flush=True)\n"
    "input()\n"
    "print(library.install(Path(sys.argv[2])).text)\n"
)


def test_two_windows_install_the_same_model(library: ModelLibrary, bundle_path: Path) -> None:
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", _INSTALL, library.folder, bundle_path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for window in windows:
        assert window.stdout is not None
        assert window.stdout.readline() == "ready\n"
    for window in windows:
        assert window.stdin is not None
        window.stdin.write("go\n")
        window.stdin.flush()
    told = [window.communicate(timeout=60.0)[0].strip() for window in windows]
    assert told == ["colours"] * 3
    assert left_in(library) == ["colours"]


def test_another_window_takes_the_name_in_the_last_moment(
    library: ModelLibrary, bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_bundle(tmp_path / "other", version="2")
    rename, raced = Path.rename, [False]

    def quicker(path: Path, target: Path) -> Path:
        if path.suffix == ".partial" and not raced[0]:
            raced[0] = True
            shutil.copytree(other, target)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", quicker)
    assert library.install(bundle_path).text == "colours-1"
    assert installed(library) == ["colours", "colours-1"]


def test_what_a_kill_left_behind_is_removed(library: ModelLibrary, bundle_path: Path) -> None:
    library.install(bundle_path)
    for name, age_s in ((".1.partial", 7200.0), (".2.partial", 0.0), (".colours.removed", 0.0)):
        left = library.folder / name
        left.mkdir()
        (left / "head.onnx").write_bytes(b"x")
        os.utime(left, (time.time() - age_s,) * 2)
    library.tidy()
    assert left_in(library) == [".2.partial", "colours"], "another window may be copying"
    assert installed(library) == ["colours"]


def test_a_bundle_that_is_a_bomb(library: ModelLibrary, bundle_path: Path, tmp_path: Path) -> None:
    """It unpacks to far more than a network may have: refused, and nothing is left behind."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bundle_path / "manifest.json", "manifest.json")
        with archive.open("encoder.onnx", "w") as file:
            for _ in range(513):
                file.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ModelError, match="larger than 512 MB"):
        library.install(path)
    assert left_in(library) == []


@pytest.mark.parametrize(
    "name", ["../encoder.onnx", "/etc/encoder.onnx", "C:\\encoder.onnx", "a\nb.onnx", ".."]
)
def test_files_with_odd_names(library: ModelLibrary, tmp_path: Path, name: str) -> None:
    source = write_bundle(tmp_path / "colours")
    text = (source / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    manifest["encoder"]["file"] = name
    (source / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ManifestError):
        library.install(zipped(source, tmp_path / "odd.zip", "../../"))
    assert not library.folder.exists() or left_in(library) == []


def test_a_network_that_would_replace_the_manifest(library: ModelLibrary, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "colours")
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    manifest["head"]["file"] = "manifest.json"
    (source / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError):
        library.install(source)
    assert left_in(library) == []


def test_long_names_fit_every_file_system(library: ModelLibrary, tmp_path: Path) -> None:
    entry = library.install(write_bundle(tmp_path / "a", name="m" * 100, version="1" * 50))
    again = library.install(write_bundle(tmp_path / "b", name="m" * 100, version="2" * 50))
    assert len(entry.text) <= 60
    assert len(again.text) <= 125
