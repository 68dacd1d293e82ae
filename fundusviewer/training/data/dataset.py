"""The photographs of a training run: prepared, freed of conflicts, dealt out to the sides."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.config.settings import TrainingSettings
from fundusviewer.training.data.duplicates import fingerprint, same_pictures
from fundusviewer.training.data.labels import LabelledPhotograph, gradable_only
from fundusviewer.training.data.prepared_images import PreparedPhotographs, prepare
from fundusviewer.training.data.split_file import read_split, sides_of, write_split
from fundusviewer.training.data.splits import Split, assign
from fundusviewer.training.data.tasks import GRADING_TASK, Task, read_photographs, read_task

#: The split's file in the run's folder.
SPLIT_FILE = "split.csv"

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class TrainingData:
    """Prepared photographs with their sides.

    Attributes
    ----------
    prepared
        All readable photographs of the labels files.
    split
        The side of each.
    grades
        int (N,), -1 where a photograph has no grade that can be used; of another task the number
        of the class, or of the combination of labels.
    task
        What they are to teach.
    """

    prepared: PreparedPhotographs
    split: tuple[Split, ...]
    grades: np.ndarray
    task: Task = GRADING_TASK

    @property
    def photographs(self) -> tuple[LabelledPhotograph, ...]:
        """The photographs in order."""
        return self.prepared.photographs

    @property
    def sets(self) -> tuple[str, ...]:
        """Names of the sets that have graded photographs, sorted."""
        return tuple(sorted({p.dataset for p in self.photographs if p.is_gradable}))

    def graded(self, *sides: Split, sets: Sequence[str] | None = None) -> np.ndarray:
        """Return the rows, int (M,), with a usable grade on these sides and in these sets."""
        return np.array(
            [
                row
                for row, photograph in enumerate(self.photographs)
                if self.grades[row] >= 0
                and self.split[row] in sides
                and (sets is None or photograph.dataset in sets)
            ],
            dtype=int,
        )

    def learned(self) -> np.ndarray:
        """Return the training rows, int (M,), with a grade or a range of grades."""
        return np.array(
            [
                row
                for row, photograph in enumerate(self.photographs)
                if self.split[row] is Split.TRAIN
                and (self.grades[row] >= 0 or photograph.is_ranged)
            ],
            dtype=int,
        )

    def with_oedema(self, *sides: Split) -> np.ndarray:
        """Return the rows, int (M,), on these sides that tell something of macular oedema."""
        return np.array(
            [
                row
                for row, photograph in enumerate(self.photographs)
                if photograph.tells_oedema and self.split[row] in sides
            ],
            dtype=int,
        )

    def counted(self, rows: np.ndarray) -> str:
        """Return how many of these rows belong to each answer, such as ``12/3/0`` of classes."""
        photographs, names = self.at(rows), self.task.names
        if self.task.several:
            counts = [sum(photo.labels[one] for photo in photographs) for one in range(len(names))]
        else:
            found = Counter(photo.grade for photo in photographs)
            counts = [found[one] for one in range(len(names))]
        return "/".join(map(str, counts))

    def at(self, rows: np.ndarray) -> list[LabelledPhotograph]:
        """Return the photographs of these rows."""
        return [self.photographs[row] for row in rows]


def labelled(settings: TrainingSettings) -> tuple[Task, tuple[LabelledPhotograph, ...]]:
    """Return the task and the photographs of a run, before the long work.

    Raises
    ------
    LabelsError
        If the labels cannot be used; see :func:`read_task`.
    """
    task, photographs = read_task(settings.labels, settings.task, dict(settings.columns))
    gradable_only(photographs, "grade" if task.grades else "class")
    weights = settings.balance.weights
    if weights and len(weights) != len(task.names):
        raise LabelsError(
            f"--class-weights has {len(weights)} weights; the {len(task.names)} classes are "
            f"{', '.join(task.names)}"
        )
    return task, photographs


def load_data(
    settings: TrainingSettings,
    photographs: Sequence[LabelledPhotograph],
    progress: Progress,
    task: Task = GRADING_TASK,
) -> TrainingData:
    """Prepare and deal out the photographs of a run.

    Raises
    ------
    LabelsError
        If the photographs cannot be used; see :func:`assign`.
    """
    folder = settings.output / "prepared"
    prepared = prepare(photographs, settings.input_spec, folder, progress)
    file = settings.output / SPLIT_FILE
    if not file.exists():
        write_split(file, prepared.photographs, _dealt(prepared, settings, progress))
    split = sides_of(prepared.photographs, read_split(file))
    grades = [
        p.grade if p.is_gradable and p.grade is not None else -1 for p in prepared.photographs
    ]
    data = TrainingData(prepared, split, np.array(grades), task)
    _log_counts(data)
    _check_grades(data)
    return data


def _dealt(
    prepared: PreparedPhotographs, settings: TrainingSettings, progress: Progress
) -> tuple[Split, ...]:
    """Deal the photographs out: once for a run, so that no later change mixes its sides."""
    prints = _fingerprints(prepared)
    kept_out: list[int] = []
    if settings.kept_out:
        photographs = _kept_out(settings)
        folder = settings.output / "prepared"
        away = prepare(photographs, settings.input_spec, folder, progress)
        kept_out = _found_again(prints, _fingerprints(away))
    same = list(same_pictures(prints))
    log.info(
        "%d pairs show the same picture; %d photographs are kept out", len(same), len(kept_out)
    )
    given = {} if settings.split_file is None else read_split(settings.split_file)
    names = [(photo.dataset, photo.file) for photo in prepared.photographs]
    settled = {index: given[name] for index, name in enumerate(names) if name in given}
    return assign(prepared.photographs, settings.split, same, kept_out, settled)


def _kept_out(settings: TrainingSettings) -> tuple[LabelledPhotograph, ...]:
    plan, columns = replace(settings.task, classes=()), dict(settings.columns)
    return tuple(
        photograph
        for file in settings.kept_out
        for photograph in read_photographs(file, plan, columns)
    )


def _fingerprints(prepared: PreparedPhotographs) -> np.ndarray:
    return np.stack([fingerprint(prepared.image(row)) for row in range(len(prepared))])


def _found_again(prints: np.ndarray, away: np.ndarray) -> list[int]:
    """Return the rows of ``prints`` that show the same picture as one of ``away``."""
    count = len(prints)
    pairs = same_pictures(np.concatenate([prints, away]))
    return sorted({one for one, other in pairs if one < count <= other})


def _log_counts(data: TrainingData) -> None:
    for name in data.sets:
        for side in Split:
            rows = data.graded(side, sets=[name])
            log.info("%s, %s: %d photographs (%s)", name, side, len(rows), data.counted(rows))


def _check_grades(data: TrainingData) -> None:
    for side in (Split.TRAIN, Split.VALIDATION, Split.TEST):
        found = set(data.grades[data.graded(side)].tolist())
        if len(found) < 2:
            what = "grade" if data.task.grades else "class"
            shown = f"{what} {found.pop()} only" if found else f"no photograph with a {what}"
            raise LabelsError(
                f"the {side} side of the split has {shown}; photographs of at least two, "
                "of at least 10 patients, are needed"
            )
