"""What history, session and recordings say: pure functions to texts."""

import time

from vidclf_app.label_names import label_name
from vidclf_app.live.recording.desk import RecordingView
from vidclf_app.live.session import ClassTotal, LogEntry, SessionView
from vidclf_app.live.strip import Readout
from vidclf_app.live.timeline import NO_LABEL, Condition
from vidclf_app.translating import translate
from vidclf_app.units import elapsed_text, units


def time_of_day(unix_s: float) -> str:
    """Return a time of day, to a second."""
    return time.strftime("%H:%M:%S", time.localtime(unix_s))


def size_text(size_bytes: int) -> str:
    """Return the size of files."""
    if size_bytes < 1_000_000_000:
        return translate("live", "{size} MB").format(size=round(size_bytes / 1e6))
    # As the file managers of all systems round it; the mark follows the language.
    size = f"{size_bytes / 1e9:.1f}".replace(".", translate("units", "."))
    return translate("live", "{size} GB").format(size=size)


def recording_text(recording: RecordingView) -> str:
    """Return what stands beside the red dot."""
    parts = [elapsed_text(recording.elapsed_s), size_text(recording.size_bytes)]
    if recording.is_waiting:
        parts.append(translate("live", "waiting"))
    if recording.dropped:
        parts.append(translate("live", "{count} missing").format(count=recording.dropped))
    return " · ".join(parts)


def condition_text(condition: Condition) -> str:
    """Return what there was where nothing was recognised; "" where nothing needs to be said."""
    return {
        Condition.NO_PICTURE: translate("live", "no picture"),
        Condition.PAUSED: translate("live", "paused"),
        Condition.COLLECTING: translate("live", "collecting frames"),
        Condition.NOBODY: translate("live", "nobody"),
    }.get(condition, "")


def readout_text(
    readout: Readout, labels: tuple[str, ...], *, is_live: bool, now_unix_s: float
) -> str:
    """Return what a place in the strip shows: when, what, how sure.

    Args:
        readout: The place.
        labels: In the order of the probabilities.
        is_live: Times are times of day; else media times.
        now_unix_s: The time of day.
    """
    if is_live:
        when = time_of_day(now_unix_s - readout.age_s)
    elif readout.media_s is not None:
        when = units().time(readout.media_s)
    else:
        when = translate("live", "{time} ago").format(time=elapsed_text(readout.age_s))
    if readout.top == NO_LABEL:
        return f"{when} · {condition_text(readout.condition)}"
    how_sure = units().probability(readout.probability)
    top = f"{label_name(labels[readout.top])} {how_sure}"
    if readout.label == readout.top:
        return f"{when} · {top}"
    if readout.label != NO_LABEL:
        recognised = label_name(labels[readout.label])
        return translate("live", "{when} · {label}, most probable: {top}").format(
            when=when, label=recognised, top=top
        )
    return translate("live", "{when} · nothing recognised, most probable: {top}").format(
        when=when, top=top
    )


def entry_times(entry: LogEntry, *, is_running: bool = False) -> str:
    """Return from when to when a segment was, or since when it is."""
    segment = entry.segment
    if entry.began_unix_s is None:
        start, end = units().time(segment.start_s), units().time(segment.end_s)
    else:
        start = time_of_day(entry.began_unix_s)
        end = time_of_day(entry.began_unix_s + entry.duration_s)
    if is_running:
        return translate("live", "since {time}").format(time=start)
    return f"{start} – {end}"  # noqa: RUF001 - a dash between two times


def entry_sureness(entry: LogEntry) -> tuple[str, str]:
    """Return how sure a segment was: in the mean, and at most."""
    return units().probability(entry.segment.mean), units().probability(entry.segment.peak)


def total_text(total: ClassTotal) -> tuple[str, str, str]:
    """Return count, length and share of a class."""
    return (
        translate("live", "{count} ×").format(count=total.count),  # noqa: RUF001
        units().length(total.seconds),
        units().probability(total.share),
    )


def session_summary(session: SessionView) -> str:
    """Return since when a session lasts, and how much of it was watched."""
    text = translate("live", "Since {time}, {watched} watched").format(
        time=time_of_day(session.began_unix_s), watched=elapsed_text(session.watched_s)
    )
    if session.nobody_s >= 1.0:
        nobody = translate("live", "nobody for {time}").format(time=elapsed_text(session.nobody_s))
        text = f"{text}, {nobody}"
    return text


def left_out_text(session: SessionView) -> str:
    """Return how much the log leaves out; "" where it has all."""
    if session.ended <= len(session.log):
        return ""
    return translate("live", "The newest {shown} of {all}; the totals count all of them.").format(
        shown=len(session.log), all=session.ended
    )
