"""Noticing that a model gets too few frames to predict."""

from enum import Enum

# Once may be a jump of the source, or a model's slow first call.
_BREAKS_IN_A_ROW = 2


class Shortage(Enum):
    """Why a model gets too few frames."""

    PICTURES = "the source gives too few a second"
    SPEED = "the model takes so long for each that most are dropped"


class ShortageWatch:
    """Notices frames that lie so far apart that the model starts anew at each.

    Args:
        restarts: See `Recognizer.restarts`, before the first frame.
    """

    def __init__(self, restarts: int) -> None:
        self._restarts = restarts
        self._dropped = 0
        self._breaks = 0
        self._cause = Shortage.PICTURES

    def follow(self, *, restarts: int, dropped: int, has_predicted: bool) -> Shortage | None:
        """Take note of a frame through the model.

        Args:
            restarts: See `Recognizer.restarts`.
            dropped: Frames that the model was too slow for, so far.
            has_predicted: The frame led to a prediction.

        Returns:
            Why there are no predictions, where frames lie too far apart; else None.
        """
        if has_predicted:
            self._breaks = 0
        elif restarts > self._restarts:
            self._breaks += 1
            self._cause = Shortage.SPEED if dropped > self._dropped else Shortage.PICTURES
        self._restarts, self._dropped = restarts, dropped
        return self._cause if self._breaks >= _BREAKS_IN_A_ROW else None
