"""Keeps what a run over a video gives, ready to be looked at."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from vidclf_app.core.files import exists, keep_aside, write_error
from vidclf_app.core.records import Prediction, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.errors import DamagedResultError, ResultError, SinkError, SourceError
from vidclf_app.results.gathering import Gathering
from vidclf_app.results.identity import identify_video, is_same_model, model_identity
from vidclf_app.results.packing import MAX_BYTES
from vidclf_app.results.records import HandStretch, VideoIdentity
from vidclf_app.results.store import Outline, read_outline, save_packed
from vidclf_app.translating import deferred


class ResultSink(Sink):
    """Gathers predictions in memory and writes a result's file on `close`.

    What a person did to an earlier result in the same place is not lost:

    - Of the same video, their corrections go on in the new one. They are times and labels, so
      they hold for any model, also where it doesn't know a label. The tuning is the new run's.
    - Of the same video but another model (a newer version of that name), the earlier file is
      kept as `... .before-1.vidclf` besides, so that both may be compared.
    - Of a video that has changed since, the earlier file is kept so where it has corrections.
    - A damaged file is kept as `... .damaged-1.vidclf`; one of a newer version is left alone, and
      the run is refused as it begins.

    Memory: see `bytes_each`; an hour at 10 predictions a second of a model that follows a person
    and knows 12 labels takes 10 MB, and about as much again for a moment while it is written.

    Args:
        video: The file that is analysed.
        path: The result's file, see `result_path`.
        clock: Monotonic seconds.

    Attributes:
        outline: The result without its predictions, once it is closed.
        nobody: In how many predictions nobody is in the picture.
    """

    def __init__(
        self, video: Path, path: Path, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = path
        self.outline: Outline | None = None
        self.nobody = 0
        self._video_path = video
        self._clock = clock
        self._gathering: Gathering | None = None

    def open(self, run: RunInfo) -> None:
        """Begin.

        Raises:
            SinkError: A newer version's result is in the way, or the video can't be read.
        """
        self.outline = None
        self._earlier()
        self._run = run
        self._started_s = self._clock()
        self._model = model_identity(run.manifest)
        self._video = self._identify()
        self._gathering = Gathering(
            len(run.manifest.labels),
            run.source.width_px,
            run.source.height_px,
            follows=run.manifest.finds_people,
        )

    @property
    def bytes_each(self) -> int:
        """Memory that one prediction takes; 0 before it is open."""
        return 0 if self._gathering is None else self._gathering.bytes_each

    def write(self, prediction: Prediction) -> None:
        """Keep a prediction.

        Raises:
            SinkError: There are too many for one file.
        """
        if self._gathering is None:
            raise write_error(self.path, deferred("errors", "the sink is not open"))
        if (len(self._gathering) + 1) * self._gathering.bytes_each > MAX_BYTES:
            raise SinkError(
                deferred(
                    "errors", "{path}: a result can't hold more than {count} predictions."
                ).format(path=self.path, count=len(self._gathering)),
                deferred("errors", "Cut the video into parts and analyse each."),
            )
        self._gathering.add(prediction)

    def change_model(self, stats: Stats, run: RunInfo) -> None:
        """Refuse: a result is of one model."""
        del stats, run
        raise write_error(self.path, deferred("errors", "the model changed during the run"))

    def close(self, stats: Stats) -> None:
        """Write the result.

        Raises:
            SinkError: It can't be written, or the video changed during the run.
        """
        if self._gathering is None:
            return
        if self._identify().digest != self._video.digest:
            raise SinkError(
                deferred("errors", "{path}: changed while it was analysed.").format(
                    path=self._video_path
                ),
                deferred("errors", "Wait until it is copied or recorded, then analyse it again."),
            )
        hand, keeps_earlier = self._carried_over()
        outline = Outline(
            video=self._video,
            model=self._model,
            analysed_at=datetime.now(UTC),
            took_s=self._clock() - self._started_s,
            provider=stats.provider,
            predictions=len(self._gathering),
            tuning=self._run.tuning,
            hand=hand,
        )
        packed = self._gathering.packed()
        aside = keep_aside(self.path, "before") if keeps_earlier else None
        try:
            save_packed(self.path, outline, packed, follows=self._gathering.follows)
        except ResultError as error:
            raise SinkError(*error.english) from error
        finally:
            # Nothing took its place.
            if aside is not None and not exists(self.path):
                with suppress(OSError):
                    aside.rename(self.path)
        self.outline, self.nobody = outline, self._gathering.nobody
        self._gathering = None

    def abort(self) -> None:
        """Forget everything; nothing was written."""
        self._gathering = None

    def _identify(self) -> VideoIdentity:
        try:
            return identify_video(self._video_path, self._run.source)
        except SourceError as error:
            raise SinkError(*error.english) from error

    def _earlier(self) -> Outline | None:
        """Return what is in the result's place."""
        if not exists(self.path):
            return None
        try:
            return read_outline(self.path)
        except DamagedResultError:
            return None  # It is kept aside on saving.
        except ResultError as error:
            raise SinkError(*error.english) from error

    def _carried_over(self) -> tuple[tuple[HandStretch, ...], bool]:
        """Return an earlier result's corrections, and whether its file must be kept, too."""
        # Read anew: a person may have corrected it while the video was analysed again.
        earlier = self._earlier()
        if earlier is None:
            return (), False
        if earlier.video.digest != self._video.digest:
            return (), bool(earlier.hand)
        return earlier.hand, not is_same_model(earlier.model, self._model)
