"""How far doctor and network agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fundusviewer.inference import Classifier
from fundusviewer.screening import (
    Filter,
    Method,
    Review,
    Store,
    agreement,
    examine,
    judgements,
    name_pattern,
)
from fundusviewer.screening.agreement import LEAST_FOR_KAPPA, UNGRADABLE, Judgement
from tests.helpers.models import strict_point, write_model_referring_for_risk
from tests.screening.photographs import write_photograph


def pair(doctor: int | None, network: int | None, patient: str = "") -> Judgement:
    refers = network is not None and network >= 2
    return Judgement(doctor, network, refers, patient or f"{doctor}{network}")


def test_figures() -> None:
    found = [
        *(pair(0, 0, f"a{number}") for number in range(6)),
        *(pair(3, 3, f"b{number}") for number in range(3)),
        pair(2, 0, "c"),
        pair(None, 1, "d"),
        pair(4, None, "e"),
    ]
    result = agreement(found, resamples=50)
    assert result.count == 12
    assert (result.graded, result.patients) == (10, 10)
    assert result.matrix[2] == (1, 0, 0, 0, 0, 0)
    assert result.matrix[5][1] == 1
    assert result.matrix[4][5] == 1
    assert result.exact is not None
    assert result.exact.value == 0.9
    assert result.sensitivity is not None
    assert result.sensitivity.value == 0.75
    assert result.specificity is not None
    assert result.specificity.value == 1.0
    # Observed: one pair two grades apart.
    assert result.kappa is not None
    assert result.kappa.value == pytest.approx(
        1 - 4 / _chance([0] * 6 + [3] * 3 + [2], [0] * 6 + [3] * 3 + [0])
    )
    assert result.kappa.low <= result.kappa.value <= result.kappa.high


def _chance(doctor: list[int], network: list[int]) -> float:
    """Sum of squared differences when the grades are dealt out by chance."""
    pairs = [(one - other) ** 2 for one in doctor for other in network]
    return sum(pairs) / len(doctor)


def test_too_few_photographs_give_no_figures() -> None:
    nothing = agreement([])
    assert nothing.count == 0
    assert nothing.kappa is None
    assert nothing.sensitivity is None
    assert agreement([pair(0, 0)]).kappa is None


def test_kappa_needs_a_handful_of_photographs() -> None:
    few = [pair(grade % 5, (grade + 1) % 5) for grade in range(LEAST_FOR_KAPPA - 1)]
    assert agreement(few, resamples=20).kappa is None
    assert agreement([*few, pair(4, 4)], resamples=20).kappa is not None


def test_cells_name_their_photographs() -> None:
    found = [Judgement(0, 3, True, "p", Path("/a.jpg")), Judgement(None, 3, True, "q", Path("/b"))]
    cells = agreement(found).cells
    assert cells == {(0, 3): (Path("/a.jpg"),), (UNGRADABLE, 3): (Path("/b"),)}


def test_eyes_of_one_patient_are_not_independent() -> None:
    one_patient = [pair(0, 0, "p"), pair(4, 0, "p"), pair(3, 3, "p"), pair(2, 2, "p")]
    result = agreement(one_patient * 3, resamples=50)
    assert result.patients == 1
    assert result.kappa is not None
    # One cluster: every resample is the whole.
    assert result.kappa.low == result.kappa.high == result.kappa.value


@pytest.fixture
def store(tmp_path: Path, tiny_model: Path) -> Store:
    store = Store.in_memory()
    classifier = Classifier(tiny_model, "cpu")
    for number, name in enumerate(("1_left.jpg", "1_right.jpg", "2_left.jpg")):
        finding = examine(write_photograph(tmp_path / name, number), classifier)
        store.add_finding(finding, METHOD)
    return store


METHOD = Method("tiny-dr", "0.0.1", "0" * 64, json.dumps({"threshold": 0.5, "steps": 1}))


def test_the_first_blind_verdict_counts(store: Store) -> None:
    first, second, third = (row.sha256 or "" for row in store.rows(METHOD))
    store.review({first: Review(note="only a note", blind=True)}, "Dr A")
    store.review({first: Review(1, blind=True)}, "Dr A")
    store.review({first: Review(2)}, "Dr A")
    store.review({second: Review(2)}, "Dr A")
    store.review({third: Review(ungradable=True, blind=True)}, "Dr A")

    def found(blind: bool) -> list[tuple[int | None, int | None]]:
        pattern = name_pattern()
        both = judgements(store, METHOD, pattern, Filter(), blind=blind)
        return [(one.doctor, one.network) for one in both]

    assert found(blind=True) == [(1, 2), (None, 2)]
    assert found(blind=False) == [(2, 2), (2, 2), (None, 2)]


def test_a_photograph_in_two_files_counts_once(
    store: Store, tmp_path: Path, tiny_model: Path
) -> None:
    copy = tmp_path / "copy.jpg"
    copy.write_bytes((tmp_path / "1_left.jpg").read_bytes())
    store.add_finding(examine(copy, Classifier(tiny_model, "cpu")), METHOD)
    for row in store.rows(METHOD):
        store.review({row.sha256 or "": Review(2)}, "Dr A")
    assert len(judgements(store, METHOD, name_pattern(), Filter(), blind=False)) == 3


def test_results_are_taken_over_to_another_operating_point(store: Store, tmp_path: Path) -> None:
    strict = strict_point()
    classifier = Classifier(write_model_referring_for_risk(tmp_path / "points.onnx"), "cpu")
    loose = Method.of(classifier)
    finding = examine(write_photograph(tmp_path / "p.jpg", 9), classifier)
    store.add_finding(finding, loose)
    store.take_over(loose.at(strict))
    before, after = (
        next(row for row in store.rows(method) if row.name == "p.jpg")
        for method in (loose, loose.at(strict))
    )
    assert (before.decision, after.decision) == ("refer", "no_referral")
    assert before.probabilities == after.probabilities
    assert before.found.examined_at == after.found.examined_at
    # Again, it changes nothing; results of other models are left alone.
    store.take_over(loose.at(strict))
    assert sum(row.result is not None for row in store.rows(loose.at(strict))) == 1
    # The live decision is the same.
    live = examine(tmp_path / "p.jpg", classifier, operating_point=strict)
    assert live.decision == after.decision


def test_the_method_of_a_model_that_decides_nothing_takes_over_nothing(store: Store) -> None:
    store.take_over(Method("things", "1", "1" * 64, json.dumps({"threshold": None})))
    assert len(store.methods()) == 1
