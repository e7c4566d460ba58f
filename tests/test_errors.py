"""Errors keep what they say and what is filled in: English for the log, any language for people."""

import copy
import errno
import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError, field_validator

from vidclf_app import translating
from vidclf_app.errors import SinkError, SourceOpenError, first_fault, refusal
from vidclf_app.translating import Deferred, deferred, translated

WORDS = {
    "{path} is gone.": "{path} ist fort.",
    "Wait {time_s:.1f} s.": "Warten Sie {time_s:.1f} s.",
    "Not so: {reason}.": "So nicht: {reason}.",
    "too large": "zu groß",
    "Permission denied": "Zugriff verweigert",
    ".": ",",
}


@pytest.fixture
def in_german() -> Iterator[None]:
    """Speak a few words of German."""
    translating.install(lambda _, text: WORDS.get(text, text))
    yield
    translating.install(None)


def gone() -> SourceOpenError:
    return SourceOpenError(
        deferred("test", "{path} is gone.").format(path=Path("clip {1}.mp4")),
        deferred("test", "Wait {time_s:.1f} s.").format(time_s=1.25),
    )


def test_english_without_a_window() -> None:
    error = gone()
    assert (error.message, error.hint) == ("clip {1}.mp4 is gone.", "Wait 1.2 s.")
    assert str(error) == "clip {1}.mp4 is gone. Wait 1.2 s."
    assert str(SinkError("The disk is full.")) == "The disk is full."


def test_the_language_is_that_of_the_moment_it_is_shown(in_german: None) -> None:
    error = gone()
    assert (error.message, error.hint) == ("clip {1}.mp4 ist fort.", "Warten Sie 1,2 s.")
    assert translated(error.line) == "clip {1}.mp4 ist fort. Warten Sie 1,2 s."
    translating.install(None)
    assert error.message == "clip {1}.mp4 is gone."


def test_the_log_and_the_command_line_stay_english(
    in_german: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from vidclf_app.cli.console import report_error

    error = gone()
    assert str(error) == "clip {1}.mp4 is gone. Wait 1.2 s."
    assert error.english == ("clip {1}.mp4 is gone.", "Wait 1.2 s.")
    report_error(error)
    assert "is gone" in capsys.readouterr().err


def test_what_is_filled_in_is_translated_with_it(in_german: None) -> None:
    reason = deferred("test", "too large")
    text = deferred("test", "Not so: {reason}.").format(reason=reason)
    assert text == "Not so: too large."
    assert translated(text) == "So nicht: zu groß."
    assert translated("plain") == "plain"


@pytest.mark.parametrize(
    "kept", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_copies_can_be_translated_too(in_german: None, kept: object) -> None:
    assert callable(kept)
    assert kept(gone()).message == "clip {1}.mp4 ist fort."


def test_another_name_for_what_is_filled_in(in_german: None) -> None:
    text = deferred("test", "{path} is gone.").format(path=Path("copy/model.zip"))
    renamed = text.renamed("copy", "mine")
    assert renamed == f"{Path('mine/model.zip')} is gone."
    assert translated(renamed) == f"{Path('mine/model.zip')} ist fort."
    assert deferred("test", "too large").renamed("too", "so") == "too large"


def test_what_a_system_refuses(in_german: None) -> None:
    assert translated(refusal(OSError(errno.EACCES, "whatever"))) == "Zugriff verweigert"
    assert refusal(OSError(errno.EACCES, "whatever")) == "Permission denied"
    assert refusal(OSError(99999, "never heard of")) == "never heard of"
    assert refusal(OSError("only words")) == "only words"
    assert isinstance(refusal(ValueError(deferred("test", "too large"))), Deferred)


class Form(BaseModel):
    size: int

    @field_validator("size")
    @classmethod
    def _is_small(cls, size: int) -> int:
        if size > 10:
            raise ValueError(deferred("test", "too large"))
        return size


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ({"size": 11}, "size", "zu groß"),
        ({}, "size", "Field required"),
        ({"size": "x"}, "size", "Input should be a valid integer"),
    ],
)
def test_the_first_fault_of_a_file(
    in_german: None, content: dict[str, object], place: str, reason: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate_json(json.dumps(content))
    found_place, found_reason = first_fault(caught.value)
    assert found_place == place
    assert translated(found_reason).startswith(reason)
