"""Reviews in a database become a copy of the model file, which is opened like any other."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.cli import main
from fundusviewer.errors import OutputError, StoreError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.inference import Classifier, ModelLibrary, open_to_check
from fundusviewer.inference.model_file import verified_file
from fundusviewer.resources import user_models_dir
from fundusviewer.screening import Method, Review, Store, name_pattern
from fundusviewer.training.clinic.cases import Cases, reviewed_cases
from fundusviewer.training.clinic.copy import free_name, write_copy
from fundusviewer.training.clinic.proposal import fit_to_clinic
from tests.helpers.databases import connect
from tests.helpers.rows import add_photograph
from tests.training.clinic.made_up import clinic

MODEL = Path(__file__).parents[3] / "models" / "fundusviewer-dr-efficientnetlite2.onnx"
TODAY = dt.date(2026, 2, 3)


@pytest.fixture(scope="module")
def card() -> object:
    return verified_file(MODEL).card


def test_a_copy_computes_the_same_and_decides_otherwise() -> None:
    source = verified_file(MODEL)
    fit = fit_to_clinic(Cases(clinic()), source.card)
    path = write_copy(MODEL, source.card, fit, "clinic-a", TODAY)
    assert path == user_models_dir() / "clinic-a.onnx"
    copy = verified_file(path)
    assert copy.golden_json == source.golden_json
    assert copy.card.content_sha256 not in (None, source.card.content_sha256)
    assert copy.card.fitted_from is not None
    assert copy.card.fitted_from.sha256 == source.sha256
    assert (copy.card.name, copy.card.created) == ("clinic-a", TODAY)
    thresholds = [point.threshold for point in copy.card.operating_points]
    assert thresholds == [point.threshold for point in fit.after]
    picture = np.full((copy.card.input.height, copy.card.input.width, 3), 90, np.uint8)
    answers = [Classifier(one, provider="cpu").predict(picture) for one in (MODEL, path)]
    assert np.array_equal(answers[0].probabilities, answers[1].probabilities)
    assert np.array_equal(answers[0].heatmap, answers[1].heatmap)
    library = ModelLibrary.default()
    assert library.find("clinic-a").path == path
    assert free_name(copy.card, library) == f"{source.card.name}-clinic"
    with pytest.raises(OutputError, match="there is a model of this name"):
        write_copy(MODEL, source.card, fit, "clinic-a", TODAY)
    # The file itself is what it was.
    assert verified_file(MODEL).sha256 == source.sha256
    assert open_to_check(path, "cpu").card.name == "clinic-a"


def test_reviews_of_this_very_file_count_and_are_told_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "s.sqlite"
    sha256 = verified_file(MODEL).sha256
    settings = '{"operating_point": "screening", "steps": 1, "threshold": 0.3}'
    method = Method("m", "1.0.0", sha256, settings)
    with Store(database) as store:
        reviews, rows = {}, []
        for number, one in enumerate(clinic(90)):
            path = f"/day/{number // 2:03}_{'OD' if number % 2 else 'OS'}.jpg"
            risk = one.probabilities[2]
            decision = "refer" if risk > 0.3 else "no_referral"
            rows.append(add_photograph(database, method, path, decision, 0, risk))
            reviews[rows[-1]] = Review(one.grade, blind=True)
        refused = add_photograph(database, method, "/day/900_OD.jpg", "ungradable")
        other = add_photograph(database, None, "/day/901_OD.jpg")
        reviews |= {refused: Review(3), other: Review(1), rows[0]: Review(ungradable=True)}
        store.review(reviews, "Dr A")
        _tell_probabilities(database, dict(zip(rows, clinic(90), strict=True)))
        cases = reviewed_cases(store, sha256, name_pattern())
        with pytest.raises(StoreError, match="no results of this model file"):
            reviewed_cases(store, "f" * 64, name_pattern())
    assert len(cases.graded) == 179
    assert (cases.refused, cases.refused_referable) == (1, 1)
    assert (cases.ungradable, cases.others) == (1, 1)
    assert {case.patient for case in cases.graded} > {"patient 001"}
    words = ["fit", "--database", str(database), "--model", str(MODEL)]
    assert main([*words, "--json", "--width", "0.3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["photographs"] == told["blind"] == 179
    assert [one["name"] for one in told["after"]] == ["screening", "specific"]
    assert main([*words, "--write", "ours", "--width", "0.3"]) == 0
    assert "Written:" in capsys.readouterr().out
    assert (user_models_dir() / "ours.onnx").is_file()
    assert main([*words, "--width", "0.02"]) == 1
    assert "Too few patients" in capsys.readouterr().out
    assert main([*words, "--sensitivity", "2"]) == 2
    assert "0.5 to 0.999" in capsys.readouterr().err


def _tell_probabilities(database: Path, cases: dict[str, object]) -> None:

    connection = connect(database)
    connection.execute("DROP TRIGGER result_no_update")
    for sha256, case in cases.items():
        told = json.dumps(dict(zip(GRADE_NAMES, case.probabilities, strict=True)))  # type: ignore[attr-defined]
        connection.execute(
            "UPDATE result SET probabilities = ? WHERE photograph_id = "
            "(SELECT id FROM photograph WHERE sha256 = ?)",
            (told, sha256),
        )
    connection.commit()
    connection.close()
