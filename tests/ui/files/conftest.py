"""Fixtures for the tests of the page of files."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vidclf_app.models.shelf import BundleShelf
from vidclf_app.ui.files.controller import FilesController

MakeFiles = Callable[..., FilesController]


@pytest.fixture
def make_files(bundle_path: Path, tmp_path: Path) -> Iterator[MakeFiles]:
    """Make controllers that are ended at the end; with the colour bundle if not told."""
    made: list[FilesController] = []

    def make(**options: Any) -> FilesController:
        defaults: dict[str, Any] = {
            "shelf": BundleShelf(),
            "model": lambda: str(bundle_path),
            "state_path": tmp_path / "state" / "files.json",
            "fallback_folder": tmp_path / "fallback",
        }
        made.append(FilesController(**(defaults | options)))
        return made[-1]

    yield make
    for controller in made:
        assert controller.end(10.0)
