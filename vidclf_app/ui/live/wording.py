"""What the window says: pure functions from states and errors to texts."""

from pathlib import Path

from vidclf_app.core.pipeline import Shortage, Snapshot, State
from vidclf_app.core.records import SourceInfo
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.errors import SourceLostError
from vidclf_app.label_names import told_name
from vidclf_app.live.notices import Notice
from vidclf_app.translating import deferred, translate
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner


def source_title(name: SourceName | None, *, is_demo: bool) -> str:
    """Return what a source is called before it is open and can say so itself."""
    if is_demo:
        return translate("live", "Demo")
    if name is None:
        return ""
    if name.kind == "file":
        return Path(name.text).name
    if name.kind == "camera" and name.text.isdecimal():
        return translate("live", "Camera {number}").format(number=name.text)
    return name.shown


def model_title(text: str) -> str:
    """Return what a model is called before its manifest is read."""
    return Path(text).name.removesuffix(".zip")


def headline(snapshot: Snapshot | None, name: SourceName | None, title: str) -> str:
    """Return what stands in the picture's place; "" where there is a picture."""
    if snapshot is None or snapshot.state is State.FAILED:
        return translate("live", "No picture")
    if snapshot.state is State.ENDED:
        return translate("live", "The video has ended")
    if snapshot.frame is not None:
        return ""
    if snapshot.source is not None:
        if snapshot.manifest is None:
            return translate("live", "Loading the model …")
        return translate("live", "Waiting for {name} …").format(name=title)
    if name is not None and name.kind == "url":
        return translate("live", "Connecting to {name} …").format(name=title)
    if title == translate("live", "Demo"):
        return translate("live", "Opening demo …")
    if name is not None and name.kind == "camera" and name.text.isdecimal():
        return translate("live", "Opening camera {number} …").format(number=name.text)
    return translate("live", "Opening {name} …").format(name=title)


def verdict(snapshot: Snapshot | None, *, stalled: bool) -> tuple[str, bool]:
    """Return what is recognised, or what is going on instead, and whether it is a label."""
    if snapshot is None or snapshot.state in {State.FAILED, State.ENDED}:
        return "", False
    if stalled:
        return translate("live", "no new picture"), False
    if snapshot.manifest is None:
        return translate("live", "loading the model …"), False
    if snapshot.shortage is Shortage.PICTURES:
        return translate("live", "too few pictures a second for this model"), False
    if snapshot.shortage is Shortage.SPEED:
        return translate("live", "this computer is too slow for this model"), False
    if snapshot.prediction is None:
        return translate("live", "collecting frames …"), False
    return told_name(snapshot.prediction), snapshot.prediction.label is not None


def model_refused_banner(error: BaseException, model_name: str) -> Banner:
    """Return the banner for a model that could not take the place of the running one."""
    banner = failure_banner(error, None)
    goes_on = translate("live", "{model} goes on.").format(model=model_name)
    return Banner(
        BannerKind.ERROR,
        banner.message,
        f"{banner.hint} {goes_on}".strip(),
        may_close=True,
    )


def notice_banner(notice: Notice | None) -> Banner | None:
    """Return the banner of something that a recording or a session has to say."""
    if notice is None:
        return None
    kind = BannerKind.ERROR if notice.is_error else BannerKind.NOTICE
    return Banner(kind, notice.message, notice.hint, may_close=True)


def stall_banner(title: str, silent_s: float) -> Banner:
    """Return the banner for a live source whose picture stands still."""
    return Banner(
        BannerKind.WARNING,
        translate("live", "{name}: no new picture for {seconds} s.").format(
            name=title, seconds=f"{silent_s:.0f}"
        ),
        translate("live", "Trying to open it again. Check that it is switched on and connected."),
        may_retry=True,
    )


def silence_error(title: str, silent_s: float) -> SourceLostError:
    """Return the error of a camera or stream that is opened anew because it says nothing."""
    return SourceLostError(
        deferred("live", "{source}: no picture for {seconds} s.").format(
            source=title, seconds=round(silent_s)
        ),
        deferred("live", "It is opened anew. Check that it is switched on and connected."),
    )


def hanging_error(title: str) -> SourceLostError:
    """Return the error of a camera whose driver hangs so often that it is let be."""
    return SourceLostError(
        deferred("live", "{source}: its driver hangs and doesn't let go of it.").format(
            source=title
        ),
        deferred("live", "Unplug it and plug it in again. If that doesn't help, restart vidclf."),
    )


def camera_given(asked: CameraProperties, source: SourceInfo | None) -> str:
    """Return what a driver gives, beside what was asked for where that is something else.

    Args:
        asked: What was asked for.
        source: What the source says of itself; its size is that of the turned pictures.
    """
    if source is None or source.width_px == 0:
        return ""
    turned = asked.rotation_deg in {90, 270}
    width_px, height_px = (
        (source.height_px, source.width_px) if turned else (source.width_px, source.height_px)
    )
    given = _mode(width_px, height_px, source.rate_hz)
    size_differs = asked.width_px is not None and asked.width_px != width_px
    size_differs |= asked.height_px is not None and asked.height_px != height_px
    # Drivers round: 30 pictures a second may be 29.97.
    rate_differs = asked.rate_hz is not None and abs(asked.rate_hz - source.rate_hz) > 0.5
    if not size_differs and not rate_differs:
        return translate("live", "The camera gives {mode}.").format(mode=given)
    wanted = _mode(
        asked.width_px or width_px, asked.height_px or height_px, asked.rate_hz or source.rate_hz
    )
    return translate("live", "Asked for {wanted}; the camera gives {mode}.").format(
        wanted=wanted, mode=given
    )


def _mode(width_px: int, height_px: int, rate_hz: float) -> str:
    size = f"{width_px} × {height_px}"  # noqa: RUF001 - a multiplication sign
    if rate_hz <= 0.0:
        return size
    return translate("live", "{size} at {rate} fps").format(size=size, rate=f"{rate_hz:g}")


def slow_opening_banner(title: str, waited_s: float) -> Banner:
    """Return the banner for a source that takes long to open."""
    return Banner(
        BannerKind.WARNING,
        translate("live", "{name} has not answered for {seconds} s.").format(
            name=title, seconds=f"{waited_s:.0f}"
        ),
        translate("live", "Still waiting. Check that it is switched on, or choose another source."),
        may_retry=True,
    )
