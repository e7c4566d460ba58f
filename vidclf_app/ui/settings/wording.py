"""What the settings page says: pure functions, without Qt."""

from pathlib import Path

from vidclf_app.core.providers import CudaObstacle
from vidclf_app.settings import (
    ProbabilityFormat,
    ProviderSetting,
    TextScale,
    ThemeChoice,
    TimeFormat,
)
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate, translated
from vidclf_app.ui.parts.messages import Banner, BannerKind
from vidclf_app.units import Units

_OBSTACLES = {
    CudaObstacle.SYSTEM: QT_TRANSLATE_NOOP(
        "settings", "NVIDIA's CUDA doesn't exist for this system"
    ),
    CudaObstacle.BUILD: QT_TRANSLATE_NOOP("settings", "this ONNX Runtime was built without CUDA"),
    CudaObstacle.DRIVER: QT_TRANSLATE_NOOP("settings", "no NVIDIA driver"),
    CudaObstacle.LIBRARIES: QT_TRANSLATE_NOOP(
        "settings", "CUDA could not be started; the extra vidclf[cuda] brings its libraries"
    ),
}
_EXAMPLE_S = 83.4
_EXAMPLE_PROBABILITY = 0.87


def in_use(provider: str, obstacle: CudaObstacle | None) -> str:
    """Return where models really run.

    Args:
        provider: Of the running session: "CUDA", "CPU", or "" where none runs.
        obstacle: Why CUDA can't be used; None where it can, or nobody asked for it.
    """
    if not provider:
        return translate("settings", "no model is running")
    if obstacle is None:
        return "GPU (CUDA)" if provider == "CUDA" else provider
    return translate("settings", "{provider} (CUDA can't be used: {reason})").format(
        provider=provider, reason=translate("settings", _OBSTACLES[obstacle])
    )


def providers() -> list[tuple[ProviderSetting, str]]:
    """Return what may be chosen, with its name for people."""
    return [
        ("auto", translate("settings", "Automatic: GPU where it can be used")),
        ("gpu", translate("settings", "GPU only")),
        ("cpu", translate("settings", "CPU only")),
    ]


def themes() -> list[tuple[ThemeChoice, str]]:
    """Return what may be chosen, with its name for people."""
    return [
        ("system", translate("settings", "As the system")),
        ("dark", translate("settings", "Dark")),
        ("light", translate("settings", "Light")),
    ]


def text_scales() -> list[tuple[TextScale, str]]:
    """Return what may be chosen, with its name for people."""
    scales: tuple[TextScale, ...] = (100, 125, 150, 200)
    return [(scale, Units().probability(scale / 100)) for scale in scales]


def time_formats() -> list[tuple[TimeFormat, str]]:
    """Return what may be chosen, with an example."""
    formats: tuple[TimeFormat, ...] = ("seconds", "clock")
    names = (
        translate("settings", "Seconds: {example}"),
        translate("settings", "Minutes and seconds: {example}"),
    )
    return [
        (chosen, name.format(example=Units(time_format=chosen).time(_EXAMPLE_S)))
        for chosen, name in zip(formats, names, strict=True)
    ]


def probability_formats() -> list[tuple[ProbabilityFormat, str]]:
    """Return what may be chosen, with an example."""
    formats: tuple[ProbabilityFormat, ...] = ("percent", "fraction")
    names = (
        translate("settings", "Percent: {example}"),
        translate("settings", "From 0 to 1: {example}"),
    )
    return [
        (
            chosen,
            name.format(example=Units(probability_format=chosen).probability(_EXAMPLE_PROBABILITY)),
        )
        for chosen, name in zip(formats, names, strict=True)
    ]


def language_banner() -> Banner:
    """Return the banner for a language that is not the window's yet."""
    return Banner(
        BannerKind.NOTICE,
        translate("settings", "The language changes when vidclf starts again."),
        translate("settings", "Close the window and start vidclf whenever it suits you."),
        may_close=True,
    )


def folder_banner(folder: Path, reason: str) -> Banner:
    """Return the banner for a folder that can't be used."""
    return Banner(
        BannerKind.ERROR,
        translate("settings", "{folder} can't be used: {reason}.").format(
            folder=folder, reason=translated(reason).rstrip(".")
        ),
        translate("settings", "Choose another folder. The one before stays in use."),
        may_close=True,
    )


def unsaved_banner(problem: str) -> Banner:
    """Return the banner for settings that could not be written."""
    return Banner(
        BannerKind.WARNING,
        translated(problem),
        translate("settings", "They are in use until the window is closed."),
        may_close=True,
    )


def unopened_banner(path: Path) -> Banner:
    """Return the banner for a folder that could not be shown."""
    return Banner(
        BannerKind.WARNING,
        translate("settings", "{folder} can't be shown.").format(folder=path),
        translate("settings", "Look for it with your file manager."),
        may_close=True,
    )


def done_banner() -> Banner:
    """Return the banner after everything was reset."""
    return Banner(
        BannerKind.NOTICE,
        translate("settings", "All settings are as they were at the first start."),
        may_close=True,
    )


def reset_question() -> str:
    """Return what is asked before everything is reset."""
    return translate(
        "settings",
        "Reset all settings? Your recordings, results, models and the history stay.",
    )
