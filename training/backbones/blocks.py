"""The blocks of a network from bottom to top, for fine-tuning a few of them.

Networks are made of repeated blocks, but Keras lists only layers. A block is found by what its
layers are called in `keras.applications` and in this project:

1. Where modules end in a concatenation or sum named `mixed5`, `mixed_6a`, `block17_3_ac`
   (the Inception family), a block is all layers up to and with such an end.
2. Where layers share a prefix with a number, `block7a_`, `conv5_block3_`, `block_16_`,
   `expanded_conv_10_`, `conv_dw_13`, `stage_3_block_2_`, or a suffix, `normal_left1_12`, a block
   is all layers with that number. A layer without a number belongs to the block of the layer
   before it.
3. Otherwise a block is a tenth of the layers with weights.

What comes before the first block is the lowest one, and what follows the last one belongs to it.
"""

import re
from collections.abc import Iterator

import keras

from training.errors import TrainingError

_END = re.compile(r"(mixed\d+|mixed_\d[a-z]|block\d+_\d+_ac)$")
_NUMBERED = (
    re.compile(r"^(.*stage_\d+_block_\d+)_"),
    re.compile(r"^(conv\d+_block\d+)_"),
    re.compile(r"^(block_?\d+[a-z]?)_"),
    re.compile(r"^(expanded_conv_\d+)_"),
    re.compile(r"^conv_(?:dw|pw|pad)_(\d+)"),
    re.compile(r"(?:normal|reduction|adjust)(?:_.*?)?_((?:stem_|reduce_)?\d+)$"),
)
_SHARES = 10


def unfreeze_top(encoder: keras.Model, blocks: int) -> int:
    """Let the top blocks of an encoder be trained, and nothing else.

    Batch normalisation stays frozen, which in Keras also means that it uses its stored statistics
    in training: the few windows of a batch would spoil them.

    Args:
        encoder: As `training.backbones.registry.build_encoder` gives it.
        blocks: How many; 0 freezes all of it.

    Returns:
        The number of trainable variables.

    Raises:
        TrainingError: The network has fewer blocks.
    """
    found = blocks_of(encoder)
    if not 0 <= blocks <= len(found):
        raise TrainingError(
            f"{encoder.name} has {len(found)} blocks; {blocks} of them can't be trained.",
            f"Give a number from 0 to {len(found)}.",
        )
    # A model that is itself frozen hides the variables of its layers.
    encoder.trainable = True
    top = {id(layer) for block in found[len(found) - blocks :] for layer in block}
    for layer in _leaves(encoder):
        frozen = isinstance(layer, keras.layers.BatchNormalization) or id(layer) not in top
        layer.trainable = not frozen
    return len(encoder.trainable_variables)


def blocks_of(encoder: keras.Model) -> list[list[keras.layers.Layer]]:
    """Return the layers with weights, block by block, from the pictures upwards."""
    layers = list(_leaves(encoder))
    if any(_END.match(layer.name) for layer in layers):
        blocks = _by_ends(layers)
    elif len({_number(layer) for layer in layers} - {None}) > 1:
        blocks = _by_numbers(layers)
    else:
        weighted = [layer for layer in layers if layer.weights]
        size = max(1, round(len(weighted) / _SHARES))
        blocks = [weighted[start : start + size] for start in range(0, len(weighted), size)]
    with_weights = [[layer for layer in block if layer.weights] for block in blocks]
    return [block for block in with_weights if block]


def _by_ends(layers: list[keras.layers.Layer]) -> list[list[keras.layers.Layer]]:
    last = max(position for position, layer in enumerate(layers) if _END.match(layer.name))
    blocks: list[list[keras.layers.Layer]] = [[]]
    for position, layer in enumerate(layers):
        blocks[-1].append(layer)
        if _END.match(layer.name) and position != last:
            blocks.append([])
    return blocks


def _by_numbers(layers: list[keras.layers.Layer]) -> list[list[keras.layers.Layer]]:
    blocks: dict[str, list[keras.layers.Layer]] = {}
    number = ""
    for layer in layers:
        number = _number(layer) or number
        blocks.setdefault(number, []).append(layer)
    return list(blocks.values())


def _number(layer: keras.layers.Layer) -> str | None:
    matches = (pattern.search(layer.name) for pattern in _NUMBERED)
    return next((match.group(1) for match in matches if match), None)


def _leaves(layer: keras.layers.Layer) -> Iterator[keras.layers.Layer]:
    if isinstance(layer, keras.Model):
        for inner in layer.layers:
            yield from _leaves(inner)
    else:
        yield layer
