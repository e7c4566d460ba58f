"""Names of classes as people read them in the window, in their language.

A model may bring any labels; the names of exercises that are common in models are translated.
Files always hold the label itself.
"""

from typing import Final

from vidclf_app.core.labels import display_label
from vidclf_app.core.records import Prediction
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate

_NAMES: Final = {
    "squat": QT_TRANSLATE_NOOP("labels", "squat"),
    "push_up": QT_TRANSLATE_NOOP("labels", "push up"),
    "biceps_curl": QT_TRANSLATE_NOOP("labels", "biceps curl"),
    "crunch_situp": QT_TRANSLATE_NOOP("labels", "crunch situp"),
    "lunge": QT_TRANSLATE_NOOP("labels", "lunge"),
    "overhead_press": QT_TRANSLATE_NOOP("labels", "overhead press"),
    "plank": QT_TRANSLATE_NOOP("labels", "plank"),
    "row": QT_TRANSLATE_NOOP("labels", "row"),
    "jumping_jack": QT_TRANSLATE_NOOP("labels", "jumping jack"),
    "jump_jack_hop": QT_TRANSLATE_NOOP("labels", "jump jack hop"),
    "deadlift": QT_TRANSLATE_NOOP("labels", "deadlift"),
    "pull_up": QT_TRANSLATE_NOOP("labels", "pull up"),
    "other": QT_TRANSLATE_NOOP("labels", "other"),
}


def label_name(label: str) -> str:
    """Return a label as people read it: `push_up` becomes "push up", or "Liegestütz"."""
    name = _NAMES.get(label)
    return display_label(label) if name is None else translate("labels", name)


def told_name(prediction: Prediction) -> str:
    """Return what people read of a prediction: its label, or what stands in its place."""
    if prediction.nobody:
        return translate("labels", "nobody in the picture")
    if prediction.label is None:
        return translate("labels", "nothing recognised")
    return label_name(prediction.label)
