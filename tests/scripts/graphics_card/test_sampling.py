from __future__ import annotations

import numpy as np
import pytest

from scripts.graphics_card.packed.records import PackedDrawing
from scripts.graphics_card.packed.sampling import grader_weights, lesion_weights
from scripts.graphics_card.recipe import SET_FACTORS
from tests.scripts.graphics_card.packs import packed


def test_sets_count_by_the_root_of_their_size() -> None:
    sets = ["clinic"] * 100 + ["hospital"] * 25 + ["aptos2019"] * 100
    weights = grader_weights([packed(dataset=name) for name in sets])
    clinic, hospital, aptos = (
        weights[np.array(sets) == name].sum() for name in ("clinic", "hospital", "aptos2019")
    )
    assert weights.sum() == pytest.approx(1)
    assert clinic / hospital == pytest.approx(2)
    assert aptos / clinic == pytest.approx(SET_FACTORS["aptos2019"])


def test_grades_of_a_set_count_by_the_root_of_their_number() -> None:
    grades = [(0, 0)] * 64 + [(4, 4)] * 4 + [(1, 3)] * 16
    weights = grader_weights([packed(grades=one) for one in grades])
    none, severe, ranged = (
        weights[:64].sum(), weights[64:68].sum(), weights[68:].sum(),
    )  # fmt: skip
    assert none / severe == pytest.approx(4)
    assert ranged / severe == pytest.approx(2)
    # A photograph of a rare grade is drawn more often than one of a common one.
    assert weights[64] / weights[0] == pytest.approx(4)


def test_lesion_sets_have_their_shares() -> None:
    sets = ["idrid_lesions"] * 4 + ["roc"]
    weights = lesion_weights([PackedDrawing(name, "", (), 0, {}) for name in sets])
    assert weights[:4].sum() == pytest.approx(0.62)
    assert weights[4] == pytest.approx(0.06)
