"""Classes from names: an ordered table of patterns, the first that is found in a name decides."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator

from training.errors import TrainingError
from training.strict import Strict

OTHER = "other"
UNNAMED = "unnamed"

_Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=100)]
_HINT = "See training/exercises/bofit_rules.toml for a complete example."


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says.

    Attributes:
        label: The class; `other` for everything that is none.
        variant: Which form of it; `unnamed` where no rule speaks about the name.
    """

    label: str
    variant: str


class NameRule(Strict):
    """One line of the table.

    Attributes:
        match: Regular expression, searched anywhere in the name, upper and lower case alike.
        label: Class of the names it is found in, in snake_case.
        variant: Which form of the class, in snake_case.
    """

    match: str = Field(min_length=1)
    label: _Word
    variant: _Word

    @field_validator("match")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"is not a regular expression: {error}") from error
        return pattern


class NameRules(Strict):
    """The whole table.

    Attributes:
        rule: In the order in which they are tried.
    """

    rule: tuple[NameRule, ...] = Field(min_length=1)

    def label_of(self, name: str) -> Named:
        """Return the class and variant of the first rule whose pattern is found in a name."""
        for rule in self.rule:
            if re.search(rule.match, name, re.IGNORECASE):
                return Named(rule.label, rule.variant)
        return Named(OTHER, UNNAMED)


def load_rules(path: Path) -> NameRules:
    """Read a table of rules.

    Args:
        path: A TOML file with an array `rule`, each with `match`, `label` and `variant`.

    Raises:
        TrainingError: The file can't be read, is not TOML, or a rule has a wrong or unknown key;
            names the first one and the rule's number, counted from 1.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"{path}: can't be read: {error.strerror}.", _HINT) from error
    except UnicodeDecodeError as error:
        raise TrainingError(f"{path}: is not a UTF-8 text file.", _HINT) from error
    except tomllib.TOMLDecodeError as error:
        raise TrainingError(f"{path}: is not valid TOML: {error}.", _HINT) from error
    try:
        return NameRules.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise TrainingError(f"{path}: {_place(first['loc'])}{_reason(first)}.", _HINT) from error


def _place(location: tuple[int | str, ...]) -> str:
    parts = [f"rule {part + 1}" if isinstance(part, int) else part for part in location]
    if len(parts) > 1:  # "rule" itself says nothing beside the rule's number
        del parts[0]
    return "".join(f"{part}: " for part in parts)


def _reason(problem: Any) -> str:
    if problem["type"] == "extra_forbidden":
        return "there is no such setting"
    if problem["type"] == "missing":
        return "is missing"
    if problem["type"] == "string_pattern_mismatch":
        return "must be snake_case: small letters, digits and single underscores"
    return str(problem["msg"]).removeprefix("Value error, ").rstrip(".")
