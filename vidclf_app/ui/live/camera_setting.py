"""How the shown camera or stream is set, and whether the picture is mirrored. Without Qt."""

from vidclf_app.core.records import SourceInfo
from vidclf_app.core.sources.properties import CameraBook, CameraProperties
from vidclf_app.ui.live import wording
from vidclf_app.ui.live.source_run import SourceRun
from vidclf_app.ui.live.view_state import CameraSetup


class CameraSetting:
    """What is asked of cameras and streams, remembered for each; files are only mirrored.

    Args:
        book: How cameras are set, by name.
        run: The source that is shown.
        mirror: Show files mirrored, and what nobody has set yet.
    """

    def __init__(self, book: CameraBook, run: SourceRun, *, mirror: bool) -> None:
        self._book = book
        self._run = run
        self._mirror = mirror

    @property
    def asked(self) -> CameraProperties | None:
        """What is asked of the camera or stream that is shown; None for files."""
        if self._run.device_name is None:
            return None
        return self._book.find(self._run.device_name) or CameraProperties(mirror=self._mirror)

    @property
    def is_mirrored(self) -> bool:
        """The picture is shown mirrored."""
        asked = self.asked
        return self._mirror if asked is None else asked.mirror

    def set_mirror(self, mirror: bool) -> None:
        """Show the picture mirrored, or as it comes."""
        asked = self.asked
        if asked is None:
            self._mirror = mirror
        else:
            self.ask(asked.model_copy(update={"mirror": mirror}))

    def ask(self, wanted: CameraProperties) -> bool:
        """Ask something of the camera or stream that is shown.

        Returns:
            True when it has to be opened anew for that.
        """
        before, device_name = self.asked, self._run.device_name
        if before is None or device_name is None:
            return False
        self._book.note(device_name, wanted)
        return before.model_copy(update={"mirror": wanted.mirror}) != wanted

    def setup(self, source: SourceInfo | None) -> CameraSetup | None:
        """Return what to show of it; None for files.

        Args:
            source: What the source says of itself, once it is open.
        """
        asked, name, device_name = self.asked, self._run.name, self._run.device_name
        if asked is None or name is None or device_name is None:
            return None
        return CameraSetup(
            name=device_name,
            asks_driver=name.kind == "camera",
            asked=asked,
            given=wording.camera_given(asked, source),
        )
