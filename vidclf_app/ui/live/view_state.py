"""What the window shows, as frozen records without Qt."""

from dataclasses import dataclass
from enum import Enum

from vidclf_app.core.records import Frame, Prediction, SourceInfo, Stats, Tuning
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.live.desk import DeskView
from vidclf_app.live.recording.desk import RecordingView
from vidclf_app.ui.parts.messages import Banner
from vidclf_app.ui.parts.own_tuning import OwnTuning


class Phase(Enum):
    """What the picture's place is doing."""

    OPENING = "opening"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model that can be picked.

    Attributes:
        text: What `LiveController.open_model` takes.
        name: For people.
    """

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class CameraSetup:
    """How a camera or stream is set.

    Attributes:
        name: The camera's own name, or the stream's address without its password.
        asks_driver: Size and rate can be asked for; of a stream they can't.
        asked: What was asked for.
        given: What the driver made of it, for people; "" before it is open.
    """

    name: str
    asks_driver: bool
    asked: CameraProperties
    given: str


@dataclass(frozen=True, slots=True, eq=False)
class ViewState:
    """Everything that the window shows, at one moment.

    Attributes:
        phase: What the picture's place is doing.
        headline: What stands in the picture's place while there is no picture, or "".
        source_text: What was asked for; "" stands for the demo.
        source_name: The same for people, without a password.
        source: What the source says of itself, once it is open.
        frame: The newest frame, from the newest source only.
        labels: The model's labels, () before it is open.
        prediction: The newest prediction.
        verdict: The recognised label as people read it, or what is going on instead.
        recognised: `verdict` is a label.
        banner: The most urgent message, or None.
        paused: The picture stands still.
        mirror: Show the picture mirrored.
        skeleton: Draw the person that the model follows.
        finds_people: The model follows a person; False before it is open.
        model_text: What was asked for; "" stands for the default.
        model_name: The same for people.
        model_opening: Name of the model that is being opened while the other goes on, or "".
        models: The models to pick from.
        tuning: What a person changed.
        own_tuning: What the model says, once it is open.
        cameras: This machine's cameras, or None before they are known.
        cameras_listing: They are being looked for.
        stats: How it is doing, renewed a few times a second.
        camera: How the camera or stream is set; None for files.
        desk: History, session and recording.
        background: The model's label for "none of these", or None.
    """

    phase: Phase
    headline: str
    source_text: str
    source_name: str
    source: SourceInfo | None
    frame: Frame | None
    labels: tuple[str, ...]
    prediction: Prediction | None
    verdict: str
    recognised: bool
    banner: Banner | None
    paused: bool
    mirror: bool
    skeleton: bool
    finds_people: bool
    model_text: str
    model_name: str
    model_opening: str
    models: tuple[ModelChoice, ...]
    tuning: Tuning
    own_tuning: OwnTuning | None
    cameras: tuple[Camera, ...] | None
    cameras_listing: bool
    stats: Stats
    camera: CameraSetup | None = None
    desk: DeskView | None = None
    background: str | None = None

    @property
    def recording(self) -> RecordingView | None:
        """A recording that goes on, or None."""
        return self.desk.recording if self.desk is not None else None
