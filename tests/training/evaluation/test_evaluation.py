from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import LabelsError, ModelContractError
from fundusviewer.inference import Classifier, Interval
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.data.labels import read_labels
from fundusviewer.training.data.split_file import on_side, read_split, sides_of, write_split
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.evaluation.report import FEW, as_json, results_table, warning_of_few
from fundusviewer.training.pipeline.evaluate_file import evaluate_file
from tests.helpers.models import make_card, write_model
from tests.training.photographs import make_set, photograph

POINTS = (("screening", 0.5), ("specific", 0.9))


def answers(grades: list[int], referable: list[float], *, eyes: int = 1) -> Answers:
    scores = np.array(referable)
    rows = np.zeros((len(grades), 5))
    rows[:, 0], rows[:, 2] = 1 - scores, scores
    photographs = tuple(
        photograph(f"{i}", grade, patient=f"p{i // eyes}") for i, grade in enumerate(grades)
    )
    return Answers(photographs, rows)


def test_few_photographs_are_warned_of() -> None:
    def side(referable: int, other: int) -> tuple[SetResult, ...]:
        grades = [2] * referable + [0] * other
        return evaluate(answers(grades, [0.5] * len(grades)), POINTS, resamples=2)

    enough = side(FEW, FEW)
    assert warning_of_few(enough, enough) is None
    few = warning_of_few(side(4, 2), side(FEW, FEW - 1))
    assert few is not None
    assert "fitted on 6 (4 of them referable)" in few
    assert "measured on 39 (20 of them referable)" in few


def test_figures_of_photographs_and_patients() -> None:
    both = evaluate(answers([0, 2, 0, 0], [0.2, 0.4, 0.1, 0.95], eyes=2), POINTS, resamples=50)
    photographs, patients = both
    assert (photographs.unit, photographs.count, photographs.referable) == ("photographs", 4, 1)
    assert (patients.unit, patients.count, patients.referable) == ("patients", 2, 1)
    assert photographs.auc is not None
    assert photographs.auc.value == pytest.approx(2 / 3)
    assert patients.auc is not None
    assert patients.auc.value == 0
    screening = photographs.points[0]
    assert screening.sensitivity is not None
    assert screening.specificity is not None
    assert screening.sensitivity.value == 0
    assert screening.specificity.value == pytest.approx(2 / 3)
    assert patients.kappa is None


def test_a_set_without_referable_photographs_has_no_auc() -> None:
    (result, _) = evaluate(answers([0, 1, 0], [0.1, 0.2, 0.3]), POINTS, resamples=20)
    assert result.auc is None
    assert result.points[0].sensitivity is None
    assert result.points[0].specificity is not None
    assert "| – |" in results_table([result])


def test_all_sets_together_come_after_each() -> None:
    mixed = Answers(
        (photograph("x", 0), photograph("y", 3), photograph("z", 0, dataset="b")),
        np.tile([0.2] * 5, (3, 1)),
    )
    assert [result.name for result in evaluate(mixed, POINTS, resamples=10)] == ["a", "b", "all"]


def test_the_report_shows_each_rows_own_threshold() -> None:
    (one, _) = evaluate(answers([0, 2], [0.1, 0.9]), [("screening", 0.25)], resamples=10)
    (other, _) = evaluate(answers([0, 2], [0.1, 0.9]), [("screening", 0.75)], resamples=10)
    table = results_table([one, other])
    assert "0.250" in table
    assert "0.750" in table
    assert len(table.splitlines()) == 4


def test_json_holds_intervals_and_paths() -> None:
    text = as_json({"a": Interval(value=0.5, low=0.1, high=0.9), "path": Path("x"), "b": (1, None)})
    assert json.loads(text) == {
        "a": {"value": 0.5, "low": 0.1, "high": 0.9},
        "path": "x",
        "b": [1, None],
    }


def test_a_file_is_measured_as_the_application_reads(tmp_path: Path, tiny_model: Path) -> None:
    labels = make_set(tmp_path / "clinic", [0, 2, 2, 4])
    broken = tmp_path / "clinic" / "images" / "001.png"
    broken.write_bytes(b"no picture")
    evaluation = evaluate_file(Classifier(tiny_model), read_labels([labels]), SilentProgress())
    assert "001.png" in evaluation.unreadable[0]
    photographs = evaluation.results[0]
    assert photographs.count == 3
    assert photographs.points[0].sensitivity is not None
    assert photographs.points[0].sensitivity.value == 1


def test_other_tasks_and_unreadable_sets_are_refused(tmp_path: Path, tiny_model: Path) -> None:
    labels = make_set(tmp_path / "clinic", [0, 2])
    card = make_card(task="other", operating_points=())
    other = write_model(tmp_path / "other.onnx", card)
    with pytest.raises(ModelContractError, match="its task is other"):
        evaluate_file(Classifier(other), read_labels([labels]), SilentProgress())
    photographs = read_labels([labels])
    for photo in photographs:
        photo.path.write_bytes(b"no picture")
    with pytest.raises(LabelsError, match="none of the photographs can be read"):
        evaluate_file(Classifier(tiny_model), photographs, SilentProgress())


def test_split_file_comes_back(tmp_path: Path) -> None:
    photographs = [photograph("images/ä,1.png"), photograph("b", dataset="c")]
    path = tmp_path / "split.csv"
    write_split(path, photographs, [Split.TEST, Split.TRAIN])
    sides = read_split(path)
    assert sides_of(photographs, sides) == (Split.TEST, Split.TRAIN)
    assert on_side(photographs, sides, Split.TEST) == (photographs[0],)
    with pytest.raises(LabelsError, match="none of the photographs on the validation side"):
        on_side(photographs, sides, Split.VALIDATION)
    with pytest.raises(LabelsError, match="1 photographs are not in the run's split file"):
        sides_of([photograph("new")], sides)


@pytest.mark.parametrize("text", ["set,file\na,b\n", "set,file,split\na,b,exam\n"])
def test_bad_split_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "split.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LabelsError, match="is no split file"):
        read_split(path)
