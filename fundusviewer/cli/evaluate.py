"""``fundusviewer evaluate``: what a model file is worth on graded photographs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from fundusviewer.errors import LabelsError
from fundusviewer.inference import PROVIDER_REQUESTS, Classifier, ModelLibrary

_SIDES = ("test", "validation", "train", "kept_out", "all")


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure a model on graded photographs",
        description="Prints kappa, AUC, sensitivity, specificity and calibration of a model file "
        "by set and by patient, with 95%% intervals. Exit status 1 if a photograph could not be "
        "read. See docs/training.md.",
    )
    parser.add_argument("model", metavar="MODEL", help="name or .onnx file")
    parser.add_argument(
        "--data", nargs="+", type=Path, required=True, metavar="LABELS.csv", help="labels files"
    )
    parser.add_argument("--split", choices=_SIDES, default="all", help="default: all")
    parser.add_argument(
        "--split-file",
        type=Path,
        metavar="SPLIT.csv",
        help="of the training run (default: the .split.csv beside the model)",
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="store the figures")
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 1 if a photograph could not be read."""
    from fundusviewer.training.evaluate_file import evaluate_file
    from fundusviewer.training.labels import gradable_only, read_labels
    from fundusviewer.training.progress import SilentProgress
    from fundusviewer.training.report import as_json, results_table, write_text
    from fundusviewer.training.split_file import on_side, read_split
    from fundusviewer.training.splits import Split

    entry = ModelLibrary.default().find(options.model)
    classifier = Classifier(entry.path, options.provider)
    photographs = gradable_only(read_labels(options.data))
    if options.split != "all":
        sides = read_split(_split_file(options, entry.path))
        photographs = on_side(photographs, sides, Split(options.split))
    evaluation = evaluate_file(classifier, photographs, SilentProgress())
    for reason in evaluation.unreadable:
        print(f"fundusviewer: {reason}", file=sys.stderr)
    print(f"{classifier.card.name} {classifier.card.version}, {options.split} photographs\n")
    print(results_table(evaluation.results))
    if options.json:
        write_text(options.json, as_json(evaluation))
    return 1 if evaluation.unreadable else 0


def _split_file(options: argparse.Namespace, model: Path) -> Path:
    beside = model.with_suffix(".split.csv")
    if options.split_file is None and not beside.exists():
        raise LabelsError(
            f"--split {options.split} needs --split-file: there is no {beside.name} beside the "
            "model"
        )
    return Path(options.split_file or beside)
