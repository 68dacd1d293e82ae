"""What was watched, by week, camera and field."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.screening.monitoring.drift import measures
from fundusviewer.screening.monitoring.observations import Observation


@dataclass(frozen=True)
class Group:
    """Photographs that have something in common; ``None`` where none of them tells.

    Attributes
    ----------
    name
        ``2026-W48``, a camera or a field.
    photographs
        How many.
    referred
        Share of those that were graded.
    refused
        Share of all.
    unfamiliarity, reject
        Medians.
    """

    name: str
    photographs: int
    referred: float | None
    refused: float | None
    unfamiliarity: float | None
    reject: float | None


def by_week(observed: Sequence[Observation]) -> list[Group]:
    """Return a group for each ISO week in which something was examined, the first first."""
    return _grouped(observed, lambda one: f"{one.week[0]}-W{one.week[1]:02}", by_name=True)


def by_camera(observed: Sequence[Observation]) -> list[Group]:
    """Return a group for each size of photographs, the most frequent first."""
    return _grouped(observed, lambda one: one.camera, by_name=False)


def by_field(observed: Sequence[Observation]) -> list[Group]:
    """Return a group for each field, the most frequent first."""
    return _grouped(observed, lambda one: one.field, by_name=False)


def _grouped(
    observed: Sequence[Observation],
    name_of: Callable[[Observation], Hashable],
    *,
    by_name: bool,
) -> list[Group]:
    parts: dict[str, list[Observation]] = {}
    for one in observed:
        parts.setdefault(str(name_of(one)), []).append(one)
    groups = [_group(name, part) for name, part in parts.items()]
    return sorted(groups, key=lambda one: one.name if by_name else (-one.photographs, one.name))


def _group(name: str, part: Sequence[Observation]) -> Group:
    values = measures(part)

    def told(measure: str, of: Callable[[np.ndarray], object]) -> float | None:
        known = values[measure][np.isfinite(values[measure])]
        return float(of(known)) if len(known) else None  # type: ignore[arg-type]

    return Group(
        name,
        len(part),
        told("referred", np.mean),
        told("refused", np.mean),
        told("unfamiliarity", np.median),
        told("reject", np.median),
    )
