"""What a run knows of itself, in sentences for the checklists of reports."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import fundusviewer
from fundusviewer.minus import with_minus
from fundusviewer.training.data.splits import Split
from fundusviewer.training.shipping.classes import ShippedClasses

if TYPE_CHECKING:
    from fundusviewer.inference import Interval
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.evaluation.checklists import Fact
    from fundusviewer.training.pipeline.outcome import Outcome

_PACKAGES = ("tensorflow", "keras", "numpy", "scipy", "onnxruntime", "opencv-python-headless")
_SIDES = (Split.TRAIN, Split.VALIDATION, Split.TEST)


def facts_of(outcome: Outcome, data: TrainingData, settings: TrainingSettings) -> dict[Fact, str]:
    """Return what is known; what is not is left out."""
    card, task = outcome.shipped.card, data.task
    named, sets = ", ".join(card.class_names), card.training_data
    facts: dict[Fact, str] = {
        "technology": f"Deep learning: a convolutional network ({card.backbone}).",
        "sources": f"Sets: {', '.join(f'{one.name} ({one.terms})' for one in sets)}.",
        "preparation": f"Cropped to {card.input.crop.replace('_', ' ')}, scaled to "
        f"{card.input.width} × {card.input.height} pixels ({card.input.interpolation}).",
        "left out": _left_out(data),
        "missing": "Photographs without a label were not used; nothing was imputed.",
        "partitions": _partitions(data, settings),
        "disjoint": _disjoint(data),
        "model": f"{card.backbone}, {card.input.width} × {card.input.height} pixels RGB, average "
        f"pooling, one dense layer; answers: {named}.",
        "software": f"FundusViewer {fundusviewer.__version__}, Python {platform.python_version()}, "
        f"{_versions()}.",
        "ensemble": "No ensemble: one network.",
        "metrics": "Grades: weighted kappa, AUC, sensitivity and specificity, ECE."
        if task.grades
        else "Accuracy, balanced accuracy, AUC, sensitivity, specificity and precision by class, "
        "ECE.",
        "intervals": "95 % intervals over patients (bootstrap), and Wilson's.",
        "explanation": f"{card.gradcam.title} of the layer {card.gradcam.layer}.",
        "internal": "Held-out patients of the same sets, asked with the finished file.",
        "external": _external(outcome, settings),
        "counts": _counts(data),
        "performance": _performance(outcome),
        "failures": "The worst mistakes with their heat maps are shown in this report.",
        "limits": " ".join(card.limits),
        "file": f"{outcome.shipped.path.name}, version {card.version}, licence {card.licence}; "
        f"hash {card.content_sha256}.",
        "output": f"Probabilities of {named}"
        + (", each by itself." if card.several else ", which sum to 1."),
        "calibration": f"Temperature scaling on validation patients (T = {card.temperature:.3f}).",
        "thresholds": _thresholds(outcome),
        "confusion": "The confusion matrix is among the figures of this report.",
        "imbalance": _imbalance(settings),
        "sets": "Figures by set stand in this report."
        + (" Each whole set was left out in turn." if outcome.left_out else ""),
    }
    if card.gate is not None:
        facts["reject"] = (
            "The file refuses photographs that cannot be graded or are unfamiliar; shares are in "
            "this report."
        )
    return facts | _learning(outcome, settings)


def _learning(outcome: Outcome, settings: TrainingSettings) -> dict[Fact, str]:
    if outcome.frozen_loss is None:
        return {"training": "Nothing was trained."}
    plan = settings.fine_tune
    stages = [] if settings.head.epochs == 0 else ["last layer on the frozen backbone (L-BFGS)"]
    if plan.epochs:
        stages.append(
            f"fine-tuning of {plan.share:.0%} of the layers: {len(outcome.epochs)} of "
            f"{plan.epochs} epochs, AdamW {plan.learning_rate:g} with a cosine, weight decay "
            f"{plan.weight_decay:g}, batches of {plan.batch}, dropout {plan.dropout:g}, loss "
            f"{plan.loss}, {plan.arithmetic}"
        )
    start = (
        f"weights {settings.weights}" if settings.start is None else f"file {settings.start.name}"
    )
    return {
        "start": f"Begun with {start}.",
        "training": f"{'; '.join(stages)}. Random changes of geometry, frame, light, sharpness and "
        f"compression. Seed {settings.split.seed}.",
        "selection": "The stage and epoch with the lowest cross-entropy on validation patients; "
        f"early stopping after {plan.patience} epochs without a lower one.",
    }


def _left_out(data: TrainingData) -> str:
    conflicts = sum(photo.conflict for photo in data.photographs)
    unlabelled = int((data.grades < 0).sum())
    return (
        f"Not used: {len(data.prepared.unreadable)} unreadable photographs, {unlabelled} without a "
        f"label that can be used ({conflicts} of them with conflicting ones)."
    )


def _partitions(data: TrainingData, settings: TrainingSettings) -> str:
    plan = settings.split
    train = 1 - plan.validation - plan.test
    text = (
        f"{train:.0%} / {plan.validation:.0%} / {plan.test:.0%} of the patients of each set to "
        f"training, validation and test, stratified by label, seed {plan.seed}"
    )
    if settings.split_file is not None:
        text += f"; sides of {settings.split_file.name} were kept"
    if plan.test_sets:
        text += f"; whole sets to the test side: {', '.join(plan.test_sets)}"
    return f"{text}; {len(data.photographs)} photographs."


def _disjoint(data: TrainingData) -> str:
    unknown = sum(not photo.has_patient for photo in data.photographs)
    who = f" Of {unknown} photographs the patient is not known." if unknown else ""
    return f"By patient; pictures found twice by their content lie on one side.{who}"


def _versions() -> str:
    found = []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _external(outcome: Outcome, settings: TrainingSettings) -> str:
    if settings.split.test_sets:
        return f"Whole sets that nothing was learned from: {', '.join(settings.split.test_sets)}."
    if outcome.left_out:
        return "None with this file; a network without each set was measured on that set."
    return ""


def _counts(data: TrainingData) -> str:
    parts = []
    for side in _SIDES:
        rows = data.graded(side)
        people = len({(photo.dataset, photo.patient) for photo in data.at(rows)})
        parts.append(f"{side}: {len(rows)} photographs of {people} patients ({data.counted(rows)})")
    return f"{'; '.join(parts)}; in the order {', '.join(data.task.names)}."


def _performance(outcome: Outcome) -> str:
    shipped = outcome.shipped
    if isinstance(shipped, ShippedClasses):
        whole = shipped.test[-1]
        shown = {"balanced accuracy": whole.balanced, "mean AUC": whole.auc}
    else:
        graded = [one for one in shipped.test if one.unit == "photographs"][-1]
        shown = {"weighted kappa": graded.kappa, "AUC for referable DR": graded.auc}
    said = [f"{name} {_shown(interval)}" for name, interval in shown.items() if interval]
    return f"Held-out patients: {', '.join(said)}; all figures stand in this report."


def _thresholds(outcome: Outcome) -> str:
    points = outcome.shipped.card.operating_points
    if not points:
        return "No threshold was fitted: the most probable class, or labels from 0.5 on."
    named = ", ".join(f"{point.name} {point.threshold:.3f}" for point in points)
    return f"Operating points fitted on validation patients: {named}."


def _imbalance(settings: TrainingSettings) -> str:
    balance = settings.balance
    if balance.weights:
        return f"Weights of the classes: {', '.join(f'{one:g}' for one in balance.weights)}."
    if balance.share == 0:
        return "None: photographs were drawn as they come."
    return (
        f"Photographs were drawn with chances by the size of their set and class to the power of "
        f"{-balance.share:g}."
    )


def _shown(interval: Interval) -> str:
    return with_minus(f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]")
