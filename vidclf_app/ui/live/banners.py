"""Which message stands above the live picture. Without Qt."""

from vidclf_app.core.pipeline import Snapshot
from vidclf_app.live.desk import LiveDesk
from vidclf_app.ui.live import wording
from vidclf_app.ui.live.source_run import STALLED_AFTER_S, SourceRun
from vidclf_app.ui.parts.messages import Banner, failure_banner

_SLOW_OPENING_AFTER_S = 6.0


class LiveBanners:
    """Chooses the most urgent message of a source.

    Args:
        run: The source.
        desk: Has something to say of session and recordings.

    Attributes:
        own: The controller's own message, which can be put away; None for none.
    """

    def __init__(self, run: SourceRun, desk: LiveDesk) -> None:
        self._run = run
        self._desk = desk
        self.own: Banner | None = None

    @property
    def notice(self) -> Banner | None:
        """The message that can be put away."""
        return self.own or wording.notice_banner(self._desk.notice())

    def close(self) -> None:
        """Put that message away."""
        if self.own is None:
            self._desk.close_notice()
        self.own = None

    def banner(self, snapshot: Snapshot | None, title: str, now_s: float) -> Banner | None:
        """Return what to show now.

        Args:
            snapshot: How the pipeline stands.
            title: What the source is called.
            now_s: The run's clock.
        """
        run, notice = self._run, self.notice
        if run.error is not None:
            return failure_banner(run.error, run.retry_in_s(snapshot, now_s))
        if notice is not None or snapshot is None or run.paused:
            return notice
        if snapshot.frame is None:
            waited_s = now_s - run.started_s
            if snapshot.source is None and waited_s > _SLOW_OPENING_AFTER_S:
                return wording.slow_opening_banner(title, waited_s)
        elif (silent_s := run.silent_s(snapshot, now_s)) > STALLED_AFTER_S:
            return wording.stall_banner(title, silent_s)
        return None
