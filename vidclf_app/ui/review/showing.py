"""From what is open and played to what the page shows."""

from collections.abc import Collection
from pathlib import Path

from vidclf_app.results.identity import ModelState, VideoState
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.open_result import OpenResult
from vidclf_app.ui.review.overlaying import body_at, recognised_at
from vidclf_app.ui.review.view_state import Message, Phase, ReviewState
from vidclf_app.ui.review.watching import Watching


def open_state(
    opened: OpenResult,
    video: Watching,
    message: Message | None,
    *,
    skeleton: bool,
    comparing: bool,
) -> ReviewState:
    """Return what the page shows of an open result.

    Args:
        opened: The result.
        video: Its video.
        message: The message over it.
        skeleton: Draw the followed person.
        comparing: Another result is being read.
    """
    document, result, timeline = opened.document, opened.result, opened.timeline
    analysis, player = result.analysis, video.state
    frame = player.frame
    predictions = analysis.predictions
    time_s = player.position_s if frame is None else frame.time_s
    return ReviewState(
        phase=Phase.READY,
        headline=wording.no_picture(player),
        title=analysis.video.name,
        subtitle=wording.subtitle(analysis),
        path=opened.keeper.path,
        video=document.analysis.video.path,
        result=result,
        timeline=timeline,
        other=opened.other,
        comparing=comparing,
        choices=opened.choices,
        position_s=min(player.position_s, timeline.duration_s),
        frame=frame,
        body=None if frame is None else body_at(predictions, frame, analysis.video.width_px),
        recognised=recognised_at(result, timeline.shown, time_s),
        can_play=frame is not None and not video.is_changed,
        playing=player.playing,
        speed=video.speed,
        skeleton=skeleton,
        finds_people=predictions.landmarks is not None,
        selected=opened.editing.selected,
        label=opened.editing.label,
        labels=opened.labels,
        can_undo=document.corrections.can_undo,
        can_redo=document.corrections.can_redo,
        tuning=document.tuning,
        own_tuning=opened.own_tuning,
        saving=opened.keeper.state,
        message=message,
    )


def urgent_message(
    opened: OpenResult,
    video: Watching,
    notice: Message | None,
    put_away: Collection[str],
    *,
    waiting: Path | None,
) -> Message | None:
    """Return the most urgent message that a person has not put away.

    Args:
        opened: The result.
        video: Its video.
        notice: What was to be told last.
        put_away: Texts of messages that were put away.
        waiting: The result that is opened once this one is saved.
    """
    error = opened.keeper.error
    if error is not None:
        # Work that is not saved can't be put away.
        if waiting is not None:
            return wording.not_saved_before_leaving(error, waiting.name)
        return wording.not_saved(error)
    for message in (notice, _video_message(opened, video), _stale_message(opened)):
        if message is not None and message.banner.message not in put_away:
            return message
    return None


def _video_message(opened: OpenResult, video: Watching) -> Message | None:
    error = video.state.error
    if error is None:
        return None
    if video.path == opened.video.path and video.is_gone:
        return wording.video_missing(opened.video)
    return wording.video_failed(error)


def _stale_message(opened: OpenResult) -> Message | None:
    if opened.freshness.video is VideoState.CHANGED:
        return wording.video_changed(opened.video)
    if opened.freshness.model is ModelState.CHANGED:
        return wording.model_changed(opened.document.analysis.model)
    return None
