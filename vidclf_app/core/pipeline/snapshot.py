"""How a run stands, as a record."""

from dataclasses import dataclass
from enum import Enum

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.pipeline.shortage import Shortage
from vidclf_app.core.records import Frame, Prediction, SourceInfo


class State(Enum):
    """Where a pipeline stands."""

    OPENING = "opening"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything a face needs to draw, at one moment.

    Attributes:
        state: Where the pipeline stands.
        source: What the source says of itself, once it is open.
        manifest: The model, once it is open.
        frame: The newest frame out of the source.
        prediction: The newest prediction; None also in a shortage.
        error: The first error, in state FAILED.
        shortage: Why the model can't predict, where frames lie too far apart for it.
    """

    state: State
    source: SourceInfo | None
    manifest: ModelManifest | None
    frame: Frame | None
    prediction: Prediction | None
    error: BaseException | None
    shortage: Shortage | None = None
