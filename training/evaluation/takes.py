"""Long takes made of short clips: what a model will see of a person in front of a camera.

A take goes on for about a minute: exercises of several seconds, each between two rests. An exercise
is the moving part of a clip, played forth and back like repetitions, at a tempo of its own. A rest
is a clip of something else, played likewise, or somebody who keeps still; nobody is to be seen for
a while in some takes. Where each part begins and ends is known to the frame.

Everything follows from the seed. Planning opens only the clips that it draws.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from training.data.clips import Clip, ClipTable, Skipped
from training.data.moving import moving_frames
from training.data.wording import listed, shown
from training.errors import DatasetError
from training.evaluation.take_figures import PartKind, TruePart
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.errors import SourceError

RATE_HZ = 30.0  # Frames a second of a take.

_EXERCISE_S = (6.0, 10.0)
_REST_S = (3.0, 8.0)
_NOBODY_S = 2.0
_TEMPO = (0.8, 1.2)
# Rests and exercises are added until this is reached, then a last rest: 60 to 90 s in all.
_GOAL_S = (57.0, 62.0)
# Of fewer frames no movement can be made: played forth and back they only tremble.
_FEWEST_MOVING = 12
_NOBODY_SHARE = 0.5
_BACKGROUND_SHARE = 0.5

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a take.

    Attributes:
        kind: See `TruePart`.
        label: Of the exercise; None for the other kinds.
        first: Number of its first frame in the take.
        frames: How many frames it has.
        clip: What it is made of; of a part without anybody, what its colours are taken from.
        group: Of the clip.
        clip_frames: Frames of the clip that are played, from its first one.
        tempo: 1 for the clip's own.
        seed: Of noise and the like.
    """

    kind: PartKind
    label: str | None
    first: int
    frames: int
    clip: Path
    group: str
    clip_frames: int
    tempo: float
    seed: int

    @property
    def truth(self) -> TruePart:
        """What happens and when."""
        return TruePart(
            self.kind, self.label, self.first / RATE_HZ, (self.first + self.frames) / RATE_HZ
        )


@dataclass(frozen=True, slots=True)
class Take:
    """A plan of parts, one after the other without gaps.

    Attributes:
        number: From 0.
        parts: A rest first and last.
    """

    number: int
    parts: tuple[Part, ...]

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.parts[-1].first + self.parts[-1].frames

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / RATE_HZ


@dataclass(frozen=True, slots=True)
class Material:
    """The clips that takes are made of.

    Attributes:
        exercises: Clips of the labels that are to be recognised.
        background: Clips of anything else.
        left_out: How many clips there are of each label that is neither.
    """

    exercises: tuple[Clip, ...]
    background: tuple[Clip, ...]
    left_out: Counter[str]


@dataclass(frozen=True, slots=True)
class TakeSet:
    """Planned takes.

    Attributes:
        takes: In order.
        skipped: Clips that were drawn and can't be used.
    """

    takes: tuple[Take, ...]
    skipped: tuple[Skipped, ...]

    @property
    def clips(self) -> tuple[Path, ...]:
        """The clips that are used, by name."""
        return tuple(sorted({part.clip for take in self.takes for part in take.parts}))


def choose_groups(table: ClipTable, groups: Sequence[str]) -> tuple[Clip, ...]:
    """Return the clips of some groups; of all where none are named.

    Raises:
        DatasetError: A group has no clips.
    """
    known = set(table.groups)
    unknown = [group for group in groups if group not in known]
    if unknown:
        raise DatasetError(
            f"{shown(table.origin)}: no clip has the group {listed(unknown)}.",
            f"Choose from: {listed(sorted(known))}.",
        )
    wanted = set(groups) or known
    clips = (clip for clip in table.clips if clip.group in wanted)
    if table.grouped:
        return tuple(clips)
    # Each clip is its own group in such tables; takes would jump between files for no reason.
    return tuple(Clip(clip.path, clip.label, "", clip.split) for clip in clips)


def sort_clips(
    clips: Sequence[Clip], manifest: ModelManifest, labels: Sequence[str] = ()
) -> Material:
    """Divide clips into exercises, background and the rest.

    Args:
        clips: The clips.
        manifest: Of the model. Labels that it doesn't know are background if it has a label for
            that, else they are left out.
        labels: The exercises to make takes of; all that the model knows where none are named.

    Raises:
        DatasetError: The model doesn't know a label, or no clip has one that it knows.
    """
    known = [label for label in manifest.labels if label != manifest.background_label]
    unknown = [label for label in labels if label not in known]
    if unknown:
        raise DatasetError(
            f"The model doesn't know the label {listed(unknown)}.",
            f"It knows {listed(known)}.",
        )
    wanted = set(labels) or set(known)
    exercises, background, left_out = [], [], Counter[str]()
    for clip in clips:
        if clip.label in wanted:
            exercises.append(clip)
        elif manifest.background_label is not None and clip.label not in known:
            background.append(clip)
        else:
            left_out[clip.label] += 1
    if not exercises:
        raise DatasetError(
            f"No clip has one of the labels {listed(sorted(wanted))}.",
            "Name the clips as the model does, or choose other groups.",
        )
    return Material(tuple(exercises), tuple(background), left_out)


def plan_takes(
    material: Material,
    count: int,
    seed: int,
    *,
    held: Sequence[str] = (),
    measure: Callable[[Path], int] = moving_frames,
    advance: Callable[[], None] = lambda: None,
) -> TakeSet:
    """Plan takes.

    Every label is drawn as often as the clips allow, and clips that were not used yet first.

    Args:
        material: The clips.
        count: Takes to plan.
        seed: The same one plans the same takes.
        held: Labels of exercises that are done by keeping still: their clips need not move, and
            no rest is made of them.
        measure: Returns the frames of a clip's moving part.
        advance: Called after each take.

    Raises:
        DatasetError: No clip of an exercise can be used.
    """
    planner = _Planner(material, frozenset(held), measure)
    takes = []
    for number in range(count):
        takes.append(planner.plan(number, np.random.default_rng([seed, number])))
        advance()
    return TakeSet(tuple(takes), tuple(planner.skipped))


@dataclass(slots=True)
class _Draft:
    """A take that is being planned.

    Attributes:
        rng: Source of every choice.
        parts: So far.
        done: Labels of its exercises so far, in order.
    """

    rng: np.random.Generator
    parts: list[Part] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def frames(self) -> int:
        """Frames so far."""
        return self.parts[-1].first + self.parts[-1].frames if self.parts else 0

    def seconds(self, span_s: tuple[float, float]) -> int:
        """Return a length in frames, drawn from a span in seconds."""
        return round(self.rng.uniform(*span_s) * RATE_HZ)

    def add(self, kind: PartKind, clip: Clip, frames: int, clip_frames: int) -> None:
        """Append a part."""
        moves = kind in {"exercise", "background"}
        self.parts.append(
            Part(
                kind=kind,
                label=clip.label if kind == "exercise" else None,
                first=self.frames,
                frames=frames,
                clip=clip.path,
                group=clip.group,
                clip_frames=clip_frames,
                tempo=float(self.rng.uniform(*_TEMPO)) if moves else 1.0,
                seed=int(self.rng.integers(2**31)),
            )
        )


class _Planner:
    """Draws clips for takes and remembers which were used.

    Args:
        material: The clips.
        held: See `plan_takes`.
        measure: See `plan_takes`.

    Attributes:
        skipped: Clips that turned out to be unusable.
    """

    def __init__(
        self, material: Material, held: frozenset[str], measure: Callable[[Path], int]
    ) -> None:
        self._held = held
        self._measure = measure
        self._lengths: dict[Path, int] = {}
        self._uses: Counter[Path] = Counter()
        self._label_uses: Counter[str] = Counter()
        self._exercises = list(material.exercises)
        self._background = list(material.background)
        self.skipped: list[Skipped] = []

    def plan(self, number: int, rng: np.random.Generator) -> Take:
        """Plan the next take."""
        draft = _Draft(rng)
        group = self._draw_group(rng)
        goal = draft.seconds(_GOAL_S)
        # In front of which exercise nobody is there: the first four are in every take.
        empty_at = int(rng.integers(4)) if rng.random() < _NOBODY_SHARE else None
        while draft.frames < goal:
            self._rest(draft, group, is_empty=len(draft.done) == empty_at)
            self._exercise(draft, group)
        self._rest(draft, group, is_empty=False)
        return Take(number, tuple(draft.parts))

    def _draw_group(self, rng: np.random.Generator) -> str:
        # By the number of their clips, so that all clips are used alike.
        self._require_exercises()
        return _pick(rng, self._exercises).group

    def _exercise(self, draft: _Draft, group: str) -> None:
        clip = self._draw(draft.rng, lambda: self._next_exercises(draft, group))
        if clip is None:
            self._require_exercises()
            return
        self._uses[clip.path] += 1
        self._label_uses[clip.label] += 1
        draft.done.append(clip.label)
        draft.add("exercise", clip, draft.seconds(_EXERCISE_S), self._lengths[clip.path])

    def _next_exercises(self, draft: _Draft, group: str) -> list[Clip]:
        """Return what may come next: of the labels that were used least so far."""
        clips = self._fitting_exercises(draft, group)
        fewest = min((self._label_uses[clip.label] for clip in clips), default=0)
        labels = sorted({c.label for c in clips if self._label_uses[c.label] == fewest})
        if not labels:
            return []
        label = _pick(draft.rng, labels)
        return [clip for clip in clips if clip.label == label]

    def _fitting_exercises(self, draft: _Draft, group: str) -> list[Clip]:
        """Return exercises that weren't done yet, of the group, as far as that is possible."""
        own = [clip for clip in self._exercises if clip.group == group]
        last = draft.done[-1] if draft.done else None
        # Of two labels in turn a take would be dull: those of other groups come first.
        again = own if len({clip.label for clip in own}) > 2 else []
        for clips, barred in (
            (own, set(draft.done)),
            (again, {last}),
            (self._exercises, set(draft.done)),
            (self._exercises, {last}),
        ):
            found = [clip for clip in clips if clip.label not in barred]
            if found:
                return found
        return self._exercises

    def _rest(self, draft: _Draft, group: str, *, is_empty: bool) -> None:
        frames = draft.seconds(_REST_S)
        if is_empty:
            self._nobody(draft, group, round(_NOBODY_S * RATE_HZ))
        if draft.rng.random() < _BACKGROUND_SHARE:
            clip = self._draw(draft.rng, lambda: _of_group(self._background, group))
            if clip is not None:
                self._uses[clip.path] += 1
                draft.add("background", clip, frames, self._lengths[clip.path])
                return
        clip = self._draw(draft.rng, lambda: _of_group(self._pausing(), group))
        if clip is None:
            self._nobody(draft, group, frames)
        else:
            draft.add("still", clip, frames, 1)

    def _nobody(self, draft: _Draft, group: str, frames: int) -> None:
        clip = self._draw(draft.rng, lambda: _of_group(self._exercises, group))
        if clip is not None:
            draft.add("nobody", clip, frames, 1)

    def _pausing(self) -> list[Clip]:
        """Return the clips of which one picture doesn't show an exercise being done."""
        every = (*self._exercises, *self._background)
        return [clip for clip in every if clip.label not in self._held]

    def _draw(
        self, rng: np.random.Generator, candidates: Callable[[], Sequence[Clip]]
    ) -> Clip | None:
        """Return one of those that were used least and can be used; None where none can."""
        while clips := candidates():
            clip = self._least_used(rng, clips)
            if self._is_usable(clip):
                return clip
        return None

    def _least_used(self, rng: np.random.Generator, clips: Sequence[Clip]) -> Clip:
        fewest = min(self._uses[clip.path] for clip in clips)
        return _pick(rng, [clip for clip in clips if self._uses[clip.path] == fewest])

    def _is_usable(self, clip: Clip) -> bool:
        """Tell whether a clip can be played; one that can't is not drawn again."""
        if clip.path in self._lengths:
            return True
        try:
            length = self._measure(clip.path)
        except SourceError as error:
            reason = error.message.removeprefix(f"{clip.path}: ")
        else:
            if length >= _FEWEST_MOVING or clip.label in self._held:
                self._lengths[clip.path] = length
                return True
            reason = f"moves for {length} frames only; {_FEWEST_MOVING} are needed."
        self.skipped.append(Skipped(clip.path, reason))
        self._exercises = [other for other in self._exercises if other.path != clip.path]
        self._background = [other for other in self._background if other.path != clip.path]
        return False

    def _require_exercises(self) -> None:
        if not self._exercises:
            first = self.skipped[0]
            raise DatasetError(
                f"No clip of an exercise can be used; the first: {shown(first.path)}: "
                f"{shown(first.reason)}",
                "Check that the clips play, and that somebody moves in them.",
            )


def _pick(rng: np.random.Generator, choices: Sequence[_T]) -> _T:
    return choices[int(rng.integers(len(choices)))]


def _of_group(clips: Sequence[Clip], group: str) -> Sequence[Clip]:
    """Return the clips of a group, or all of them if it has none."""
    return [clip for clip in clips if clip.group == group] or clips
