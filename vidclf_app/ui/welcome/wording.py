"""What the welcome says of the model: pure functions, without Qt."""

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.label_names import label_name
from vidclf_app.translating import translate

_MOST_NAMES = 16


def known(manifest: ModelManifest | None) -> str:
    """Return what a model recognises; None stands for a model that can't be read."""
    if manifest is None:
        return translate("welcome", "The model can't be read; choose one on the Models page.")
    labels = [label for label in manifest.labels if label != manifest.background_label]
    names = [label_name(label) for label in labels[:_MOST_NAMES]]
    if len(labels) > _MOST_NAMES:
        more = translate("welcome", "and {number} more")
        names.append(more.format(number=len(labels) - _MOST_NAMES))
    return translate("welcome", "The model knows: {names}.").format(names=", ".join(names))


def unknown(manifest: ModelManifest | None) -> str:
    """Return what a model doesn't know."""
    if manifest is None:
        return ""
    if manifest.finds_people:
        return translate(
            "welcome",
            "It follows one person, whose whole body should be in the picture. Movements that it "
            "doesn't know it may take for one that looks alike. It doesn't judge whether an "
            "exercise is done well.",
        )
    return translate(
        "welcome",
        "It looks at the whole picture. Movements that it doesn't know it may take for one that "
        "looks alike. It doesn't judge whether an exercise is done well.",
    )
