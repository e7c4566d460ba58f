"""What the models page shows, as frozen records without Qt."""

from dataclasses import dataclass

from vidclf_app.ui.parts.messages import Banner


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model in the list.

    Attributes:
        text: What the library finds it by.
        name: Its name and version, for people.
        note: Where it comes from, or what is wrong with it.
        in_use: The live view uses it.
        broken: It can't be used.
        removable: A person installed it.
    """

    text: str
    name: str
    note: str
    in_use: bool
    broken: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class ModelDetail:
    """The chosen model.

    Attributes:
        row: Its line in the list.
        facts: Name and value, for people.
        labels: What it recognises, as people read it.
        figures: Name and value, for people: how well it does on what it never saw.
        card: The model card, Markdown from a stranger.
        path: Where it was installed; empty for one that came with the program.
    """

    row: ModelRow
    facts: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    card: str
    path: str


@dataclass(frozen=True, slots=True)
class ModelsState:
    """Everything that the page shows, at one moment.

    Attributes:
        rows: All models.
        detail: The chosen one, or None.
        installing: Name of the file that is being checked, or "".
        question: What must be confirmed before a model is removed, or "".
        banner: The most urgent message, or None.
    """

    rows: tuple[ModelRow, ...]
    detail: ModelDetail | None
    installing: str
    question: str
    banner: Banner | None
