"""A colour for each class, the same in timelines, curves and reports."""

from typing import Final

# For each class of a model, on the dark and on the light theme; both have the same hue. Chosen
# once by a search for the largest smallest difference between any two of them in OKLab (0.11;
# people begin to see one at about 0.02), with differences as people see them who see no red or no
# green counted too (0.06), among colours with a contrast of 3 : 1 to background, surface and
# raised. The order is such that the first few differ most.
CLASS_COLOURS: Final[tuple[tuple[str, str], ...]] = (
    ("#3de383", "#217f48"),
    ("#5865ff", "#3028bb"),
    ("#388639", "#123812"),
    ("#c1c5f9", "#6e70a6"),
    ("#577eb6", "#10376d"),
    ("#bbb62f", "#525011"),
    ("#b45688", "#621442"),
    ("#1eb0c2", "#18636d"),
    ("#d09c80", "#ad561e"),
    ("#7ef3f5", "#3c9091"),
    ("#8ea6f8", "#5771f4"),
    ("#b574f7", "#632b93"),
    ("#ffaebd", "#ce5f79"),
    ("#f0485c", "#7d4647"),
    ("#dbdf47", "#888b02"),
    ("#f47cb8", "#b71e79"),
)
