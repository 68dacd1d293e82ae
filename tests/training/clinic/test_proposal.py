"""How many reviews are needed, what they tell, and what is proposed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.errors import TrainingError
from fundusviewer.screening.metrics import clustered_share, wilson
from fundusviewer.training.clinic.cases import Cases
from fundusviewer.training.clinic.figures import figures
from fundusviewer.training.clinic.needed import needed, needed_for
from fundusviewer.training.clinic.proposal import fit_to_clinic
from fundusviewer.training.clinic.words import bias, left_out, too_few
from fundusviewer.training.config.plans import Targets
from tests.helpers.models import make_card
from tests.training.clinic.made_up import case, clinic

CARD = make_card()


def test_as_many_are_needed_as_make_the_interval_narrow() -> None:
    for expected, half in ((0.9, 0.1), (0.95, 0.05), (0.5, 0.1)):
        count = needed_for(expected, half)
        wide = wilson(round(expected * (count - 1)), count - 1)
        narrow = wilson(round(expected * count), count)
        assert narrow.high - narrow.low <= 2 * half
        assert wide.high - wide.low > 1.9 * half
    with pytest.raises(TrainingError, match="1 % to 50 %"):
        needed_for(0.9, 0.7)


def test_patients_are_counted_and_not_photographs() -> None:
    counted = needed(clinic(30), Targets())
    assert (counted.referable, counted.others) == (10, 20)


def test_too_few_reviews_say_how_many_are_missing() -> None:
    fit = fit_to_clinic(Cases(clinic(30)), CARD)
    assert not fit.after
    assert not fit.before
    assert f"{fit.needed.referable_needed - 10} more with a referable" in too_few(fit)


def test_reviews_of_one_kind_are_a_sentence() -> None:
    healthy = Cases(tuple(case(f"p{n}", 0, 0.1) for n in range(200)))
    assert "All 200 photographs are not referable" in too_few(fit_to_clinic(healthy, CARD))
    sick = Cases(tuple(case(f"p{n}", 3, 0.9) for n in range(200)))
    assert "All 200 photographs are referable" in too_few(fit_to_clinic(sick, CARD))
    assert "No photograph has been graded" in too_few(fit_to_clinic(Cases(()), CARD))


def test_points_are_fitted_and_measured_on_patients_they_were_not_fitted_to() -> None:
    fit = fit_to_clinic(Cases(clinic()), CARD)
    (before,) = fit.before
    screening, specific = fit.after
    # At 0.5 nothing is referred; fitted, nine of ten are.
    assert before.sensitivity is not None
    assert before.sensitivity.value == 0
    assert screening.sensitivity is not None
    assert 0.8 < screening.sensitivity.value < 0.97
    assert specific.specificity is not None
    assert specific.specificity.value > 0.9
    assert screening.threshold < specific.threshold
    # Where risks tell nothing, what is fitted is not what is measured.
    rng = np.random.default_rng(2)
    noise = tuple(replace(one, grade=int(rng.integers(2)) * 2) for one in clinic(400))
    found = fit_to_clinic(Cases(noise), CARD).after[0]
    assert found.sensitivity is not None
    assert found.sensitivity.low < 0.9 < found.sensitivity.high + 0.05


def test_oedema_is_referred_whatever_the_threshold() -> None:
    cases = tuple(replace(one, oedema=one.is_referable) for one in clinic())
    for point in fit_to_clinic(Cases(cases), CARD).after:
        assert point.sensitivity is not None
        assert point.sensitivity.value == 1


def test_blind_reviews_alone_count_where_there_are_enough() -> None:
    seen = tuple(replace(one, patient=f"seen {one.patient}") for one in clinic(blind=False))
    both = fit_to_clinic(Cases((*clinic(), *seen)), CARD)
    assert both.only_blind
    assert "before the program's answer" in bias(both)
    assert any("are left out" in one for one in left_out(both))
    everything = fit_to_clinic(Cases((*clinic(), *seen)), CARD, all_reviews=True)
    assert len(everything.used) == 2 * len(both.used)
    assert "lean towards it" in bias(everything)
    assert not fit_to_clinic(Cases(seen), CARD).only_blind


def test_two_photographs_of_a_patient_are_not_two_patients() -> None:
    hits = np.array([True] * 60 + [False] * 20)
    alone = clustered_share(hits, [str(row) for row in range(80)])
    pairs = clustered_share(hits, [str(row // 2) for row in range(80)])
    assert alone is not None
    assert pairs is not None
    assert alone.value == pairs.value == 0.75
    assert alone.low == pytest.approx(wilson(60, 80).low, abs=0.003)
    # The two of a patient are always alike: as if there were half as many.
    assert pairs.low == pytest.approx(wilson(30, 40).low, abs=0.005)
    sure = clustered_share(np.ones(80, bool), [str(row // 2) for row in range(80)])
    assert sure is not None
    assert sure.low == pytest.approx(wilson(40, 40).low)
    assert clustered_share(np.zeros(0, bool), []) is None


def test_no_photograph_tells_no_figure() -> None:
    found = figures([case("p", 3, 0.9)], "screening", 0.5)
    assert found.sensitivity is not None
    assert found.specificity is None
