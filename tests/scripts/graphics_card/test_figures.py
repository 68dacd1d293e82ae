from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import TrainingError
from scripts.graphics_card.figures import (
    LEFT_OUT,
    Answers,
    grade_figures,
    main,
    oedema_figures,
    read_answers,
)
from tests.scripts.graphics_card.packs import packed, write_photographs


def _answers(grades: list[int], told: list[int], *, side: str = "test") -> Answers:
    photographs = [packed(grades=(grade, grade), side=side) for grade in grades]
    probabilities = np.full((len(grades), 5), 0.05, np.float32)
    probabilities[np.arange(len(grades)), told] = 0.8
    return Answers(photographs, [side] * len(grades), probabilities, np.zeros((len(grades), 4)))


def test_right_answers() -> None:
    grades = [0, 1, 2, 3, 4] * 4
    (figures,) = grade_figures(_answers(grades, grades))
    assert (figures.side, figures.set, figures.count) == ("test", "clinic", 20)
    assert figures.auc == 1
    assert figures.auc_any == 1
    assert figures.kappa == 1


def test_reversed_answers() -> None:
    grades = [0, 4] * 10
    (figures,) = grade_figures(_answers(grades, grades[1:] + grades[:1]))
    assert figures.auc == 0
    assert figures.kappa == -1


def test_few_photographs_tell_nothing() -> None:
    assert not grade_figures(_answers([0, 4], [0, 4]))
    assert grade_figures(_answers([0, 4], [0, 4]), fewest=2)


def test_what_was_not_graded_does_not_count() -> None:
    photographs = [packed(grades=(0, 0)), packed(grades=(4, 4)), packed(grades=(1, 3)),
                   packed(grades=None, oedema=1.0)]  # fmt: skip
    answers = Answers(photographs, ["test"] * 4, np.full((4, 5), 0.2), np.zeros((4, 4)))
    assert grade_figures(answers, fewest=1)[0].count == 2


def test_oedema_is_risk_two_where_risks_are_told() -> None:
    photographs = [packed(dataset=name, oedema=oedema)
                   for name, oedema in [("idrid_grading", 0.0), ("idrid_grading", 1.0),
                                        ("idrid_grading", 2.0), ("messidor2", 1.0),
                                        ("messidor2", 0.0)]]  # fmt: skip
    side = np.zeros((5, 4))
    side[:, 1] = [0.1, 0.2, 0.9, 0.1, 0.8]
    answers = Answers(photographs, ["test"] * 5, np.full((5, 5), 0.2), side)
    idrid, messidor = oedema_figures(answers, fewest=1)
    assert (idrid.count, idrid.positive, idrid.auc) == (3, 1, 1)
    assert (messidor.count, messidor.positive, messidor.auc) == (2, 1, 0)


def _run(folder: Path, rows: list[int]) -> None:
    (folder / "run.json").write_text(json.dumps({"leave_out": ["hospital"]}), "utf-8")
    count = len(rows)
    answers = {"rows": np.array(rows), "probabilities": np.full((count, 5), 0.2),
               "side": np.zeros((count, 4))}  # fmt: skip
    np.savez(folder / "answers.npz", **answers)  # type: ignore[arg-type]


def test_a_set_that_was_left_out_stands_by_itself(tmp_path: Path) -> None:
    write_photographs(tmp_path, [packed()], [packed(dataset="hospital"), packed(side="test")])
    _run(tmp_path, [1, 2])
    assert read_answers(tmp_path, tmp_path).sides == [LEFT_OUT, "test"]


def test_answers_to_other_photographs_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photographs(tmp_path, [], [packed()])
    _run(tmp_path, [0, 5])
    with pytest.raises(TrainingError, match="other photographs"):
        read_answers(tmp_path, tmp_path)
    assert main([str(tmp_path), str(tmp_path)]) == 1
    assert "other photographs" in capsys.readouterr().err
