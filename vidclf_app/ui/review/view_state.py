"""What the view of a result shows, as frozen records without Qt."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from vidclf_app.core.labels import RankedLabel
from vidclf_app.core.records import Body, Frame, Tuning
from vidclf_app.results.comparing import Comparison
from vidclf_app.results.records import Result
from vidclf_app.ui.parts.messages import Banner
from vidclf_app.ui.parts.own_tuning import OwnTuning
from vidclf_app.ui.review.timeline.curves import CurveSet
from vidclf_app.ui.review.timeline.marks import Marks

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0)


class Phase(Enum):
    """Where the page stands."""

    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Saving(Enum):
    """Whether what a person changed is in the file."""

    SAVED = "saved"
    WAITING = "waiting"
    FAILED = "failed"


class Action(Enum):
    """What a message offers to do."""

    ANALYSE_AGAIN = "analyse_again"
    FIND_VIDEO = "find_video"
    USE_ANYWAY = "use_anyway"
    SAVE_AGAIN = "save_again"
    SAVE_ELSEWHERE = "save_elsewhere"
    DISCARD = "discard"
    TRY_AGAIN = "try_again"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Message:
    """A banner with what it offers.

    Attributes:
        banner: The texts.
        actions: Its buttons, the most useful first.
    """

    banner: Banner
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """What the timeline draws. Equal only to itself, so that pictures of it can be kept.

    Attributes:
        duration_s: Length of the video, seconds.
        labels: The model's, then others that a person set; their places are their numbers.
        background: Number of the label for "none of these", or None.
        lanes: Numbers of the labels that have curves, those that matter first.
        curves: By the model's numbers.
        thresholds: For each label the probability at which it is recognised; None for others.
        shown: The segments as they stand; their places are those in `Result.segments`.
        model: What the model says where a person decided otherwise.
    """

    duration_s: float
    labels: tuple[str, ...]
    background: int | None
    lanes: tuple[int, ...]
    curves: CurveSet
    thresholds: tuple[float | None, ...]
    shown: Marks
    model: Marks


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """The result that is compared with.

    Attributes:
        path: Its file.
        name: Model and time of it, for people.
        result: All of it.
        curves: Of its model, by its own numbers.
        columns: For each of `Timeline.labels` the number in `curves`, or None.
        shown: Its segments; numbers of `labels`.
        labels: `Timeline.labels` and then those that only it has.
        comparison: What the two have in common; None where it can't be told.
    """

    path: Path
    name: str
    result: Result
    curves: CurveSet
    columns: tuple[int | None, ...]
    shown: Marks
    labels: tuple[str, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """What lies over the picture.

    Attributes:
        index: Number of the prediction, so that the same isn't painted again.
        verdict: The large text.
        label: The label whose bar stands out, or None.
        ranked: The bars, most probable first.
    """

    index: int
    verdict: str
    label: str | None
    ranked: tuple[RankedLabel, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Another result of the same video.

    Attributes:
        path: Its file.
        name: Model and time of it, for people.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ReviewState:
    """Everything that the page shows, at one moment.

    Attributes:
        phase: Where the page stands.
        headline: What stands in the picture's place while there is no picture, or "".
        title: The video's name.
        subtitle: Model, time and length of the run.
        path: The result's file.
        video: Where the video is looked for.
        result: All of the result, with tuning and corrections; None before it is open.
        timeline: What the timeline draws, of the same moment as `result`.
        other: What it is compared with, or None.
        comparing: The other result is being read.
        choices: Other results of the same video.
        position_s: Where the playhead is, seconds.
        frame: What is to be seen; None while there is no picture.
        body: Where the followed person is, in the frame's pixels.
        recognised: What lies over the picture; None while there is no picture.
        can_play: There is a video.
        playing: Pictures follow each other.
        speed: Seconds of video a second.
        skeleton: Draw the followed person.
        finds_people: The model follows a person.
        selected: Number of the chosen segment in `result.segments`, or None.
        label: The label for new segments.
        labels: All labels to choose from, those that matter first; the first nine have keys.
        can_undo: There is an edit to take back.
        can_redo: An edit was taken back.
        tuning: What a person changed.
        own_tuning: What the model says.
        saving: Whether what was changed is in the file.
        message: The most urgent message, or None.
    """

    phase: Phase
    headline: str = ""
    title: str = ""
    subtitle: str = ""
    path: Path | None = None
    video: Path | None = None
    result: Result | None = None
    timeline: Timeline | None = None
    other: Other | None = None
    comparing: bool = False
    choices: tuple[Choice, ...] = ()
    position_s: float = 0.0
    frame: Frame | None = None
    body: Body | None = None
    recognised: Recognised | None = None
    can_play: bool = False
    playing: bool = False
    speed: float = 1.0
    skeleton: bool = True
    finds_people: bool = False
    selected: int | None = None
    label: str = ""
    labels: tuple[str, ...] = ()
    can_undo: bool = False
    can_redo: bool = False
    tuning: Tuning = field(default_factory=Tuning)
    own_tuning: OwnTuning | None = None
    saving: Saving = Saving.SAVED
    message: Message | None = None
