"""State dicts are read without PyTorch; what is no plain tensor is refused, not run."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.training.backbones.builders import write_state_dict
from training.backbones.torch_state import read_state_dict
from training.errors import TrainingError

ARRAYS: dict[str, npt.NDArray[Any]] = {
    "conv.weight": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
    # Converted networks keep the memory order of where they came from.
    "fc.weight": np.arange(6, dtype=np.float32).reshape(2, 3).T,
    "norm.num_batches_tracked": np.array(7, dtype=np.int64),
    "nothing": np.zeros((0, 4), dtype=np.float32),
}


class _Harm:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_arrays_come_back_whatever_their_memory_order(tmp_path: Path) -> None:
    found = read_state_dict(write_state_dict(tmp_path / "a.pth", ARRAYS))
    assert set(found) == set(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_a_file_that_calls_a_function_is_refused_before_the_call(tmp_path: Path) -> None:
    harm = tmp_path / "harm"
    path = write_state_dict(tmp_path / "a.pth", ARRAYS, extra=_Harm(harm))
    with pytest.raises(TrainingError, match=r"it asks for posix\.mkdir|it asks for nt\.mkdir"):
        read_state_dict(path)
    assert not harm.exists()


@pytest.mark.parametrize("kept", [0, 5, 40, 200, -1])
def test_a_file_that_is_cut_off(tmp_path: Path, kept: int) -> None:
    path = write_state_dict(tmp_path / "a.pth", ARRAYS)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(TrainingError, match="the weights can't be read"):
        read_state_dict(path)


def test_other_files(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be read: No such file"):
        read_state_dict(tmp_path / "none.pth")
    zipped = tmp_path / "new.pth"
    np.savez(zipped.with_suffix(".npz"), a=np.zeros(3))
    zipped.with_suffix(".npz").rename(zipped)
    with pytest.raises(TrainingError, match="can't be read"):
        read_state_dict(zipped)


def test_a_tensor_that_reaches_behind_its_storage(tmp_path: Path) -> None:
    path = write_state_dict(tmp_path / "a.pth", {"w": np.zeros((3, 5), dtype=np.float32)})
    content = path.read_bytes()
    assert content.count(b"K\x03K\x05\x86") == 1  # the shape, in the pickle
    path.write_bytes(content.replace(b"K\x03K\x05\x86", b"K\x09K\x05\x86"))
    with pytest.raises(TrainingError, match="larger than its storage"):
        read_state_dict(path)
