"""Results in files: whole, found again, and never lost."""

import functools
import io
import json
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.results.builders import analysis, long_analysis, model, video
from vidclf_app.core.files import keep_aside
from vidclf_app.core.records import Tuning
from vidclf_app.errors import DamagedResultError, NewerResultError, ResultError, SinkError
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.packing import pack_landmarks, unpack_landmarks
from vidclf_app.results.paths import result_path, results_of
from vidclf_app.results.records import Analysis, HandStretch
from vidclf_app.results.store import load_document, read_outline, save_document

HAND = (HandStretch("lunge", 1.0, 2.0), HandStretch(None, 2.0, 3.5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clip.mp4.exercises.vidclf"


@pytest.fixture
def document() -> ResultDocument:
    return ResultDocument(analysis([("squat", 2.0, 8.0)]), Tuning(0.5, 1.5), HAND)


def assert_same(one: Analysis, other: Analysis) -> None:
    assert one.video == other.video
    assert one.model == other.model
    assert (one.analysed_at, one.took_s, one.provider) == (
        other.analysed_at,
        other.took_s,
        other.provider,
    )
    for name in ("time_s", "index", "raw", "nobody", "fresh"):
        found, wanted = getattr(one.predictions, name), getattr(other.predictions, name)
        assert found.dtype == wanted.dtype
        np.testing.assert_array_equal(found, wanted)


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the members of a zip file."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)


def change_json(path: Path, **changes: Any) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["result.json"] = json.dumps(json.loads(members["result.json"]) | changes).encode()

    rewrite(path, change)


def change_arrays(path: Path, **arrays: Any) -> None:
    def change(members: dict[str, bytes]) -> None:
        with np.load(io.BytesIO(members["predictions.npz"]), allow_pickle=False) as file:
            found = dict(file)
        content = io.BytesIO()
        kept = {name: a for name, a in (found | arrays).items() if a is not None}
        np.savez(content, **kept)
        members["predictions.npz"] = content.getvalue()

    rewrite(path, change)


def test_what_is_saved_is_opened_again(path: Path, document: ResultDocument) -> None:
    save_document(path, document)
    found = load_document(path)
    assert_same(found.analysis, document.analysis)
    assert found.tuning == Tuning(0.5, 1.5)
    assert found.corrections.hand == HAND
    assert found.result.segments == document.result.segments
    assert not found.changed
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_landmarks_are_exact_to_a_fraction_of_a_pixel(path: Path) -> None:
    run = long_analysis(500)
    save_document(path, ResultDocument(run))
    found = load_document(path).analysis.predictions.landmarks
    wanted = run.predictions.landmarks
    assert found is not None
    assert wanted is not None
    assert found.dtype == np.float32
    np.testing.assert_array_equal(np.isnan(found), np.isnan(wanted))
    difference = np.nanmax(np.abs(found - wanted), axis=(0, 1))
    assert (difference <= [1280 / 16384 + 1e-3, 720 / 16384 + 1e-3, 1 / 16384 + 1e-6]).all()


@given(st.integers(1, 8000), st.integers(1, 8000))
def test_landmarks_do_not_drift_when_packed_again(width_px: int, height_px: int) -> None:
    steps = np.arange(-32768, 32767, 7, dtype=np.int16)
    packed = np.resize(steps, (len(steps), 3))
    again = pack_landmarks(unpack_landmarks(packed, width_px, height_px), width_px, height_px)
    np.testing.assert_array_equal(again, packed)


def test_anything_that_reads_npz_reads_the_predictions(
    path: Path, document: ResultDocument
) -> None:
    save_document(path, document)
    with zipfile.ZipFile(path) as file, np.load(file.open("predictions.npz")) as arrays:
        np.testing.assert_array_equal(arrays["raw"], document.analysis.predictions.raw)
        assert sorted(arrays) == ["fresh", "index", "nobody", "raw", "time_s"]


def test_saving_again_keeps_the_predictions_bytes(path: Path) -> None:
    save_document(path, ResultDocument(long_analysis(300)))
    document = load_document(path)
    before = document.packed()
    document.corrections.add("exercise_1", 1.0, 3.0)
    save_document(path, document)
    assert not document.changed
    assert document.packed() is before
    with zipfile.ZipFile(path) as file:
        assert file.read("predictions.npz") == before
    assert load_document(path).corrections.hand == (HandStretch("exercise_1", 1.0, 3.0),)


def test_the_outline_is_read_without_the_predictions(path: Path, document: ResultDocument) -> None:
    save_document(path, document)

    def change(members: dict[str, bytes]) -> None:
        members["predictions.npz"] = b"nonsense"

    rewrite(path, change)
    outline = read_outline(path)
    assert (outline.video, outline.model) == (document.analysis.video, document.analysis.model)
    assert (outline.tuning, outline.hand) == (document.tuning, HAND)
    assert outline.predictions == len(document.analysis.predictions)
    with pytest.raises(DamagedResultError):
        load_document(path)


def test_a_video_that_moved_with_its_result_is_found(tmp_path: Path) -> None:
    document = ResultDocument(analysis(of_video=video(tmp_path / "old" / "clip.mp4")))
    path = tmp_path / "new" / "clip.mp4.exercises.vidclf"
    save_document(path, document)
    assert load_document(path).analysis.video.path == tmp_path / "old" / "clip.mp4"
    (tmp_path / "new" / "clip.mp4").write_bytes(b"moved")
    assert load_document(path).analysis.video.path == tmp_path / "new" / "clip.mp4"
    assert read_outline(path).video.path == tmp_path / "new" / "clip.mp4"


def test_in_a_folder_for_all_results_another_video_of_that_name_is_not_taken(
    tmp_path: Path,
) -> None:
    mine = tmp_path / "mine" / "clip.mp4"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    path = result_path(mine, "exercises", tmp_path)
    save_document(path, ResultDocument(analysis(of_video=video(mine))))
    (tmp_path / "clip.mp4").write_bytes(b"another")
    assert load_document(path).analysis.video.path == mine


def test_a_path_from_windows_keeps_its_name(path: Path, document: ResultDocument) -> None:
    save_document(path, document)
    stored = json.loads(zipfile.ZipFile(path).read("result.json"))["video"]
    change_json(path, video=stored | {"path": "C:\\films\\clip.mp4"})
    assert load_document(path).analysis.video.name == "clip.mp4"


def no_json(members: dict[str, bytes]) -> None:
    del members["result.json"]


def no_predictions(members: dict[str, bytes]) -> None:
    del members["predictions.npz"]


def no_object(members: dict[str, bytes]) -> None:
    members["result.json"] = b"[1, 2]"


def deep(members: dict[str, bytes]) -> None:
    members["result.json"] = b"[" * 100_000


def broken_arrays(members: dict[str, bytes]) -> None:
    content = bytearray(members["predictions.npz"])
    content[len(content) // 3] ^= 0xFF
    members["predictions.npz"] = bytes(content)


@pytest.mark.parametrize(
    "change", [no_json, no_predictions, no_object, deep, broken_arrays], ids=lambda c: c.__name__
)
def test_a_damaged_file_says_so(
    path: Path, document: ResultDocument, change: Callable[[dict[str, bytes]], None]
) -> None:
    save_document(path, document)
    rewrite(path, change)
    before = path.read_bytes()
    with pytest.raises(DamagedResultError) as caught:
        load_document(path)
    assert str(path) in caught.value.message
    assert "damaged" in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize("length", [0, 1, 100, 1500])
def test_a_file_that_was_cut_short_says_so(
    path: Path, document: ResultDocument, length: int
) -> None:
    save_document(path, document)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DamagedResultError):
        load_document(path)


def overlapping() -> list[dict[str, Any]]:
    return [
        {"label": "squat", "start_s": 1.0, "end_s": 3.0},
        {"label": None, "start_s": 2.0, "end_s": 4.0},
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "something"},
        {"unknown": 1},
        {"predictions": 7},
        {"predictions": 10**12},
        {"predictions": -1},
        {"follows": True},
        {"hand": overlapping()},
        {"hand": [{"label": "squat", "start_s": 3.0, "end_s": 3.0}]},
        {"tuning": {"threshold": 7.0}},
        {"took_s": "long"},
        {"analysed_at": "2025-01-01T00:00:00"},
        {"format_version": 0},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(
    path: Path, document: ResultDocument, changes: dict[str, Any]
) -> None:
    save_document(path, document)
    change_json(path, **changes)
    with pytest.raises(DamagedResultError):
        load_document(path)


def count() -> int:
    return len(analysis().predictions)


@pytest.mark.parametrize(
    "arrays",
    [
        {"raw": None},
        {"raw": np.zeros((201, 3))},
        {"raw": np.zeros((201, 3), dtype=np.float32)},
        {"raw": np.full((201, 3), np.nan, dtype=np.float32)},
        {"raw": np.full((201, 2), 0.5, dtype=np.float32)},
        {"time_s": np.zeros(201)},
        {"time_s": -1.0 - np.arange(201)[::-1]},
        {"time_s": np.full(201, np.inf)},
        {"time_s": np.arange(201)},
        {"index": np.full(201, -1)},
        {"nobody": np.ones(201, dtype=np.bool_)},
        {"nobody": np.array([object()] * 201)},
    ],
    ids=lambda arrays: "-".join(f"{name}-{getattr(a, 'dtype', a)}" for name, a in arrays.items()),
)
def test_predictions_that_make_no_sense_are_refused(
    path: Path, document: ResultDocument, arrays: dict[str, Any]
) -> None:
    assert count() == 201
    save_document(path, document)
    change_arrays(path, **arrays)
    with pytest.raises(DamagedResultError):
        load_document(path)


def test_a_header_that_asks_for_much_memory_is_refused(
    path: Path, document: ResultDocument
) -> None:
    save_document(path, document)

    def change(members: dict[str, bytes]) -> None:
        def inner(arrays: dict[str, bytes]) -> None:
            arrays["raw.npy"] = arrays["raw.npy"].replace(b"(201, 3)", b"(1 << 50)"[:8])
            header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 3), }"
            arrays["raw.npy"] = (
                b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + b"\0" * 100
            )

        inner_path = path.with_suffix(".npz")
        inner_path.write_bytes(members["predictions.npz"])
        rewrite(inner_path, inner)
        members["predictions.npz"] = inner_path.read_bytes()

    rewrite(path, change)
    with pytest.raises(DamagedResultError, match="shape"):
        load_document(path)


def test_a_newer_versions_file_is_left_alone(path: Path, document: ResultDocument) -> None:
    save_document(path, document)
    change_json(path, format_version=2, colour="red")
    before = path.read_bytes()
    with pytest.raises(NewerResultError, match="newer version"):
        load_document(path)
    with pytest.raises(NewerResultError):
        save_document(path, document)
    assert path.read_bytes() == before


def test_a_damaged_file_is_kept_aside_on_saving(path: Path, document: ResultDocument) -> None:
    path.write_bytes(b"precious")
    save_document(path, document)
    assert path.with_name("clip.mp4.exercises.damaged-1.vidclf").read_bytes() == b"precious"
    assert load_document(path).corrections.hand == HAND


def test_keeping_aside_takes_the_next_number(path: Path) -> None:
    for number in (1, 2):
        path.write_bytes(bytes(number))
        assert keep_aside(path).name == f"clip.mp4.exercises.damaged-{number}.vidclf"
    assert not path.exists()
    with pytest.raises(SinkError):
        keep_aside(path)


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="no such file"):
        load_document(tmp_path / "none.vidclf")
    with pytest.raises(DamagedResultError, match="no file"):
        load_document(tmp_path)
    os.mkfifo(tmp_path / "pipe.vidclf")
    with pytest.raises(DamagedResultError):
        load_document(tmp_path / "pipe.vidclf")
    with pytest.raises(ResultError):
        load_document(tmp_path / "a\0b.vidclf")


def test_a_folder_that_takes_no_files(tmp_path: Path, document: ResultDocument) -> None:
    (tmp_path / "file").write_bytes(b"")
    document.set_tuning(Tuning())
    with pytest.raises(SinkError, match="could not be written"):
        save_document(tmp_path / "file" / "clip.mp4.exercises.vidclf", document)
    assert document.changed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path, document: ResultDocument) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(SinkError, match="could not be written"):
            save_document(tmp_path / "clip.mp4.exercises.vidclf", document)
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_full_disk_leaves_what_was_there(
    path: Path, document: ResultDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_document(path, document)
    before = path.read_bytes()
    document.corrections.clear()

    class FullDisk(zipfile.ZipFile):
        def writestr(self, *arguments: Any, **named: Any) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile, "ZipFile", FullDisk)
    with pytest.raises(SinkError, match="No space left"):
        save_document(path, document)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert document.changed
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_edits_during_a_save_stay_unsaved(
    path: Path, document: ResultDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = document.packed

    def edit_meanwhile() -> bytes:
        document.corrections.add("squat", 10.0, 12.0)
        return plain()

    monkeypatch.setattr(document, "packed", edit_meanwhile)
    save_document(path, document)
    assert document.changed
    assert load_document(path).corrections.hand == HAND


def test_a_version_of_zip_that_there_never_was(path: Path, document: ResultDocument) -> None:
    save_document(path, document)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        content[file.start_dir + 6] = 84
    path.write_bytes(content)
    with pytest.raises(DamagedResultError, match=r"version 8\.4"):
        load_document(path)


@settings(max_examples=300)
@given(st.integers(0, 10**9), st.integers(1, 255))
def test_a_flipped_byte_anywhere_is_noticed_or_harmless(place: int, flip: int) -> None:
    content = bytearray(_saved())
    content[place % len(content)] ^= flip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4.exercises.vidclf"
        path.write_bytes(content)
        try:
            found = load_document(path)
        except DamagedResultError:
            return
    # Times of day and the like in the zip's own tables.
    wanted = ResultDocument(analysis([("squat", 2.0, 8.0)], duration_s=10.0))
    assert_same(found.analysis, wanted.analysis)


@functools.cache
def _saved() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4.exercises.vidclf"
        run = analysis([("squat", 2.0, 8.0)], duration_s=10.0)
        save_document(path, ResultDocument(run))
        return path.read_bytes()


# Names.


def test_the_name_tells_video_and_model(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    assert result_path(clip, "exercises") == tmp_path / "clip.mp4.exercises.vidclf"
    assert result_path(clip, "a/b: c.d").name == "clip.mp4.a_b__c_d.vidclf"


def test_videos_of_one_name_do_not_meet_in_one_folder(tmp_path: Path) -> None:
    one = result_path(tmp_path / "monday" / "clip.mp4", "exercises", tmp_path / "results")
    other = result_path(tmp_path / "tuesday" / "clip.mp4", "exercises", tmp_path / "results")
    assert one != other
    assert one.parent == other.parent == tmp_path / "results"
    assert one.name.startswith("clip.mp4~")


def test_the_results_of_a_video_are_found(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    mine = [
        "clip.mp4.exercises.vidclf",
        "clip.mp4.groups.vidclf",
        "clip.mp4.exercises.before-1.vidclf",
        "clip.mp4.exercises.before-2.vidclf",
    ]
    others = [
        "clip.mp4.exercises.damaged-1.vidclf",
        ".clip.mp4.exercises.123.partial.vidclf",
        "clip.mp4",
        "clip.mp4.exercises.json",
        "clip.mp4.short.mp4.exercises.vidclf",
        "clip.mp4~00000000.exercises.vidclf",
    ]
    for name in [*others, *reversed(mine)]:
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in results_of(clip)] == mine
    assert results_of(tmp_path / "none" / "clip.mp4") == []


@pytest.mark.parametrize("folder", [None, "results"])
@pytest.mark.parametrize("name", ["clip.mp4", "ü" * 120 + ".mp4", "a" * 250 + ".mp4"])
def test_a_name_of_any_length_can_be_written(
    tmp_path: Path, folder: str | None, name: str, document: ResultDocument
) -> None:
    place = None if folder is None else tmp_path / folder
    path = result_path(tmp_path / name, "ö" * 100, place)
    assert path != result_path(tmp_path / ("x" + name[1:]), "ö" * 100, place)
    save_document(path, document)
    keep_aside(path, "before")
    save_document(path, document)
    assert results_of(tmp_path / name, place)[0] == path
    assert len(results_of(tmp_path / name, place)) == 2


def test_many_labels(path: Path) -> None:
    many = tuple(f"label {number}" for number in range(300))
    run = analysis([("label 7", 2.0, 4.0)], of_model=model(many))
    save_document(path, ResultDocument(run))
    assert_same(load_document(path).analysis, run)
