"""How windows of landmarks are varied while a head is fitted, as a config says it."""

from typing import Self

from pydantic import Field, model_validator

from training.masks import Fraction
from training.strict import Strict
from vidclf_app.core.manifest import Label


class BodyAugmentConfig(Strict):
    """Variations of what a body does and how it is seen; drawn anew for each window.

    Attributes:
        tempo: Slowest and fastest playing, as a factor.
        back_and_forth: Share of windows played forth and back without end, as repetitions are;
            the others lie within the clip and may be shorter than the full window.
        still: Share of windows in which a body of a clip keeps one posture, with the noise of the
            network: background, however the clip is labelled.
        held_labels: Labels that are done by keeping still, such as a plank: their postures are no
            background.
        late_start: Share of windows in which the movement has only begun: before it, the body
            keeps its first posture, or does what a body of another clip does. A movement shall
            be recognised soon after its start, while the window is still full of what was before.
        mirror: Exchange left and right in half of the windows.
        pitch_deg: Tilt of the camera up or down, standard deviation.
        roll_deg: Tilt of the camera to a side, standard deviation.
        depth: How much the depth of the landmarks in space is over- or underestimated: standard
            deviation of the factor's logarithm.
        space_noise_m: Error of each landmark in space, standard deviation, metres; as much again
            is the same through the whole window.
        picture_noise: Error of each landmark in the picture, standard deviation, as a share of
            the body's height in the picture.
        synthetic: Share of each batch that is made up, see `training.synthesis`; only for labels
            that it knows.
        synthetic_back_and_forth: Share of the made-up windows that show only about a second of
            what was made up, back and forth. Where the clips are as short as that, real windows
            show parts of repetitions, and made-up ones shall.
    """

    tempo: tuple[float, float] = (0.7, 1.5)
    back_and_forth: Fraction = 0.5
    still: Fraction = 0.0
    held_labels: tuple[Label, ...] = ()
    late_start: Fraction = 0.0
    mirror: bool = True
    pitch_deg: float = Field(default=8.0, ge=0.0, le=90.0)
    roll_deg: float = Field(default=5.0, ge=0.0, le=90.0)
    depth: float = Field(default=0.15, ge=0.0, le=2.0)
    space_noise_m: float = Field(default=0.015, ge=0.0, le=1.0)
    picture_noise: float = Field(default=0.01, ge=0.0, le=1.0)
    synthetic: Fraction = 0.0
    synthetic_back_and_forth: Fraction = 0.0

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        slowest, fastest = self.tempo
        if not 0.1 <= slowest <= fastest <= 10.0:
            raise ValueError("tempo must be two factors within 0.1 to 10, the smaller one first")
        if self.synthetic > 0.9:
            raise ValueError("synthetic must leave a tenth of each batch to real clips")
        return self
