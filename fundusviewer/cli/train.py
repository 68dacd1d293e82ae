"""``fundusviewer train``: a model of one's own from labelled photographs."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundusviewer.cli.pieces.extras import require_extra
from fundusviewer.cli.pieces.labels import add_labels_arguments
from fundusviewer.cli.pieces.marking_run import MARKING_TASKS, marking_settings, train_marks
from fundusviewer.cli.pieces.training_options import add_training_arguments, settings_from

if TYPE_CHECKING:
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.pipeline.outcome import Outcome

_LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "train",
        help="train a model on labelled photographs",
        description="Trains a model on labelled photographs, measures it on held-out patients and "
        "writes it with its card and a report. The same command with the same --output goes on "
        "with a run that was stopped. See docs/training.md.",
    )
    add_labels_arguments(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="run folder")
    add_training_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when the model is written."""
    require_extra("training")
    from fundusviewer.training.config.progress import TerminalProgress
    from fundusviewer.training.config.settings import open_run_folder
    from fundusviewer.training.pipeline.run import train

    if options.task in MARKING_TASKS:
        marks = marking_settings(options)
        with _log_file(open_run_folder(marks) / "train.log"):
            return train_marks(marks)
    settings = settings_from(options)
    with _log_file(open_run_folder(settings) / "train.log"):
        outcome = train(settings, TerminalProgress())
    _print_figures(outcome, settings)
    print(f"Model: {outcome.shipped.path}")
    if outcome.keras_file is not None:
        print(f"For Keras: {outcome.keras_file}")
    print(f"Report: {outcome.report.with_suffix('.html')}")
    print("For research use only. Not for diagnosis.")
    return 0


def _print_figures(outcome: Outcome, settings: TrainingSettings) -> None:
    from fundusviewer.training.evaluation.classes import classes_table, few_warning
    from fundusviewer.training.evaluation.oedema import oedema_table
    from fundusviewer.training.evaluation.report import results_table, warning_of_few
    from fundusviewer.training.pipeline.run_report import learned_nothing, missed_targets
    from fundusviewer.training.shipping.classes import ShippedClasses
    from fundusviewer.training.shipping.oedema import ShippedOedema

    shipped = outcome.shipped
    if nothing := learned_nothing(outcome):
        print(nothing)
    if isinstance(shipped, ShippedClasses):
        print(classes_table(shipped.test))
        if few := few_warning(shipped.test):
            print(few)
        return
    print(results_table(shipped.test))
    if few := warning_of_few(shipped.validation, shipped.test):
        print(few)
    for line in missed_targets(shipped.validation, settings.targets):
        print(line)
    oedema = shipped.oedema
    if isinstance(oedema, ShippedOedema):
        print(f"Macular oedema\n\n{oedema_table(oedema.test)}")
    elif oedema is not None:
        print(f"{oedema[0].upper()}{oedema[1:]}.")


@contextmanager
def _log_file(path: Path) -> Iterator[None]:
    """Append what the training logs to a file while the context is open."""
    logger = logging.getLogger("fundusviewer.training")
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_LOG_FORMAT))
    before, passed_on = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    # TensorFlow's packages give the root logger a handler of their own, into the progress.
    logger.propagate = False
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.propagate = passed_on
        logger.removeHandler(handler)
        handler.close()
