"""The model card: what a bundle is, what it was measured to do, and what it can't."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.config import TrainingConfig
from training.evaluation.figures import Figures
from training.export.parity import Parity
from training.features import LeftOut


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card tells besides the config.

    Attributes:
        labels: In the order of the outputs.
        clips: Number of clips learnt from, per label.
        groups: Number of groups.
        largest_group: Share of the clips in the largest group.
        left_out: Clips that could not be used.
        gru: Figures of the recurrent head on groups it hadn't learnt from.
        mean: Likewise of the mean-pool baseline.
        majority: Accuracy of always naming the largest class.
        fold_accuracy: Clip accuracy of the recurrent head, per fold.
        fold_clips: Test clips, per fold.
        epochs: Of the shipped head.
        temperature: Of the calibration.
        ece_before: Calibration error before it.
        encoder_parity: Keras against ONNX Runtime.
        head_parity: Likewise.
        chain_parity: Likewise, frames to logits.
        versions: Library name to version.
    """

    labels: tuple[str, ...]
    clips: tuple[int, ...]
    groups: int
    largest_group: float
    left_out: tuple[LeftOut, ...]
    gru: Figures
    mean: Figures
    majority: float
    fold_accuracy: tuple[float, ...]
    fold_clips: tuple[int, ...]
    epochs: int
    temperature: float
    ece_before: float
    encoder_parity: Parity
    head_parity: Parity
    chain_parity: Parity
    versions: dict[str, str]


def model_card(config: TrainingConfig, facts: CardFacts) -> str:
    """Return the text of MODEL_CARD.md, the same for the same arguments."""
    sections = [
        f"# {config.name} {config.version}\n\n{_summary(config, facts)}",
        "## What it is\n\n" + _architecture(config, facts),
        "## What it learnt from\n\n" + _data(config, facts),
        "## What it was measured to do\n\n" + _figures(config, facts),
        "## What it can't do\n\n" + _limits(config, facts),
        "## Export\n\n" + _export(facts),
        "## Licence and origin\n\n"
        + "\n\n".join(text for text in (config.licence, config.provenance) if text),
        "## Building it again\n\n" + _rebuild(config, facts),
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _summary(config: TrainingConfig, facts: CardFacts) -> str:
    return (
        f"Tells {len(facts.labels)} classes apart from {config.window} frames at "
        f"{config.rate_hz:g} Hz. On clips from groups (scenes, presenters) that it had never seen, "
        f"it names the right class for **{facts.gru.clip_accuracy:.0%}** of them "
        f"(macro-F1 {facts.gru.macro_f1:.2f}); always naming the largest class gives "
        f"{facts.majority:.0%}, and a baseline that ignores the order of the frames gives "
        f"{facts.mean.clip_accuracy:.0%}."
    )


def _architecture(config: TrainingConfig, facts: CardFacts) -> str:
    head = config.head
    meaning = {
        "features": "the features",
        "differences": "their differences from frame to frame",
        "deviations": "how far each feature is from its mean over the window, without sign",
    }
    inputs = " and ".join(text for name, text in meaning.items() if name in head.inputs)
    projection = f"a ReLU layer of {head.projection} units, " if head.projection else ""
    return (
        f"Encoder: {config.backbone} with ImageNet weights, frozen, "
        f"{config.preprocessing.width_px} x {config.preprocessing.height_px} pixels, crop "
        f"`{config.preprocessing.crop}`. Head: {inputs}, {projection}a GRU of {head.units} units "
        f"over up to {config.window} frames (a prediction from {config.min_frames} frames on), one "
        f"output per class. Fitted for {facts.epochs} epochs, seed {config.fit.seed}."
    )


def _data(config: TrainingConfig, facts: CardFacts) -> str:
    total = sum(facts.clips)
    rows = [
        f"| {label} | {count} |" for label, count in zip(facts.labels, facts.clips, strict=True)
    ]
    lines = [
        f"{total} clips from {facts.groups} groups; the largest group holds "
        f"{facts.largest_group:.0%} of them.",
        "",
        "| class | clips |",
        "|---|---|",
        *rows,
    ]
    if config.masks:
        masked = ", ".join(sorted(group for rule in config.masks for group in rule.groups))
        lines += ["", f"Burned-in text was hidden in the groups {masked}."]
    if facts.left_out:
        lines += ["", f"{len(facts.left_out)} clips were left out:", ""]
        lines += [f"- {left.clip.path.name}: {_without_path(left)}" for left in facts.left_out]
    return "\n".join(lines)


def _without_path(left: LeftOut) -> str:
    return left.reason.removeprefix(f"{left.clip.path}: ")


def _figures(config: TrainingConfig, facts: CardFacts) -> str:
    folds = ", ".join(
        f"{accuracy:.2f} of {clips}"
        for accuracy, clips in zip(facts.fold_accuracy, facts.fold_clips, strict=True)
    )
    rows = [
        ("GRU head (shipped)", facts.gru),
        ("mean-pool baseline", facts.mean),
    ]
    lines = [
        f"{config.folds} folds by group: no group is on both sides, and the number of epochs was "
        "chosen on further groups held out of the training part, which then joined it again for "
        "the fit that is measured. A clip's class is the one with "
        "the highest mean probability over its windows, as in the app. The shipped head was then "
        "fitted on all clips, for the median of the folds' epochs; it was not measured itself. "
        "The head's settings were chosen with the same folds, so the figures flatter a little.",
        "",
        "| | clip accuracy | macro-F1 | window accuracy | calibration error |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {figures.clip_accuracy:.3f} | {figures.macro_f1:.3f} | "
            f"{figures.window_accuracy:.3f} | {figures.ece:.3f} |"
            for name, figures in rows
        ),
        f"| largest class | {facts.majority:.3f} | | | |",
        "",
        _comparison(facts),
        "",
        f"Clip accuracy per fold: {folds}.",
        "",
        f"Temperature {facts.temperature:.2f}, fitted on the held-out folds' logits; the "
        f"calibration error was {facts.ece_before:.3f} before it.",
        "",
        "Rows: true class; columns: predicted class; clips.",
        "",
        *_confusion_table(facts.labels, facts.gru),
    ]
    return "\n".join(lines)


def _comparison(facts: CardFacts) -> str:
    difference = facts.gru.clip_accuracy - facts.mean.clip_accuracy
    if difference < 0.0:
        return (
            f"The baseline that ignores the order of frames is better by {-difference:.3f}: on "
            "these features the recurrent head gains nothing from the movement."
        )
    return (
        f"The recurrent head is {difference:.3f} above the baseline that ignores the order of "
        "frames; differences of about 0.02 are within the spread between seeds."
    )


def _confusion_table(labels: Sequence[str], figures: Figures) -> list[str]:
    lines = [
        "| | " + " | ".join(labels) + " | F1 |",
        "|---" * (len(labels) + 2) + "|",
    ]
    for label, row, f1 in zip(labels, figures.confusion, figures.class_f1, strict=True):
        lines.append(f"| {label} | " + " | ".join(map(str, row)) + f" | {f1:.2f} |")
    return lines


def _limits(config: TrainingConfig, facts: CardFacts) -> str:
    general = (
        "Features of whole pictures describe the room, the light and the clothes at least as much "
        "as the movement. In rooms and with people that were not in the training clips, expect "
        f"the {facts.gru.clip_accuracy:.0%} above, not more; there is no class for anything else, "
        "so whatever happens in front of the camera is one of the classes, or nothing where no "
        "threshold is reached."
    )
    return f"{general}\n\n{config.limits}" if config.limits else general


def _export(facts: CardFacts) -> str:
    def row(name: str, parity: Parity) -> str:
        return f"| {name} | {parity.compared} | {parity.relative:.1e} | {parity.same_label:.0%} |"

    return "\n".join(
        [
            "Keras against ONNX Runtime, before the bundle was written:",
            "",
            "| | outputs compared | largest difference, relative | same class |",
            "|---|---|---|---|",
            row("encoder, real frames", facts.encoder_parity),
            row("head, every length", facts.head_parity),
            row("frames to logits", facts.chain_parity),
        ]
    )


def _rebuild(config: TrainingConfig, facts: CardFacts) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(facts.versions.items()))
    return (
        f"`vidclf-train run CONFIG` with the config named `{config.name}` and the clips named "
        f"above. Libraries: {versions}."
    )
