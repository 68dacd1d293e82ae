"""A whole training run, from labels to a model file and a report (TensorFlow)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fundusviewer.training.config.settings import TrainingSettings, open_run_folder
from fundusviewer.training.data.dataset import TrainingData, labelled, load_data
from fundusviewer.training.learning.events import EventWriter
from fundusviewer.training.pipeline.leave_out import leave_each_set_out
from fundusviewer.training.pipeline.outcome import Outcome
from fundusviewer.training.pipeline.run_report import write_reports
from fundusviewer.training.pipeline.stages import Stages, Start, begin
from fundusviewer.training.shipping.classes import ShippedClasses, ship_classes
from fundusviewer.training.shipping.shipping import (
    Shipped,
    check_fittable,
    export_and_fit,
    refit,
)

if TYPE_CHECKING:
    from fundusviewer.training.config.progress import Progress


def train(settings: TrainingSettings, progress: Progress) -> Outcome:
    """Train a model, or go on with a run that was stopped.

    Parameters
    ----------
    settings
        What to do; the same settings with the same output folder go on where they stopped.
    progress
        Told of each step.

    Returns
    -------
    Outcome
        The file, its figures and the report are in ``settings.output``.

    Raises
    ------
    LabelsError
        If the labels cannot be used.
    TrainingError, ExportError, OutputError
        If the run cannot start, go on or be finished.
    """
    folder = open_run_folder(settings)
    task, photographs = labelled(settings)
    if settings.fit_only is None:
        # Weights that do not fit are noticed before an hour of photographs is prepared.
        start = begin(settings, task)
        data = load_data(settings, photographs, progress, task)
        outcome = _trained(start, data, settings, progress)
    else:
        check_fittable(settings.fit_only, settings)
        data = load_data(settings, photographs, progress)
        shipped = refit(settings.fit_only, data, settings, progress)
        outcome = Outcome(shipped, folder / "report.md")
    write_reports(outcome, data, settings)
    return outcome


def _trained(
    start: Start, data: TrainingData, settings: TrainingSettings, progress: Progress
) -> Outcome:
    run = Stages(start, settings, data, progress)
    frozen = run.train_frozen()
    left_out = (
        leave_each_set_out(data, run.features, run.targets, settings)
        if settings.leave_one_set_out
        else ()
    )
    with EventWriter(settings.tensorboard) as events:
        network, fine_tuned_loss, epochs = run.fine_tune(frozen, events.write)
    gain = run.gain(network)
    keras_file = settings.output / f"{settings.identity.name}.keras"
    network.save_keras(keras_file)
    explained = network.explained()
    shipped: Shipped | ShippedClasses
    if data.task.grades:
        # The better network is the frozen one where fine-tuning did not help.
        helped = fine_tuned_loss is not None and run.keeps_fine_tuned(fine_tuned_loss, frozen)
        unseen = None if helped else frozen.unseen
        shipped = export_and_fit(explained, data, settings, progress, unseen=unseen)
    else:
        shipped = ship_classes(explained, data, settings, progress)
    return Outcome(
        shipped,
        settings.output / "report.md",
        frozen.loss,
        fine_tuned_loss,
        epochs,
        left_out,
        run.prior_loss(),
        gain,
        keras_file,
    )
