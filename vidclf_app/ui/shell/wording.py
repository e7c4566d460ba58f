"""What the window itself says: pure functions to texts."""

from collections.abc import Sequence
from pathlib import Path

from vidclf_app.translating import translate
from vidclf_app.ui.parts.messages import Banner, BannerKind


def rescued_banner(folder: Path, files: Sequence[Path]) -> Banner:
    """Return the message on corrections that could not be saved where they belong.

    Args:
        folder: Where they are.
        files: They.
    """
    names = ", ".join(path.name for path in files)
    return Banner(
        BannerKind.WARNING,
        translate("shell", "Corrections could not be saved when vidclf ended: {names}.").format(
            names=names
        ),
        translate(
            "shell",
            "They are in {folder}. Open them from there, or move them beside their videos.",
        ).format(folder=folder),
        may_close=True,
    )
