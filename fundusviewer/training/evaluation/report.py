"""The report of an evaluation or a training run: for people (Markdown) and programs (JSON)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from fundusviewer.inference.card import Interval
from fundusviewer.minus import with_minus
from fundusviewer.training.evaluation.comparison import Difference
from fundusviewer.training.evaluation.evaluation import PointResult, SetResult

#: A share of fewer photographs than this has an interval that is wider than 0.4 in the middle.
FEW = 20

_HEADER = ("set", "unit", "n", "referable", "kappa", "AUC referable", "ECE")


def results_table(results: Sequence[SetResult]) -> str:
    """Return the figures as a Markdown table, intervals in brackets."""
    points = results[0].points if results else ()
    header = [*_HEADER]
    for point in points:
        header += [f"{point.name}: threshold", "sensitivity", "specificity"]
    sets = any(result.coverage for result in results)
    if sets:
        header += ["grade set: coverage", "size"]
    gate = any(result.refused for result in results)
    if gate:
        header.append("refused by the network")
    lines = [_line(header), _line(["---"] * len(header))]
    for result in results:
        cells = _cells(result) + (_set_cells(result) if sets else [])
        lines.append(_line([*cells, _shown(result.refused)] if gate else cells))
    return "\n".join(lines) + "\n"


def differences_table(differences: Sequence[Difference]) -> str:
    """Return what a second model does better or worse as a Markdown table."""
    names = list(differences[0].figures) if differences else []
    lines = [_line(["set", "n", *names]), _line(["---"] * (2 + len(names)))]
    for one in differences:
        shown = (_signed(one.figures[name]) for name in names)
        lines.append(_line([one.name, str(one.count), *shown]))
    return "\n".join(lines) + "\n"


def warning_of_few(validation: Sequence[SetResult], test: Sequence[SetResult]) -> str | None:
    """Return what to beware of where few photographs are referable, or few are not.

    Parameters
    ----------
    validation, test
        Figures of both sides; those over all photographs count.
    """
    sides = [[one for one in side if one.unit == "photographs"][-1] for side in (validation, test)]
    if all(min(side.referable, side.count - side.referable) >= FEW for side in sides):
        return None
    fitted, measured = (f"{side.count} ({side.referable} of them referable)" for side in sides)
    return (
        f"Few photographs: thresholds and temperature were fitted on {fitted}, the figures "
        f"measured on {measured}. Expect other figures with other patients."
    )


def as_json(value: Any) -> str:
    """Return dataclasses, card parts and paths as a JSON document."""
    return json.dumps(_plain(value), indent=2, ensure_ascii=False)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(result: SetResult) -> list[str]:
    cells = [result.name, result.unit, str(result.count), str(result.referable)]
    cells += [_shown(value) for value in (result.kappa, result.auc, result.calibration_error)]
    for point in result.points:
        cells += _point_cells(point)
    return cells


def _set_cells(result: SetResult) -> list[str]:
    size = "–" if result.set_size is None else f"{result.set_size:.2f}"
    return [_shown(result.coverage), size]


def _point_cells(point: PointResult) -> list[str]:
    return [f"{point.threshold:.3f}", _shown(point.sensitivity), _shown(point.specificity)]


def _shown(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return with_minus(f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]")


def _signed(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return with_minus(f"{interval.value:+.3f} [{interval.low:+.3f}, {interval.high:+.3f}]")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, Path) else value
