"""Writing a bundle: whole, opened by the app before it is put in place, or not at all."""

import glob
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from training.errors import TrainingError
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.files import make_folder, write_error
from vidclf_app.core.manifest import MANIFEST_NAME, ModelManifest

ENCODER_NAME = "encoder.onnx"
HEAD_NAME = "head.onnx"
# In the folder of a run that held groups out: the bundle that never saw them.
JUDGED_NAME = "judged"


def sha256_hex(content: bytes) -> str:
    """Return the hash of bytes, lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def check_target(out: Path) -> None:
    """Check, before a long run, that a bundle may be written to a folder.

    Raises:
        TrainingError: Something stands there that is no bundle.
        SinkError: Nothing may be written there.
    """
    if out.is_dir() and (not any(out.iterdir()) or (out / MANIFEST_NAME).is_file()):
        return
    if out.exists():
        raise TrainingError(
            f"{out}: exists and is not a model bundle.",
            "Give another folder with --out; only an older bundle is written over.",
        )
    nearest = next(folder for folder in out.absolute().parents if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise write_error(out, f"{nearest} is no folder that may be written to")


def write_bundle(
    out: Path,
    manifest: ModelManifest,
    networks: Mapping[str, bytes],
    texts: Mapping[str, str],
    check: Callable[[Bundle], None] | None = None,
) -> None:
    """Write a bundle beside its place, have the app open it, then put it there.

    Args:
        out: The bundle's folder; an older bundle there is replaced.
        manifest: Must name the networks and their hashes.
        networks: File name to bytes.
        texts: File name to text; one of them is the model card.
        check: Given the opened bundle before it is put in place; raises what it finds wrong.

    Raises:
        ModelError: The app refuses the bundle.
        SinkError: It can't be written.
        TrainingError: Something else stands in its place.
    """
    check_target(out)
    make_folder(out.parent)
    _sweep(out)
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    former = out.with_name(f".{out.name}.{os.getpid()}.former")
    try:
        partial.mkdir()
        for name, content in networks.items():
            (partial / name).write_bytes(content)
        (partial / MANIFEST_NAME).write_text(manifest.to_json(), encoding="utf-8")
        for name, text in texts.items():
            (partial / name).write_text(text, encoding="utf-8")
        bundle = open_bundle(partial, provider="cpu")
        if check is not None:
            check(bundle)
        if out.exists():
            out.rename(former)
        partial.rename(out)
    except OSError as error:
        raise write_error(out, error) from error
    finally:
        if former.exists() and not out.exists():
            former.rename(out)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Tidy up after runs that were killed while they wrote this bundle."""
    for former in sorted(out.parent.glob(f".{glob.escape(out.name)}.*.former")):
        if out.exists():
            shutil.rmtree(former, ignore_errors=True)
        else:
            # Killed between the two renames: the older bundle is the one that there is.
            former.rename(out)
    for partial in out.parent.glob(f".{glob.escape(out.name)}.*.partial"):
        shutil.rmtree(partial, ignore_errors=True)
