"""The report of a training run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from fundusviewer.atomic import write_text_atomically
from fundusviewer.minus import with_minus
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.classes import classes_table, few_warning
from fundusviewer.training.evaluation.curves import CurveWords, write_curves
from fundusviewer.training.evaluation.oedema import oedema_table
from fundusviewer.training.evaluation.report import as_json, results_table, warning_of_few
from fundusviewer.training.learning.head import FEWEST_PATIENTS
from fundusviewer.training.pipeline.report_page import write_html
from fundusviewer.training.pipeline.report_pictures import write_pictures
from fundusviewer.training.shipping.classes import ShippedClasses
from fundusviewer.training.shipping.oedema import ShippedOedema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fundusviewer.inference import Interval, ModelCard
    from fundusviewer.training.config.plans import Targets
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.data.tasks import Task
    from fundusviewer.training.evaluation.evaluation import SetResult
    from fundusviewer.training.pipeline.outcome import Outcome
    from fundusviewer.training.shipping.shipping import Shipped

#: Each set counts alike when a threshold is fitted, each photograph in the table.
_MISSED = 0.02
#: Losses that training and validation have in common; epochs are compared by the cross-entropy.
_CROSS_ENTROPIES = ("ordinal", "cross-entropy")

_NO_OEDEMA = "The file does not assess macular oedema.\n"
_KEPT_OEDEMA = "The file assesses it as before; nothing of it was fitted.\n"


def write_reports(outcome: Outcome, data: TrainingData, settings: TrainingSettings) -> None:
    """Write ``report.md``, ``report.json``, ``report.html`` and the pictures into the run's folder.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    markdown = _markdown(outcome, data, settings)
    write_text_atomically(outcome.report, markdown)
    write_text_atomically(
        outcome.report.with_suffix(".json"), as_json(_facts(outcome, data, settings))
    )
    write_curves(
        outcome.epochs,
        outcome.frozen_loss,
        outcome.prior_loss,
        outcome.report.parent,
        score_name(data.task),
        curve_words(settings),
    )
    write_pictures(outcome, data)
    write_html(outcome, data, settings, markdown)


def score_name(task: Task) -> str:
    """Return what is measured of each epoch beside the loss."""
    if task.grades:
        return "weighted kappa"
    return "mean AUC" if task.several else "balanced accuracy"


def curve_words(settings: TrainingSettings) -> CurveWords:
    """Return what the losses are called: which they are, where they cannot be compared."""
    begun = "as it began" if settings.head.epochs == 0 else "frozen backbone"
    if settings.fine_tune.loss in _CROSS_ENTROPIES:
        return CurveWords(begun=begun)
    return CurveWords(
        f"training loss ({settings.fine_tune.loss})", "validation loss (cross-entropy)", begun
    )


def _markdown(outcome: Outcome, data: TrainingData, settings: TrainingSettings) -> str:
    shipped, card = outcome.shipped, outcome.shipped.card
    parts = [
        f"# Training report: {card.title} {card.version}\n",
        "For research use only. Not for diagnosis.\n",
        _section("Photographs", _counts_table(data) + _left_aside(data)),
        _section("Training", _stages(outcome, settings)),
        _section("The file", _file(outcome, card)),
    ]
    if isinstance(shipped, ShippedClasses):
        few = few_warning(shipped.test)
        parts += [
            _section(
                "Held-out patients",
                ("" if few is None else f"**{few}**\n\n")
                + classes_table(shipped.test)
                + "\nIn brackets 95 % intervals that know which photographs are one patient's.\n",
            ),
            _section(
                "Validation patients (the temperature was fitted on them)",
                classes_table(shipped.validation),
            ),
        ]
        return "\n".join(parts)
    parts += [
        _section("Held-out patients", _explained(shipped)),
        _section(
            "Validation patients (thresholds and temperature were fitted on them)",
            _validation(shipped, settings),
        ),
    ]
    if outcome.left_out:
        parts.append(
            _section(
                "Each whole set left out (frozen backbone, float32)",
                results_table(outcome.left_out),
            )
        )
    parts.append(_section("Gradability and familiarity", _gate(shipped)))
    parts.append(_section("Macular oedema", _oedema(shipped)))
    return "\n".join(parts)


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}"


def _counts_table(data: TrainingData) -> str:
    answers = "grades 0/1/2/3/4" if data.task.grades else "/".join(data.task.names)
    lines = [f"| set | side | photographs | {answers} |", "|---|---|---|---|"]
    for name in data.sets:
        for side in Split:
            rows = data.graded(side, sets=[name])
            lines.append(f"| {name} | {side} | {len(rows)} | {data.counted(rows)} |")
    return "\n".join(lines) + "\n"


def _left_aside(data: TrainingData) -> str:
    conflicts = sum(photo.conflict for photo in data.photographs)
    rejected = sum(photo.quality == "reject" for photo in data.photographs)
    unreadable = len(data.prepared.unreadable)
    return (
        f"\nNot used: {conflicts} photographs with conflicting labels, {rejected} labelled as "
        f"ungradable, {unreadable} unreadable. The sides share no patient, no duplicate group and "
        "no picture found twice by its content.\n"
    )


def _stages(outcome: Outcome, settings: TrainingSettings) -> str:
    if outcome.frozen_loss is None:
        return f"Nothing was trained: the network is that of `{settings.fit_only}`.\n"
    begun = f"{settings.backbone}, weights {settings.weights}"
    if settings.start is not None:
        begun = f"`{settings.start}`"
    plan, words = settings.fine_tune, curve_words(settings)
    text = (
        f"{_warned(outcome)}Begun with {begun}; {settings.image_size} pixels, loss {plan.loss}, "
        f"dropout {plan.dropout:g}, learning rate {plan.learning_rate:g}, batches of {plan.batch}. "
        f"{_first_stage(settings)}: {words.validation} {outcome.frozen_loss:.4f}"
        f"{_baseline(outcome)}.\n"
    )
    if outcome.fine_tuned_loss is None:
        return text
    scratch = settings.fine_tune.batch_statistics
    other = "first" if settings.head.epochs == 0 else "frozen"
    kept = "fine-tuned" if scratch or outcome.fine_tuned_loss < outcome.frozen_loss else other
    rows = "\n".join(
        f"| {epoch.number} | {epoch.training_loss:.4f} | {epoch.validation_loss:.4f} |"
        for epoch in outcome.epochs
    )
    return (
        f"{text}\n| epoch of fine-tuning | {words.training} | {words.validation} |\n"
        f"|---|---|---|\n{rows}\n\nThe file holds the {kept} network.\n"
    )


def _first_stage(settings: TrainingSettings) -> str:
    if settings.head.epochs == 0:
        return "As it began"
    return "Frozen backbone with a new head"


def _baseline(outcome: Outcome) -> str:
    if outcome.prior_loss is None:
        return ""
    gain = outcome.gain
    of_gain = (
        ""
        if gain is None
        else with_minus(
            f", the file's network is better by {gain.value:.4f} [{gain.low:.4f}, {gain.high:.4f}]"
        )
    )
    return f"; saying the same of every photograph: {outcome.prior_loss:.4f}{of_gain}"


def _warned(outcome: Outcome) -> str:
    words = learned_nothing(outcome)
    return "" if words is None else f"**{words}**\n\n"


def learned_nothing(outcome: Outcome) -> str | None:
    """Return what to beware of where the network does no better than one answer for all.

    Better is what is better on other patients too: zero is not in the interval of the gain.
    """
    losses = [loss for loss in (outcome.frozen_loss, outcome.fine_tuned_loss) if loss is not None]
    prior, gain = outcome.prior_loss, outcome.gain
    if not losses or prior is None:
        return None
    against = f"(loss {min(losses):.4f}, that one {prior:.4f}"
    advice = "More epochs, another learning rate or more photographs may."
    if min(losses) >= prior:
        return (
            "It has learned nothing that helps: on the validation patients it does no better than "
            f"one answer for every photograph {against}). {advice}"
        )
    if gain is None:
        return (
            "Whether it has learned anything that helps cannot be said: the validation photographs "
            f"are of fewer than {FEWEST_PATIENTS} patients."
        )
    if gain.low > 0:
        return None
    return (
        "It may have learned nothing that helps: on the validation patients it does hardly better "
        f"than one answer for every photograph {against}; better by {_signed(gain.value)}, which "
        f"with other patients could be {_signed(gain.low)} to {_signed(gain.high)}). {advice}"
    )


def missed_targets(results: Sequence[SetResult], targets: Targets) -> tuple[str, ...]:
    """Say which operating point missed its target on the patients that it was fitted on.

    It can: where the most probable grade is referable, the photograph is referred at every point.
    """
    every = next(entry for entry in reversed(results) if entry.unit == "photographs")
    wanted = {
        "screening": ("sensitivity", targets.sensitivity),
        "specific": ("specificity", targets.specificity),
    }
    missed = []
    for point in every.points:
        measure, target = wanted[point.name]
        reached: Interval | None = getattr(point, measure)
        if reached is not None and reached.value < target - _MISSED:
            missed.append(
                f"The operating point {point.name} reaches a {measure} of {reached.value:.2f} on "
                f"the validation patients, {target:.2f} was asked for."
            )
    return tuple(missed)


def _validation(shipped: Shipped, settings: TrainingSettings) -> str:
    results = shipped.validation
    warnings = missed_targets(results, settings.targets)
    return "".join(f"**{line}**\n\n" for line in warnings) + results_table(results)


def _signed(value: float) -> str:
    return with_minus(f"{value:.4f}")


def _file(outcome: Outcome, card: ModelCard) -> str:
    size = outcome.shipped.path.stat().st_size / 1e6
    scale = card.gradcam.scale
    text = (
        f"`{outcome.shipped.path.name}`, {size:.1f} MB, {card.precision}, temperature "
        f"{card.temperature:.3f}, heat map scale {'none' if scale is None else f'{scale:.4g}'}.\n"
    )
    if card.agreement is None:
        return text
    agreement, what = card.agreement, "grade" if card.grades else "class"
    alike = with_minus(f"{agreement.heatmap_correlation:.3f}")
    return (
        f"{text}\nAgainst float32 on {agreement.photographs} photographs: same top {what} in "
        f"{agreement.top1:.1%}, largest difference of a probability "
        f"{agreement.largest_probability_difference:.3f}, correlation of the heat maps "
        f"{alike}, {agreement.speed_ratio:.2f} times as fast.\n"
    )


def _explained(shipped: Shipped) -> str:
    few = warning_of_few(shipped.validation, shipped.test)
    return (
        ("" if few is None else f"**{few}**\n\n")
        + results_table(shipped.test)
        + "\nIn brackets 95 % intervals: bootstrap over patients for kappa, AUC and ECE, "
        "Wilson for sensitivity and specificity.\n"
    )


def _gate(shipped: Shipped) -> str:
    quality, gate = shipped.quality, shipped.card.gate
    limits = (
        ""
        if gate is None
        else f"Refused above a probability of {gate.reject:.3f} for reject and above an "
        f"unfamiliarity of {gate.unfamiliarity:.3f}, which about 1 % of the gradable "
        "validation photographs exceed each, in the set where they are most.\n\n"
    )
    return limits + (
        f"Test photographs with a quality label: {quality.photographs}, {quality.rejects} of them "
        f"rejects; AUC for reject {_shown(quality.auc)}. Test photographs spoiled on purpose, "
        f"against slightly spoiled and whole ones: AUC {_shown(quality.spoiled_auc)}.\n"
    )


def _oedema(shipped: Shipped) -> str:
    found, answer = shipped.oedema, shipped.card.macular_oedema
    if not isinstance(found, ShippedOedema):
        why = f"{found[0].upper()}{found[1:]}. " if found else "No label tells anything of it. "
        return why + (_NO_OEDEMA if answer is None else _KEPT_OEDEMA)
    return (
        f"Risk 2 from a probability of {found.answer.threshold:.3f} on, risk 1 from "
        f"{found.answer.any_threshold:.3f} on, fitted on {found.answer.photographs} photographs "
        f"that were not learned from. Held-out patients:\n\n{oedema_table(found.test)}\n"
        f"Validation patients:\n\n{oedema_table(found.validation)}"
    )


def _shown(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return with_minus(f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]")


def _facts(outcome: Outcome, data: TrainingData, settings: TrainingSettings) -> dict[str, object]:
    shipped = outcome.shipped
    facts = {
        "settings": asdict(settings),
        "card": shipped.card,
        "unreadable": data.prepared.unreadable,
        "frozen_loss": outcome.frozen_loss,
        "prior_loss": outcome.prior_loss,
        "gain": outcome.gain,
        "fine_tuned_loss": outcome.fine_tuned_loss,
        "epochs": outcome.epochs,
        "test": shipped.test,
        "validation": shipped.validation,
    }
    if isinstance(shipped, ShippedClasses):
        return facts | {"task": data.task}
    return facts | {
        "left_out": outcome.left_out,
        "quality_auc": shipped.quality.auc,
        "spoiled_auc": shipped.quality.spoiled_auc,
        "macular_oedema": shipped.oedema,
    }
