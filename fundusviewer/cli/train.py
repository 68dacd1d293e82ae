"""``fundusviewer train``: a model of one's own from graded photographs."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from fundusviewer.cli.pieces.extras import require_extra
from fundusviewer.cli.pieces.labels import add_labels_arguments
from fundusviewer.errors import TrainingError

if TYPE_CHECKING:
    from fundusviewer.training.config.settings import TrainingSettings

#: Pixels of the backbones that did not come trained on retinas.
_OTHER_SIZE = 299

_LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"


class _Network(TypedDict):
    backbone: str
    weights: str
    image_size: int


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "train",
        help="train a grading model on graded photographs",
        description="Trains a model on graded photographs, measures it on held-out patients and "
        "writes it with its card and a report. The same command with the same --output goes on "
        "with a run that was stopped. See docs/training.md.",
    )
    add_labels_arguments(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="run folder")
    _add_network_options(parser)
    _add_data_options(parser)
    _add_model_options(parser)
    parser.set_defaults(run=run)


def _add_network_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("network")
    group.add_argument(
        "--backbone",
        default="efficientnetlite2",
        help="default: efficientnetlite2, the backbone of the bundled grader",
    )
    group.add_argument(
        "--weights",
        help="retina (the bundled grader's own; default for its backbone), imagenet (Keras "
        "download; default for the others), a weights file, or the network.npz of an earlier run",
    )
    group.add_argument(
        "--image-size",
        type=int,
        metavar="N",
        help="default: 512 for the bundled grader's backbone, 299 for the others",
    )
    group.add_argument(
        "--no-frozen-stage",
        action="store_true",
        help="start fine-tuning at once, without a last layer on the frozen backbone",
    )
    group.add_argument(
        "--fine-tune-epochs",
        type=int,
        default=0,
        metavar="N",
        help="epochs of fine-tuning the upper layers; 0 (default) trains the last layer only",
    )
    group.add_argument(
        "--fine-tune-share",
        type=float,
        default=0.5,
        metavar="X",
        help="share of the layers, from the top, that learn then; default: 0.5",
    )
    group.add_argument("--learning-rate", type=float, default=2e-4, help="of the fine-tuning")
    group.add_argument("--batch", type=int, default=16, help="photographs in one step")
    group.add_argument(
        "--arithmetic",
        choices=("float32", "bfloat16"),
        default="float32",
        help="of the fine-tuning; bfloat16 is faster on processors and GPUs that have it",
    )
    group.add_argument(
        "--augmented-copies", type=int, default=1, metavar="N", help="for the last layer alone"
    )


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("photographs")
    group.add_argument(
        "--keep-out",
        nargs="+",
        type=Path,
        default=(),
        metavar="LABELS.csv",
        help="photographs never to learn from, found again by their content",
    )
    group.add_argument(
        "--split-file",
        type=Path,
        metavar="SPLIT.csv",
        help="of an earlier run: its photographs stay on their sides, so that both runs are "
        "measured on the same patients",
    )
    group.add_argument(
        "--test-set",
        action="append",
        default=[],
        metavar="SET",
        help="put a whole set on the test side",
    )
    group.add_argument(
        "--leave-one-set-out",
        action="store_true",
        help="also report each set for a network that never saw it",
    )
    group.add_argument("--seed", type=int, default=1, help="of the split and the training")


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("model file")
    group.add_argument("--name", default="my-dr-model", help="name in the model list")
    group.add_argument("--title", default="Diabetic retinopathy, own model")
    group.add_argument("--model-version", default="1.0.0", metavar="X.Y.Z")
    group.add_argument("--licence", default="not stated")
    group.add_argument(
        "--terms",
        action="append",
        default=[],
        metavar="SET=TEXT",
        help="terms of a set's photographs, for the card",
    )
    group.add_argument(
        "--limit", action="append", default=[], metavar="TEXT", help="a known limit, for the card"
    )
    group.add_argument(
        "--fit-only",
        type=Path,
        metavar="MODEL.onnx",
        help="train nothing: fit temperature, operating points and grade sets of a finished file "
        "anew on the validation patients, and measure it",
    )
    group.add_argument("--precision", choices=("float32", "float16", "int8"), default="int8")


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when the model is written."""
    require_extra("training")
    from fundusviewer.training.config.progress import TerminalProgress
    from fundusviewer.training.config.settings import open_run_folder
    from fundusviewer.training.evaluation.oedema import oedema_table
    from fundusviewer.training.evaluation.report import results_table, warning_of_few
    from fundusviewer.training.pipeline.run import train
    from fundusviewer.training.pipeline.run_report import missed_targets
    from fundusviewer.training.shipping.oedema import ShippedOedema

    settings = settings_from(options)
    with _log_file(open_run_folder(settings) / "train.log"):
        outcome = train(settings, TerminalProgress())
    print(results_table(outcome.shipped.test))
    if few := warning_of_few(outcome.shipped.validation, outcome.shipped.test):
        print(few)
    for line in missed_targets(outcome.shipped.validation, settings.targets):
        print(line)
    oedema = outcome.shipped.oedema
    if isinstance(oedema, ShippedOedema):
        print(f"Macular oedema\n\n{oedema_table(oedema.test)}")
    elif oedema is not None:
        print(f"{oedema[0].upper()}{oedema[1:]}.")
    print(f"Model: {outcome.shipped.path}\nReport: {outcome.report}")
    print("For research use only. Not for diagnosis.")
    return 0


def settings_from(options: argparse.Namespace) -> TrainingSettings:
    """Return the run's settings.

    Raises
    ------
    TrainingError
        If an option is out of its range.
    """
    from fundusviewer.training.config.plans import FineTunePlan, HeadPlan, SplitPlan
    from fundusviewer.training.config.settings import Identity, TrainingSettings

    _check(options)
    return TrainingSettings(
        labels=tuple(options.data),
        columns=tuple(options.columns),
        output=options.output,
        identity=Identity(
            name=options.name,
            title=options.title,
            version=options.model_version,
            licence=options.licence,
            terms=_terms(options.terms),
            limits=tuple(options.limit),
        ),
        kept_out=tuple(options.keep_out),
        **_network(options),
        split=SplitPlan(seed=options.seed, test_sets=tuple(options.test_set)),
        copies=options.augmented_copies,
        head=HeadPlan(epochs=0) if options.no_frozen_stage else HeadPlan(),
        fine_tune=FineTunePlan(
            epochs=options.fine_tune_epochs,
            share=options.fine_tune_share,
            batch=options.batch,
            learning_rate=options.learning_rate,
            arithmetic=options.arithmetic,
        ),
        precision=options.precision,
        leave_one_set_out=options.leave_one_set_out,
        split_file=options.split_file,
        fit_only=options.fit_only,
    )


def _network(options: argparse.Namespace) -> _Network:
    """Fill in what belongs to the backbone, or to the file that is fitted."""
    from fundusviewer.inference import read_entry
    from fundusviewer.training.learning.network import (
        IMAGENET,
        RETINA,
        RETINA_BACKBONE,
        RETINA_SIZE,
    )

    own = options.backbone == RETINA_BACKBONE
    size = options.image_size
    if size is None and options.fit_only is not None:
        size = read_entry(options.fit_only).require_card().input.height
    return {
        "backbone": options.backbone,
        "weights": options.weights or (RETINA if own else IMAGENET),
        "image_size": size or (RETINA_SIZE if own else _OTHER_SIZE),
    }


def _check(options: argparse.Namespace) -> None:
    ranges = {
        "--image-size": (options.image_size or _OTHER_SIZE, 71, 1024),
        "--fine-tune-epochs": (options.fine_tune_epochs, 0, 1000),
        "--fine-tune-share": (options.fine_tune_share, 0.0, 1.0),
        "--batch": (options.batch, 1, 1024),
        "--augmented-copies": (options.augmented_copies, 0, 20),
        "--learning-rate": (options.learning_rate, 1e-7, 1.0),
    }
    for name, (value, lowest, highest) in ranges.items():
        if not lowest <= value <= highest:
            raise TrainingError(f"{name} {value}: {lowest} to {highest} is allowed")


def _terms(entries: Sequence[str]) -> dict[str, str]:
    terms = {}
    for entry in entries:
        name, separator, text = entry.partition("=")
        if not (name and separator and text):
            raise TrainingError(f"--terms {entry!r}: SET=TEXT is expected")
        terms[name] = text
    return terms


@contextmanager
def _log_file(path: Path) -> Iterator[None]:
    """Append what the training logs to a file while the context is open."""
    logger = logging.getLogger("fundusviewer.training")
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_LOG_FORMAT))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)
        handler.close()
