"""Figures of a set that was left out, from what the grader of the recipe writes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scripts.graphics_card.left_out_figures import label_shift, main
from tests.scripts.graphics_card.packs import packed, write_photographs


def _run(tmp_path: Path) -> tuple[Path, Path]:
    pack, run = tmp_path / "pack", tmp_path / "run"
    pack.mkdir()
    run.mkdir()
    grades = [0, 1, 2, 3, 4] * 6
    home = [
        packed(f"{n}.png", dataset="home", side="validation", grades=(g, g))
        for n, g in enumerate(grades)
    ]
    away = [packed(f"{n}.png", dataset="away", grades=(g, g)) for n, g in enumerate(grades)]
    write_photographs(pack, [], home + away)
    probabilities = np.full((2 * len(grades), 5), 0.05, np.float32)
    probabilities[np.arange(2 * len(grades)), grades * 2] = 0.8
    # Abroad every third photograph of grade 4 is taken for a healthy one.
    missed = [len(grades) + n for n in (4, 19)]
    probabilities[missed] = probabilities[missed][:, ::-1]
    np.savez(
        run / "answers.npz",
        rows=np.arange(2 * len(grades)),
        probabilities=probabilities,
        side=np.zeros((2 * len(grades), 4), np.float32),
    )
    facts = {"leave_out": ["away"], "size": 64, "steps": 3}
    (run / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    return pack, run


def test_the_set_is_judged_by_what_was_fitted_on_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, run = _run(tmp_path)
    output = tmp_path / "figures.json"
    assert main([str(pack), str(run), "--output", str(output)]) == 0
    (network,) = json.loads(output.read_text(encoding="utf-8"))["networks"]
    assert (network["network"], network["without"], network["steps"]) == ("run", ["away"], 3)
    (result,) = [one for one in network["results"] if one["unit"] == "photographs"]
    assert (result["name"], result["count"], result["referable"]) == ("away", 30, 18)
    assert result["points"][0]["sensitivity"]["value"] == pytest.approx(16 / 18)
    assert result["points"][0]["specificity"]["value"] == 1
    assert "away, label shift: sensitivity" in capsys.readouterr().out


def test_a_run_without_answers_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, run = _run(tmp_path)
    (run / "answers.npz").unlink()
    assert main([str(pack), str(run), "--output", str(tmp_path / "figures.json")]) != 0
    assert "holds no answers" in capsys.readouterr().err


def test_label_shift_finds_the_shares_of_grades() -> None:
    rng = np.random.default_rng(1)
    grades = rng.choice(3, 4000, p=[0.8, 0.15, 0.05])
    likelihood = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    seen = np.array([rng.choice(3, p=likelihood[grade]) for grade in grades])
    prior = np.full(3, 1 / 3)
    found = label_shift(likelihood[:, seen].T, prior).mean(axis=0)
    np.testing.assert_allclose(found, [0.8, 0.15, 0.05], atol=0.03)
