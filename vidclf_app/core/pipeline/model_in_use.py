"""The model of a run as all its threads see it."""

import threading
from dataclasses import dataclass

from vidclf_app.core.pipeline.shortage import Shortage
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Prediction, Tuning


@dataclass(frozen=True, slots=True, eq=False)
class ModelMoment:
    """The model and what it said last, which belong together.

    Attributes:
        recognizer: The recogniser in use; None before the first.
        prediction: Its newest prediction; never that of the one before. None also in a shortage.
        shortage: Why there is no prediction, where frames lie too far apart for the model.
        held: See `Stats`, all models of the run together.
        restarts: Likewise.
    """

    recognizer: Recognizer | None
    prediction: Prediction | None
    shortage: Shortage | None
    held: int
    restarts: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the prediction's probabilities; () before there is a model."""
        return self.recognizer.manifest.labels if self.recognizer else ()


class ModelInUse:
    """Holds the recogniser that runs, its newest prediction, and the one to take over.

    The inference thread runs it, with `begin`, `take_next` and the `note`s; any thread may ask.

    Args:
        tuning: What a person changed about the model's decisions.
    """

    def __init__(self, tuning: Tuning) -> None:
        self._lock = threading.Lock()
        self._is_known = threading.Event()
        self._tuning = tuning
        self._recognizer: Recognizer | None = None
        self._next: Recognizer | None = None
        self._prediction: Prediction | None = None
        self._shortage: Shortage | None = None
        self._held_before = self._restarts_before = 0

    def wait(self) -> None:
        """Wait until there is a model, or `give_up`."""
        self._is_known.wait()

    def give_up(self) -> None:
        """Let nobody wait any more."""
        self._is_known.set()

    @property
    def rate_hz(self) -> float | None:
        """The model's frames a second; None before there is a model."""
        recognizer = self._recognizer
        return recognizer.manifest.rate_hz if recognizer is not None else None

    def moment(self) -> ModelMoment:
        """Return how it stands."""
        with self._lock:
            recognizer = self._recognizer
            return ModelMoment(
                recognizer=recognizer,
                prediction=self._prediction,
                shortage=self._shortage,
                held=recognizer.held - self._held_before if recognizer else 0,
                restarts=recognizer.restarts - self._restarts_before if recognizer else 0,
            )

    def tune(self, tuning: Tuning) -> None:
        """Change threshold and smoothing of this model and those to come."""
        with self._lock:
            self._tuning = tuning
            if self._recognizer is not None:
                self._recognizer.tune(tuning)

    def ask_for(self, recognizer: Recognizer) -> None:
        """Let another recogniser take over when it is next asked for one."""
        with self._lock:
            self._next = recognizer

    def take_next(self) -> Recognizer | None:
        """Return the recogniser that is to take over, once."""
        with self._lock:
            wanted, self._next = self._next, None
        return wanted

    def begin(self, recognizer: Recognizer) -> None:
        """Make a recogniser the one in use; what the one before counted stays counted."""
        recognizer.reset()
        with self._lock:
            before = self._recognizer
            # A recogniser that was used before has counted already.
            self._held_before += recognizer.held - (before.held if before else 0)
            self._restarts_before += recognizer.restarts - (before.restarts if before else 0)
            recognizer.tune(self._tuning)
            self._prediction = self._shortage = None
            self._recognizer = recognizer
        self._is_known.set()

    def note(self, prediction: Prediction) -> None:
        """Take note of the newest prediction."""
        with self._lock:
            self._prediction, self._shortage = prediction, None

    def note_shortage(self, shortage: Shortage) -> None:
        """Take note that the model can't predict; what it said before holds no more."""
        with self._lock:
            self._prediction, self._shortage = None, shortage
