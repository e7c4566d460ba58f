"""Opening a model bundle and checking it: bundles are data from strangers.

A bundle is a folder, or one zip file of it, with `manifest.json`, the two networks that it
names and a `MODEL_CARD.md`. Nothing in it is executed or unpickled. Hashes, inputs, outputs and
label counts are checked against the manifest, and each network is run once, before the bundle
is offered to anyone.
"""

import hashlib
import lzma
import stat
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import numpy as np

from vidclf_app.core.encoders import FrameEncoder, build_encoder
from vidclf_app.core.encoders.interfaces import Interface, encoder_interface
from vidclf_app.core.engine import Engine, ProviderChoice, TensorSpec
from vidclf_app.core.files import exists, write_bytes
from vidclf_app.core.manifest import MANIFEST_NAME, ModelManifest, NetworkFile, parse_manifest
from vidclf_app.errors import ManifestError, ModelError, refusal
from vidclf_app.translating import deferred

CARD_NAME = "MODEL_CARD.md"
CLIPS_NAME = "TRAINING_CLIPS.txt"

_MANIFEST_MAX_BYTES = 4 << 20
_NETWORK_MAX_BYTES = 512 << 20
_CARD_MAX_BYTES = 4 << 20
_PIECE_BYTES = 1 << 20
_TRY_OUT_TIMEOUT_S = 10.0
# All that zipfile raises for archives that are encrypted, damaged or of unknown make.
_READ_ERRORS = (
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)
_AGAIN = deferred(
    "errors", "Get the bundle again from where it was made, or export it anew with vidclf-train."
)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Bundle:
    """An opened, checked bundle. Any number of recognisers may share it, each on its own thread.

    Attributes:
        path: Where it lies.
        manifest: What it says of itself.
        encoder_engines: The encoder's networks by their part (`image`, or `detector` and
            `landmarks`, ...), ready to run.
        head: Ready to run; see `HeadSpec` for its inputs and outputs.
    """

    path: Path
    manifest: ModelManifest
    encoder_engines: Mapping[str, Engine]
    head: Engine

    @property
    def provider(self) -> str:
        """The execution provider of the encoder, "CUDA" or "CPU"."""
        return next(iter(self.encoder_engines.values())).provider

    def new_encoder(self) -> FrameEncoder:
        """Return an encoder of its own for one stream of frames; the networks are shared."""
        return build_encoder(self.manifest.encoder, self.encoder_engines)


class _Files:
    """The files of a bundle, in a folder or in a zip file (at its top or in one folder)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        self._prefix = PurePosixPath()
        if not exists(path):
            raise ModelError(
                deferred("errors", "{path}: no such model bundle.").format(path=path),
                deferred("errors", "Name a bundle's folder or its zip file."),
            )
        if path.is_file():
            try:
                self._zip = zipfile.ZipFile(path)
            except _READ_ERRORS as error:
                raise ModelError(
                    deferred(
                        "errors", "{path}: not a model bundle (neither a folder nor a zip file)."
                    ).format(path=path),
                    deferred("errors", "Name a bundle's folder or its zip file."),
                ) from error
            names = [PurePosixPath(name) for name in self._zip.namelist()]
            self._prefix = next((n.parent for n in names if n.name == MANIFEST_NAME), self._prefix)

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a file's content.

        Raises:
            ManifestError: It is missing.
            ModelError: It is too large, damaged, or not a plain file of this bundle.
        """
        try:
            with self._open(name) as file:
                content = _read_at_most(file, max_bytes + 1)
        except (FileNotFoundError, KeyError) as error:
            raise ManifestError(
                deferred("errors", "{path}: {name} is missing.").format(path=self.path, name=name),
                _AGAIN,
            ) from error
        except _READ_ERRORS as error:
            raise ModelError(
                deferred("errors", "{path}: {name} can't be read: {reason}.").format(
                    path=self.path, name=name, reason=refusal(error)
                ),
                _AGAIN,
            ) from error
        if len(content) > max_bytes:
            raise ModelError(
                deferred("errors", "{path}: {name} is larger than {megabytes} MB.").format(
                    path=self.path, name=name, megabytes=max_bytes >> 20
                ),
                _AGAIN,
            )
        return content

    def _open(self, name: str) -> IO[bytes]:
        if self._zip is not None:
            return self._zip.open(str(self._prefix / name))
        file = self.path / name
        # A link could lead anywhere, a pipe never ends.
        if file.is_symlink() or not stat.S_ISREG(file.stat().st_mode):
            raise OSError(deferred("errors", "it is not a plain file"))
        return file.open("rb")


def _read_at_most(file: IO[bytes], max_bytes: int) -> bytes:
    """Read a file to its end, or up to a number of bytes."""
    # In pieces: the size that a file system or a zip states may lie, and one read of `max_bytes`
    # would set that much memory aside for a small file.
    content = bytearray()
    while piece := file.read(min(_PIECE_BYTES, max_bytes - len(content))):
        content += piece
    return bytes(content)


def read_manifest(path: Path) -> ModelManifest:
    """Read a bundle's manifest alone, for lists of models.

    Raises:
        ModelError: There is no bundle, or its manifest is not valid.
    """
    files = _Files(path)
    try:
        return parse_manifest(files.read(MANIFEST_NAME, _MANIFEST_MAX_BYTES), path)
    finally:
        files.close()


def read_card(path: Path) -> str:
    """Read a bundle's model card, for people; "" where it has none that can be read.

    Raises:
        ModelError: There is no bundle.
    """
    files = _Files(path)
    try:
        return files.read(CARD_NAME, _CARD_MAX_BYTES).decode(errors="replace")
    except ModelError:
        return ""
    finally:
        files.close()


def copy_bundle(path: Path, folder: Path) -> None:
    """Copy what belongs to a bundle, and nothing else, into a folder. It is not checked here.

    Args:
        path: A bundle's folder or zip file.
        folder: Where to; must exist.

    Raises:
        ModelError: It is no bundle, or a file is missing, damaged or too large.
        SinkError: A copy can't be written.
    """
    files = _Files(path)
    try:
        text = files.read(MANIFEST_NAME, _MANIFEST_MAX_BYTES)
        manifest = parse_manifest(text, path)
        write_bytes(folder / MANIFEST_NAME, text)
        for network in (*manifest.encoder.networks.values(), manifest.head):
            content = files.read(network.file, _NETWORK_MAX_BYTES)
            write_bytes(folder / network.file, content)
        for name in (CARD_NAME, CLIPS_NAME):
            # They are for people: a bundle without them works.
            with suppress(ModelError):
                write_bytes(folder / name, files.read(name, _CARD_MAX_BYTES))
    finally:
        files.close()


def open_bundle(
    path: Path, *, provider: ProviderChoice = "auto", threads: int | None = None
) -> Bundle:
    """Open a bundle and check all of it.

    Args:
        path: A bundle's folder or zip file.
        provider: Where the encoder runs, see `Engine`. The head always runs on the processor:
            it takes a fraction of a millisecond there, less than a copy to the GPU and back.
        threads: Processor threads, see `Engine`.

    Raises:
        ManifestError: The manifest is missing or wrong, or a file is missing or changed.
        EngineError: A network can't be loaded or run.
        ModelError: It is no bundle at all.
    """
    files = _Files(path)
    try:
        manifest = parse_manifest(files.read(MANIFEST_NAME, _MANIFEST_MAX_BYTES), path)
        encoder_bytes = {
            part: _checked(files, network) for part, network in manifest.encoder.networks.items()
        }
        head_bytes = _checked(files, manifest.head)
    finally:
        files.close()
    encoder_engines = {
        part: Engine(
            content,
            f"{path}: {manifest.encoder.networks[part].file}",
            provider=provider,
            threads=threads,
        )
        for part, content in encoder_bytes.items()
    }
    # One thread: the head is too small to share.
    head = Engine(head_bytes, f"{path}: {manifest.head.file}", provider="cpu", threads=1)
    for part, engine in encoder_engines.items():
        _check_interface(engine, encoder_interface(manifest.encoder, part))
    _check_head(head, manifest)
    bundle = Bundle(path, manifest, encoder_engines, head)
    _try_out(bundle)
    return bundle


def _checked(files: _Files, network: NetworkFile) -> bytes:
    content = files.read(network.file, _NETWORK_MAX_BYTES)
    if hashlib.sha256(content).hexdigest() != network.sha256:
        raise ManifestError(
            deferred(
                "errors",
                "{path}: {file} is not the file that the manifest names (its hash differs).",
            ).format(path=files.path, file=network.file),
            _AGAIN,
        )
    return content


def _check_interface(engine: Engine, interface: Interface) -> None:
    _expect(engine, engine.inputs, 0, "tensor(uint8)", interface.input_shape)
    if len(engine.inputs) != 1:
        raise ManifestError(
            deferred("errors", "{name}: takes {inputs} inputs, not one.").format(
                name=engine.name, inputs=len(engine.inputs)
            ),
            _AGAIN,
        )
    for position, shape in enumerate(interface.output_shapes):
        _expect(engine, engine.outputs, position, "tensor(float)", shape)
    _expect_no_more_outputs(engine, len(interface.output_shapes))


def _check_head(engine: Engine, manifest: ModelManifest) -> None:
    if {spec.name for spec in engine.inputs} != {"features", "length"}:
        raise ManifestError(
            deferred("errors", "{name}: its inputs are not named `features` and `length`.").format(
                name=engine.name
            ),
            _AGAIN,
        )
    features = manifest.encoder.head_features
    inputs = tuple(sorted(engine.inputs, key=lambda spec: spec.name))
    _expect(engine, inputs, 0, "tensor(float)", (None, manifest.window, features))
    _expect(engine, inputs, 1, "tensor(int32)", (None,))
    classes = engine.outputs[0].shape[-1] if engine.outputs else None
    if classes is not None and classes != len(manifest.labels):
        raise ManifestError(
            deferred(
                "errors", "{name}: gives {classes} values, but the manifest names {labels} labels."
            ).format(name=engine.name, classes=classes, labels=len(manifest.labels)),
            _AGAIN,
        )
    _expect(engine, engine.outputs, 0, "tensor(float)", (None, len(manifest.labels)))
    _expect_no_more_outputs(engine, 1)


def _expect_no_more_outputs(engine: Engine, wanted: int) -> None:
    # Nobody would read them, and all outputs are checked for finite numbers: one of text can't be.
    if len(engine.outputs) > wanted:
        raise ManifestError(
            deferred("errors", "{name}: has {outputs} outputs, not {wanted}.").format(
                name=engine.name, outputs=len(engine.outputs), wanted=wanted
            ),
            _AGAIN,
        )


def _expect(
    engine: Engine,
    specs: tuple[TensorSpec, ...],
    position: int,
    dtype: str,
    shape: tuple[int | None, ...],
) -> None:
    """Refuse a network whose tensor differs; None in either shape fits anything."""
    found = specs[position] if position < len(specs) else None
    fits = (
        found is not None
        and found.dtype == dtype
        and len(found.shape) == len(shape)
        and all(a is None or b is None or a == b for a, b in zip(found.shape, shape, strict=True))
    )
    if not fits:
        has = (
            deferred("errors", "nothing")
            if found is None
            else f"{found.dtype} {_shape_text(found.shape)}"
        )
        raise ManifestError(
            deferred(
                "errors", "{name}: the manifest asks for {dtype} {shape}, the network has {has}."
            ).format(name=engine.name, dtype=dtype, shape=_shape_text(shape), has=has),
            _AGAIN,
        )


def _shape_text(shape: tuple[int | None, ...]) -> str:
    return "x".join("?" if size is None else str(size) for size in shape)


def _try_out(bundle: Bundle) -> None:
    # Declared shapes may be open, and a damaged network may load: one run settles both. It also
    # pays for ONNX Runtime's first-call set-up before the first real frame.
    manifest, head = bundle.manifest, bundle.head
    for part, engine in bundle.encoder_engines.items():
        interface = encoder_interface(manifest.encoder, part)
        grey = np.full([size or 1 for size in interface.input_shape], 127, dtype=np.uint8)
        outputs = engine.run_all({engine.inputs[0].name: grey}, timeout_s=_TRY_OUT_TIMEOUT_S)
        for output, shape in zip(outputs, interface.output_shapes, strict=True):
            if output.shape != (1, *shape[1:]):
                raise ManifestError(
                    deferred("errors", "{name}: gives {given} values, not {wanted}.").format(
                        name=engine.name,
                        given=_shape_text(output.shape),
                        wanted=_shape_text(shape),
                    ),
                    _AGAIN,
                )
    features = manifest.encoder.head_features
    window = np.full((1, manifest.window, features), 0.5, dtype=np.float32)
    for length in (1, manifest.window):
        feeds = {"features": window, "length": np.array([length], dtype=np.int32)}
        logits = head.run(feeds, timeout_s=_TRY_OUT_TIMEOUT_S)
        if logits.shape != (1, len(manifest.labels)):
            raise ManifestError(
                deferred(
                    "errors",
                    "{name}: gives {classes} values, but the manifest names {labels} labels.",
                ).format(
                    name=head.name, classes=_shape_text(logits.shape), labels=len(manifest.labels)
                ),
                _AGAIN,
            )
