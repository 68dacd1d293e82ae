"""``train --task landmarks`` and ``--task lesions``, and ``evaluate`` of such a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ModelContractError, TrainingError
from fundusviewer.inference import open_marker
from fundusviewer.inference.library import read_role
from fundusviewer.inference.marking_card import ROLE_KINDS

if TYPE_CHECKING:
    from fundusviewer.training.marking.labels.marked import LabelsPlan
    from fundusviewer.training.marking.settings import MarkingSettings

#: Values of ``--task``.
MARKING_TASKS = tuple(ROLE_KINDS)

_TITLES = {"landmarks": "Optic disc and fovea, own model", "lesions": "Lesions, own model"}
_NAMES = {"landmarks": "my-landmarks", "lesions": "my-lesions"}
#: Options that belong to the other tasks.
_OTHERS = (
    *("fit_only", "leave_one_set_out", "no_frozen_stage", "fine_tune_epochs", "fine_tune_share"),
    *("classes", "recipe", "init", "backbone", "loss", "class_weights", "dropout", "patience"),
    *("augmented_copies", "tensorboard"),
)
_WEIGHTS, _BATCH = "bundled", 16


def add_marking_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of training."""
    group = parser.add_argument_group(
        "places", f"with --task {' and --task '.join(MARKING_TASKS)} alone"
    )
    add_marks_arguments(group)
    group.add_argument(
        "--steps", type=int, default=1500, metavar="N", help="batches; default: 1500"
    )
    group.add_argument(
        "--epochs",
        type=int,
        default=0,
        metavar="N",
        help="passes over the training photographs, in the place of --steps",
    )
    group.add_argument(
        "--crop-size",
        type=int,
        default=512,
        metavar="N",
        help="pixels of what one step sees of a photograph for lesions; default: 512",
    )
    group.add_argument(
        "--share",
        nargs="+",
        default=[],
        metavar="SET=X",
        help="how often a set is drawn for lesions, 0 to 1 of all; the others share the rest",
    )
    group.add_argument(
        "--hard-negatives",
        type=Path,
        metavar="FILE.onnx",
        help="a file that marks lesions, such as that of an earlier run: of photographs without a "
        "lesion mostly those are drawn, around those places, on which it marks some all the same",
    )


def add_marks_arguments(group: Any) -> None:
    """Add what says how labels with points and masks are to be understood."""
    group.add_argument(
        "--looked-for",
        nargs="+",
        default=[],
        metavar="SET=MA,HE",
        help="the kinds that were looked for in a set, where that is less than it has columns for",
    )
    group.add_argument(
        "--empty-is-unknown",
        nargs="+",
        default=[],
        metavar="SET",
        help="sets in which an empty cell means that nobody looked, not that there is none",
    )
    group.add_argument(
        "--photographs",
        nargs="+",
        default=[],
        metavar="SET=DIR",
        help="the folder that a set's photographs lie in, where it is not that of its labels",
    )


def train_marks(settings: MarkingSettings) -> int:
    """Train a network that marks places; 0 when the model is written."""
    from fundusviewer.training.config.progress import TerminalProgress
    from fundusviewer.training.marking.report import marks_table, warning_of_few
    from fundusviewer.training.marking.run import train_marking

    outcome = train_marking(settings, TerminalProgress())
    results = outcome.shipped.measured.test
    print(marks_table(results))
    if few := warning_of_few(results):
        print(few)
    print(f"Model: {outcome.shipped.path}\nReport: {outcome.report}")
    print("For research use only. Not for diagnosis.")
    return 0


def marking_settings(options: argparse.Namespace) -> MarkingSettings:
    """Return the run's settings.

    Raises
    ------
    TrainingError
        If an option is out of its range, or belongs to grading alone.
    """
    from fundusviewer.training.config.plans import SplitPlan
    from fundusviewer.training.config.settings import Identity
    from fundusviewer.training.marking.settings import MarkingPlan, MarkingSettings

    _check(options)
    task = options.task
    settings = MarkingSettings(
        role=task,
        labels=tuple(options.data),
        output=options.output,
        identity=Identity(
            name=options.name or _NAMES[task],
            title=options.title or _TITLES[task],
            version=options.model_version,
            licence=options.licence,
            terms=pairs("--terms", options.terms, "SET=TEXT"),
            limits=tuple(options.limit),
        ),
        understood=labels_plan(options),
        kept_out=tuple(options.keep_out),
        weights=options.weights or _WEIGHTS,
        image_size=options.image_size or 0,
        split=SplitPlan(seed=options.seed, test_sets=tuple(options.test_set)),
        plan=MarkingPlan(
            steps=options.steps,
            epochs=options.epochs,
            batch=options.batch or _BATCH,
            crop=options.crop_size,
            learning_rate=options.learning_rate,
            arithmetic=options.arithmetic,
        ),
        shares=_shares(options.share),
        hard_negatives=options.hard_negatives,
        precision=options.precision or "float16",
        split_file=options.split_file,
    )
    settings.check()
    return settings


def labels_plan(options: argparse.Namespace) -> LabelsPlan:
    """Return how the labels files are to be understood.

    Raises
    ------
    TrainingError
        If a kind is named that is none.
    """
    from fundusviewer.training.marking.labels.kinds import MASK_KINDS, TITLES, kind_named
    from fundusviewer.training.marking.labels.marked import LabelsPlan

    looked_for = {}
    for name, text in pairs("--looked-for", options.looked_for, "SET=MA,HE").items():
        kinds = [(word, kind_named(word)) for word in text.split(",") if word.strip()]
        unknown = [word for word, kind in kinds if kind is None]
        if unknown or not kinds:
            known = ", ".join(f"{kind} ({TITLES[kind]})" for kind in MASK_KINDS)
            raise TrainingError(
                f"--looked-for {name}={text}: {unknown[0] if unknown else text!r} is no kind that "
                f"can be learned; {known} are"
            )
        looked_for[name] = tuple(kind for _, kind in kinds if kind is not None)
    folders = pairs("--photographs", options.photographs, "SET=DIR")
    return LabelsPlan(
        columns=dict(options.columns),
        looked_for=looked_for,
        unknown_where_empty=frozenset(options.empty_is_unknown),
        folders={name: Path(folder) for name, folder in folders.items()},
    )


def marks_places(model: str) -> bool:
    """Return whether this is the file of a model that marks places."""
    path = Path(model)
    return path.suffix.lower() == ".onnx" and path.is_file() and read_role(path) is not None


def evaluate_marks(options: argparse.Namespace) -> int:
    """Measure a file that marks places; 1 if a photograph could not be read."""
    from fundusviewer.atomic import write_text_atomically
    from fundusviewer.training.config.progress import SilentProgress
    from fundusviewer.training.data.splits import Split
    from fundusviewer.training.evaluation.report import as_json
    from fundusviewer.training.marking.evaluate_file import evaluate_marker
    from fundusviewer.training.marking.labels.marked import read_marked
    from fundusviewer.training.marking.report import marks_table, warning_of_few

    for name in ("against", "by", "pictures"):
        if getattr(options, name):
            raise ModelContractError(f"--{name} is for models that grade; this one marks places")
    marker = open_marker(Path(options.model), options.provider)
    labels = read_marked(options.data, marker.card.role, labels_plan(options))
    split = None
    if options.split != "all":
        if options.split_file is None:
            raise TrainingError(f"--split {options.split} needs --split-file")
        split = (options.split_file, Split(options.split))
    found = evaluate_marker(marker, labels, SilentProgress(), split)
    for path in found.unreadable:
        print(f"fundusviewer: {path} cannot be read", file=sys.stderr)
    for name, count in labels.left_aside.items():
        print(f"{name}: {count} photographs tell nothing of it and are left aside")
    title = f"{found.card.name} {found.card.version}"
    print(f"{title}, {found.photographs} photographs ({options.split})\n")
    print(marks_table(found.results))
    if few := warning_of_few(found.results):
        print(few)
    if options.json:
        write_text_atomically(options.json, as_json(found))
    return 1 if found.unreadable else 0


def pairs(option: str, entries: Sequence[str], wanted: str) -> dict[str, str]:
    """Return NAME=VALUE of an option as a dictionary; raises :class:`TrainingError`."""
    found = {}
    for entry in entries:
        name, separator, text = entry.partition("=")
        if not (name and separator and text):
            raise TrainingError(f"{option} {entry!r}: {wanted} is expected")
        found[name] = text
    return found


def _shares(entries: Sequence[str]) -> tuple[tuple[str, float], ...]:
    shares = []
    for name, text in pairs("--share", entries, "SET=X").items():
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 < value <= 1:
            raise TrainingError(f"--share {name}={text}: above 0, up to 1 is allowed")
        shares.append((name, value))
    if sum(value for _, value in shares) > 1:
        raise TrainingError("--share: the shares of the sets are more than 1 together")
    return tuple(shares)


def _check(options: argparse.Namespace) -> None:
    for name in _OTHERS:
        if getattr(options, name, None):
            raise TrainingError(
                f"--{name.replace('_', '-')} is for classes; --task {options.task} does not take it"
            )
    if options.hard_negatives is not None:
        if options.task != "lesions":
            raise TrainingError("--hard-negatives is for --task lesions")
        if read_role(options.hard_negatives) != "lesions":
            raise TrainingError(
                f"--hard-negatives {options.hard_negatives}: is no model file that marks lesions"
            )
    ranges = {
        "--steps": (options.steps, 1, 10_000_000),
        "--epochs": (options.epochs, 0, 100_000),
        "--batch": (options.batch or _BATCH, 1, 1024),
        "--image-size": (options.image_size or 64, 64, 4096),
        "--crop-size": (options.crop_size, 64, 4096),
        "--learning-rate": (options.learning_rate or 1e-4, 1e-7, 1.0),
    }
    for name, (value, lowest, highest) in ranges.items():
        if not lowest <= value <= highest:
            raise TrainingError(f"{name} {value}: {lowest} to {highest} is allowed")
