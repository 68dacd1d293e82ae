"""Figures of networks that were trained without a whole set, on the whole of that set.

``python -m scripts.graphics_card.grader … --leave-out SET`` leaves the answers of such a network.
Temperature, operating points and grade sets are fitted on the validation patients of the other
sets, as they are for a shipped file, and the figures are those of ``fundusviewer evaluate``::

    python -m scripts.graphics_card.left_out_figures PACK RUN… --output FIGURES.json

Beside the figures it prints what other ways of carrying the operating point into a new clinic give
there: label shift found from the unlabelled photographs (Saerens et al., Neural Computation 2002),
and the threshold at the share of referrals of the validation patients.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fundusviewer.atomic import write_text_atomically
from fundusviewer.screening.metrics import referable, referable_scores
from fundusviewer.training.config.plans import Targets
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.sample_weights import equal_sets
from fundusviewer.training.evaluation.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.evaluation.report import as_json, results_table
from fundusviewer.training.fitting.conformal import fit_set_threshold
from fundusviewer.training.fitting.operating_points import choose_thresholds
from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature
from scripts.graphics_card.command import run_command
from scripts.graphics_card.figures import read_answers
from scripts.graphics_card.packed.archive import read_json
from scripts.graphics_card.packed.records import PackedPhotograph

#: Sets whose validation photographs are not calibrated on: their colours or grades are not true.
NOT_CALIBRATED_ON = ("eyepacs_256", "diaretdb1")

_CLASSES = 5
_STEPS, _ENOUGH = 200, 1e-6


@dataclass(frozen=True)
class LeftOut:
    """A network, the sets that it did not see, and its figures on each of them."""

    network: str
    without: tuple[str, ...]
    pixels: int
    steps: int
    results: tuple[SetResult, ...]


def labelled(photograph: PackedPhotograph) -> LabelledPhotograph:
    """Return a packed photograph as ``fundusviewer evaluate`` knows it."""
    return LabelledPhotograph(
        Path(photograph.file),
        photograph.set,
        photograph.file,
        photograph.grade,
        patient=photograph.patient,
    )


def label_shift(probabilities: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Return probabilities, (N, C), for the shares of grades that fit these photographs best.

    Expectation maximisation (Saerens et al., 2002), which takes for given that a grade looks
    alike in every clinic.
    """
    shares = prior
    for _ in range(_STEPS):
        shifted = probabilities * (shares / prior)
        shifted /= shifted.sum(axis=1, keepdims=True)
        found = shifted.mean(axis=0)
        if np.abs(found - shares).max() < _ENOUGH:
            break
        shares = found
    return np.asarray(shifted)


def figures(pack: Path, run: Path) -> LeftOut:
    """Return the figures of one run and print what other thresholds would have given."""
    facts = read_json(run / "run.json")
    stored = read_answers(pack, run)
    without = tuple(facts["leave_out"])
    graded = [row for row, photo in enumerate(stored.photographs) if photo.grade is not None]
    probabilities = stored.probabilities.astype(float)
    probabilities /= probabilities.sum(axis=1, keepdims=True)

    def at(rows: list[int]) -> Answers:
        return Answers(
            tuple(labelled(stored.photographs[row]) for row in rows), probabilities[rows]
        )

    validation = at(
        [
            row
            for row in graded
            if stored.sides[row] == "validation"
            and stored.photographs[row].set not in NOT_CALIBRATED_ON
        ]
    )
    counted = equal_sets(validation.photographs)
    temperature = fit_temperature(validation.probabilities, validation.grades, counted)
    calibrated = with_temperature(validation.probabilities, temperature)
    thresholds = choose_thresholds(validation.grades, calibrated, counted, Targets())
    sets = fit_set_threshold(calibrated, validation.grades, counted)
    results: list[SetResult] = []
    for name in without:
        raw = at([row for row in graded if stored.photographs[row].set == name])
        unseen = Answers(raw.photographs, with_temperature(raw.probabilities, temperature))
        found = evaluate(unseen, thresholds.named(), set_threshold=sets)
        results += [one for one in found if one.name == name]
        prior = (np.eye(_CLASSES)[validation.grades] * counted[:, None]).sum(0) / counted.sum()
        scores = referable_scores(calibrated)
        referred = float(((scores >= thresholds.screening) * counted).sum() / counted.sum())
        _print_others(name, unseen, prior, thresholds.screening, referred)
    return LeftOut(run.name, without, facts["size"], facts["steps"], tuple(results))


def _print_others(
    name: str, answers: Answers, prior: np.ndarray, threshold: float, referred: float
) -> None:
    truth = referable(answers.grades)
    own = referable_scores(answers.probabilities)
    ways = {
        "as it is": (own, threshold),
        "label shift": (referable_scores(label_shift(answers.probabilities, prior)), threshold),
        "share of referrals": (own, float(np.quantile(own, 1 - referred))),
    }
    for way, (scores, limit) in ways.items():
        sensitivity, specificity = (scores[truth] >= limit).mean(), (scores[~truth] < limit).mean()
        gap = abs(scores.mean() - truth.mean())
        print(
            f"{name}, {way}: sensitivity {sensitivity:.3f}, specificity {specificity:.3f}, "
            f"mean probability off by {gap:.3f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.graphics_card.left_out_figures")
    parser.add_argument("pack", type=Path, help="the packed folder")
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="of the grader")
    parser.add_argument("--output", type=Path, required=True, help="the figures as JSON")
    options = parser.parse_args(arguments)

    def work() -> None:
        found = [figures(options.pack, run) for run in options.runs]
        for one in found:
            print(one.network, results_table(one.results), sep="\n")
        write_text_atomically(options.output, as_json({"networks": found}))

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
