"""What of the sources is remembered between two starts. Without Qt."""

from vidclf_app.settings import Settings
from vidclf_app.ui.wall.view_state import WallState


def remembered_sources(settings: Settings) -> tuple[str, ...]:
    """Return what to open at the start; "" stands for the demo."""
    # Earlier versions knew one source.
    return settings.sources or (settings.last_source or "",)


def remembered(state: WallState, before: Settings) -> dict[str, object]:
    """Return the settings that follow from what is shown.

    Args:
        state: What is shown.
        before: What is remembered so far.
    """
    front = state.front
    fields: dict[str, object] = {
        "skeleton": front.skeleton,
        "threshold": front.tuning.threshold,
        "smoothing_s": front.tuning.smoothing_s,
    }
    if front.camera is None:
        # Of cameras and streams it is remembered for each.
        fields["mirror"] = front.mirror
    # A source that never opened is no place to start at the next time; but a camera that did once
    # stays, also while it is unplugged.
    known = remembered_sources(before)
    sources = tuple(
        source.source_text
        for source in state.sources
        if source.source is not None or source.source_text in known
    )
    if sources:
        fields["sources"] = sources
    if front.source is not None:
        fields["last_source"] = front.source_text or None
    if front.labels:
        fields["model"] = front.model_text or None
    return fields
