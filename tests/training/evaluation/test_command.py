"""`vidclf-train evaluate` from videos in folders to the report."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import write_bundle, write_video
from tests.training.conftest import Command


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder per class; one red clip lies among the blue ones."""
    folder = tmp_path_factory.mktemp("data")
    for label, name, colour in (
        ("red", "a", "red"),
        ("red", "b", "red"),
        ("blue", "c", "blue"),
        ("blue", "d", "red"),
    ):
        (folder / label).mkdir(exist_ok=True)
        write_video(folder / label / f"{name}.mp4", [colour], seconds_each=1.5)
    (folder / "red" / "torn.mp4").write_bytes((folder / "red" / "a.mp4").read_bytes()[:900])
    return folder


def test_the_report_lies_beside_where_one_stands(
    bundle_path: Path, data: Path, vidclf_train: Command
) -> None:
    code, out, err = vidclf_train("evaluate", bundle_path, data)
    assert code == 0, err
    assert "The app gives the right label to 3 of 4 clips (75%)." in out
    assert "report: colours-evaluation/report.html" in out
    assert "left out: 1 of the clips" in out
    content = json.loads(Path("colours-evaluation/report.json").read_text())
    assert content["kind"] == "bundle"
    assert content["heads"]["bundle"]["figures"]["clip_accuracy"] == 0.75
    red = next(line for line in out.splitlines() if line.startswith("red "))
    assert red.split() == ["red", "2", "0.667", "1.000", "0.800"]
    wrong = [clip for clip in content["clips"] if not clip["is_right"]]
    assert [(clip["clip"], clip["predicted"]) for clip in wrong] == [("blue/d.mp4", "red")]
    assert "data:image/webp" in Path("colours-evaluation/report.html").read_text()


def test_clips_of_one_class_are_enough(
    bundle_path: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    table = tmp_path / "red.csv"
    table.write_text(f"path,label\n{data / 'red' / 'a.mp4'},red\n{data / 'red' / 'b.mp4'},red\n")
    code, out, err = vidclf_train("evaluate", bundle_path, table)
    assert code == 0, err
    assert "2 of 2 clips (100%)" in out


def test_json_on_standard_output_is_that_of_the_report(
    bundle_path: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    out_folder = tmp_path / "elsewhere"
    code, out, _ = vidclf_train(
        "evaluate", bundle_path, data, "--json", "--no-previews", "--out", out_folder
    )
    assert code == 0
    assert out == (out_folder / "report.json").read_text()
    assert "data:image/webp" not in (out_folder / "report.html").read_text()


def test_clips_that_were_in_training_are_told(
    tmp_path: Path, data: Path, vidclf_train: Command
) -> None:
    bundle = write_bundle(tmp_path / "known")
    # The three red clips are one and the same content.
    seen = hashlib.sha256((data / "red" / "a.mp4").read_bytes()).hexdigest()
    (bundle / "TRAINING_CLIPS.txt").write_text(f"{seen}\n")
    code, out, _ = vidclf_train("evaluate", bundle, data)
    sentence = "3 of the 4 clips were in training: the figures flatter."
    assert code == 0
    assert sentence in out
    assert sentence in Path("known-evaluation/report.html").read_text()
    content = json.loads(Path("known-evaluation/report.json").read_text())
    assert content["seen_clips"] == 3
    assert sentence in content["summary"]


def test_the_test_part_is_taken_where_there_is_one(
    bundle_path: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    lines = ["path,label,group,split"]
    for number, path in enumerate(sorted(data.glob("*/[abcd].mp4"))):
        lines.append(f"{path},{path.parent.name},g{number},{'test' if number % 2 else 'train'}")
    (tmp_path / "clips.csv").write_text("\n".join(lines) + "\n")
    for extra, clips in (((), 2), (("--split", "train"), 2), (("--split", "all"), 4)):
        code, out, err = vidclf_train("evaluate", bundle_path, tmp_path / "clips.csv", *extra)
        assert code == 0, err
        assert f"of {clips} clips" in out


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("--strict",), 7, "torn.mp4"),
        (("--provider", "tpu"), 5, "not a provider"),
        (("--split", "half"), 5, "not a part of the data"),
        (("--split", "test"), 7, "no clip belongs to the split test"),
    ],
)
def test_what_is_refused(
    bundle_path: Path,
    data: Path,
    vidclf_train: Command,
    arguments: tuple[str, ...],
    code: int,
    expected: str,
) -> None:
    found, out, err = vidclf_train("evaluate", bundle_path, data, *arguments)
    assert found == code
    assert expected in err
    assert "Traceback" not in err
    assert not out
    assert not Path("colours-evaluation").exists()


def test_no_bundle_no_data_and_no_place(
    bundle_path: Path, data: Path, vidclf_train: Command, tmp_path: Path
) -> None:
    assert vidclf_train("evaluate", tmp_path / "none", data)[0] == 4
    assert vidclf_train("evaluate", bundle_path, tmp_path / "none")[0] == 7
    (tmp_path / "file").write_text("mine")
    assert vidclf_train("evaluate", bundle_path, data, "--out", tmp_path / "file")[0] == 6
    assert (tmp_path / "file").read_text() == "mine"


def test_ctrl_c_leaves_no_report(
    bundle_path: Path, data: Path, vidclf_train: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.evaluation import bundle

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle, "watch_clip", interrupted)
    code, out, err = vidclf_train("evaluate", bundle_path, data)
    assert code == 130
    assert err.strip().splitlines()[-1].startswith("error: interrupted")
    assert not out
    assert not Path("colours-evaluation").exists()


def test_it_does_without_tensorflow(bundle_path: Path, data: Path, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['vidclf-train', 'evaluate', {str(bundle_path)!r}, {str(data)!r}]\n"
        "from training.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "assert not {'tensorflow', 'keras', 'matplotlib.pyplot'} & set(sys.modules)\n"
    )
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": root, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "3 of 4 clips" in done.stdout
