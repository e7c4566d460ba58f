"""Several formats at once: names, what is there already, disks that refuse."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exporting.builders import make_result
from vidclf_app.errors import SinkError
from vidclf_app.exporting.formats import (
    EXPORTS,
    ExportFormat,
    Purpose,
    existing_paths,
    export,
    target_path,
)
from vidclf_app.results.records import Result

TEXTS = tuple(form for form in EXPORTS if form.name != "video")
as_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions don't hold here"
)


def test_the_table() -> None:
    assert len({form.name for form in EXPORTS}) == len(EXPORTS)
    assert len({form.suffix for form in EXPORTS}) == len(EXPORTS)
    assert {form.purpose for form in EXPORTS} == set(Purpose)
    assert all(form.suffix != ".mp4" for form in EXPORTS), "never the video's own name"


def test_all_at_once(tmp_path: Path) -> None:
    shares: list[float] = []
    written = export(make_result(), TEXTS, tmp_path / "new" / "out", "clip", progress=shares.append)
    assert [path.name for path in written] == [f"clip{form.suffix}" for form in TEXTS]
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == sorted(
        path.name for path in written
    ), "and nothing besides"
    assert shares.count(1.0) == len(TEXTS) - 2, "the long ones tell more"
    assert min(shares) == 0.0


def test_a_long_file_can_be_given_up(tmp_path: Path) -> None:
    class EnoughError(Exception):
        pass

    def enough(share: float) -> None:
        if share > 0.5:
            raise EnoughError

    result = make_result((), rate_hz=1000.0)
    for form in EXPORTS:
        if form.name in {"json", "predictions"}:
            with pytest.raises(EnoughError):
                export(result, [form], tmp_path, "clip", progress=enough)
    assert list(tmp_path.iterdir()) == []


def test_players_find_subtitles_beside_the_video() -> None:
    by_name = {form.name: form for form in EXPORTS}
    folder = Path("/videos")
    assert target_path(by_name["srt"], folder, "clip") == Path("/videos/clip.srt")
    assert target_path(by_name["vtt"], folder, "clip") == Path("/videos/clip.vtt")


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "clip.srt").write_text("mine")
    assert existing_paths(TEXTS, tmp_path, "clip") == [tmp_path / "clip.srt"]
    with pytest.raises(SinkError, match=r"clip\.srt: is there already"):
        export(make_result(), TEXTS, tmp_path, "clip")
    assert [path.name for path in tmp_path.iterdir()] == ["clip.srt"], "nothing was written"
    assert (tmp_path / "clip.srt").read_text() == "mine"
    export(make_result(), TEXTS, tmp_path, "clip", overwrite=True)
    assert "red 87%" in (tmp_path / "clip.srt").read_text()


def test_the_video_itself_is_never_replaced(tmp_path: Path) -> None:
    video = tmp_path / "clip.annotated.mp4"
    video.write_bytes(b"the original")
    forms = [form for form in EXPORTS if form.name == "video"]
    with pytest.raises(SinkError, match="the video itself"):
        export(make_result(video_path=video), forms, tmp_path, "clip", overwrite=True)
    assert video.read_bytes() == b"the original"


def failing(write: Callable[[Result, Path], None]) -> ExportFormat:
    return ExportFormat("f", "F", ".f", "", Purpose.NUMBERS, lambda r, p, _progress: write(r, p))


def test_complete_files_stay_after_an_error(tmp_path: Path) -> None:
    def full(_result: Result, path: Path) -> None:
        raise SinkError(f"{path}: could not be written: No space left on device.")

    with pytest.raises(SinkError, match="No space left"):
        export(make_result(), [TEXTS[1], failing(full), TEXTS[2]], tmp_path, "clip")
    assert [path.name for path in tmp_path.iterdir()] == [f"clip{TEXTS[1].suffix}"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
@pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)
def test_a_full_disk(form: ExportFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def partial(path: Path) -> Path:
        (path.parent / "partial").symlink_to("/dev/full")
        return path.parent / "partial"

    monkeypatch.setattr("vidclf_app.core.files.partial_path", partial)
    with pytest.raises(SinkError, match="No space left") as caught:
        export(make_result(), [form], tmp_path, "clip")
    assert "free space" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)
def test_a_folder_that_is_a_file(form: ExportFormat, tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("")
    with pytest.raises(SinkError, match="could not be written"):
        export(make_result(), [form], tmp_path / "folder", "clip")


@as_root
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SinkError, match="Permission denied"):
        export(make_result(), TEXTS, tmp_path, "clip")


@pytest.mark.parametrize("letter", ["x", "ü", "练"])
def test_a_name_that_is_too_long(tmp_path: Path, letter: str) -> None:
    """A video's name may be as long as any; what is behind it needs room, too."""
    longest = letter * (251 // len(letter.encode()))
    written = export(make_result(), TEXTS, tmp_path, longest)
    assert sorted(tmp_path.iterdir()) == sorted(set(written))
    assert len(written) == len(TEXTS)
    others = export(make_result(), TEXTS, tmp_path, longest[:-1] + "o")
    assert sorted(tmp_path.iterdir()) == sorted({*written, *others}), "each has its own"
    assert written[0].name.startswith(letter * 60)
    assert existing_paths(TEXTS, tmp_path, longest) == written
