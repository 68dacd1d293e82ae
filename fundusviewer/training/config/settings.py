"""Everything that a training run depends on; stored beside its results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import TrainingError
from fundusviewer.imaging import InputSpec
from fundusviewer.inference import read_entry
from fundusviewer.training.config.plans import (
    Balance,
    FineTunePlan,
    HeadPlan,
    SplitPlan,
    Targets,
    TaskPlan,
)

_FILE = "settings.json"

#: Folders of a run whose content belongs to its settings.
FEATURES, FINE_TUNE = "features", "fine-tune"


@dataclass(frozen=True)
class Identity:
    """What the card says about the model beyond what is measured.

    ``terms`` maps the name of a set to the terms of its photographs.
    """

    name: str
    title: str
    version: str = "1.0.0"
    licence: str = "not stated"
    terms: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrainingSettings:
    """One training run.

    Attributes
    ----------
    labels
        The labels files.
    output
        The run's folder: caches, checkpoints, log, report, model.
    identity
        Name, version and terms for the card.
    kept_out
        Labels files of photographs that must not be learned from; the same pictures are found
        among ``labels`` by their content.
    backbone
        A name of the registry.
    weights
        ``imagenet`` for the Keras download, ``none`` for random ones, or a weights file.
    image_size
        Height and width of the network's input in pixels.
    split
        Shares of the patients, seed, whole test sets.
    balance
        How far rare sets and grades are drawn more often, 0–1, or a weight for each class.
    copies
        Augmented copies of each photograph in the frozen stage.
    head, fine_tune
        How the two stages are trained.
    targets
        What the operating points are to reach.
    precision
        Number format of the exported file.
    leave_one_set_out
        Whether a head is trained without each set in turn and measured on it.
    split_file
        Sides of an earlier run that stay; the photographs that it does not name are dealt out.
    fit_only
        A finished model file: its network is fitted and measured anew, nothing is trained.
    columns
        Our name of a column and the labels files' own, where it is none of those that are known.
    task
        What is to be answered.
    start
        A Keras file whose network is gone on with, in the place of backbone and weights.
    tensorboard
        Folder for TensorBoard's events.
    """

    labels: tuple[Path, ...]
    output: Path
    identity: Identity
    kept_out: tuple[Path, ...] = ()
    backbone: str = "xception"
    weights: str = "imagenet"
    image_size: int = 299
    split: SplitPlan = field(default_factory=SplitPlan)
    balance: Balance = field(default_factory=Balance)
    copies: int = 1
    head: HeadPlan = field(default_factory=HeadPlan)
    fine_tune: FineTunePlan = field(default_factory=FineTunePlan)
    targets: Targets = field(default_factory=Targets)
    precision: Literal["float32", "float16", "int8"] = "float16"
    leave_one_set_out: bool = False
    split_file: Path | None = None
    fit_only: Path | None = None
    columns: tuple[tuple[str, str], ...] = ()
    task: TaskPlan = field(default_factory=TaskPlan)
    start: Path | None = None
    tensorboard: Path | None = None

    @property
    def input_spec(self) -> InputSpec:
        """How photographs are prepared: the field of view, filling the input.

        Where a finished file is fitted, as that file says; it may take whole photographs.

        Raises
        ------
        ModelContractError
            If that file has no card.
        """
        if self.fit_only is not None:
            return read_entry(self.fit_only).require_card().input
        return InputSpec(
            height=self.image_size, width=self.image_size, crop="field_of_view", resize="stretch"
        )

    def basis(self) -> str:
        """Return, as JSON, what the caches in the run's folder depend on."""
        names = ("labels", "kept_out", "backbone", "weights", "image_size", "split")
        values = {name: value for name, value in asdict(self).items() if name in names}
        # Folders of earlier versions, which had a number here and none of the others, stay theirs.
        values["balance"] = asdict(self.balance) if self.balance.weights else self.balance.share
        if self.columns:
            values["columns"] = self.columns
        if self.task != TaskPlan():
            values["task"] = asdict(self.task)
        if self.start is not None:
            values["start"] = self.start
        return json.dumps(values, default=str, indent=2, sort_keys=True)


class RunSettings(Protocol):
    """What a run's folder is told of the run."""

    @property
    def output(self) -> Path:
        """The folder."""

    def basis(self) -> str:
        """Return, as JSON, what the caches in the folder depend on."""


def open_run_folder(settings: RunSettings) -> Path:
    """Make the run's folder, or check that a run on the same photographs and backbone lies in it.

    While nothing was computed yet (it was stopped before that, or the backbone's weights could not
    be had), the settings may be put right.

    Raises
    ------
    TrainingError
        If the folder belongs to a run of other settings or cannot be written.
    """
    file = settings.output / _FILE
    text = settings.basis()
    try:
        settings.output.mkdir(parents=True, exist_ok=True)
        if not (file.exists() and _has_results(settings.output)):
            write_atomically(file, text.encode("utf-8"))
        stored = file.read_text(encoding="utf-8")
    except OSError as error:
        raise TrainingError(f"{settings.output}: cannot be written ({error.strerror})") from error
    if stored != text:
        raise TrainingError(
            f"{settings.output}: holds a run with other settings "
            f"({_first_difference(stored, text)}); give the same settings to go on with it, or "
            "another --output"
        )
    return settings.output


def _has_results(folder: Path) -> bool:
    return any(any((folder / name).glob("*")) for name in (FEATURES, FINE_TUNE))


def _first_difference(stored: str, wanted: str) -> str:
    for old, new in zip(stored.splitlines(), wanted.splitlines(), strict=False):
        if old != new:
            return f"{old.strip().rstrip(',')}, now {new.strip().rstrip(',')}"
    return "a different number of settings"
