"""The list's model: what stays the same is left alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from vidclf_app.ui.files.file_model import OPEN, VIDEO, FileModel
from vidclf_app.ui.files.view_state import FileRow, RowState


def file_row(number: int, *, status: str = "Waiting") -> FileRow:
    return FileRow(
        number=number,
        video=Path(f"/films/{number}.mp4"),
        name=f"{number}.mp4",
        folder="/films",
        state=RowState.WAITING,
        status=status,
        progress=None,
        left="",
        found="",
        message="",
        detail="",
        result=None,
        may_open=False,
        may_cancel=True,
        may_retry=False,
    )


def rows(*numbers: int) -> tuple[FileRow, ...]:
    return tuple(file_row(number) for number in numbers)


def changes(model: FileModel, to: tuple[FileRow, ...]) -> list[str]:
    """Show other rows and return what the model told of it."""
    told: list[str] = []
    with (
        told_of(model.rowsInserted, lambda _, a, b: told.append(f"in {a}-{b}")),
        told_of(model.rowsRemoved, lambda _, a, b: told.append(f"out {a}-{b}")),
        told_of(model.dataChanged, lambda a, b: told.append(f"changed {a.row()}-{b.row()}")),
        told_of(model.modelReset, lambda: told.append("reset")),
    ):
        model.render_rows(to)
    assert model.rows == to
    return told


@contextmanager
def told_of(signal: SignalInstance, slot: Callable[..., None]) -> Iterator[None]:
    signal.connect(slot)
    yield
    signal.disconnect(slot)


def test_only_what_changes_is_told(qtmodeltester: ModelTester) -> None:
    model = FileModel()
    assert changes(model, first := rows(1, 2, 3)) == ["in 0-2"]
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert changes(model, first) == []
    assert changes(model, (first[0], replace(first[1], status="Analysing"), first[2])) == [
        "changed 1-1"
    ]
    more = (*model.rows, *rows(4, 5))
    assert changes(model, more) == ["in 3-4"]
    assert changes(model, (more[0], more[3])) == ["out 4-4", "out 1-2"]
    assert changes(model, ()) == ["out 0-1"]


def test_one_row_of_hundreds(qtbot: QtBot) -> None:
    model = FileModel()
    before = rows(*range(500))
    changes(model, before)
    assert changes(model, (*before[:250], file_row(250, status="x"), *before[251:])) == [
        "changed 250-250"
    ]


@given(steps=st.lists(st.lists(st.integers(0, 12), unique=True, max_size=10), max_size=6))
def test_any_change_ends_in_the_right_rows(steps: list[list[int]]) -> None:
    model = FileModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for numbers in steps:
        model.render_rows(rows(*numbers))
        assert [row.number for row in model.rows] == numbers
        assert model.rowCount() == len(numbers)
    del tester


def test_texts(qtbot: QtBot) -> None:
    model = FileModel()
    done = replace(
        file_row(1), state=RowState.DONE, status="Analysed", found="squat 2.0 s", may_open=True
    )
    model.render_rows((done,))
    assert model.data(model.index(0, VIDEO)) == "1.mp4"
    assert model.data(model.index(0, OPEN)) == "Open"
    spoken = model.data(model.index(0, VIDEO), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1.mp4, Analysed, squat 2.0 s"
    assert model.data(model.index(0, VIDEO), Qt.ItemDataRole.ToolTipRole) == "/films\n1.mp4"
    assert model.columnCount() == 5
