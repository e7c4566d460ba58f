"""What the settings page shows, as frozen records without Qt."""

from dataclasses import dataclass
from pathlib import Path

from vidclf_app.settings import Settings
from vidclf_app.ui.parts.messages import Banner


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Something that vidclf keeps on this computer, and where.

    Attributes:
        title: What it is, for people.
        text: What is in it, in a sentence.
        path: A file or folder; need not exist yet.
    """

    title: str
    text: str
    path: Path


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Everything that the settings page shows, at one moment.

    Attributes:
        settings: As they are now.
        model_name: The model in use, for people.
        in_use: Where models really run, for people; "" before that is known.
        recordings_folder: Where recordings go now.
        kept: What is kept where.
        banner: The most urgent message, or None.
        question: What is asked before it is done, or "".
    """

    settings: Settings
    model_name: str
    in_use: str
    recordings_folder: Path
    kept: tuple[KeptPlace, ...]
    banner: Banner | None
    question: str
