from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.marking.figures.lesion_figures import (
    KindCounts,
    area_under,
    choose_thresholds,
    count_kinds,
    lesion_results,
)

KNOWN = np.array([1, 0, 1, 0, 1])


def photograph(patient: str, right: float = 0.8) -> dict[str, KindCounts]:
    """Two drawn exudates, of which one is marked, and a mark on nothing; no microaneurysm."""
    maps = np.full((64, 64, 5), 0.02, np.float32)
    masks = np.zeros((5, 64, 64), np.uint8)
    masks[2, 10:14, 10:14] = masks[2, 40:44, 40:44] = 255
    masks[4, 50:60, 5:15] = 255
    maps[10:14, 10:14, 2] = right
    maps[30:32, 30:32, 2] = 0.6
    maps[50:60, 5:15, 4] = 0.9
    return count_kinds(maps, masks, KNOWN, patient, (0.5,) * 5)


def test_what_is_counted_on_a_photograph() -> None:
    counts = photograph("p")
    assert set(counts) == {"MA", "EX", "OD"}
    exudates = counts["EX"]
    assert exudates.marks.tolist() == [True, False]
    assert exudates.lesions.tolist() == [True, False]
    assert exudates.overlap == (16, 20, 32)
    assert exudates.peak_on is True
    assert counts["MA"].peak_on is None
    assert not len(counts["MA"].marks)


def test_a_mark_on_the_disc_is_none() -> None:
    maps = np.zeros((64, 64, 5), np.float32)
    maps[20:30, 20:30, 2] = maps[20:30, 20:30, 4] = 0.9
    counts = count_kinds(maps, np.zeros((5, 64, 64), np.uint8), KNOWN, "p", (0.5,) * 5)
    assert not len(counts["EX"].marks)
    assert len(counts["OD"].marks) == 1


def test_figures_of_photographs() -> None:
    counted = [photograph(str(number)) for number in range(6)]
    results = {one.kind: one for one in lesion_results(counted, resamples=50)}
    exudates, none = results["EX"], results["MA"]
    assert (exudates.photographs, exudates.with_kind) == (6, 6)
    assert exudates.precision is not None
    assert exudates.precision.value == pytest.approx(16 / 20)
    assert exudates.recall is not None
    assert exudates.recall.value == pytest.approx(16 / 32)
    assert exudates.marks_right is not None
    assert exudates.marks_right.value == pytest.approx(0.5)
    assert exudates.strongest_right is not None
    assert exudates.strongest_right.value == 1
    assert exudates.strongest_right.low < 0.7
    assert (none.with_kind, none.area, none.precision) == (0, None, None)
    assert none.healthy_clean is not None
    assert none.healthy_clean.value == 1


def test_the_area_is_the_mean_precision_where_something_is_found() -> None:
    rng = np.random.default_rng(3)
    truth = rng.random(300) < 0.2
    # No two alike, so that each is a step of its own.
    bins = rng.permutation(2000)[:300]
    order = np.argsort(-bins)
    found = np.cumsum(truth[order]) / np.arange(1, 301)
    area = area_under(np.bincount(bins[truth], minlength=2000), np.bincount(bins, minlength=2000))
    assert area == pytest.approx(found[truth[order]].mean())
    assert np.isnan(area_under(np.zeros(2000), np.ones(2000)))


def test_thresholds_part_what_is_drawn_from_the_rest() -> None:
    thresholds = choose_thresholds([photograph("p", 0.8), photograph("q", 0.7)])
    assert 0.6 < thresholds[2] <= 0.7
    # No microaneurysm was drawn, and nobody looked for haemorrhages.
    assert thresholds[0] == thresholds[1] == 0.5
