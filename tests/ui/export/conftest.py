"""Fixtures for the export panel's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import write_video
from vidclf_app.settings import Settings, SettingsStore
from vidclf_app.ui.export.controller import ExportController

MakeExport = Callable[..., ExportController]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Three seconds of red in a folder of its own."""
    (tmp_path / "videos").mkdir()
    return write_video(tmp_path / "videos" / "clip.mp4", ("red",), seconds_each=3.0)


@pytest.fixture
def make_export(tmp_path: Path) -> Iterator[MakeExport]:
    """Make controllers that are ended; `chosen` names formats, the rest goes to the controller."""
    made: list[ExportController] = []

    def make(*chosen: str, **options: Any) -> ExportController:
        settings = SettingsStore(tmp_path / "settings.json", Settings(export_formats=chosen))
        made.append(ExportController(settings, **options))
        return made[-1]

    yield make
    for controller in made:
        assert controller.end(10.0)
