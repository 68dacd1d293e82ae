"""Places, eye, lesions, macular oedema and quality in the tables."""

from __future__ import annotations

import pytest

from fundusviewer.reporting import make_report
from fundusviewer.reporting.cells.anatomy_cells import ANATOMY_COLUMNS, Cell, anatomy_cells
from fundusviewer.screening import Row, name_pattern
from fundusviewer.screening.identity import identity_of
from tests.reporting.anatomy import FOUND, NOT_ASSESSABLE
from tests.reporting.rows import METHOD, REFUSED, row

PATTERN = name_pattern()


def cells(photograph: Row) -> dict[str, Cell]:
    return anatomy_cells(photograph, identity_of(photograph, PATTERN).eye)


def test_what_was_found() -> None:
    line = cells(row("7.jpg", **FOUND))
    assert tuple(line) == ANATOMY_COLUMNS
    assert (line["macular_oedema"], line["macular_oedema_probability"]) == (1, 0.25)
    assert (line["laterality"], line["laterality_source"]) == ("OS", "picture")
    assert (line["disc"], line["disc_x"], line["disc_diameter"]) == ("found", 88.5, 61.5)
    assert (line["fovea"], line["fovea_y"], line["fovea_confidence"]) == ("found", 204.5, 0.87)
    assert (line["microaneurysms"], line["microaneurysms_area"]) == (2, 0.01)
    assert line["microaneurysms_superior_temporal"] == 1
    assert (line["hard_exudates"], line["hard_exudates_from_fovea"]) == (1, 0.6)
    assert (line["haemorrhages"], line["haemorrhages_from_fovea"]) == (0, None)
    assert (line["quality"], line["reject_probability"]) == ("good", 0.25)
    assert line["unfamiliarity"] == 3.5
    assert line["lesions_model"] == "tiny-lesions 0.0.1"


@pytest.mark.parametrize(
    "photograph",
    [row("7.jpg"), row("7.jpg", problem="is gone", **FOUND), row("7.jpg")._replace(result=None)],
)
def test_what_is_not_known_is_empty_and_no_nought(photograph: Row) -> None:
    line = cells(photograph)
    assert line.pop("macular_oedema") == "not assessed"
    assert set(line.values()) == {None}


def test_no_lesions_are_told_of_what_cannot_be_graded() -> None:
    line = cells(row("7.jpg", **FOUND, **REFUSED))
    assert line["microaneurysms"] is None
    assert line["lesions_model"] is None
    assert line["quality"] == "good"


def test_looked_for_and_not_found() -> None:
    line = cells(row("7.jpg", landmarks_json='{"disc": null, "fovea": null}'))
    assert (line["disc"], line["fovea"]) == ("not found", "not found")
    assert line["disc_x"] is None


def _patient(*rows: Row) -> dict[str, object]:
    (patient,) = make_report(rows, METHOD, PATTERN, personal_data=False).patients
    return dict(patient)


def _risk(name: str, risk: int) -> Row:
    return row(name, **(FOUND | {"macular_oedema_risk": risk, "decision": "refer"}))


def test_two_fields_of_an_eye_of_which_one_shows_the_macula() -> None:
    patient = _patient(_risk("P1_OD.jpg", 1), row("P1_OD_2.jpg", **NOT_ASSESSABLE))
    assert patient["od_macular_oedema"] == 1
    assert patient["os_macular_oedema"] is None
    assert patient["macular_oedema"] == 1


@pytest.mark.parametrize(
    ("right", "left", "both"),
    [
        (_risk("P1_OD.jpg", 0), _risk("P1_OS.jpg", 1), 1),
        (_risk("P1_OD.jpg", 2), row("P1_OS.jpg", **NOT_ASSESSABLE), 2),
        # One eye without risk says nothing of the other one.
        (_risk("P1_OD.jpg", 0), row("P1_OS.jpg", **NOT_ASSESSABLE), "not assessable"),
        (_risk("P1_OD.jpg", 1), row("P1_OS.jpg"), "not assessed"),
        (_risk("P1_OD.jpg", 0), row("P1_OS.jpg", problem="is gone"), "not assessed"),
        (row("P1_OD.jpg"), row("P1_OS.jpg"), "not assessed"),
    ],
)
def test_the_worse_eye_counts_and_an_unknown_one_is_not_healthy(
    right: Row, left: Row, both: object
) -> None:
    assert _patient(right, left)["macular_oedema"] == both
