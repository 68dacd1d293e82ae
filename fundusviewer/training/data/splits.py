"""Deals photographs out to training, validation and test, by patient and never by photograph.

Everything that belongs together (one patient, one duplicate group, one picture found twice) goes
to the same side. The deal depends on nothing but the names, the grades and the seed, so that the
same label files give the same split on every machine.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from fundusviewer.errors import LabelsError
from fundusviewer.training.config.plans import SplitPlan
from fundusviewer.training.data.labels import LabelledPhotograph


class Split(StrEnum):
    """The side that a photograph is on. ``KEPT_OUT`` is neither learned from nor measured on."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
    KEPT_OUT = "kept_out"


def assign(
    photographs: Sequence[LabelledPhotograph],
    plan: SplitPlan,
    same: Iterable[tuple[int, int]] = (),
    kept_out: Iterable[int] = (),
    given: Mapping[int, Split] = MappingProxyType({}),
) -> tuple[Split, ...]:
    """Give each photograph its side.

    Parameters
    ----------
    photographs
        All photographs of the run.
    plan
        The shares and the seed.
    same
        Pairs of indices that show the same picture and must stay together.
    kept_out
        Indices that must not be used; what belongs together with them is not used either.
    given
        Sides by index that are settled; what belongs together with them goes there, too.

    Returns
    -------
    tuple of Split
        One for each photograph, in order.

    Raises
    ------
    LabelsError
        If ``plan.test_sets`` names a set that is not there, or a side of the split stays empty.
    """
    _check_sets(photographs, plan.test_sets)
    groups = _groups(photographs, same)
    away = set(kept_out)
    sides: dict[int, Split] = {}
    free: dict[str, list[_Group]] = defaultdict(list)
    for members in groups:
        group = _Group.of(photographs, members, plan.seed)
        if away & set(members):
            sides.update(dict.fromkeys(members, Split.KEPT_OUT))
        elif group.datasets & set(plan.test_sets):
            sides.update(dict.fromkeys(members, Split.TEST))
        elif settled := [given[index] for index in members if index in given]:
            sides.update({index: given.get(index, settled[0]) for index in members})
        else:
            free[min(group.datasets)].append(group)
    for dataset in sorted(free):
        sides.update(_deal(free[dataset], plan))
    split = tuple(sides[index] for index in range(len(photographs)))
    _check_sides(split)
    return split


@dataclass(frozen=True)
class _Group:
    """Photographs that belong together; ``order`` sorts by highest grade, then by hash."""

    members: tuple[int, ...]
    datasets: frozenset[str]
    order: tuple[int, str]

    @classmethod
    def of(
        cls, photographs: Sequence[LabelledPhotograph], members: Sequence[int], seed: int
    ) -> _Group:
        shown = [photographs[index] for index in members]
        name = min(f"{photo.dataset}/{photo.patient}" for photo in shown)
        digest = hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
        grade = max(-1 if photo.grade is None else photo.grade for photo in shown)
        return cls(tuple(members), frozenset(photo.dataset for photo in shown), (grade, digest))


def _deal(groups: Sequence[_Group], plan: SplitPlan) -> dict[int, Split]:
    """Take every n-th of the groups sorted by grade: each side gets its share of each grade."""
    ordered = sorted(groups, key=lambda group: group.order)
    test, rest = _every_nth(ordered, plan.test)
    validation, train = _every_nth(rest, plan.validation / (1 - plan.test))
    return {
        index: side
        for side, dealt in (
            (Split.TEST, test),
            (Split.VALIDATION, validation),
            (Split.TRAIN, train),
        )
        for group in dealt
        for index in group.members
    }


def _every_nth(groups: Sequence[_Group], share: float) -> tuple[list[_Group], list[_Group]]:
    taken: list[_Group] = []
    left: list[_Group] = []
    for position, group in enumerate(groups):
        # Half a step ahead, so that a stratum smaller than one step can be met too.
        crosses = int((position + 1) * share + 0.5) > int(position * share + 0.5)
        (taken if crosses else left).append(group)
    return taken, left


def _groups(
    photographs: Sequence[LabelledPhotograph], same: Iterable[tuple[int, int]]
) -> list[list[int]]:
    parents = list(range(len(photographs)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    first: dict[Hashable, int] = {}
    for index, photo in enumerate(photographs):
        keys: list[Hashable] = [("patient", photo.dataset, photo.patient)]
        if photo.duplicate_group:
            keys.append(("duplicate", photo.dataset, photo.duplicate_group))
        for key in keys:
            parents[root(index)] = root(first.setdefault(key, index))
    for one, other in same:
        parents[root(one)] = root(other)
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(photographs)):
        members[root(index)].append(index)
    return list(members.values())


def _check_sets(photographs: Sequence[LabelledPhotograph], names: Sequence[str]) -> None:
    known = sorted({photo.dataset for photo in photographs})
    for name in names:
        if name not in known:
            raise LabelsError(f"set {name!r} is not among the label files: {', '.join(known)}")


def _check_sides(split: Sequence[Split]) -> None:
    for side in (Split.TRAIN, Split.VALIDATION, Split.TEST):
        if side not in split:
            raise LabelsError(
                f"the {side} side of the split is empty; more patients (at least 10, of two "
                "grades) are needed"
            )
