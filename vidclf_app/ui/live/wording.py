"""What the window says: pure functions from states and errors to texts."""

from pathlib import Path

from vidclf_app.core.labels import told
from vidclf_app.core.pipeline import Snapshot, State
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner

DEMO_NAME = "Demo"
NO_NEW_PICTURE = "no new picture"
COLLECTING = "collecting frames …"
LOADING_MODEL = "loading the model …"


def source_title(name: SourceName | None, *, is_demo: bool) -> str:
    """Return what a source is called before it is open and can say so itself."""
    if is_demo:
        return DEMO_NAME
    if name is None:
        return ""
    if name.kind == "file":
        return Path(name.text).name
    if name.kind == "camera" and name.text.isdecimal():
        return f"Camera {name.text}"
    return name.shown


def model_title(text: str) -> str:
    """Return what a model is called before its manifest is read."""
    return Path(text).name.removesuffix(".zip")


def headline(snapshot: Snapshot | None, name: SourceName | None, title: str) -> str:
    """Return what stands in the picture's place; "" where there is a picture."""
    if snapshot is None or snapshot.state is State.FAILED:
        return "No picture"
    if snapshot.state is State.ENDED:
        return "The video has ended"
    if snapshot.frame is not None:
        return ""
    if snapshot.source is not None:
        return "Loading the model …" if snapshot.manifest is None else f"Waiting for {title} …"
    if name is not None and name.kind == "url":
        return f"Connecting to {title} …"
    return (
        f"Opening {title[:1].lower()}{title[1:]} …" if _is_common(title) else f"Opening {title} …"
    )


def verdict(snapshot: Snapshot | None, *, stalled: bool) -> tuple[str, bool]:
    """Return what is recognised, or what is going on instead, and whether it is a label."""
    if snapshot is None or snapshot.state in {State.FAILED, State.ENDED}:
        return "", False
    if stalled:
        return NO_NEW_PICTURE, False
    if snapshot.manifest is None:
        return LOADING_MODEL, False
    if snapshot.prediction is None:
        return COLLECTING, False
    return told(snapshot.prediction), snapshot.prediction.label is not None


def model_refused_banner(error: BaseException, model_name: str) -> Banner:
    """Return the banner for a model that could not take the place of the running one."""
    banner = failure_banner(error, None)
    return Banner(
        BannerKind.ERROR,
        banner.message,
        f"{banner.hint} {model_name} goes on.".strip(),
        may_close=True,
    )


def stall_banner(title: str, silent_s: float) -> Banner:
    """Return the banner for a live source whose picture stands still."""
    return Banner(
        BannerKind.WARNING,
        f"{title}: no new picture for {silent_s:.0f} s.",
        "Trying to open it again. Check that it is switched on and connected.",
        may_retry=True,
    )


def slow_opening_banner(title: str, waited_s: float) -> Banner:
    """Return the banner for a source that takes long to open."""
    return Banner(
        BannerKind.WARNING,
        f"{title} has not answered for {waited_s:.0f} s.",
        "Still waiting. Check that it is switched on, or choose another source.",
        may_retry=True,
    )


def _is_common(title: str) -> bool:
    # "Opening camera 0 …" and "Opening demo …" read better than with a capital.
    return title == DEMO_NAME or title.startswith("Camera ")
