"""What vidclf brings along: models and a demo clip."""

from functools import cache
from pathlib import Path

from vidclf_app.core.files import exists
from vidclf_app.core.manifest import MANIFEST_NAME
from vidclf_app.errors import ModelError
from vidclf_app.translating import deferred

DEFAULT_BUNDLE = "exercises"


@cache
def assets_folder() -> Path:
    """Return the folder of the assets: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "assets"
    return installed if installed.is_dir() else package.parent / "assets"


def demo_clip() -> Path:
    """Return the demo clip."""
    return assets_folder() / "demo.mp4"


def bundled_models() -> list[Path]:
    """Return the bundles that come with vidclf, the default first, the rest by name."""
    folder = assets_folder() / "bundles"
    found = sorted(path.parent for path in folder.glob(f"*/{MANIFEST_NAME}"))
    return sorted(found, key=lambda path: path.name != DEFAULT_BUNDLE)


def find_model(text: str | None) -> Path:
    """Return the bundle that a person means.

    Args:
        text: A bundled model's name, or the path of a bundle; None for the default.

    Raises:
        ModelError: There is none of that name.
    """
    bundled = {path.name: path for path in bundled_models()}
    if text is None:
        if not bundled:
            raise ModelError(
                deferred("errors", "No model is installed in {folder}.").format(
                    folder=assets_folder()
                ),
                deferred("errors", "Name a bundle with --model, or install vidclf again."),
            )
        return next(iter(bundled.values()))
    if text in bundled:
        return bundled[text]
    path = Path(text)
    if not exists(path):
        raise ModelError(
            deferred("errors", "{text}: no such model.").format(text=text),
            deferred("errors", "Name a bundle's folder or zip file, or one of: {names}.").format(
                names=", ".join(bundled)
            )
            if bundled
            else deferred("errors", "Name a bundle's folder or zip file."),
        )
    return path
