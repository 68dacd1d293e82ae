"""What a user's classes mean: the five ICDR grades of diabetic retinopathy, or anything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.grading import GRADE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

GRADING = "diabetic_retinopathy"
_GRADES = tuple(range(len(GRADE_NAMES)))
#: How public data sets and people name the grades, in small letters without signs; in this order.
_WORDS = (
    (4, r"(?<!non )(?<!non)proliferat\w*|\bpdr\b"),
    (3, r"\bsevere\b"),
    (2, r"\bmoderate\b"),
    (1, r"\bmild\b"),
    (0, r"\b(no|none|normal|healthy|negative|nodr)\b"),
)
#: Numbers alone may count anything.
_NUMBER = re.compile(r"(?:grade|level|class|stage|dr)? ?([0-4])")
#: Until it is fitted, nothing is known of a threshold: the intervals say so.
UNFITTED_POINT = {
    "name": "not fitted",
    "threshold": 0.5,
    "sensitivity": {"value": 0.0, "low": 0.0, "high": 1.0},
    "specificity": {"value": 0.0, "low": 0.0, "high": 1.0},
    "measured_on": "nothing: fit it with fundusviewer train --fit-only",
}
UNFITTED = (
    "Its threshold, temperature and gate were not fitted and nothing was measured: its decisions "
    "say nothing about patients. Fit and measure it with fundusviewer train --fit-only."
)


def grade_of(name: str) -> int | None:
    """Return the ICDR grade that a class name means; ``None`` if it means none."""
    words = _plain(name)
    number = _NUMBER.fullmatch(words)
    if number:
        return int(number[1])
    return next((grade for grade, pattern in _WORDS if re.search(pattern, words)), None)


def look_like_grades(names: Sequence[str]) -> bool:
    """Whether class names are the five grades in words, in whatever order."""
    grades = {None if _NUMBER.fullmatch(_plain(name)) else grade_of(name) for name in names}
    return len(names) == len(_GRADES) and grades == set(_GRADES)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def grade_order(names: Sequence[str] | None) -> tuple[int, ...]:
    """Return for each grade which class it is.

    Raises
    ------
    ExportError
        If the names are not those of the five grades.
    """
    if names is None:
        raise ExportError(
            f"--task {GRADING} needs --classes FILE: the names in the order of the network's "
            "outputs (folders are sorted by name, which is not the order of the grades)"
        )
    grades = [grade_of(name) for name in names]
    if len(names) != len(_GRADES) or set(grades) != set(_GRADES):
        raise ExportError(
            f"--task {GRADING}: the classes {', '.join(names)} are not the five grades "
            f"({', '.join(GRADE_NAMES)}, or 0 to 4), each once"
        )
    return tuple(grades.index(grade) for grade in _GRADES)


def sort_classes(network: Any, order: Sequence[int]) -> None:
    """Put a Keras network's classes into another order, in place, by the last layer's weights.

    Raises
    ------
    ExportError
        If that is not what comes of it.
    """
    if tuple(order) == tuple(range(len(order))):
        return
    shape = (3, *network.inputs[0].shape[1:])
    pictures = np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32)
    before = np.asarray(network(pictures, training=False))
    last = [layer for layer in network.layers if layer.weights][-1]
    values = last.get_weights()
    if all(value.shape[-1] == len(order) for value in values):
        last.set_weights([value[..., list(order)] for value in values])
        after = np.asarray(network(pictures, training=False))
        if np.allclose(after, before[:, list(order)], atol=1e-5):
            return
        last.set_weights(values)
    raise ExportError(
        "the classes do not stand in the order of the grades, and the network's last layer is no "
        "plain Dense layer that could be sorted; sort the outputs in Keras and save it again"
    )
