"""One picture, kept as PNG: as it came, and with the overlay."""

from pathlib import Path

import cv2

from vidclf_app.core.files import make_folder, replacing, write_error
from vidclf_app.core.records import Frame, Prediction
from vidclf_app.live.recording.names import free_path, media_stem
from vidclf_app.live.recording.recording import annotated
from vidclf_app.translating import deferred


def save_snapshot(
    folder: Path,
    source_name: str,
    unix_s: float,
    frame: Frame,
    prediction: Prediction | None,
    labels: tuple[str, ...],
    *,
    skeleton: bool = True,
) -> tuple[Path, Path]:
    """Write two pictures.

    Args:
        folder: Where; made where missing.
        source_name: For people, for the name.
        unix_s: When it was taken, for the name.
        frame: The picture.
        prediction: The newest one, or None.
        labels: In the order of its probabilities.
        skeleton: Draw the followed person.

    Returns:
        The files: as it came, and with the overlay.

    Raises:
        SinkError: They can't be written.
    """
    make_folder(folder)
    raw = free_path(folder / f"{media_stem(unix_s, source_name)}.png")
    drawn = free_path(raw.with_name(f"{raw.stem} annotated.png"))
    pictures = {raw: frame.pixels, drawn: annotated(frame, prediction, labels, skeleton=skeleton)}
    for path, pixels in pictures.items():
        encoded, content = cv2.imencode(".png", pixels)
        if not encoded:
            raise write_error(path, deferred("errors", "the picture can't be encoded"))
        with replacing(path) as partial:
            partial.write_bytes(content.tobytes())
    return raw, drawn
