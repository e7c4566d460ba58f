"""What every video source does."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo


class VideoSource(ABC):
    """Frames in order. `grab` moves on, `retrieve` converts the pixels where they are wanted.

    One thread grabs, retrieves and closes. `interrupt` alone may be called from another. Leaving
    a `with` block closes the source.
    """

    @property
    @abstractmethod
    def info(self) -> SourceInfo:
        """What the source says of itself."""

    @abstractmethod
    def grab(self) -> FrameStamp | None:
        """Move to the next frame.

        Returns:
            Its stamp; None at the end of the source, or after `interrupt`.

        Raises:
            SourceLostError: The source broke off before its end.
        """

    @abstractmethod
    def retrieve(self) -> Frame:
        """Convert the frame that was grabbed last.

        Raises:
            SourceLostError: Its pixels can't be had.
        """

    @abstractmethod
    def interrupt(self) -> None:
        """End any waiting inside `grab`, from any thread. The source gives no more frames."""

    @abstractmethod
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
