"""Tiny labelled clips for training: a bright square that moves sideways or up and down."""

from pathlib import Path

import cv2
import numpy as np

RATE_HZ = 20.0
SIZE_PX = (64, 48)
LABELS = ("sideways", "upright")


def write_moving_clip(path: Path, label: str, background: int, seconds: float = 1.5) -> Path:
    """Write a clip of a square that moves as its label says, before a grey background."""
    path.parent.mkdir(parents=True, exist_ok=True)
    width, height = SIZE_PX
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), RATE_HZ, SIZE_PX)
    assert writer.isOpened(), path
    for number in range(round(seconds * RATE_HZ)):
        pixels = np.full((height, width, 3), background, dtype=np.uint8)
        moved = round(14 * np.sin(number / 3.0))
        x, y = (25 + moved, 17) if label == "sideways" else (25, 17 + moved)
        pixels[y : y + 14, x : x + 14] = 255
        writer.write(pixels)
    writer.release()
    return path


def write_dataset(folder: Path, groups: int = 4, clips_each: int = 1) -> Path:
    """Write clips of two classes in several groups, and return their table."""
    lines = ["path,label,group,note"]
    for group in range(groups):
        for label in LABELS:
            for number in range(clips_each):
                name = f"clips/{label}-{group}-{number}.mp4"
                write_moving_clip(folder / name, label, background=20 + 40 * group + number)
                lines.append(f"{name},{label},room{group},x")
    table = folder / "clips.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return table


def write_config(folder: Path, **changes: str) -> Path:
    """Write a small complete config; `changes` replace or add top-level lines."""
    lines = {
        "name": '"squares"',
        "version": '"0.1"',
        "data": '"clips.csv"',
        "out": '"bundle"',
        "window": "8",
        "min_frames": "3",
        "folds": "2",
        "backbone": "{ name = 'efficientnet_lite0', weights = 'none', size_px = 64 }",
        "head": "{ projection = 8, units = 8, dropout = 0.1 }",
        "fit": "{ epochs = 2, batch = 16, windows_per_clip = 2, patience = 2, seed = 3 }",
        **changes,
    }
    path = folder / "config.toml"
    path.write_text("\n".join(f"{key} = {value}" for key, value in lines.items()) + "\n")
    return path
