"""The queue between two starts."""

from pathlib import Path

import pytest

from vidclf_app.errors import SinkError
from vidclf_app.ui.files.queue_file import KeptFile, load_queue, save_queue

FILES = (
    KeptFile(video="/films/öne.mp4", state="waiting", anew=True),
    KeptFile(video="/films/two.mp4", state="failed", message="It broke.", hint="Mend it."),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "files.json"
    assert load_queue(path) == ((), "")
    save_queue(path, FILES)
    assert load_queue(path) == (FILES, "")
    save_queue(path, ())
    assert not path.exists(), "no trace of what is done"
    save_queue(path, ())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b'{"format_version": 2, "files": []}',
        b'{"format_version": 1, "files": [{"video": "a", "state": "lost"}]}',
        b'{"files": [{"video": "\\udc80", "state": "waiting"}]}',
    ],
)
def test_what_can_not_be_read_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "files.json"
    for number in (1, 2):
        path.write_bytes(content)
        files, told = load_queue(path)
        assert files == ()
        assert f"kept as files.damaged-{number}.json" in told
        assert (tmp_path / f"files.damaged-{number}.json").read_bytes() == content
        assert not path.exists()


def test_a_queue_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SinkError, match="could not be written"):
        save_queue(tmp_path / "file" / "files.json", FILES)
