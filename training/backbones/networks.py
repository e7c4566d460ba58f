"""Which networks there are, what they take, and which file holds their ImageNet weights.

`keras_networks.csv` lists `keras.applications` as Keras 3.15 has it: the module whose
`preprocess_input` a network was trained with, its own and its smallest input size, and the file
without classifier that Keras would download. It is a table, not a question to Keras, because
configs are checked before Keras is loaded; a slow test compares it with what Keras says.
"""

import csv
import difflib
from dataclasses import dataclass
from pathlib import Path

from training.errors import TrainingError

# The app opens no larger network.
ENCODER_MAX_BYTES = 512 << 20
LITE_FAMILY = "efficientnet_lite"
_TABLE = Path(__file__).with_name("keras_networks.csv")
_LITE_SIZES_PX = {"efficientnet_lite0": 224, "efficientnet_lite1": 240, "efficientnet_lite2": 260}
_LITE_MINIMUM_PX = 32
_FAMILIES = (
    "efficientnet_lite0 to 2, EfficientNetB0 to B7, EfficientNetV2, Xception, VGG, Inception, "
    "MobileNet, ResNet, DenseNet, NASNet, ConvNeXt"
)


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A file of ImageNet weights that Keras keeps for download.

    Attributes:
        name: In Keras's folder, `~/.keras/models`.
        url: Where it lies.
        digest: MD5 or SHA-256, lower-case hex, or empty where Keras states none.
    """

    name: str
    url: str
    digest: str


@dataclass(frozen=True, slots=True)
class Network:
    """A network that can encode frames.

    Attributes:
        name: As `keras.applications` spells it, or `efficientnet_lite0` and so on.
        family: The module of `keras.applications` with its `preprocess_input`, or
            `efficientnet_lite`.
        size_px: Width and height of the pictures that it was trained on.
        minimum_px: The smallest width and height that it takes.
        weights_px: Sizes that have a weights file of their own, ascending; empty where one file
            serves all.
        weights_template: File, address and hash; names hold `{size_px}` where `weights_px` does.
            None for networks whose weights are not downloaded.
    """

    name: str
    family: str
    size_px: int
    minimum_px: int
    weights_px: tuple[int, ...] = ()
    weights_template: WeightsFile | None = None

    def weights_file(self, size_px: int) -> WeightsFile | None:
        """Return the file of ImageNet weights for pictures of a size, None where there is none."""
        template = self.weights_template
        if template is None or not self.weights_px:
            return template
        # As Keras chooses: the weights of the full size serve every size without its own.
        trained_px = size_px if size_px in self.weights_px else self.weights_px[-1]
        name, url = (text.format(size_px=trained_px) for text in (template.name, template.url))
        return WeightsFile(name, url, template.digest)


def network_named(name: str) -> Network:
    """Return a network by its name; case, blanks, dashes and underscores don't matter.

    Raises:
        TrainingError: There is none; names near ones and the families.
    """
    plain = _plain(name)
    if plain in _NETWORKS:
        return _NETWORKS[plain]
    near = sorted(difflib.get_close_matches(plain, _NETWORKS, n=3))
    guess = f" Did you mean {' or '.join(_NETWORKS[key].name for key in near)}?" if near else ""
    raise TrainingError(
        f"There is no backbone named {name!r}.{guess}",
        f"Known are {_FAMILIES}, spelt as in keras.applications.",
    )


def network_names() -> tuple[str, ...]:
    """Return the names of all networks, the EfficientNet-Lite family first."""
    return tuple(network.name for network in _NETWORKS.values())


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter not in " -_")


def _read_table() -> list[Network]:
    networks = [
        Network(name, LITE_FAMILY, size_px, _LITE_MINIMUM_PX)
        for name, size_px in _LITE_SIZES_PX.items()
    ]
    with _TABLE.open(encoding="utf-8", newline="") as file:
        networks += [
            Network(
                name=row["name"],
                family=row["module"],
                size_px=int(row["size_px"]),
                minimum_px=int(row["minimum_px"]),
                weights_px=tuple(int(size) for size in row["weights_px"].split()),
                weights_template=WeightsFile(
                    row["weights_file"], row["weights_url"], row["weights_hash"]
                ),
            )
            for row in csv.DictReader(file)
        ]
    return networks


_NETWORKS = {_plain(network.name): network for network in _read_table()}
