"""What the window says: pure functions from states and errors to texts."""

from pathlib import Path

from vidclf_app.core.pipeline import Snapshot, State
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.label_names import told_name
from vidclf_app.translating import translate
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
