"""What the page of files says: pure functions from numbers and states to texts."""

from collections.abc import Sequence
from pathlib import Path

from vidclf_app.assets import DEFAULT_BUNDLE
from vidclf_app.errors import SinkError, SourceOpenError
from vidclf_app.label_names import label_name
from vidclf_app.results.records import ModelIdentity
from vidclf_app.translating import translate, translated
from vidclf_app.ui.files.found import Found
from vidclf_app.ui.files.view_state import FileRow, RowState
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner
from vidclf_app.units import units

_MOST_LABELS = 3
_MINUTE_S = 60
_HOUR_S = 3600
_OVER = frozenset({RowState.DONE, RowState.OUTDATED, RowState.CANCELLED, RowState.FAILED})


def path_text(path: Path | str) -> str:
    """Return a path as it can be shown, whatever bytes are in it."""
    return str(path).encode(errors="backslashreplace").decode().replace("\0", "\\x00")


def place(seconds: float) -> str:
    """Return a place in a video: `2:05`, `1:04:00`."""
    whole = int(seconds)
    minutes, rest = divmod(whole, _MINUTE_S)
    if minutes < 60:
        return f"{minutes}:{rest:02d}"
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def time_left(seconds: float) -> str:
    """Return how long something will take: coarse, so that it does not jitter."""
    if seconds < 7.5:
        return translate("files", "a few seconds")
    if seconds < 52.5:
        return translate("files", "{seconds} s").format(seconds=5 * round(seconds / 5))
    minutes = max(1, round(seconds / _MINUTE_S))
    if minutes < 60:
        return translate("files", "{minutes} min").format(minutes=minutes)
    minutes = 5 * round(minutes / 5)
    return translate("files", "{hours} h {minutes} min").format(
        hours=minutes // 60, minutes=minutes % 60
    )


def found(found: Found) -> str:
    """Return what was found in short: the labels that lasted longest, or why there is none."""
    ranked = sorted(found.lengths_s, key=lambda each: (-each[1], each[0]))
    parts = [f"{label_name(label)} {units().time(length_s)}" for label, length_s in ranked]
    if len(parts) > _MOST_LABELS:
        more = translate("files", "{count} more").format(count=len(parts) - _MOST_LABELS)
        parts = [*parts[:_MOST_LABELS], more]
    if parts:
        return ", ".join(parts)
    if found.predictions and found.nobody == found.predictions:
        return translate("labels", "nobody in the picture")
    if found.predictions:
        return translate("labels", "nothing recognised")
    if found.restarts:
        # A model that begins anew at each frame never sees enough, however long the video is.
        return translate("files", "frames too far apart for the model")
    return translate("files", "too short for the model")


def running(*, is_open: bool, share: float | None, at_s: float) -> str:
    """Return the state of the file that is being analysed."""
    if not is_open:
        return translate("files", "Loading the model …")
    if share is None:
        return translate("files", "Analysing, {place} so far").format(place=place(at_s))
    return translate("files", "Analysing, {percent} %").format(percent=int(share * 100))


def paused(*, share: float | None, at_s: float) -> str:
    """Return the state of the file that stands still in the middle."""
    if share is None:
        return translate("files", "Paused at {place}").format(place=place(at_s))
    return translate("files", "Paused at {percent} %").format(percent=int(share * 100))


def standing(state: RowState, *, was_there: bool = False) -> str:
    """Return the state of a file that is not being analysed.

    Args:
        state: Where it stands.
        was_there: Its result was there before it was added.
    """
    if state is RowState.DONE and was_there:
        return translate("files", "Already analysed")
    return {
        RowState.CHECKING: translate("files", "Looking at it …"),
        RowState.WAITING: translate("files", "Waiting"),
        RowState.ENDING: translate("files", "Cancelling …"),
        RowState.DONE: translate("files", "Analysed"),
        RowState.OUTDATED: translate("files", "Out of date"),
        RowState.CANCELLED: translate("files", "Cancelled"),
        RowState.FAILED: translate("files", "Failed"),
    }[state]


def queue(
    states: Sequence[RowState],
    *,
    is_paused: bool,
    left_s: float | None,
    is_at_least: bool,
) -> str:
    """Return how the queue stands, in one line; "" where there is none.

    Args:
        states: Of all its files.
        is_paused: Nothing goes on.
        left_s: Seconds for the rest, or None.
        is_at_least: It may well take longer: the length of some file is not known.
    """
    if not states:
        return ""
    done = sum(state in {RowState.DONE, RowState.OUTDATED} for state in states)
    parts = [translate("files", "{done} of {total} done").format(done=done, total=len(states))]
    for state, text in (
        (RowState.FAILED, translate("files", "{count} failed")),
        (RowState.CANCELLED, translate("files", "{count} cancelled")),
    ):
        if count := states.count(state):
            parts.append(text.format(count=count))
    is_over = all(state in _OVER for state in states)
    if not is_over and is_paused:
        parts.append(translate("files", "paused"))
    elif not is_over and left_s is not None:
        text = (
            translate("files", "more than {time} left")
            if is_at_least
            else translate("files", "about {time} left")
        )
        parts.append(text.format(time=time_left(left_s)))
    return " · ".join(parts)


def searching(folder: Path, found_so_far: int) -> str:
    """Return what is said while a folder is searched."""
    return translate("files", "Looking through {folder} … {count} videos so far").format(
        folder=path_text(folder.name or folder), count=found_so_far
    )


def chosen(count: int) -> str:
    """Return what several chosen files are called."""
    return translate("files", "{count} files").format(count=count)


def about(row: FileRow) -> str:
    """Return what there is to know of one file."""
    parts = (row.message or row.found, row.detail)
    return " ".join(part for part in parts if part) or row.status


def without_path(message: str, video: Path) -> str:
    """Return a message without the path that it begins with: its row shows the path already."""
    message = path_text(message)
    rest = message.removeprefix(f"{path_text(video)}: ")
    return rest[:1].upper() + rest[1:]


def video_changed() -> str:
    """Return one reason for a result to be out of date."""
    return translate("files", "The video has changed since.")


def model_changed(was: ModelIdentity, now: ModelIdentity) -> str:
    """Return the other reason."""
    if (was.name, was.version) == (now.name, now.version):
        return translate("files", "The model {model} has changed since.").format(model=now.name)
    return translate("files", "It was analysed with {was}, not with {now}.").format(
        was=f"{was.name} {was.version}", now=f"{now.name} {now.version}"
    )


def outdated(reasons: Sequence[str]) -> str:
    """Return what is said of a result that is out of date."""
    advice = translate("files", "Open the result as it is, or analyse the video again.")
    return " ".join([*reasons, advice])


def result_lost() -> tuple[str, str]:
    """Return message and hint for a result that is gone."""
    return translate("files", "The result is gone."), translate("files", "Analyse it again.")


def kept_aside(path: Path, aside: Path) -> str:
    """Return what is said of a damaged result."""
    return translate("files", "{result} was damaged and is kept as {aside}.").format(
        result=path_text(path.name), aside=path_text(aside.name)
    )


def kept_elsewhere(result: Path, reason: str) -> str:
    """Return what is said of a result that does not lie where it should."""
    return translate("files", "The result lies in {folder}. {reason}").format(
        folder=path_text(result.parent), reason=path_text(reason)
    )


def kept_elsewhere_banner(refused: Path, result: Path) -> Banner:
    """Return the banner for a folder that takes no results, told once."""
    return Banner(
        BannerKind.WARNING,
        translate("files", "Results can't be written to {folder}.").format(
            folder=path_text(refused)
        ),
        translate(
            "files", "They lie in {folder}. The settings name another folder if you want one."
        ).format(folder=path_text(result.parent)),
        may_close=True,
    )


def refused(error: SourceOpenError) -> Banner:
    """Return the banner for a folder that can't be searched, or has no videos."""
    return Banner(
        BannerKind.WARNING, path_text(error.message), path_text(error.hint), may_close=True
    )


def left_from_before(count: int) -> Banner:
    """Return the banner for files that an earlier start of the program left."""
    text = (
        translate("files", "{count} file from last time waits.")
        if count == 1
        else translate("files", "{count} files from last time wait.")
    )
    return Banner(
        BannerKind.NOTICE,
        text.format(count=count),
        translate("files", "Go on with Space. What was interrupted begins anew."),
        may_close=True,
    )


def queue_not_kept(error: SinkError) -> Banner:
    """Return the banner for a queue that won't survive the end of the program."""
    return Banner(
        BannerKind.WARNING,
        translate("files", "The list of files can't be kept for the next start."),
        path_text(translated(error.line)),
        may_close=True,
    )


def no_model(error: BaseException) -> Banner:
    """Return the banner for a model that can't be opened."""
    banner = failure_banner(error, None)
    return Banner(
        BannerKind.ERROR,
        banner.message,
        translate("files", "{hint} The other files wait.").format(hint=banner.hint).strip(),
        may_retry=True,
        may_close=True,
    )


def no_pictures(video: Path) -> tuple[str, str]:
    """Return message and hint for a video that gave nothing."""
    return (
        translate("files", "{video}: has no pictures in it.").format(video=path_text(video)),
        translate("files", "Check that it plays elsewhere."),
    )


def hung(video: Path) -> str:
    """Return what is said of a file whose analysis would not end."""
    return translate(
        "files", "{video}: its drive no longer answers; the analysis was left behind."
    ).format(video=path_text(video))


def model_title(text: str) -> str:
    """Return what a model is called before its manifest is read."""
    return path_text(Path(text).name.removesuffix(".zip")) or DEFAULT_BUNDLE


def unexpected(error: BaseException) -> tuple[str, str]:
    """Return message and hint of an error that nobody foresaw."""
    return (
        translate("files", "Something unexpected went wrong: {kind}: {error}").format(
            kind=type(error).__name__, error=path_text(str(error))
        ),
        translate("files", "Try again; if it stays, please report it with the log."),
    )
