from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundusviewer.errors import LabelsError
from fundusviewer.training.config.plans import SplitPlan
from fundusviewer.training.data.splits import Split, assign
from tests.training.photographs import photograph


def many(count: int = 200, dataset: str = "a") -> list:
    return [
        photograph(f"{index}", index % 5, dataset=dataset, patient=f"p{index // 2}")
        for index in range(count)
    ]


def test_the_same_labels_give_the_same_split_in_any_order() -> None:
    photographs = many()
    split = assign(photographs, SplitPlan())
    turned = assign(photographs[::-1], SplitPlan())
    assert split == turned[::-1]
    assert split != assign(photographs, SplitPlan(seed=2))


def test_shares_and_grades_are_kept() -> None:
    photographs = many(1000)
    split = assign(photographs, SplitPlan(validation=0.15, test=0.2))
    counts = Counter(split)
    assert counts[Split.TEST] == pytest.approx(200, abs=4)
    assert counts[Split.VALIDATION] == pytest.approx(150, abs=4)
    tested = Counter(p.grade for p, side in zip(photographs, split, strict=True) if side == "test")
    assert min(tested.values()) > 25


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 9), st.sampled_from(["", "g", "h"])),
        min_size=40,
        max_size=80,
    ),
    st.integers(0, 5),
)
def test_what_belongs_together_stays_together(rows: list, seed: int) -> None:
    photographs = [
        photograph(
            f"{index}",
            grade,
            patient=f"p{patient + index // 8 * 10}",
            group=group and f"{group}{index // 8}",
        )
        for index, (grade, patient, group) in enumerate(rows)
    ]
    same = [(0, len(rows) - 1)]
    split = assign(photographs, SplitPlan(seed=seed, test=0.3, validation=0.3), same)
    sides = defaultdict(set)
    for photo, side in zip(photographs, split, strict=True):
        sides["patient", photo.patient].add(side)
        if photo.duplicate_group:
            sides["group", photo.duplicate_group].add(side)
    assert all(len(found) == 1 for found in sides.values())
    assert split[0] == split[-1]


def test_kept_out_takes_the_whole_patient_along() -> None:
    photographs = many()
    split = assign(photographs, SplitPlan(), kept_out=[10])
    assert split[10] == split[11] == Split.KEPT_OUT
    assert Counter(split)[Split.KEPT_OUT] == 2


def test_a_whole_set_on_the_test_side() -> None:
    photographs = [*many(100), *many(40, dataset="b")]
    split = assign(photographs, SplitPlan(test_sets=("b",)))
    assert set(split[100:]) == {Split.TEST}
    assert set(split[:100]) == {Split.TRAIN, Split.VALIDATION, Split.TEST}


def test_unknown_set_and_too_few_patients_are_refused() -> None:
    with pytest.raises(LabelsError, match="set 'x' is not among the label files: a"):
        assign(many(), SplitPlan(test_sets=("x",)))
    with pytest.raises(LabelsError, match="side of the split is empty"):
        assign(many(4), SplitPlan())


def test_settled_sides_stay_and_take_their_eyes_along() -> None:
    photographs = many()
    before = assign(photographs[:100], SplitPlan())
    # One eye of a patient is settled, the other is new; so is every patient behind.
    known = {index: before[index] for index in range(0, 100, 2)}
    split = assign(photographs, SplitPlan(seed=7), given=known)
    assert split[:100] == before
    assert set(split[100:]) == {Split.TRAIN, Split.VALIDATION, Split.TEST}


def test_what_is_kept_out_stays_out_whatever_was_settled() -> None:
    split = assign(many(), SplitPlan(), kept_out=[3], given={2: Split.TRAIN, 4: Split.TEST})
    assert split[2:5] == (Split.KEPT_OUT, Split.KEPT_OUT, Split.TEST)
