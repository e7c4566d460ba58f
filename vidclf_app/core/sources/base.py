"""What every video source does."""

from types import TracebackType
from typing import Protocol, Self

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo


class VideoSource(Protocol):
    """Frames in order. `grab` moves on, `retrieve` converts the pixels where they are wanted.

    One thread grabs, retrieves and closes. `interrupt` alone may be called from another.
    """

    @property
    def info(self) -> SourceInfo:
        """What the source says of itself."""

    def grab(self) -> FrameStamp | None:
        """Move to the next frame.

        Returns:
            Its stamp; None at the end of the source, or after `interrupt`.

        Raises:
            SourceLostError: The source broke off before its end.
        """

    def retrieve(self) -> Frame:
        """Convert the frame that was grabbed last.

        Raises:
            SourceLostError: Its pixels can't be had.
        """

    def interrupt(self) -> None:
        """End any waiting inside `grab`, from any thread. The source gives no more frames."""

    def close(self) -> None:
        """Release the device or file. May be called again."""

    def __enter__(self) -> Self:
        """Return the source."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the source."""


class ClosingSource:
    """Base of sources: leaving a `with` block closes them."""

    def close(self) -> None:
        """Release the device or file. May be called again."""

    def __enter__(self) -> Self:
        """Return the source."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the source."""
        self.close()
