"""From a network to a model file whose card was measured on that very file.

The file is exported first. The heads for quality, familiarity and macular oedema are fitted to its
own features and added to it. Temperature, operating points, prediction sets and the heat map's
absolute scale are then fitted to its own answers on validation patients, all figures are measured
with it on test patients, and it gets its final card: what the card says holds for the file as it
is, smaller numbers included.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.errors import TrainingError
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import Classifier, ModelCard, open_classifier
from fundusviewer.resources import asset
from fundusviewer.training.config.progress import counted
from fundusviewer.training.data.labels import QUALITY_NAMES
from fundusviewer.training.data.ordinal_targets import task_targets
from fundusviewer.training.data.sample_weights import equal_sets, patient_numbers, sampling_weights
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.fitting.fitting import Calibration, Fitted, fit
from fundusviewer.training.fitting.predictions import RawAnswers
from fundusviewer.training.fitting.temperature_scaling import with_temperature
from fundusviewer.training.learning.familiarity import fit_familiarity
from fundusviewer.training.learning.head import Examples, Unseen
from fundusviewer.training.shipping.asked import ask_side
from fundusviewer.training.shipping.card_metrics import final_card, sources
from fundusviewer.training.shipping.oedema import (
    ShippedOedema,
    UnseenRisks,
    learn_oedema,
    missing_labels,
    ship_oedema,
)

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import ExplainedModel
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.learning.quality_head import QualityHead

log = logging.getLogger(__name__)

_CALIBRATION_PHOTOGRAPHS = 96


@dataclass(frozen=True, eq=False)
class Shipped:
    """A finished model file and what was measured with it.

    Attributes
    ----------
    path
        The file.
    card
        The card inside it.
    validation, test
        Figures on validation patients (optimistic: thresholds were fitted there) and on test
        patients.
    quality
        The quality head.
    oedema
        Thresholds and figures of macular oedema, or why there are none: one sentence; ``None``
        where no label tells anything of it.
    answers, heatmaps
        To the test photographs, and float32 (N, h, w) of the most probable grade of each.
    """

    path: Path
    card: ModelCard
    validation: tuple[SetResult, ...]
    test: tuple[SetResult, ...]
    quality: QualityHead
    oedema: ShippedOedema | str | None = None
    answers: Answers | None = None
    heatmaps: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class _Heads:
    """What was fitted to the file's own features, and those features, (N, K).

    ``oedema`` is there where the file was given a head for it.
    """

    quality: QualityHead
    features: np.ndarray
    oedema: UnseenRisks | None


def export_and_fit(
    model: ExplainedModel,
    data: TrainingData,
    settings: TrainingSettings,
    progress: Progress,
    *,
    unseen: Unseen | None,
) -> Shipped:
    """Export, fit, measure and stamp.

    Parameters
    ----------
    model
        The trained network.
    data, settings
        Of the run.
    progress
        Told of each step.
    unseen
        Gives answers to training patients that did not learn from them, to calibrate on beside
        the validation patients; ``None`` where all of the network learned from them.

    Raises
    ------
    ExportError, OutputError
        If the file cannot be made.
    TrainingError
        If the validation patients do not suffice to fit on.
    """
    path = file_of(settings)
    export_unmeasured(model, data, settings, path)
    return _fit_and_stamp(path, data, settings, progress, unseen)


def refit(
    source: Path, data: TrainingData, settings: TrainingSettings, progress: Progress
) -> Shipped:
    """Fit and measure the network of a finished file anew; nothing is learned.

    For a clinic that wants thresholds of its own patients, and for files from before something
    that is fitted today was known.

    Parameters
    ----------
    source
        A grading model that this program wrote; it stays as it is.
    data
        None of the validation and test photographs may be among those that it was trained on.
    settings
        The run's settings.
    progress
        Told of each step.

    Raises
    ------
    ModelContractError, ExportError, OutputError
        If the file cannot be used or the new one not be written.
    TrainingError
        If it grades nothing or takes pictures of another size, or the validation patients do
        not suffice.
    """
    from fundusviewer.export.pipeline.writer import restamp

    card = check_fittable(source, settings)
    identity = settings.identity
    fields = {
        "name": identity.name,
        "title": identity.title,
        "version": identity.version,
        "licence": identity.licence,
        "temperature": 1.0,
    }
    path = file_of(settings)
    restamp(source, ModelCard.model_validate(card.model_dump() | fields), path)
    return _fit_and_stamp(path, data, settings, progress, None)


def check_fittable(source: Path, settings: TrainingSettings) -> ModelCard:
    """Return the card of a file whose thresholds can be fitted anew.

    Raises
    ------
    ModelContractError
        If it is no model file.
    TrainingError
        If it grades nothing or takes pictures of another size.
    """
    card = open_classifier(source, provider="cpu").card
    if not card.grades:
        raise TrainingError(
            f"{source}: its classes are {', '.join(card.class_names[:6])}; --fit-only needs a "
            "model that grades diabetic retinopathy"
        )
    size = (card.input.width, card.input.height)
    if size != (settings.image_size, settings.image_size):
        raise TrainingError(
            f"{source}: takes pictures of {size[0]} × {size[1]} pixels, not of "
            f"{settings.image_size} (--image-size)"
        )
    return card


def file_of(settings: TrainingSettings) -> Path:
    """Return the model file of a run."""
    return settings.output / f"{settings.identity.name}.onnx"


def _fit_and_stamp(
    path: Path,
    data: TrainingData,
    settings: TrainingSettings,
    progress: Progress,
    unseen: Unseen | None,
) -> Shipped:
    """Fit and measure a file with temperature 1, and give it its heads and its final card."""
    heads = _add_heads(path, data, settings, progress, frozen=unseen is not None)
    more = None if unseen is None else _training_patients(unseen, heads.features, data, settings)
    classifier = Classifier(path, provider="cpu")
    sides = (Split.VALIDATION, Split.TEST)
    asked = {side: ask_side(classifier, data, side, progress) for side in sides}
    graded = {side: one.of(data.graded(side)) for side, one in asked.items()}
    held = data.at(data.graded(Split.VALIDATION))
    fitted = fit(graded[Split.VALIDATION], held, settings.targets, more)
    points, sets = fitted.thresholds.named(), fitted.set_threshold
    answers = {side: _answers(data, side, raw, fitted) for side, raw in graded.items()}
    validation_results, results = (
        evaluate(answers[side], points, set_threshold=sets) for side in sides
    )
    oedema = ship_oedema(classifier.card, data, asked, fitted, settings, heads.oedema)
    answer = oedema.answer if isinstance(oedema, ShippedOedema) else None
    card = final_card(classifier.card, settings.identity, fitted, results, answer)
    card = restamped(path, card)
    return Shipped(
        path,
        card,
        validation_results,
        results,
        heads.quality,
        oedema,
        answers[Split.TEST],
        graded[Split.TEST].heatmaps,
    )


def _add_heads(
    path: Path,
    data: TrainingData,
    settings: TrainingSettings,
    progress: Progress,
    *,
    frozen: bool,
) -> _Heads:
    """Fit the heads to the file's own features and add them to it."""
    from fundusviewer.export.heads.side_heads import SideAnswers, pooled_features
    from fundusviewer.export.pipeline.writer import restamp
    from fundusviewer.training.learning.quality_head import needed_rows, train_quality_head

    def extract(images: Iterator[np.ndarray], count: int) -> np.ndarray:
        with progress.task("Features of the file", count) as task:
            return pooled_features(path, counted(images, task))

    card, seed = Classifier(path, provider="cpu").card, settings.split.seed
    rows, learned = needed_rows(data), data.graded(Split.TRAIN)
    learns_oedema = missing_labels(data) is None and card.macular_oedema is None
    if learns_oedema:
        rows = np.union1d(rows, data.with_oedema(Split.TRAIN, Split.VALIDATION))
    found = extract((data.prepared.image(row) for row in rows), len(rows))
    features = np.zeros((len(data.photographs), found.shape[1]), np.float32)
    features[rows] = found
    quality = train_quality_head(data, features, extract, seed)
    familiarity = fit_familiarity(features[learned], equal_sets(data.at(learned)))
    head, unseen = (
        learn_oedema(data, features, seed, frozen=frozen) if learns_oedema else (None, None)
    )
    size = familiarity.references.shape[1]
    fields = {"quality_names": QUALITY_NAMES, "embedding_size": size, "gate": None}
    heads = SideAnswers(quality.head, familiarity, head)
    restamp(path, card.model_copy(update=fields), path, heads)
    return _Heads(quality, features, unseen)


def _training_patients(
    unseen: Unseen, features: np.ndarray, data: TrainingData, settings: TrainingSettings
) -> Calibration | None:
    """Return answers to the training patients, from the file's own features."""
    rows = data.graded(Split.TRAIN)
    photographs = tuple(data.at(rows))
    found = unseen(
        Examples(
            features[None, rows],
            task_targets(photographs, data.task, settings.head.loss),
            sampling_weights(photographs, settings.balance),
            patient_numbers(photographs),
        )
    )
    return None if found is None else Calibration(found, photographs)


def _answers(data: TrainingData, side: Split, raw: RawAnswers, fitted: Fitted) -> Answers:
    refused = None
    if raw.gate is not None and fitted.gate_limits is not None:
        refused = np.asarray((raw.gate > fitted.gate_limits).any(axis=1))
    photographs = tuple(data.at(data.graded(side)))
    return Answers(photographs, with_temperature(raw.probabilities, fitted.temperature), refused)


def export_unmeasured(
    model: ExplainedModel, data: TrainingData, settings: TrainingSettings, path: Path
) -> None:
    """Write the file with a provisional card that claims nothing about grading yet."""
    from fundusviewer.export.pipeline.writer import write_model

    identity = settings.identity
    fields = {
        "name": identity.name,
        "title": identity.title,
        "version": identity.version,
        "task": "other",
        "class_names": data.task.names,
        "licence": identity.licence,
        "input": settings.input_spec,
        "training_data": sources(data, settings),
    }
    write_model(
        model,
        fields,
        path,
        precision="none" if settings.precision == "float32" else settings.precision,
        calibration=_calibration(data, settings.split.seed),
        golden_image=to_model_input(
            read_image(asset("sample.jpg")).pixels, settings.input_spec
        ).pixels,
        progress=log.info,
    )


def _calibration(data: TrainingData, seed: int) -> np.ndarray:
    """Return prepared training photographs, each set alike: no test patient tunes the file."""
    rows = data.graded(Split.TRAIN)
    weights = equal_sets(data.at(rows))
    rng = np.random.default_rng(seed)
    count = min(_CALIBRATION_PHOTOGRAPHS, len(rows))
    chosen = rng.choice(rows, count, replace=False, p=weights / weights.sum())
    return np.stack([data.prepared.image(row) for row in chosen])


def restamped(path: Path, card: ModelCard) -> ModelCard:
    """Give a model file another card, in place; return it as it stands there."""
    from fundusviewer.export.pipeline.writer import restamp

    return restamp(path, card, path)
