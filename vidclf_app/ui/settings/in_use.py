"""Where models really run, in a line for people. Without Qt."""

from collections.abc import Callable

from vidclf_app.core.providers import cuda_obstacle
from vidclf_app.settings import ProviderSetting
from vidclf_app.ui.settings import wording


def teller(provider: Callable[[], str], wanted: Callable[[], ProviderSetting]) -> Callable[[], str]:
    """Return what tells where models run, as the settings page asks for it.

    Args:
        provider: Of the session that runs: "CUDA", "CPU", or "" where none does. Called from
            another thread.
        wanted: What the settings say. Likewise.
    """

    def tell() -> str:
        running = provider()
        is_missed = running == "CPU" and wanted() != "cpu"
        return wording.in_use(running, cuda_obstacle() if is_missed else None)

    return tell
