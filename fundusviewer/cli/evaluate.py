"""``fundusviewer evaluate``: what a model file is worth on graded photographs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundusviewer.cli.models import find_model
from fundusviewer.cli.pieces.labels import add_labels_arguments
from fundusviewer.cli.pieces.marking_run import (
    add_marks_arguments,
    evaluate_marks,
    marks_places,
)
from fundusviewer.errors import LabelsError, ModelContractError
from fundusviewer.inference import PROVIDER_REQUESTS, open_classifier

if TYPE_CHECKING:
    from fundusviewer.training.data.labels import LabelledPhotograph
    from fundusviewer.training.evaluation.comparison import Difference
    from fundusviewer.training.evaluation.evaluation import SetResult
    from fundusviewer.training.pipeline.evaluate_file import FileEvaluation

_SIDES = ("test", "validation", "train", "kept_out", "all")


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure a model on graded photographs",
        description="Prints kappa, AUC, sensitivity, specificity and calibration of a model file "
        "by set and by patient, with 95 % intervals; of a model of other classes accuracy, AUC, "
        "sensitivity and specificity by class. Exit status 1 if a photograph could not be "
        "read. See docs/training.md.",
    )
    parser.add_argument("model", metavar="MODEL", help="name or .onnx file")
    add_labels_arguments(parser)
    parser.add_argument("--split", choices=_SIDES, default="all", help="default: all")
    parser.add_argument(
        "--split-file",
        type=Path,
        metavar="SPLIT.csv",
        help="of the training run (default: the .split.csv beside the model)",
    )
    parser.add_argument(
        "--against",
        metavar="MODEL",
        help="a second model on the same photographs: the differences with paired intervals",
    )
    parser.add_argument(
        "--by", metavar="COLUMN", help="figures by a column of the labels (camera, sex, age)"
    )
    parser.add_argument(
        "--pictures",
        type=Path,
        metavar="DIR",
        help="ROC, precision and recall, reliability and confusion of each set as pictures",
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="store the figures")
    add_marks_arguments(parser.add_argument_group("places", "of a model that marks places"))
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 1 if a photograph could not be read."""
    from fundusviewer.atomic import write_text_atomically
    from fundusviewer.training.evaluation.plots import require_plots, write_plots
    from fundusviewer.training.evaluation.report import as_json

    if marks_places(options.model):
        return evaluate_marks(options)
    if options.pictures:
        require_plots()
    entry = find_model(options.model)
    if not entry.require_card().grades:
        return _run_classes(options, entry.path)
    photographs = _photographs(options, entry.path)
    evaluation = _evaluated(entry.path, options, photographs)
    stored: dict[str, Any] = {
        "split": options.split,
        "card": evaluation.card,
        "results": evaluation.results,
        "unreadable": evaluation.unreadable,
        "macular_oedema": evaluation.oedema,
    }
    models = {_title(evaluation): evaluation.answers}
    if options.by:
        stored["subgroups"] = _print_subgroups(evaluation, options.by)
    if options.against:
        other = _evaluated(find_model(options.against).path, options, photographs)
        title = _title(other)
        title = f"{title}, second" if title in models else title
        stored["differences"] = _print_differences(evaluation, other, title)
        models[title] = other.answers
    if options.pictures:
        for path in write_plots(models, options.pictures):
            print(path)
    if options.json:
        write_text_atomically(options.json, as_json(stored))
    return 1 if evaluation.unreadable else 0


def _run_classes(options: argparse.Namespace, model: Path) -> int:
    """Measure a model of any classes on photographs with the same classes."""
    from fundusviewer.atomic import write_text_atomically
    from fundusviewer.training.config.progress import SilentProgress
    from fundusviewer.training.data.labels import gradable_only
    from fundusviewer.training.data.split_file import on_side, read_split
    from fundusviewer.training.data.splits import Split
    from fundusviewer.training.data.tasks import plan_of, read_task
    from fundusviewer.training.evaluation.class_plots import write_class_plots
    from fundusviewer.training.evaluation.classes import classes_table
    from fundusviewer.training.evaluation.report import as_json
    from fundusviewer.training.pipeline.evaluate_file import evaluate_classes_file

    for option in ("against", "by"):
        if getattr(options, option):
            raise ModelContractError(
                f"--{option} compares grades of diabetic retinopathy; {model.name} gives other "
                "classes"
            )
    classifier = open_classifier(model, options.provider)
    card = classifier.card
    plan = plan_of(card.class_names, several=card.several, grades=False)
    task, labelled = read_task(options.data, plan, dict(options.columns))
    photographs = gradable_only(labelled, "class")
    if options.split != "all":
        sides = read_split(_split_file(options, model))
        photographs = on_side(photographs, sides, Split(options.split))
    evaluation = evaluate_classes_file(classifier, task, photographs, SilentProgress())
    for reason in evaluation.unreadable:
        print(f"fundusviewer: {reason}", file=sys.stderr)
    print(f"{card.name} {card.version}, {options.split} photographs\n")
    print(classes_table(evaluation.results))
    if options.pictures:
        for path in write_class_plots(card.name, evaluation.answers, options.pictures):
            print(path)
    if options.json:
        stored = {
            "split": options.split,
            "card": card,
            "results": evaluation.results,
            "unreadable": evaluation.unreadable,
        }
        write_text_atomically(options.json, as_json(stored))
    return 1 if evaluation.unreadable else 0


def _photographs(options: argparse.Namespace, model: Path) -> tuple[LabelledPhotograph, ...]:
    from fundusviewer.training.data.labels import gradable_only, read_labels
    from fundusviewer.training.data.split_file import on_side, read_split
    from fundusviewer.training.data.splits import Split

    labelled = read_labels(options.data, dict(options.columns))
    graded = set(gradable_only(labelled))
    photographs = tuple(one for one in labelled if one in graded or one.tells_oedema)
    if options.split == "all":
        return photographs
    return on_side(photographs, read_split(_split_file(options, model)), Split(options.split))


def _evaluated(
    model: Path, options: argparse.Namespace, photographs: Sequence[LabelledPhotograph]
) -> FileEvaluation:
    """Measure one model and print its figures."""
    from fundusviewer.training.config.progress import SilentProgress
    from fundusviewer.training.evaluation.oedema import oedema_table
    from fundusviewer.training.evaluation.report import results_table
    from fundusviewer.training.pipeline.evaluate_file import evaluate_file

    classifier = open_classifier(model, options.provider)
    evaluation = evaluate_file(classifier, photographs, SilentProgress())
    for reason in evaluation.unreadable:
        print(f"fundusviewer: {reason}", file=sys.stderr)
    print(f"{_title(evaluation)}, {options.split} photographs\n")
    print(results_table(evaluation.results))
    if evaluation.oedema:
        print(f"Macular oedema\n\n{oedema_table(evaluation.oedema)}")
    return evaluation


def _print_subgroups(evaluation: FileEvaluation, column: str) -> tuple[SetResult, ...]:
    from fundusviewer.training.evaluation.evaluation import evaluate_parts
    from fundusviewer.training.evaluation.report import results_table
    from fundusviewer.training.evaluation.subgroups import subgroups
    from fundusviewer.training.pipeline.evaluate_file import operating_points, set_threshold

    card, parts = evaluation.card, subgroups(evaluation.answers, column.lower())
    results = evaluate_parts(parts, operating_points(card), set_threshold=set_threshold(card))
    print(results_table(results))
    return results


def _print_differences(
    first: FileEvaluation, second: FileEvaluation, title: str
) -> tuple[Difference, ...]:
    from fundusviewer.training.evaluation.comparison import compare
    from fundusviewer.training.evaluation.report import differences_table
    from fundusviewer.training.pipeline.evaluate_file import operating_points

    points = [operating_points(one.card)[0] for one in (first, second)]
    differences = compare(first.answers, second.answers, (points[0][1], points[1][1]))
    print(f"{title} minus {_title(first)}; sensitivity and specificity at ", end="")
    print(" and ".join(f"{name} ({threshold:.3f})" for name, threshold in points) + "\n")
    print(differences_table(differences))
    return differences


def _title(evaluation: FileEvaluation) -> str:
    return f"{evaluation.card.name} {evaluation.card.version}"


def _split_file(options: argparse.Namespace, model: Path) -> Path:
    beside = model.with_suffix(".split.csv")
    if options.split_file is None and not beside.exists():
        raise LabelsError(
            f"--split {options.split} needs --split-file: there is no {beside.name} beside the "
            "model"
        )
    return Path(options.split_file or beside)
