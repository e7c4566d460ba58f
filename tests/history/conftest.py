"""A real database in a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vidclf_app.history.store import HistoryStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[HistoryStore]:
    store = HistoryStore(path)
    yield store
    assert store.close()
