"""What the export panel says."""

from collections.abc import Sequence
from pathlib import Path

from vidclf_app.translating import translate
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner


def question(there: Sequence[Path]) -> str:
    """Return the question whether to replace files."""
    if not there:
        return ""
    if len(there) == 1:
        text = translate("export", "{name} is there already. Replace it?")
        return text.format(name=there[0].name)
    text = translate("export", "{name} and {count} more are there already. Replace them?")
    return text.format(name=there[0].name, count=len(there) - 1)


def written(paths: Sequence[Path]) -> Banner:
    """Return the message that all is well."""
    if len(paths) == 1:
        message = translate("export", "Written: {name}").format(name=paths[0].name)
    else:
        message = translate("export", "{count} files were written.").format(count=len(paths))
    return Banner(BannerKind.NOTICE, message, str(paths[0].parent), may_close=True)


def cancelled(paths: Sequence[Path]) -> Banner:
    """Return the message after a person cancelled."""
    message = translate("export", "The export was cancelled.")
    return Banner(BannerKind.NOTICE, message, _kept(paths), may_close=True)


def failed(error: BaseException, paths: Sequence[Path]) -> Banner:
    """Return the message about an error."""
    banner = failure_banner(error, None)
    hint = f"{banner.hint} {_kept(paths)}".strip()
    return Banner(BannerKind.ERROR, banner.message, hint, may_retry=True, may_close=True)


def _kept(paths: Sequence[Path]) -> str:
    if not paths:
        return ""
    names = ", ".join(path.name for path in paths)
    return translate("export", "Complete: {names}").format(names=names)
