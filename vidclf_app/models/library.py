"""The models at hand: those that came along, and those that a person installed.

An installed model is a copy in a folder of its own under this person's data folder, checked in full
before it gets its name: what is listed can be used.
"""

import re
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from platformdirs import user_data_path

from vidclf_app.assets import bundled_models, find_model
from vidclf_app.core.bundle import copy_bundle, open_bundle, read_card, read_manifest
from vidclf_app.core.files import make_folder, write_error
from vidclf_app.core.manifest import MANIFEST_NAME, ModelManifest
from vidclf_app.errors import ModelError, SettingsError
from vidclf_app.translating import Deferred, deferred

_PARTIAL, _REMOVED = ".partial", ".removed"
_LONGEST_NAME = 60
# No copy takes longer.
_OLD_S = 3600.0
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


def default_models_folder() -> Path:
    """Return where this person's models are installed."""
    return user_data_path("vidclf", appauthor=False) / "models"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model at hand.

    Attributes:
        text: What `ModelLibrary.find` takes: its folder's name, or path where another that came
            along has this name.
        path: Its folder.
        bundled: It came along with vidclf and stays.
        manifest: What it says of itself; None where that can't be read any more.
        problem: Why it can't be read, "" where it can.
    """

    text: str
    path: Path
    bundled: bool
    manifest: ModelManifest | None
    problem: str = ""


class ModelLibrary:
    """Lists, finds, installs and removes models. Any thread may use it.

    Args:
        folder: Where models are installed; need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._listed: tuple[ModelEntry, ...] | None = None

    @property
    def listed(self) -> tuple[ModelEntry, ...]:
        """The models as `entries` found them last: cheap enough for every repaint."""
        return self._listed if self._listed is not None else tuple(self.entries())

    def entries(self) -> list[ModelEntry]:
        """Return the models: the default first, then those that came along, then by name."""
        bundled = [_entry(path, bundled=True) for path in bundled_models()]
        installed = [_entry(path, bundled=False) for path in self._installed()]
        # A newer version may bring one of a name that was free before.
        taken = {entry.text for entry in bundled}
        installed = [replace(e, text=str(e.path)) if e.text in taken else e for e in installed]
        self._listed = (*bundled, *installed)
        return bundled + installed

    def find(self, text: str) -> Path:
        """Return the bundle that a person means.

        Args:
            text: A name from `entries`, a bundle's path, or "" for the default.

        Raises:
            ModelError: There is none of that name.
        """
        bundled = {path.name for path in bundled_models()}
        if text and text not in bundled:
            for path in self._installed():
                if path.name == text:
                    return path
        return find_model(text or None)

    def card(self, entry: ModelEntry) -> str:
        """Return a model's card, Markdown from a stranger; "" where there is none."""
        try:
            return read_card(entry.path)
        except ModelError:
            return ""

    def install(self, source: Path) -> ModelEntry:
        """Copy a bundle here and check all of it, before it can be chosen. Takes seconds.

        Args:
            source: A bundle's folder or zip file. Not changed.

        Returns:
            The model; the one that is here already where its networks and labels are the same.

        Raises:
            ModelError: It can't be used; nothing is left behind.
            SinkError: The copy can't be written; nothing is left behind.
        """
        read_manifest(source)  # Most of what is no model is refused before a folder is made.
        make_folder(self.folder)
        self.tidy()
        partial = self._new_folder(_PARTIAL)
        try:
            copy_bundle(source, partial)
            manifest = open_bundle(partial, provider="cpu").manifest
            return self._put_in_place(partial, manifest)
        except ModelError as error:
            # A person knows the file that was chosen, not the copy that was checked.
            message, hint = error.english
            if isinstance(message, Deferred):
                message = message.renamed(str(partial), str(source))
            raise type(error)(message, hint) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def remove(self, entry: ModelEntry) -> None:
        """Remove an installed model.

        Raises:
            SettingsError: It came along with vidclf.
            SinkError: Its folder can't be removed.
        """
        if entry.bundled or entry.path.parent != self.folder:
            raise SettingsError(
                deferred("errors", "{name} came along with vidclf.").format(name=entry.text),
                deferred("errors", "It can't be removed."),
            )
        # Moved first: a folder that is half removed must not be listed.
        doomed = self._new_folder(_REMOVED)
        try:
            entry.path.rename(doomed / entry.path.name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise write_error(entry.path, error) from error
        finally:
            shutil.rmtree(doomed, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what a kill in the middle of installing or removing left behind; never raises."""
        with suppress(OSError):
            for left in self.folder.glob(".*"):
                # Another window may be copying at this moment.
                is_old = time.time() - left.stat().st_mtime > _OLD_S
                if left.suffix == _REMOVED or (left.suffix == _PARTIAL and is_old):
                    shutil.rmtree(left, ignore_errors=True)

    def _put_in_place(self, partial: Path, manifest: ModelManifest) -> ModelEntry:
        while True:
            for entry in self.entries():
                if entry.manifest == manifest and _is_whole(entry):
                    return entry
                if entry.manifest == manifest and not entry.bundled:
                    self.remove(entry)  # Damaged: whoever installs it again wants it mended.
            path = self._free_name(manifest)
            try:
                partial.rename(path)
            except OSError as error:
                if not path.exists():
                    raise write_error(path, error) from error
                # Another window was quicker, perhaps with the same model.
            else:
                return _entry(path, bundled=False)

    def _new_folder(self, suffix: str) -> Path:
        try:
            return Path(mkdtemp(prefix=".", suffix=suffix, dir=self.folder))
        except OSError as error:
            raise write_error(self.folder, error) from error

    def _installed(self) -> list[Path]:
        found: list[Path] = []
        with suppress(OSError):
            found = sorted(path.parent for path in self.folder.glob(f"*/{MANIFEST_NAME}"))
        return [path for path in found if not path.name.startswith(".")]

    def _free_name(self, manifest: ModelManifest) -> Path:
        """Return a folder's name that nobody has: the model's, else with version and number."""
        name = _NOT_PLAIN.sub("-", manifest.name).strip("-.")[:_LONGEST_NAME] or "model"
        version = _NOT_PLAIN.sub("-", manifest.version).strip("-.")[:_LONGEST_NAME]
        taken = {path.name for path in bundled_models()}
        candidates = [name, f"{name}-{version}"]
        candidates += [f"{name}-{version}-{number}" for number in range(2, 1000)]
        for candidate in candidates:
            path = self.folder / candidate
            if candidate not in taken and not path.exists():
                return path
        raise SettingsError(
            deferred("errors", "{folder} holds too many models named {name}.").format(
                folder=self.folder, name=name
            ),
            deferred("errors", "Remove some of them first."),
        )


def find_any_model(text: str | None) -> Path:
    """Return the bundle that a person means on the command line. See `ModelLibrary.find`.

    Raises:
        ModelError: There is none of that name.
    """
    return ModelLibrary(default_models_folder()).find(text or "")


def _is_whole(entry: ModelEntry) -> bool:
    try:
        open_bundle(entry.path, provider="cpu")
    except ModelError:
        return False
    return True


def _entry(path: Path, *, bundled: bool) -> ModelEntry:
    try:
        return ModelEntry(path.name, path, bundled, read_manifest(path))
    except ModelError as error:
        return ModelEntry(path.name, path, bundled, None, error.line)
