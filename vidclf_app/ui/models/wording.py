"""What the models page says: pure functions from models to texts."""

from vidclf_app.core.labels import display_label
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.label_names import label_name
from vidclf_app.models.library import ModelEntry
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.models.view_state import ModelRow

# The figures that every exported bundle has, most telling first: manifest's name, text, is a share.
_FIGURES = (
    (
        "unseen_clip_accuracy",
        QT_TRANSLATE_NOOP("models", "Clips of unseen people and rooms named right"),
        True,
    ),
    (
        "unseen_clip_macro_f1",
        QT_TRANSLATE_NOOP("models", "Likewise, each class alike"),
        True,
    ),
    ("baseline_accuracy", QT_TRANSLATE_NOOP("models", "A baseline that knows no order"), True),
    ("majority_accuracy", QT_TRANSLATE_NOOP("models", "Always naming the largest class"), True),
    (
        "unseen_clip_smoothed_ece",
        QT_TRANSLATE_NOOP("models", "How far the shown percentages are off"),
        True,
    ),
    (
        "unseen_clip_shown_recall",
        QT_TRANSLATE_NOOP("models", "Movements given their label"),
        True,
    ),
    (
        "unseen_background_false_per_minute",
        QT_TRANSLATE_NOOP("models", "Wrong labels a minute on other movements"),
        False,
    ),
    ("clips", QT_TRANSLATE_NOOP("models", "Clips it learnt from"), False),
    ("groups", QT_TRANSLATE_NOOP("models", "Groups (people, rooms) they come from"), False),
)

_KINDS = {
    "image": QT_TRANSLATE_NOOP("models", "whole pictures"),
    "pose": QT_TRANSLATE_NOOP("models", "one person's body landmarks"),
    "pose+image": QT_TRANSLATE_NOOP("models", "one person's body landmarks and picture"),
}


def row(entry: ModelEntry, *, in_use: bool) -> ModelRow:
    """Return a model's line in the list."""
    manifest = entry.manifest
    if manifest is None:
        note = translate("models", "can't be used")
    elif entry.bundled:
        note = translate("models", "came with vidclf")
    else:
        note = translate("models", "installed")
    return ModelRow(
        text=entry.text,
        name=entry.text if manifest is None else f"{manifest.name} {manifest.version}",
        note=note,
        in_use=in_use,
        broken=manifest is None,
        removable=not entry.bundled,
    )


def facts(manifest: ModelManifest) -> tuple[tuple[str, str], ...]:
    """Return what a model is, name and value."""
    kind = manifest.encoder.kind
    entries = [
        (translate("models", "Looks at"), translate("models", _KINDS.get(kind, kind))),
        (
            translate("models", "Time"),
            translate("models", "{window} pictures at {rate:g} a second ({seconds:.1f} s)").format(
                window=manifest.window, rate=manifest.rate_hz, seconds=manifest.window_s
            ),
        ),
    ]
    if manifest.background_label is not None:
        entries.append(
            (
                translate("models", "Everything else"),
                translate("models", "{label}, never shown as a label").format(
                    label=label_name(manifest.background_label)
                ),
            )
        )
    if manifest.licence:
        entries.append((translate("models", "Licence"), manifest.licence))
    if manifest.provenance:
        entries.append((translate("models", "Origin"), manifest.provenance))
    return tuple(entries)


def figures(manifest: ModelManifest) -> tuple[tuple[str, str], ...]:
    """Return how well a model does, name and value; unknown figures under their own names."""
    metrics = dict(manifest.metrics)
    entries = []
    for name, text, is_share in _FIGURES:
        value = metrics.pop(name, None)
        if value is not None:
            shown = f"{value:.0%}" if is_share else f"{value:,.1f}".removesuffix(".0")
            entries.append((translate("models", text), shown))
    entries += [(display_label(name), f"{value:g}") for name, value in metrics.items()]
    return tuple(entries)


def labels(manifest: ModelManifest) -> tuple[str, ...]:
    """Return what a model recognises, as people read it."""
    return tuple(
        label_name(label) for label in manifest.labels if label != manifest.background_label
    )


def question(entry: ModelEntry) -> str:
    """Return what is asked before a model is removed."""
    return translate("models", "Remove {name} from this computer?").format(name=entry.text)
