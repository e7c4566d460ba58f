"""One file of the queue: what is known of it, and how it is shown."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vidclf_app.errors import VidclfError
from vidclf_app.ui.files import wording
from vidclf_app.ui.files.found import Found
from vidclf_app.ui.files.kept import Earlier, Kept, Stamp
from vidclf_app.ui.files.queue_file import KeptFile
from vidclf_app.ui.files.run import Progress
from vidclf_app.ui.files.view_state import FileRow, RowState
from vidclf_app.units import units

_KEPT_AS: dict[RowState, Literal["cancelled", "failed"]] = {
    RowState.CANCELLED: "cancelled",
    RowState.ENDING: "cancelled",
    RowState.FAILED: "failed",
}
_UNDER_WAY = frozenset({RowState.CHECKING, RowState.WAITING, RowState.RUNNING})
_AT_REST = frozenset({RowState.DONE, RowState.OUTDATED, RowState.CANCELLED, RowState.FAILED})


@dataclass(slots=True)
class Entry:
    """One file of the queue.

    Attributes:
        number: Names it.
        video: The file.
        state: Where it stands; RUNNING also while it is paused.
        duration_s: Length in seconds, None where unknown.
        result: Its result file, once there is one.
        found: What was found, once there is a result.
        was_there: The result was there before.
        message: What went wrong.
        hint: What to do about it.
        told: What else a person should know.
        anew: It is to be analysed whatever result there is.
        stamp: Tells whether the result or its video was changed since, see `kept.stamp`.
    """

    number: int
    video: Path
    state: RowState = RowState.CHECKING
    duration_s: float | None = None
    result: Path | None = None
    found: Found | None = None
    was_there: bool = False
    message: str = ""
    hint: str = ""
    told: str = ""
    anew: bool = False
    stamp: Stamp | None = None
    _shown: tuple[object, FileRow] | None = field(default=None, repr=False)

    @property
    def is_under_way(self) -> bool:
        """It waits or runs."""
        return self.state in _UNDER_WAY

    @property
    def is_at_rest(self) -> bool:
        """Nothing happens to it before somebody asks for it."""
        return self.state in _AT_REST

    @property
    def is_running(self) -> bool:
        """It is the one that is being analysed."""
        return self.state in {RowState.RUNNING, RowState.ENDING}

    def begin_anew(self, *, anew: bool) -> None:
        """Forget how it stood, but for a result that is there; it is looked at next.

        Args:
            anew: It is to be analysed whatever result there is.
        """
        self.state = RowState.CHECKING
        self.message = self.hint = self.told = ""
        self.was_there = False
        self.anew = anew

    def fail(self, error: BaseException) -> None:
        """Take note of what went wrong."""
        self.state = RowState.FAILED
        if isinstance(error, VidclfError):
            self.message, self.hint = error.message, error.hint
        else:
            self.message, self.hint = wording.unexpected(error)

    def use_earlier(self, earlier: Earlier) -> None:
        """Take note of a result that was there before."""
        self.state = RowState.OUTDATED if earlier.reasons else RowState.DONE
        self.result, self.found, self.stamp = earlier.path, earlier.found, earlier.stamp
        self.was_there = True
        self.message = self.hint = ""
        if earlier.reasons:
            self.told = wording.outdated(earlier.reasons)

    def see_again(self, earlier: Earlier) -> None:
        """Take note of how its result stands after a while."""
        was_there, told = self.was_there, self.told
        self.use_earlier(earlier)
        if not earlier.reasons:
            self.was_there, self.told = was_there, told

    def wait(self) -> None:
        """Take note that it can be analysed."""
        self.state = RowState.WAITING
        if not self.anew:
            self.result = self.stamp = None

    def lose_result(self) -> None:
        """Take note that its result is gone."""
        self.state = RowState.FAILED
        self.result = self.stamp = None
        self.told = ""
        self.message, self.hint = wording.result_lost()

    def finish(self, kept: Kept) -> None:
        """Take note of the result that its run left."""
        self.state = RowState.DONE
        self.result, self.found, self.stamp = kept.path, kept.found, kept.stamp
        self.was_there = self.anew = False
        if kept.refused is not None:
            elsewhere = wording.kept_elsewhere(kept.path, kept.reason)
            self.told = f"{self.told} {elsewhere}".strip()

    def restore(self, kept: KeptFile) -> None:
        """Stand as before the program ended."""
        self.anew = kept.anew
        self.message, self.hint = kept.message, kept.hint
        self.state = {
            "cancelled": RowState.CANCELLED,
            "failed": RowState.FAILED,
        }.get(kept.state, RowState.CHECKING)

    def kept(self) -> KeptFile | None:
        """Return what is kept of it over a restart; None for what is finished."""
        text = str(self.video)
        if self.state is RowState.DONE or not _is_text(text):
            return None
        return KeptFile(
            video=text,
            state=_KEPT_AS.get(self.state, "waiting"),
            anew=self.anew,
            message=self.message,
            hint=self.hint,
        )

    def row(self, progress: Progress | None, left_s: float | None, *, is_paused: bool) -> FileRow:
        """Return how it is shown; the same object as long as nothing changes.

        Args:
            progress: How far it is, where it runs.
            left_s: How long it will take, where it runs and somebody can tell.
            is_paused: The queue stands still.
        """
        state = RowState.PAUSED if self.state is RowState.RUNNING and is_paused else self.state
        share = at_s = None
        if progress is not None:
            # As coarse as it is shown: a row that looks the same is the same.
            share = None if progress.share is None else round(progress.share, 3)
            at_s = int(progress.at_s)
        is_open = progress is not None and progress.is_open
        left = wording.time_left(left_s) if left_s is not None and not is_paused else ""
        known = (
            state,
            share,
            at_s,
            is_open,
            left,
            self.result,
            self.found,
            self.message,
            self.told,
            units(),
        )
        if self._shown is not None and self._shown[0] == known:
            return self._shown[1]
        row = FileRow(
            number=self.number,
            video=self.video,
            name=wording.path_text(self.video.name),
            folder=wording.path_text(self.video.parent),
            state=state,
            status=self._status(state, share, float(at_s or 0), is_open=is_open),
            progress=share if state in {RowState.RUNNING, RowState.PAUSED} else None,
            left=left,
            found=self._found(state),
            message=wording.without_path(self.message, self.video),
            detail=" ".join(text for text in (self.hint, self.told) if text),
            result=self.result,
            may_open=self.result is not None and self.is_at_rest,
            may_cancel=self.is_under_way,
            may_retry=self.is_at_rest,
        )
        self._shown = (known, row)
        return row

    def _found(self, state: RowState) -> str:
        if self.found is None or state not in {RowState.DONE, RowState.OUTDATED}:
            return ""
        return wording.found(self.found)

    def _status(self, state: RowState, share: float | None, at_s: float, *, is_open: bool) -> str:
        if state is RowState.RUNNING:
            return wording.running(is_open=is_open, share=share, at_s=at_s)
        if state is RowState.PAUSED:
            return wording.paused(share=share, at_s=at_s)
        return wording.standing(state, was_there=self.was_there)


def _is_text(text: str) -> bool:
    """Tell whether a path can be written down; no video of another one can be opened."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
