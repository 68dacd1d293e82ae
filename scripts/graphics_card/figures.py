"""What a grader of :mod:`.grader` is worth, with the product's own measures.

::

    python -m scripts.graphics_card.figures PACK RUN

Needs no graphics card. For each set: validation, test, and sets that were left out as a whole.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from fundusviewer.atomic import write_text_atomically
from fundusviewer.errors import TrainingError
from fundusviewer.screening.metrics import (
    area_under_curve,
    quadratic_weighted_kappa,
    referable,
    referable_scores,
)
from scripts.graphics_card.command import run_command
from scripts.graphics_card.packed.archive import read_json
from scripts.graphics_card.packed.records import PackedPhotograph, packed_photographs
from scripts.graphics_card.packed.targets import OEDEMA
from scripts.graphics_card.recipe import OEDEMA_RISK_SETS

#: Fewer photographs tell nothing.
_FEWEST = 20

#: The side of a set that was left out.
LEFT_OUT = "left out"


@dataclass(frozen=True)
class Figures:
    """Figures of one set on one side.

    Attributes
    ----------
    side, set
        Which.
    count
        Photographs with a grade.
    auc, auc_any
        Area under the ROC curve for referable DR, and for any.
    kappa, kappa_mean
        Quadratic weighted kappa of the most probable grade, and of the rounded mean.
    """

    side: str
    set: str
    count: int
    auc: float
    auc_any: float
    kappa: float
    kappa_mean: float


@dataclass(frozen=True)
class OedemaFigures:
    """Figures of macular oedema of one set on one side."""

    side: str
    set: str
    count: int
    positive: int
    auc: float


@dataclass(frozen=True, eq=False)
class Answers:
    """A grader's answers.

    Attributes
    ----------
    photographs
        M photographs that it did not learn from.
    sides
        ``validation``, ``test``, ``kept_out`` or :data:`LEFT_OUT`.
    probabilities, side
        float (M, 5) and (M, 4), see :class:`.grader.Grader`.
    """

    photographs: Sequence[PackedPhotograph]
    sides: Sequence[str]
    probabilities: np.ndarray
    side: np.ndarray

    def groups(self) -> Iterator[tuple[str, str, list[int]]]:
        """Yield side, set and rows, in a lasting order."""
        for side in ("validation", "test", LEFT_OUT):
            for name in sorted({photo.set for photo in self.photographs}):
                rows = [
                    row
                    for row, photo in enumerate(self.photographs)
                    if photo.set == name and self.sides[row] == side
                ]
                yield side, name, rows


def read_answers(pack: Path, run: Path) -> Answers:
    """Read the answers of a run.

    Raises
    ------
    TrainingError
        If they are missing, or belong to another packed folder.
    """
    photographs = packed_photographs(pack)
    left_out = read_json(run / "run.json").get("leave_out", ())
    try:
        with np.load(run / "answers.npz", allow_pickle=False) as archive:
            rows, probabilities, side = (
                archive[name] for name in ("rows", "probabilities", "side")
            )
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{run}: holds no answers ({error})") from error
    if len(rows) and int(rows.max()) >= len(photographs):
        raise TrainingError(f"{run}: its answers are to other photographs than those of {pack}")
    chosen = [photographs[row] for row in rows.tolist()]
    sides = [LEFT_OUT if photo.set in left_out else photo.side for photo in chosen]
    return Answers(chosen, sides, probabilities, side)


def grade_figures(answers: Answers, fewest: int = _FEWEST) -> list[Figures]:
    """Return the figures of each set with at least so many graded photographs."""
    found = []
    for side, name, members in answers.groups():
        rows = [row for row in members if answers.photographs[row].grade is not None]
        if len(rows) < fewest:
            continue
        grades = np.array([answers.photographs[row].grade for row in rows], int)
        probabilities = answers.probabilities[rows].astype(float)
        mean = np.rint(probabilities @ np.arange(probabilities.shape[1])).astype(int)
        found.append(
            Figures(
                side,
                name,
                len(rows),
                round(area_under_curve(referable(grades), referable_scores(probabilities)), 4),
                round(area_under_curve(grades >= 1, 1 - probabilities[:, 0]), 4),
                round(quadratic_weighted_kappa(grades, probabilities.argmax(1)), 3),
                round(quadratic_weighted_kappa(grades, mean), 3),
            )
        )
    return found


def oedema_figures(answers: Answers, fewest: int = _FEWEST) -> list[OedemaFigures]:
    """Return the figures of macular oedema of each set whose labels tell of it."""
    found = []
    for side, name, members in answers.groups():
        told = {row: answers.photographs[row].oedema for row in members}
        values = {row: value for row, value in told.items() if value is not None}
        if len(values) < fewest:
            continue
        least = 2 if name in OEDEMA_RISK_SETS else 1
        positive = np.array([value >= least for value in values.values()])
        scores = answers.side[list(values), OEDEMA]
        auc = round(area_under_curve(positive, scores), 4)
        found.append(OedemaFigures(side, name, len(values), int(positive.sum()), auc))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.graphics_card.figures")
    parser.add_argument("pack", type=Path, help="the packed folder")
    parser.add_argument("run", type=Path, help="a folder that scripts.graphics_card.grader wrote")
    options = parser.parse_args(arguments)

    def work() -> None:
        answers = read_answers(options.pack, options.run)
        grades, oedema = grade_figures(answers), oedema_figures(answers)
        for one in [*grades, *oedema]:
            print(one)
        shown = {"grades": [asdict(one) for one in grades],
                 "oedema": [asdict(one) for one in oedema]}  # fmt: skip
        write_text_atomically(options.run / "figures.json", json.dumps(shown, indent=2))

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
