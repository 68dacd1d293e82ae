"""The arguments of ``train``, what they mean together, and what cannot be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fundusviewer.cli.pieces.marking_run import MARKING_TASKS, add_marking_arguments
from fundusviewer.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fundusviewer.training.config.plans import Balance, Loss, TaskPlan
    from fundusviewer.training.config.settings import TrainingSettings

#: Pixels of the backbones that did not come trained on retinas.
_OTHER_SIZE = 299
_SMALLEST, _LARGEST = 71, 1024

_TASKS = ("diabetic_retinopathy", "referable", "classes", "labels", "quality")
_LOSSES = ("ordinal", "cross-entropy", "mean-squared-error", "focal")
_BUNDLED = "bundled"

#: Options by the name of a recipe; what is said on the command line goes before.
RECIPES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        # The values of Keras' own guide to transfer learning and fine-tuning (F. Chollet, 2020):
        # Xception, dropout 0.2, then all layers at 1e-5, normalisation as it was.
        "tutorial": {
            "backbone": "xception",
            "weights": "imagenet",
            "loss": "cross-entropy",
            "class_weights": ["none"],
            "augmented_copies": 0,
            "dropout": 0.2,
            "fine_tune_epochs": 10,
            "fine_tune_share": 1.0,
            "learning_rate": 1e-5,
            "patience": 10,
            "batch": 32,
        },
        # A network that nobody has trained: all layers from random weights.
        "scratch": {
            "backbone": "resnet50",
            "weights": "none",
            "image_size": 224,
            "loss": "cross-entropy",
            "class_weights": ["none"],
            "dropout": 0.0,
            "fine_tune_epochs": 50,
            "fine_tune_share": 1.0,
            "learning_rate": 1e-3,
            "patience": 10,
            "batch": 32,
        },
    }
)

_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "fine_tune_epochs": 0,
        "fine_tune_share": 0.5,
        "learning_rate": 2e-4,
        "dropout": 0.3,
        "patience": 3,
        "batch": 16,
        "augmented_copies": 1,
        "class_weights": ["root"],
    }
)


def add_training_arguments(parser: argparse.ArgumentParser) -> None:
    """Add all arguments but the labels and the run's folder."""
    _add_task_options(parser)
    _add_network_options(parser)
    _add_learning_options(parser)
    _add_data_options(parser)
    _add_model_options(parser)
    add_marking_arguments(parser)


def _add_task_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("task")
    group.add_argument(
        "--task",
        choices=(*_TASKS, *MARKING_TASKS),
        default=_TASKS[0],
        help="diabetic_retinopathy: the ICDR grade (default); referable: grade 2 or more, or not; "
        "classes: one of any classes (column class, or a folder for each); labels: several that "
        "do not exclude each other; quality: the column quality alone; landmarks: where optic disc "
        "and fovea are; lesions: where lesions are",
    )
    group.add_argument(
        "--classes",
        nargs="+",
        metavar="NAME",
        default=(),
        help="of classes or labels, in the order of the outputs (default: as they are found); of "
        "labels also the columns of 0 and 1",
    )


def _add_network_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("network")
    group.add_argument(
        "--recipe",
        choices=tuple(RECIPES),
        help="values of the options below that are not said: tutorial (Keras' guide to transfer "
        "learning), scratch (ResNet50 from random weights)",
    )
    group.add_argument(
        "--init",
        metavar="FILE.keras|bundled",
        help="go on with the network of a Keras file, or with the bundled grader",
    )
    group.add_argument(
        "--backbone",
        help="default: efficientnetlite2, the backbone of the bundled grader",
    )
    group.add_argument(
        "--weights",
        help="retina (the bundled grader's own; default for its backbone), imagenet (Keras "
        "download; default for the others), none (random: learns from the start), a weights file, "
        "or the network.npz of an earlier run",
    )
    group.add_argument(
        "--image-size",
        type=int,
        metavar="N",
        help="default: 512 for the bundled grader's backbone, 299 for the others",
    )


def _add_learning_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("learning")
    group.add_argument(
        "--no-frozen-stage",
        action="store_true",
        help="start fine-tuning at once, without a last layer on the frozen backbone",
    )
    group.add_argument(
        "--fine-tune-epochs",
        type=int,
        metavar="N",
        help="epochs of fine-tuning the upper layers; 0 (default) trains the last layer only",
    )
    group.add_argument(
        "--fine-tune-share",
        type=float,
        metavar="X",
        help="share of the layers, from the top, that learn then; 1: all; default: 0.5",
    )
    group.add_argument(
        "--loss",
        choices=_LOSSES,
        help="default: ordinal (soft targets around the true grade) where classes stand in an "
        "order, otherwise cross-entropy",
    )
    group.add_argument(
        "--class-weights",
        nargs="+",
        metavar="W",
        help="root (default: chances by the root of the number of photographs), none, balanced, or "
        "one number for each class",
    )
    group.add_argument("--learning-rate", type=float, help="of the fine-tuning; default: 2e-4")
    group.add_argument(
        "--dropout", type=float, metavar="X", help="of the fine-tuning; default: 0.3"
    )
    group.add_argument(
        "--patience",
        type=int,
        metavar="N",
        help="epochs without a lower validation loss before it stops; default: 3",
    )
    group.add_argument("--batch", type=int, help="photographs in one step; default: 16")
    group.add_argument(
        "--arithmetic",
        choices=("float32", "bfloat16"),
        default="float32",
        help="of the fine-tuning; bfloat16 is faster on processors and GPUs that have it",
    )
    group.add_argument(
        "--augmented-copies", type=int, metavar="N", help="for the last layer alone; default: 1"
    )
    group.add_argument(
        "--tensorboard", type=Path, metavar="DIR", help="write events for TensorBoard there"
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
    group.add_argument("--name", help="name in the model list; default: my-dr-model or my-model")
    group.add_argument("--title", help="for people; default: by the task")
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
    group.add_argument(
        "--precision",
        choices=("float32", "float16", "int8"),
        help="default: int8; float16 for landmarks and lesions",
    )


def settings_from(options: argparse.Namespace) -> TrainingSettings:
    """Return the run's settings.

    Raises
    ------
    TrainingError
        If an option is out of its range, or options contradict each other.
    """
    from fundusviewer.training.config.plans import ORDERED, FineTunePlan, HeadPlan, SplitPlan
    from fundusviewer.training.config.settings import Identity, TrainingSettings
    from fundusviewer.training.learning.network import SCRATCH

    task = _task(options)
    _check_said(options, task)
    values = _with_recipe(options)
    network = _network(options, values)
    from_scratch = network["weights"] == SCRATCH and network["start"] is None
    if from_scratch and options.fine_tune_share is None:
        values["fine_tune_share"] = 1.0
    _check_ranges(values, network["image_size"])
    _check_together(options, values, network, from_scratch=from_scratch)
    loss: Loss = values["loss"] or ("ordinal" if task.kind in ORDERED else "cross-entropy")
    if options.tensorboard is not None:
        from fundusviewer.training.learning.events import require_tensorboard

        require_tensorboard()
    name = options.name or ("my-dr-model" if task.grades else "my-model")
    frozen = not (options.no_frozen_stage or from_scratch)
    return TrainingSettings(
        labels=tuple(options.data),
        columns=tuple(options.columns),
        output=options.output,
        identity=Identity(
            name=name,
            title=options.title or _title(task),
            version=options.model_version,
            licence=options.licence,
            terms=_terms(options.terms),
            limits=tuple(options.limit),
        ),
        kept_out=tuple(options.keep_out),
        **network,
        split=SplitPlan(seed=options.seed, test_sets=tuple(options.test_set)),
        balance=_balance(values["class_weights"]),
        copies=values["augmented_copies"],
        head=HeadPlan(loss=loss) if frozen else HeadPlan(loss=loss, epochs=0),
        fine_tune=FineTunePlan(
            epochs=values["fine_tune_epochs"],
            share=values["fine_tune_share"],
            batch=values["batch"],
            learning_rate=values["learning_rate"],
            dropout=values["dropout"],
            patience=values["patience"],
            arithmetic=options.arithmetic,
            loss=loss,
            batch_statistics=from_scratch,
        ),
        precision=options.precision or "int8",
        leave_one_set_out=options.leave_one_set_out,
        split_file=options.split_file,
        fit_only=options.fit_only,
        task=task,
        tensorboard=options.tensorboard,
    )


def _task(options: argparse.Namespace) -> TaskPlan:
    from fundusviewer.training.config.plans import TaskPlan

    classes = tuple(options.classes)
    if classes and options.task not in ("classes", "labels"):
        raise TrainingError(f"--classes belongs to --task classes or labels, not to {options.task}")
    if classes and len({name.lower() for name in classes}) != len(classes):
        raise TrainingError(f"--classes {' '.join(classes)}: a name stands there twice")
    return TaskPlan(options.task, classes)


def _title(task: TaskPlan) -> str:
    titles = {
        "diabetic_retinopathy": "Diabetic retinopathy, own model",
        "referable": "Referable or not, own model",
        "quality": "Quality, own model",
    }
    return titles.get(task.kind, "Own model")


def _with_recipe(options: argparse.Namespace) -> dict[str, Any]:
    """Return the values of the options: as they are said, else of the recipe, else by default."""
    recipe = RECIPES.get(options.recipe, {})
    names = {*_DEFAULTS, "backbone", "weights", "image_size", "loss"}
    values: dict[str, Any] = {}
    for name in names:
        said = getattr(options, name)
        values[name] = recipe.get(name, _DEFAULTS.get(name)) if said is None else said
    if options.backbone is not None and options.weights is None and "weights" in recipe:
        values["weights"] = recipe["weights"]
    return values


def _network(options: argparse.Namespace, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what belongs to the backbone, to the start, or to the file that is fitted."""
    from fundusviewer.export.sources.backbones import find_backbone
    from fundusviewer.inference import read_entry
    from fundusviewer.training.learning.network import (
        IMAGENET,
        RETINA,
        RETINA_BACKBONE,
        RETINA_SIZE,
        SCRATCH,
    )

    start = None if options.init in (None, _BUNDLED) else Path(options.init)
    if start is not None:
        return {
            "backbone": "",
            "weights": "",
            "image_size": options.image_size or _size_of(start),
            "start": start,
        }
    name = values["backbone"] or RETINA_BACKBONE
    backbone = find_backbone(RETINA_BACKBONE if options.init == _BUNDLED else name)
    own = backbone.name == RETINA_BACKBONE
    size = values["image_size"]
    if size is None and options.fit_only is not None:
        size = read_entry(options.fit_only).require_card().input.height
    weights = values["weights"] or (
        RETINA if own else SCRATCH if backbone.name == "smallcnn" else IMAGENET
    )
    if options.init == _BUNDLED:
        weights = RETINA
    small = backbone.size if backbone.name == "smallcnn" else _OTHER_SIZE
    return {
        # As it was said, so that a folder of an earlier version is known again.
        "backbone": backbone.name if options.init == _BUNDLED else name,
        "weights": weights,
        "image_size": size or (RETINA_SIZE if own and weights != SCRATCH else small),
        "start": None,
    }


def _size_of(path: Path) -> int:
    """Return the size that a Keras file takes, before it is read again for the training."""
    from fundusviewer.training.learning.start_file import read_start

    if path.suffix.lower() not in (".keras", ".h5"):
        raise TrainingError(f"--init {path}: a .keras or .h5 file, or bundled, is expected")
    return read_start(path).size


def _check_said(options: argparse.Namespace, task: TaskPlan) -> None:
    """Refuse what excludes each other, before anything is read."""
    if options.init is not None:
        for name in ("backbone", "weights", "recipe"):
            # The bundled network is a backbone and its weights; a file is both in one.
            if getattr(options, name) is not None and name != "recipe":
                raise TrainingError(f"--init brings the network with it: leave --{name} out")
    if not task.grades:
        for name in ("fit_only", "leave_one_set_out"):
            if getattr(options, name):
                raise TrainingError(
                    f"--{name.replace('_', '-')} is for grades of diabetic retinopathy, not for "
                    f"--task {task.kind}"
                )
    if options.loss == "ordinal" and task.kind not in (_TASKS[0], "quality"):
        raise TrainingError(
            f"--loss ordinal needs classes in an order; those of --task {task.kind} have none: "
            "cross-entropy, mean-squared-error and focal are allowed"
        )
    if options.fit_only is not None and options.fine_tune_epochs:
        raise TrainingError("--fit-only trains nothing: leave --fine-tune-epochs out")


def _check_ranges(values: Mapping[str, Any], image_size: int) -> None:
    ranges = {
        "--image-size": (image_size, _SMALLEST, _LARGEST),
        "--fine-tune-epochs": (values["fine_tune_epochs"], 0, 1000),
        "--fine-tune-share": (values["fine_tune_share"], 0.0, 1.0),
        "--batch": (values["batch"], 1, 1024),
        "--augmented-copies": (values["augmented_copies"], 0, 20),
        "--learning-rate": (values["learning_rate"], 1e-7, 1.0),
        "--dropout": (values["dropout"], 0.0, 0.95),
        "--patience": (values["patience"], 1, 1000),
    }
    for name, (value, lowest, highest) in ranges.items():
        if not lowest <= value <= highest:
            raise TrainingError(f"{name} {value}: {lowest} to {highest} is allowed")


def _check_together(
    options: argparse.Namespace,
    values: Mapping[str, Any],
    network: Mapping[str, Any],
    *,
    from_scratch: bool,
) -> None:
    """Refuse what would learn nothing, or leave random layers in the file."""
    epochs = values["fine_tune_epochs"]
    if options.fit_only is not None:
        return
    if network["start"] is not None and options.arithmetic != "float32":
        raise TrainingError(
            f"--arithmetic {options.arithmetic} is for backbones by name; the layers of a Keras "
            "file keep their own"
        )
    if from_scratch and epochs == 0:
        raise TrainingError(
            "--weights none begins with random weights, which only fine-tuning teaches: say "
            "--fine-tune-epochs N"
        )
    if from_scratch and values["fine_tune_share"] < 1:
        raise TrainingError(
            f"--fine-tune-share {values['fine_tune_share']:g} with --weights none would leave "
            "layers random; 1 is needed"
        )
    if options.no_frozen_stage and epochs == 0 and network["weights"] == "imagenet":
        raise TrainingError(
            "--no-frozen-stage without --fine-tune-epochs learns nothing; say --fine-tune-epochs N"
        )


def _balance(words: Sequence[str]) -> Balance:
    from fundusviewer.training.config.plans import Balance

    shares = {"none": 0.0, "root": 0.5, "balanced": 1.0}
    if len(words) == 1 and words[0] in shares:
        return Balance(shares[words[0]])
    try:
        weights = tuple(float(word) for word in words)
    except ValueError:
        weights = ()
    if len(weights) < 2 or not all(0 < weight < 1e6 for weight in weights):
        raise TrainingError(
            f"--class-weights {' '.join(words)}: root, none, balanced, or a number above 0 for "
            "each class is allowed"
        )
    return Balance(0.0, weights)


def _terms(entries: Sequence[str]) -> dict[str, str]:
    terms = {}
    for entry in entries:
        name, separator, text = entry.partition("=")
        if not (name and separator and text):
            raise TrainingError(f"--terms {entry!r}: SET=TEXT is expected")
        terms[name] = text
    return terms
