"""The answers to part of the photographs: those with one value in a column of the labels."""

from __future__ import annotations

import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.training.evaluation.evaluation import Answers

#: A column of numbers with more values than this (age) is cut at its quartiles.
_MOST_VALUES = 10
_QUARTILES = (0.25, 0.5, 0.75)
_UNKNOWN = "not stated"


def subgroups(answers: Answers, column: str) -> tuple[tuple[str, Answers], ...]:
    """Divide the answers by a column.

    Parameters
    ----------
    answers
        A model's answers.
    column
        Name of a column of the labels files (``camera``, ``sex``, ``age``, …).

    Returns
    -------
    tuple of (str, Answers)
        By value, sorted; numbers of many values in four ranges of about equal size; what has no
        value last.

    Raises
    ------
    LabelsError
        If no labels file has that column; the message lists the columns.
    """
    known = sorted({name for photo in answers.photographs for name in photo.columns})
    if column not in known:
        raise LabelsError(f"--by {column}: the labels have the columns {', '.join(known)}")
    values = [photo.columns.get(column, "") for photo in answers.photographs]
    names = _ranges(values) if _are_many_numbers(values) else values
    order = sorted(set(names) - {""}, key=lambda name: (_lowest(name), name))
    parts = [*order, *([""] if "" in names else [])]
    return tuple(
        (
            f"{column}: {name or _UNKNOWN}",
            answers.at([row for row, found in enumerate(names) if found == name]),
        )
        for name in parts
    )


def _are_many_numbers(values: list[str]) -> bool:
    given = {value for value in values if value}
    return len(given) > _MOST_VALUES and all(_number(value) is not None for value in given)


def _ranges(values: list[str]) -> list[str]:
    numbers = [_number(value) for value in values]
    known = np.array([number for number in numbers if number is not None])
    edges = np.unique([known.min(), *np.quantile(known, _QUARTILES, method="nearest"), known.max()])

    def name(number: float | None) -> str:
        if number is None:
            return ""
        upper = max(1, int(np.searchsorted(edges, number)))
        return f"{edges[upper - 1]:g} to {edges[upper]:g}"

    return [name(number) for number in numbers]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _lowest(name: str) -> float:
    number = _number(name.partition(" to ")[0])
    return np.inf if number is None else number
