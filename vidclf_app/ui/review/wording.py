"""What the view of a result says, in words."""

from datetime import datetime
from pathlib import Path

from vidclf_app.errors import VidclfError
from vidclf_app.label_names import label_name
from vidclf_app.results.comparing import Disagreement
from vidclf_app.results.records import Analysis, ModelIdentity, VideoIdentity
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner
from vidclf_app.ui.review.playing.player import PlayerState
from vidclf_app.ui.review.view_state import Action, Message, Saving
from vidclf_app.units import units

_ACTIONS = {
    Action.ANALYSE_AGAIN: QT_TRANSLATE_NOOP("review", "Analyse again"),
    Action.FIND_VIDEO: QT_TRANSLATE_NOOP("review", "Find the video …"),
    Action.USE_ANYWAY: QT_TRANSLATE_NOOP("review", "Show it anyway"),
    Action.SAVE_AGAIN: QT_TRANSLATE_NOOP("review", "Save again"),
    Action.SAVE_ELSEWHERE: QT_TRANSLATE_NOOP("review", "Save elsewhere …"),
    Action.DISCARD: QT_TRANSLATE_NOOP("review", "Discard changes"),
    Action.TRY_AGAIN: QT_TRANSLATE_NOOP("review", "Try again"),
    Action.CLOSE: QT_TRANSLATE_NOOP("review", "Close"),
}
_SAVING = {
    Saving.SAVED: QT_TRANSLATE_NOOP("review", "All changes saved"),
    Saving.WAITING: QT_TRANSLATE_NOOP("review", "Saving …"),
    Saving.FAILED: QT_TRANSLATE_NOOP("review", "Not saved"),
}


def action_text(action: Action) -> str:
    """Return what a button says."""
    return translate("review", _ACTIONS[action])


def saving_text(saving: Saving) -> str:
    """Return whether what was changed is in the file."""
    return translate("review", _SAVING[saving])


def nothing_open() -> str:
    """Return what stands on the page while no result is open."""
    return translate("review", "No result is open")


def opening(path: Path) -> str:
    """Return what stands on the page while a result is read."""
    return translate("review", "Opening {name} …").format(name=path.name)


def no_picture(player: PlayerState) -> str:
    """Return what stands in the picture's place while there is no picture; "" where there is."""
    if player.frame is not None:
        return ""
    if player.error is not None:
        return translate("review", "No picture")
    return translate("review", "Opening the video …")


def verdict(label: str | None, *, nobody: bool) -> str:
    """Return what stands large over the picture."""
    if label is not None:
        return label_name(label)
    if nobody:
        return translate("review", "nobody in the picture")
    return translate("review", "nothing recognised")


def label_text(label: str | None) -> str:
    """Return a label as people read it; a dash for none."""
    return translate("review", "nothing") if label is None else label_name(label)


def model_text(model: ModelIdentity) -> str:
    """Return a model's name and version."""
    return f"{model.name} {model.version}".strip()


def when_text(moment: datetime) -> str:
    """Return a date and a time of day, as everywhere written the same."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def run_name(analysis: Analysis) -> str:
    """Return what a run is called among others of the same video."""
    return f"{model_text(analysis.model)} · {when_text(analysis.analysed_at)}"


def subtitle(analysis: Analysis) -> str:
    """Return the line under the video's name."""
    return translate("review", "{model} · analysed {when} on {provider}").format(
        model=model_text(analysis.model),
        when=when_text(analysis.analysed_at),
        provider=analysis.provider,
    )


def clock_text(time_s: float, decimals: int = 1) -> str:
    """Return a time for axes and counters: 1:02:03.4."""
    scaled = round(time_s * 10**decimals)
    whole, fraction = divmod(scaled, 10**decimals)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    if not decimals:
        return text
    return text + translate("units", ".") + f"{fraction:0{decimals}d}"


def speed_text(speed: float) -> str:
    """Return a playing speed."""
    number = f"{speed:g}".replace(".", translate("units", "."))
    return translate("review", "{number}x").format(number=number)


def disagreement_text(disagreement: Disagreement) -> str:
    """Return a stretch on which two results differ, in one line."""
    return translate("review", "{start} to {end}: {first}, the other {second}").format(
        start=units().time(disagreement.start_s),
        end=units().time(disagreement.end_s),
        first=label_text(disagreement.label_a),
        second=label_text(disagreement.label_b),
    )


def segment_text(label: str, start_s: float, end_s: float, *, by_hand: bool) -> str:
    """Return a segment in one line, for tips and screen readers."""
    text = translate("review", "{label}, {start} to {end}").format(
        label=label_name(label), start=units().time(start_s), end=units().time(end_s)
    )
    if by_hand:
        return translate("review", "{segment}, by hand").format(segment=text)
    return text


def loading_failed(error: BaseException) -> Message:
    """Return the message for a result that could not be opened."""
    banner = failure_banner(error, None)
    return Message(
        Banner(BannerKind.ERROR, banner.message, banner.hint), (Action.TRY_AGAIN, Action.CLOSE)
    )


def refused(error: VidclfError) -> Message:
    """Return the message for something asked for that makes no sense."""
    return Message(Banner(BannerKind.WARNING, error.message, error.hint), (Action.CLOSE,))


def not_saved(error: VidclfError) -> Message:
    """Return the message for changes that could not be saved."""
    hint = translate("review", "Your changes are kept as long as this result is open.")
    return Message(
        Banner(BannerKind.ERROR, error.message, f"{hint} {error.hint}".strip()),
        (Action.SAVE_AGAIN, Action.SAVE_ELSEWHERE),
    )


def not_saved_before_leaving(error: VidclfError, name: str) -> Message:
    """Return the message for changes that keep another result from being opened."""
    hint = translate(
        "review", "{name} is not opened yet, so that your changes are not lost."
    ).format(name=name)
    return Message(
        Banner(BannerKind.ERROR, error.message, hint),
        (Action.SAVE_AGAIN, Action.SAVE_ELSEWHERE, Action.DISCARD),
    )


def video_missing(video: VideoIdentity) -> Message:
    """Return the message for a video that is not where it was."""
    return Message(
        Banner(
            BannerKind.WARNING,
            translate("review", "The video is not there: {path}").format(path=video.path),
            translate(
                "review",
                "Timeline and segments can be used without it. If it was moved, say where it is.",
            ),
        ),
        (Action.FIND_VIDEO, Action.CLOSE),
    )


def video_failed(error: BaseException) -> Message:
    """Return the message for a video that can't be read."""
    banner = failure_banner(error, None)
    return Message(
        Banner(BannerKind.ERROR, banner.message, banner.hint),
        (Action.TRY_AGAIN, Action.FIND_VIDEO, Action.CLOSE),
    )


def video_changed(video: VideoIdentity) -> Message:
    """Return the message for a video that was written anew since its analysis."""
    return Message(
        Banner(
            BannerKind.WARNING,
            translate("review", "{name} has changed since it was analysed.").format(
                name=video.name
            ),
            translate("review", "Segments and curves tell of the video as it was."),
        ),
        (Action.ANALYSE_AGAIN, Action.FIND_VIDEO, Action.CLOSE),
    )


def other_video(name: str) -> Message:
    """Return the message for a file that is not the video that was analysed."""
    return Message(
        Banner(
            BannerKind.WARNING,
            translate("review", "{name} is not the video that was analysed.").format(name=name),
            translate("review", "Its pictures may not fit the segments."),
        ),
        (Action.USE_ANYWAY, Action.FIND_VIDEO, Action.CLOSE),
    )


def model_changed(model: ModelIdentity) -> Message:
    """Return the message for a model that is another by now."""
    return Message(
        Banner(
            BannerKind.NOTICE,
            translate("review", "The model {name} has changed since this analysis.").format(
                name=model.name
            ),
            translate("review", "Segments and curves are those of the earlier one."),
        ),
        (Action.ANALYSE_AGAIN, Action.CLOSE),
    )
