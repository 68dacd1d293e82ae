"""``fundusviewer fit``: how a model does at this clinic, and operating points fitted to it."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fundusviewer.cli.models import find_model
from fundusviewer.cli.pieces.stored_results import existing_database
from fundusviewer.errors import TrainingError
from fundusviewer.inference import Interval
from fundusviewer.inference.model_file import verified_file
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.names import AUTOMATIC, name_pattern
from fundusviewer.training.clinic.cases import reviewed_cases
from fundusviewer.training.clinic.copy import write_copy
from fundusviewer.training.clinic.figures import PointFigures
from fundusviewer.training.clinic.needed import HALF_WIDTH
from fundusviewer.training.clinic.proposal import Fit, fit_to_clinic
from fundusviewer.training.clinic.words import bias, left_out, too_few
from fundusviewer.training.config.plans import Targets


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "fit",
        help="how a model does on your own reviews, and operating points fitted to them",
        description="Tells the sensitivity and specificity of a model file on the reviews in a "
        "database, proposes operating points that are fitted to them, and writes them into a copy "
        "of the file. Exit status: 0 figures were told, 1 there are too few reviews, 2 wrong "
        "usage. For research use only. Not for diagnosis.",
    )
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="default: that in the user's data folder"
    )
    parser.add_argument("--model", help="name or .onnx file (default: the bundled DR model)")
    parser.add_argument(
        "--width",
        type=float,
        default=2 * HALF_WIDTH,
        metavar="SHARE",
        help="how wide the 95 %% intervals may be, which decides how many reviews are needed "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--sensitivity",
        type=float,
        default=Targets().sensitivity,
        metavar="SHARE",
        help="that the point “screening” is to reach (default: %(default)s)",
    )
    parser.add_argument(
        "--specificity",
        type=float,
        default=Targets().specificity,
        metavar="SHARE",
        help="that the point “specific” is to reach (default: %(default)s)",
    )
    parser.add_argument(
        "--all-reviews",
        action="store_true",
        help="also those that were made with the program's answer in sight, where there are enough "
        "others",
    )
    parser.add_argument(
        "--write", metavar="NAME", help="write a copy of the model file of this name"
    )
    parser.add_argument(
        "--pattern", default=AUTOMATIC, help="how names tell patients; see screen --pattern"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 1 where there are too few reviews."""
    pattern, targets = name_pattern(options.pattern), _targets(options)
    path = find_model(options.model).path
    model = verified_file(path)
    if not model.card.grades:
        raise TrainingError(f"{path.name}: does not grade; its task is {model.card.task}")
    with Store(existing_database(options.database)) as store:
        cases = reviewed_cases(store, model.sha256, pattern)
    fit = fit_to_clinic(
        cases, model.card, targets, options.width / 2, all_reviews=options.all_reviews
    )
    written = None
    if options.write is not None and fit.after:
        today = dt.datetime.now(tz=dt.UTC).date()
        written = write_copy(path, model.card, fit, options.write, today)
    if options.json:
        print(json.dumps(_fields(fit, written), indent=2))
    else:
        print("\n".join([f"{model.card.name} {model.card.version}", *_lines(fit, written)]))
    return 0 if fit.after else 1


def _targets(options: argparse.Namespace) -> Targets:
    for name in ("sensitivity", "specificity"):
        value = getattr(options, name)
        if not 0.5 <= value <= 0.999:
            raise TrainingError(f"--{name} {value}: allowed are 0.5 to 0.999")
    return Targets(sensitivity=options.sensitivity, specificity=options.specificity)


def _lines(fit: Fit, written: Path | None) -> list[str]:
    missing = too_few(fit)
    if missing:
        return [missing, *left_out(fit), RESEARCH_NOTICE]
    lines = [
        f"{len(fit.used)} photographs of {fit.patients} patients that you and this model file have "
        "graded",
        "",
        *_table("now", fit.before),
        "",
        *_table("fitted to your reviews (measured by cross-validation)", fit.after),
        "",
        bias(fit),
        *left_out(fit),
    ]
    if written is not None:
        lines.append(
            f"Written: {written}. Choose it with --model {written.stem}; the former model stays as "
            "it is, and choosing it again takes everything back."
        )
    return [*lines, RESEARCH_NOTICE]


def _table(title: str, points: Sequence[PointFigures]) -> list[str]:
    return [
        f"{title}:",
        *(
            f"  {point.name:12} refers from {point.threshold:6.1%}: sensitivity "
            f"{_interval(point.sensitivity)}, specificity {_interval(point.specificity)}"
            for point in points
        ),
    ]


def _interval(value: Interval | None) -> str:
    if value is None:
        return "not known"
    return f"{value.value:.1%} ({value.low:.1%} – {value.high:.1%})"


def _fields(fit: Fit, written: Path | None) -> dict[str, Any]:
    counted = fit.needed
    return {
        "photographs": len(fit.used),
        "patients": fit.patients,
        "blind": sum(case.blind for case in fit.used),
        "patients_referable": counted.referable,
        "patients_not_referable": counted.others,
        "missing_referable": counted.missing_referable,
        "missing_not_referable": counted.missing_others,
        "refused": fit.cases.refused,
        "refused_referable": fit.cases.refused_referable,
        "ungradable": fit.cases.ungradable,
        "not_graded_by_this_file": fit.cases.others,
        "before": [_point(point) for point in fit.before],
        "after": [_point(point) for point in fit.after],
        "remarks": [one for one in (too_few(fit), bias(fit), *left_out(fit)) if one],
        "written": None if written is None else str(written),
    }


def _point(point: PointFigures) -> dict[str, Any]:
    def told(value: Interval | None) -> dict[str, float] | None:
        return None if value is None else value.model_dump()

    return {
        "name": point.name,
        "threshold": point.threshold,
        "sensitivity": told(point.sensitivity),
        "specificity": told(point.specificity),
    }
