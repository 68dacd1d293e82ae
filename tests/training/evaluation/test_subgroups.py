"""Figures by a column of the labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.evaluation.evaluation import Answers
from fundusviewer.training.evaluation.subgroups import subgroups
from tests.training.photographs import photograph


def answers(values: list[str], column: str = "age") -> Answers:
    photographs = tuple(
        replace(photograph(f"{i}", 0), columns={column: value}) for i, value in enumerate(values)
    )
    return Answers(photographs, np.full((len(values), 5), 0.2))


def sizes(values: list[str], column: str = "age") -> dict[str, int]:
    parts = subgroups(answers(values, column), column)
    return {name: len(part.photographs) for name, part in parts}


def test_words_are_groups_and_what_is_not_stated_comes_last() -> None:
    found = sizes(["f", "m", "", "f"], "sex")
    assert list(found.items()) == [("sex: f", 2), ("sex: m", 1), ("sex: not stated", 1)]


def test_a_few_numbers_are_groups_in_their_order() -> None:
    assert list(sizes(["10", "9", "10"])) == ["age: 9", "age: 10"]


def test_many_numbers_are_ranges_that_hold_everybody_once() -> None:
    found = sizes([str(age) for age in range(20, 80)] + [""])
    assert list(found) == [
        "age: 20 to 35",
        "age: 35 to 50",
        "age: 50 to 64",
        "age: 64 to 79",
        "age: not stated",
    ]
    assert sum(found.values()) == 61
    assert min(list(found.values())[:4]) >= 14


def test_an_unknown_column_lists_the_known_ones() -> None:
    with pytest.raises(LabelsError, match="--by camera: the labels have the columns age"):
        subgroups(answers(["1"]), "camera")
