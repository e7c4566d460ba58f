"""Pictures that anybody can make again, to compare two implementations of one network.

They are computed, not photographed, so they may be kept with the project. Only integer
arithmetic and numpy's frozen legacy generator are used: the same bytes on every machine.
"""

import numpy as np

from vidclf_app.core.records import UInt8Array


def reference_pictures(size_px: int) -> UInt8Array:
    """Return six pictures: noise, coarse noise, two wave patterns, discs and a dark ramp.

    Args:
        size_px: Width and height.

    Returns:
        uint8 RGB, shape (6, size_px, size_px, 3).
    """
    # RandomState, not default_rng: numpy promises that its streams never change.
    random = np.random.RandomState(2021)
    noise = random.randint(0, 256, (size_px, size_px, 3))
    cells = -(-size_px // 8)
    coarse = random.randint(0, 256, (cells, cells, 3))
    coarse = coarse.repeat(8, axis=0).repeat(8, axis=1)[:size_px, :size_px]
    y, x, channel = np.meshgrid(np.arange(size_px), np.arange(size_px), np.arange(3), indexing="ij")
    waves = (3 * x + 5 * y + 40 * channel + ((x * y) >> 5)) & 255
    stripes = np.where(((x + 2 * y) // 16 + channel) % 3 == 0, 230, 30 + 60 * channel)
    discs = np.full((size_px, size_px, 3), 180)
    for colour, centre_x, centre_y, radius in (
        ((200, 40, 40), 70, 80, 50),
        ((40, 160, 60), 150, 120, 60),
        ((30, 60, 190), 100, 180, 30),
    ):
        inside = (x - centre_x) ** 2 + (y - centre_y) ** 2 < radius**2
        discs = np.where(inside, np.asarray(colour), discs)
    ramp = (x * 40 // size_px) + 10 * channel
    return np.stack([noise, coarse, waves, stripes, discs, ramp]).astype(np.uint8)
