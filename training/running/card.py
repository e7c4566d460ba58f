"""The model card: what a bundle is, what it was measured to do, and what it can't."""

from collections.abc import Sequence

from training.evaluation.figures import Figures
from training.evaluation.intervals import clip_intervals
from training.export.parity import Parity
from training.features.extract import LeftOut
from training.running.folds import JudgedHead
from training.running.telling import HEAD_TITLES, ORDERED, RunFacts, head_title
from vidclf_app.core.body_features import BODY_FEATURES
from vidclf_app.core.manifest import ImageEncoderSpec

_INPUTS = {
    "features": "the features",
    "differences": "their differences from frame to frame",
    "deviations": "how far each feature is from its mean over the window, without sign",
}


def model_card(facts: RunFacts) -> str:
    """Return the text of MODEL_CARD.md, the same for the same facts."""
    config = facts.config
    sections = [
        f"# {config.name} {config.version}\n\n{_summary(facts)}",
        "## What it is\n\n" + _architecture(facts),
        "## What it learnt from\n\n" + _data(facts),
        "## What it was measured to do\n\n" + _figures(facts),
        "## What it can't do\n\n" + _limits(facts),
        "## Export\n\n" + _export(facts),
        "## Licence and origin\n\n"
        + "\n\n".join(text for text in (config.licence, config.provenance) if text),
        "## Building it again\n\n" + _rebuild(facts),
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _unseen(facts: RunFacts) -> str:
    if facts.split_kind == "groups":
        return "clips from groups (scenes, people) that it had never seen"
    if facts.split_kind == "official":
        return "the test part of the data's own split"
    return "clips that it had never seen (of people and rooms that it may have seen)"


def _summary(facts: RunFacts) -> str:
    config = facts.config
    shipped, baseline = facts.heads[0].figures, facts.heads[-1].figures
    return (
        f"Tells {len(facts.material.labels)} classes apart from {config.window} frames at "
        f"{config.rate_hz:g} Hz. On {_unseen(facts)}, "
        f"it names the right class for **{shipped.clip_accuracy:.0%}** of them "
        f"(macro-F1 {shipped.macro_f1:.2f}); always naming the largest class gives "
        f"{facts.majority:.0%}, and the baseline ({_title(facts.heads[-1])}) gives "
        f"{baseline.clip_accuracy:.0%}."
    )


def _architecture(facts: RunFacts) -> str:
    config, head = facts.config, facts.config.head
    inputs = " and ".join(_INPUTS[name] for name in head.inputs)
    projection = f"a ReLU layer of {head.projection} units, " if head.projection else ""
    several = f"the mean of {head.members} alike, each of: " if head.members > 1 else ""
    units = (
        f" ({head.units} units)"
        if head.kind in {"gru", "bigru_pool", "bilstm_pool", "tcn", "mean_mlp"}
        else ""
    )
    blocks = "block" if config.fine_tune.blocks == 1 else f"{config.fine_tune.blocks} blocks"
    frozen = f"its top {blocks} fitted to these clips" if config.fine_tune.blocks else "frozen"
    return (
        f"Encoder: {_encoder(facts, frozen)}. "
        f"Head: {several}{inputs}, {projection}{HEAD_TITLES[head.kind]}{units}, over up to "
        f"{config.window} frames (a prediction from {config.min_frames} frames on), one output per "
        f"class. Fitted for {facts.final.epochs} epochs, seed {config.fit.seed}."
    )


def _encoder(facts: RunFacts, frozen: str) -> str:
    spec = facts.encoder
    parts = []
    if spec.kind != "image":
        parts.append(
            "BlazePose (its detector and its landmark network `full`, frozen), the body told by "
            f"{BODY_FEATURES} numbers a frame"
        )
    image = spec.networks.get("image")
    if isinstance(image, ImageEncoderSpec):
        backbone, size = facts.config.backbone, image.preprocessing
        parts.append(
            f"{backbone.name}, weights `{_weights_name(backbone.weights)}`, {frozen}, "
            f"{size.width_px} x {size.height_px} pixels, crop `{size.crop}`, {facts.precision}"
        )
    return "; ".join(parts)


def _title(head: JudgedHead) -> str:
    return head_title(head.config, head.tuned_blocks)


def _weights_name(weights: str) -> str:
    # A path of the machine it was built on is nobody's business.
    return weights.replace("\\", "/").rsplit("/", 1)[-1]


def _data(facts: RunFacts) -> str:
    lesson = facts.lesson
    material = lesson.material
    counts = [int((material.targets == number).sum()) for number in range(len(material.labels))]
    sizes = material.group_sizes
    groups = (
        f"{sum(counts)} clips from {len(sizes)} groups; the largest group holds "
        f"{max(sizes.values()) / sum(counts):.0%} of them."
        if facts.grouped
        else f"{sum(counts)} clips, without groups."
    )
    if facts.learnt_from:
        groups += f" {facts.learnt_from}"
    elif len(lesson.clips) < sum(counts):
        groups += f" The shipped head learnt from {len(lesson.clips)} of them."
    lines = [
        groups,
        "",
        "| class | clips |",
        "|---|---|",
        *(f"| {label} | {count} |" for label, count in zip(material.labels, counts, strict=True)),
    ]
    if facts.config.masks:
        masked = ", ".join(sorted(group for rule in facts.config.masks for group in rule.groups))
        lines += ["", f"Burned-in text was hidden in the groups {masked}."]
    if left_out := lesson.left_out:
        lines += ["", f"{len(left_out)} clips were left out:", ""]
        lines += [f"- {left.clip.path.name}: {_without_path(left)}" for left in left_out]
    return "\n".join(lines)


def _without_path(left: LeftOut) -> str:
    return left.reason.removeprefix(f"{left.clip.path}: ")


def _figures(facts: RunFacts) -> str:
    shipped = facts.heads[0]
    folds = ", ".join(
        f"{accuracy:.2f} of {len(split.test)}"
        for accuracy, split in zip(shipped.fold_accuracy, facts.splits, strict=True)
    )
    intervals = clip_intervals(shipped.figures.clips)
    epochs = (
        "The number of epochs was chosen on further clips held out of the training part, which "
        "then joined it again for the fit that is measured."
        if facts.config.fit.patience
        else "The number of epochs is that of the config."
    )
    lines = [
        f"{facts.rule} {epochs} A clip's class is the one "
        "with the highest mean probability over its windows, as in the app. Where settings were "
        "chosen with the same clips, the figures flatter a little.",
        "",
        "| | clip accuracy | macro-F1 | window accuracy | calibration error |",
        "|---|---|---|---|---|",
        *(
            f"| {_title(head)}{' (shipped)' if head is shipped else ''} | "
            f"{head.figures.clip_accuracy:.3f} | {head.figures.macro_f1:.3f} | "
            f"{head.figures.window_accuracy:.3f} | {head.figures.ece:.3f} |"
            for head in facts.heads
        ),
        f"| largest class | {facts.majority:.3f} | | | |",
        "",
        _comparison(facts),
        "",
        "95 % intervals of the first line, clips drawn anew within their classes: "
        f"accuracy {intervals.accuracy}, macro-F1 {intervals.macro_f1}. Groups may differ more.",
        "",
        f"Clip accuracy per division: {folds}.",
        "",
        f"Temperature {shipped.calibration.temperature:.2f}{_shift(facts)}, fitted on held-out "
        f"clips; the calibration error was {shipped.uncalibrated.ece:.3f} without.",
        "",
        "Rows: true class; columns: predicted class; clips.",
        "",
        *_confusion_table(facts.material.labels, shipped.figures),
    ]
    return "\n".join(lines)


def _shift(facts: RunFacts) -> str:
    if facts.material.background is None:
        return ""
    return f", the background's logit shifted by {facts.heads[0].calibration.shift:+.2f}"


def _comparison(facts: RunFacts) -> str:
    if facts.config.head.kind not in ORDERED:
        return "The shipped head looks at frames without their order."
    shipped, baseline = facts.heads[0].figures, facts.heads[-1].figures
    difference = shipped.clip_accuracy - baseline.clip_accuracy
    if difference < 0.0:
        return (
            f"The baseline that ignores the order of frames is better by {-difference:.3f}: on "
            "these features the shipped head gains nothing from the movement."
        )
    return (
        f"The shipped head is {difference:.3f} above the baseline that ignores the order of "
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


def _limits(facts: RunFacts) -> str:
    config = facts.config
    nothing_else = (
        f"`{config.background}` stands for everything else, as far as the clips show it."
        if config.background
        else "There is no class for anything else, so whatever happens in front of the camera is "
        "one of the classes, or nothing where no threshold is reached."
    )
    if facts.encoder.kind == "pose":
        general = (
            "Landmarks carry over to other rooms as far as the network finds them: it follows one "
            "person and needs most of the body in the picture. "
        )
    else:
        expected = (
            f"the {facts.heads[0].figures.clip_accuracy:.0%} above, not more. "
            if facts.split_kind == "groups"
            else "less than the figures above. "
        )
        general = (
            "Features of whole pictures describe the room, the light and the clothes at least as "
            "much as the movement. In rooms and with people that were not in the training clips, "
            f"expect {expected}"
        )
    general += nothing_else
    return f"{general}\n\n{config.limits}" if config.limits else general


def _export(facts: RunFacts) -> str:
    def row(name: str, parity: Parity) -> str:
        return f"| {name} | {parity.compared} | {parity.relative:.1e} | {parity.same_label:.0%} |"

    lines = [
        "Keras against ONNX Runtime, before the bundle was written:",
        "",
        "| | outputs compared | largest difference, relative | same class |",
        "|---|---|---|---|",
        *(
            row(name, parity)
            for name, parity in (
                ("encoder, real frames", facts.parities.encoder),
                ("head, every length", facts.parities.head),
                ("frames to logits", facts.parities.chain),
            )
            if parity is not None
        ),
    ]
    if facts.trial is not None:
        lines += ["", facts.trial.sentence]
    return "\n".join(lines)


def _rebuild(facts: RunFacts) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(facts.versions.items()))
    return (
        f"`vidclf-train run CONFIG` with the config named `{facts.config.name}` and the clips "
        f"named above. Libraries: {versions}."
    )
