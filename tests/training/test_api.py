"""The names that `training` exports, each from its home, and nothing loaded before it is used."""

import subprocess
import sys

import pytest

import training


@pytest.mark.parametrize("name", training.__all__)
def test_every_name_is_a_function(name: str) -> None:
    # A module of the same name would take its place as soon as it is imported.
    for home in set(training._HOMES.values()):
        __import__(home)
    assert callable(getattr(training, name))
    assert getattr(training, name).__name__ == name


def test_an_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'build_modle'"):
        _ = training.build_modle
    assert set(training.__all__) <= set(dir(training))


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys, training\n"
        "assert not {'tensorflow', 'keras', 'pandas', 'cv2'} & set(sys.modules)\n"
        "from training import load_dataframe\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
