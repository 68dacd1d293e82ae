from __future__ import annotations

import pytest

from fundusviewer.anatomy import Landmarks
from fundusviewer.anatomy.landmarks import Disc, Fovea
from fundusviewer.training.marking.figures.landmark_figures import (
    PlaceAnswer,
    answers_of,
    choose_threshold,
    place_results,
)


def test_distances_in_disc_diameters() -> None:
    found = Landmarks(Disc(103, 104, 21, 0.9), Fovea(50, 100, 0.4))
    answers = answers_of(found, (100, 100), (30, 100), 20, 25, "p")
    assert answers["disc"].off == pytest.approx(0.25)
    assert answers["disc"].ratio == pytest.approx(1.05)
    assert answers["fovea"].off == pytest.approx(1.0)
    # Where nobody measured the disc, its usual diameter.
    assert answers_of(found, (100, 100), None, None, 25, "p")["disc"].off == pytest.approx(0.2)
    assert answers_of(Landmarks(), (1, 1), (1, 1), 20, 25, "p")["fovea"].off is None
    assert set(answers_of(found, None, None, 20, 25, "p")) == {"diameter"}


def test_figures_of_places() -> None:
    answers = [
        {"disc": PlaceAnswer(str(one), 0.1, 0.9, 1.05), "fovea": PlaceAnswer(str(one), 0.2, 0.8)}
        for one in range(8)
    ]
    answers += [
        {"disc": PlaceAnswer("8", 0.9, 0.6, 1.4), "fovea": PlaceAnswer("8", None)},
        {"diameter": PlaceAnswer("9", None, 0.9, 0.95)},
    ]
    disc, fovea = place_results(answers, resamples=50)
    assert (disc.photographs, fovea.photographs) == (9, 9)
    for interval, value in (
        (disc.near, 8 / 9),
        (disc.not_found, 0),
        (disc.diameter_right, 9 / 10),
        (fovea.near, 8 / 9),
        (fovea.not_found, 1 / 9),
        (fovea.near_of_found, 1),
        (fovea.mean_off, 0.2),
    ):
        assert interval is not None
        assert interval.value == pytest.approx(value)
    assert fovea.diameter_right is None


def test_a_threshold_leaves_wrong_places_out() -> None:
    right = [PlaceAnswer(str(one), 0.1, 0.4 + one / 100) for one in range(50)]
    assert choose_threshold(right) == pytest.approx(0.3)
    assert choose_threshold([*right, PlaceAnswer("a", 3.0, 0.48), PlaceAnswer("b", 3.0, 0.46)]) == (
        pytest.approx(0.5)
    )
    assert choose_threshold([PlaceAnswer("a", None)]) == 0.5
