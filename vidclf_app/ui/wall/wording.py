"""What the wall of sources says: pure functions to texts."""

from vidclf_app.translating import translate
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts.messages import Banner, BannerKind
from vidclf_app.units import number_text


def camera_in_use_banner(name: str) -> Banner:
    """Return the banner for a camera that was asked for twice."""
    return Banner(
        BannerKind.ERROR,
        translate("wall", "{camera}: is already open in this window.").format(camera=name),
        translate("wall", "A camera gives its picture only once. Choose another one."),
        may_close=True,
    )


def too_many_banner(most: int) -> Banner:
    """Return the banner for one source too many."""
    return Banner(
        BannerKind.NOTICE,
        translate("wall", "This window shows {count} sources at most.").format(count=most),
        translate("wall", "Remove one first: choose it and press Ctrl W."),
        may_close=True,
    )


def figures(state: ViewState) -> str:
    """Return a source's own figures in a few words; "" while there are none."""
    stats = state.stats
    if state.banner is not None:
        return ""
    told = []
    if stats.capture_hz > 0.0:
        rate = number_text(stats.capture_hz, 0 if stats.capture_hz >= 2.0 else 1)
        told.append(translate("wall", "{rate} fps").format(rate=rate))
    if stats.dropped:
        told.append(translate("wall", "{count} dropped").format(count=stats.dropped))
    return " · ".join(told)
