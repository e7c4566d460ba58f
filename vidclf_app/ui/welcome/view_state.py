"""What the welcome shows, as a frozen record without Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """Everything that the welcome shows.

    Attributes:
        known: What the model recognises, a sentence for people; "" while that is being read.
        unknown: What it doesn't, likewise.
    """

    known: str
    unknown: str
