"""The model card as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from fundusviewer.errors import ModelContractError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.inference import (
    Agreement,
    Coverage,
    DataSource,
    GradCamSpec,
    Interval,
    Metric,
    ModelCard,
    NetworkGate,
    OedemaFigures,
    OedemaPoint,
    PredictionSets,
    Refusals,
)
from tests.helpers.models import make_card


def full_card() -> ModelCard:
    interval = Interval(value=0.9, low=0.85, high=0.94)
    return make_card(
        temperature=1.37,
        quality_names=("good", "reject"),
        embedding_size=7,
        precision="int8",
        gate=NetworkGate(
            reject=0.6,
            unfamiliarity=0.5,
            photographs=120,
            measured=(Refusals(measured_on="clinic", photographs=40, refused=interval),),
        ),
        prediction_sets=PredictionSets(
            coverage=0.9,
            threshold=0.83,
            calibration_photographs=120,
            measured=(
                Coverage(measured_on="clinic", photographs=40, coverage=interval, mean_size=1.7),
            ),
        ),
        macular_oedema=OedemaPoint(
            threshold=0.3,
            any_threshold=0.2,
            sensitivity=interval,
            specificity=interval,
            measured_on="clinic",
            photographs=120,
            training_data=(DataSource(name="set", photographs=10, terms="CC BY 4.0"),),
            measured=(OedemaFigures(measured_on="clinic", photographs=40, risk_2=9, auc=interval),),
        ),
        agreement=Agreement(
            precision="int8",
            photographs=100,
            top1=0.99,
            largest_probability_difference=0.02,
            heatmap_correlation=0.98,
            speed_ratio=2.5,
        ),
        training_data=(DataSource(name="set", photographs=10, terms="CC BY 4.0"),),
        metrics=(Metric(name="AUC", measured_on="set ü", photographs=9, result=interval),),
        limits=("Not for children.",),
    )


@pytest.mark.parametrize("card", [make_card(), full_card()])
def test_round_trip(card: ModelCard) -> None:
    assert ModelCard.from_json(card.to_json()) == card
    assert ModelCard.from_json(card.to_json()).created == dt.date(2026, 1, 1)


def test_only_the_dr_task_grades() -> None:
    assert make_card().grades
    assert not make_card(task="other", class_names=("a", "b"), operating_points=()).grades


def document(**changes: Any) -> str:
    fields = json.loads(full_card().to_json())
    for path, value in changes.items():
        place = fields
        *steps, last = path.split("__")
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[last] = value
    return json.dumps(fields)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schema_version": 2}, "schema_version"),
        ({"schema_version": "one"}, "schema_version"),
        ({"name": "Has Blanks"}, "name"),
        ({"name": ""}, "name"),
        ({"title": ""}, "title"),
        ({"version": "1.0"}, "version"),
        ({"task": "cataract"}, "task"),
        ({"backbone": None}, "backbone"),
        ({"class_names": ["only one"]}, "class_names"),
        ({"class_names": ["a", "a"], "task": "other"}, "class_names"),
        ({"class_names": ["a", "b", "c", "d", "e"]}, "class_names"),
        ({"class_names": list(reversed(GRADE_NAMES))}, "class_names"),
        ({"input__height": 0}, "input.height"),
        ({"input__crop": "disc"}, "input.crop"),
        ({"input__mean": [1, 2, 3]}, "input.mean"),
        ({"gradcam__layer": ""}, "gradcam.layer"),
        ({"gradcam__scale": 0}, "gradcam.scale"),
        ({"gradcam__class_scales": [0.1, 0.1, 0.0, 0.1, 0.1]}, "gradcam.class_scales.2"),
        ({"gradcam__class_scales": [0.1]}, "gradcam.class_scales"),
        ({"gradcam__width": 0}, "gradcam.width"),
        ({"temperature": 0}, "temperature"),
        ({"temperature": -1}, "temperature"),
        ({"operating_points": []}, "operating point"),
        ({"operating_points__0__threshold": 1}, "operating_points.0.threshold"),
        ({"operating_points__0__threshold": 0}, "operating_points.0.threshold"),
        ({"operating_points__0__sensitivity__low": 0.99}, "operating_points.0.sensitivity"),
        ({"gate__reject": 1.5}, "gate.reject"),
        ({"gate__unfamiliarity": 0}, "gate.unfamiliarity"),
        ({"macular_oedema__threshold": 0}, "macular_oedema.threshold"),
        ({"macular_oedema__any_threshold": 1}, "macular_oedema.any_threshold"),
        ({"macular_oedema__sensitivity__high": 1.1}, "macular_oedema.sensitivity"),
        ({"macular_oedema__measured__0__risk_2": -1}, "macular_oedema.measured.0.risk_2"),
        ({"quality_names": ["good", "bad"]}, "gate needs 'reject'"),
        ({"prediction_sets__coverage": 1.0}, "prediction_sets.coverage"),
        ({"prediction_sets__threshold": 1.2}, "prediction_sets.threshold"),
        ({"prediction_sets__method": "guess"}, "prediction_sets.method"),
        ({"prediction_sets__measured__0__mean_size": 0}, "prediction_sets.measured.0.mean_size"),
        ({"task": "other"}, "prediction_sets"),
        ({"metrics__0__result__high": 0.1}, "metrics.0.result"),
        ({"metrics__0__photographs": 0}, "metrics.0.photographs"),
        ({"agreement__top1": 1.5}, "agreement.top1"),
        ({"embedding_size": 0}, "embedding_size"),
        ({"precision": "float8"}, "precision"),
        ({"licence": ""}, "licence"),
        ({"created": "yesterday"}, "created"),
        ({"treshold": 0.5}, "treshold"),
        ({"operating_points__0__sensitivity__high": 9.0}, "operating_points.0.sensitivity"),
        ({"operating_points__0__specificity__low": -0.1}, "operating_points.0.specificity"),
        ({"prediction_sets__measured__0__coverage__high": 1.1}, "measured.0.coverage"),
        ({"prediction_sets__measured__0__mean_size": 6}, "prediction_sets.measured.0.mean_size"),
        ({"metrics__0__result__high": 9.0}, "metrics.0"),
        ({"metrics__0__photographs": 10**12}, "metrics.0.photographs"),
        ({"temperature": 1e9}, "temperature"),
        ({"gradcam__height": 10**9}, "gradcam.height"),
        ({"gradcam__scale": 1e30}, "gradcam.scale"),
        ({"embedding_size": 10**9}, "embedding_size"),
        ({"licence": "x" * 100_000}, "licence"),
        ({"content_sha256": "abc"}, "content_sha256"),
    ],
)
def test_a_wrong_card_names_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ModelContractError, match=r"^card: ") as caught:
        ModelCard.from_json(document(**changes))
    assert field in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("field", ["name", "task", "class_names", "input", "licence", "created"])
def test_a_missing_field_is_named(field: str) -> None:
    fields = json.loads(make_card().to_json())
    del fields[field]
    with pytest.raises(ModelContractError, match=f"card: {field}"):
        ModelCard.from_json(json.dumps(fields))


def test_a_point_named_twice() -> None:
    point = make_card().operating_points[0]
    with pytest.raises(ValidationError, match="operating_points"):
        make_card(operating_points=(point, point))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_no_number_is_no_temperature(value: str) -> None:
    text = full_card().to_json().replace('"temperature":1.37', f'"temperature":{value}')
    assert value in text
    with pytest.raises(ModelContractError, match="card: "):
        ModelCard.from_json(text)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"card"', "{}", "\0", "[" * 5000])
def test_what_is_no_card(text: str) -> None:
    with pytest.raises(ModelContractError, match=r"^card: "):
        ModelCard.from_json(text)


@given(st.text(max_size=60))
def test_any_text_is_a_contract_error(text: str) -> None:
    with pytest.raises(ModelContractError):
        ModelCard.from_json(text)


def test_a_card_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        make_card().temperature = 3.0


def test_the_heat_map_of_a_class_has_its_own_scale_where_there_is_one() -> None:
    common = GradCamSpec(layer="maps", height=4, width=4, scale=0.5)
    own = common.model_copy(update={"class_scales": (0.3, 0.1)})
    relative = GradCamSpec(layer="maps", height=4, width=4)
    assert (common.scale_of(1), own.scale_of(1), relative.scale_of(1)) == (0.5, 0.1, None)
