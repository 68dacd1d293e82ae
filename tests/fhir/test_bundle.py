"""What a bundle says of each eye; held against the models of fhir.resources for R4B and R5."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest

from fundusviewer.cli import main
from fundusviewer.fhir.bundle import bundle
from fundusviewer.fhir.export import Bundle, write_bundles
from fundusviewer.grading.lesion_agreement import GRADE_0_WITH_LESIONS
from fundusviewer.grading.macular_oedema import EXUDATES_NEAR_FOVEA
from fundusviewer.screening import Method, Store, name_pattern, patients_of
from tests.fhir.visits import METHOD, clinic
from tests.helpers.dicom import ophthalmic, written
from tests.helpers.rows import add_photograph
from tests.imaging.dicom.pictures import drawn
from tests.screening.marks import marked_lesions

PATTERN = name_pattern()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return clinic(tmp_path / "s.sqlite")


def of(database: Path, patient: str, **changes: Any) -> dict[str, Any]:
    with Store(database) as store:
        visits = patients_of(store.rows(METHOD), PATTERN)
    visit = next(one for one in visits if one.patient == patient)
    return bundle(visit, METHOD, changes.pop("release", "R4"), **changes)


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = (entry["resource"] for entry in made["entry"])
    return [one for one in found if one["resourceType"] == kind]


def severities(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = resources(made, "Observation")
    names = {"71491-5": "OD", "71490-7": "OS"}
    return {
        names[one["code"]["coding"][0]["code"]]: one
        for one in found
        if one["code"]["coding"][0]["code"] in names
    }


def check(made: dict[str, Any], release: str) -> None:
    """Hold a bundle against the library's models, and its references against its entries."""
    if release == "R5":
        module = pytest.importorskip("fhir.resources.bundle")
    else:
        module = pytest.importorskip("fhir.resources.R4B.bundle")
    module.Bundle.model_validate_json(json.dumps(made))
    known = {entry["fullUrl"] for entry in made["entry"]}
    wanted = set(_references(made))
    assert wanted
    assert wanted <= known


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["reference"]] if isinstance(value.get("reference"), str) else []
        return own + [one for part in value.values() for one in _references(part)]
    return [one for part in value for one in _references(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("patient", ["7", "8", "9"])
def test_every_bundle_is_valid(database: Path, patient: str, release: str) -> None:
    for personal in (False, True):
        check(of(database, patient, release=release, personal_data=personal), release)


def test_what_lesions_contradict_is_said_also_where_they_were_marked_afterwards(
    database: Path,
) -> None:
    with Store(database) as store:
        (healthy,) = (row for row in store.rows(METHOD) if row.name == "7_OS.jpg")
        assert healthy.sha256 is not None
        store.add_lesions(healthy.sha256, marked_lesions())
    noted = [note["text"] for note in severities(of(database, "7"))["OS"]["note"]]
    assert GRADE_0_WITH_LESIONS in noted
    assert EXUDATES_NEAR_FOVEA in noted


def test_a_doctors_grade_is_final_and_the_programs_is_preliminary(database: Path) -> None:
    made = of(database, "7", personal_data=True)
    eyes = severities(made)
    assert eyes["OD"]["status"] == "final"
    assert eyes["OD"]["valueCodeableConcept"]["coding"][0]["code"] == "LA18648-8"
    assert eyes["OS"]["status"] == "preliminary"
    (doctor,) = resources(made, "Practitioner")
    assert doctor["name"] == [{"text": "Dr A"}]
    (proof,) = resources(made, "Provenance")
    assert proof["target"] == [{"reference": f"urn:uuid:{eyes['OD']['id']}"}]
    (report,) = resources(made, "DiagnosticReport")
    assert report["status"] == "preliminary"
    assert "OD: refer, grade 4 (by a doctor)" in report["conclusion"]
    assert "For research use only" in report["conclusion"]
    oedema = [o for o in resources(made, "Observation") if "312912001" in json.dumps(o["code"])]
    assert {one["status"] for one in oedema} == {"preliminary"}
    assert "Dr A" not in json.dumps(of(database, "7"))


def test_nothing_that_was_not_seen_is_healthy(database: Path) -> None:
    for patient, eye, reason in (
        ("8", "OD", "unknown"),
        ("8", "OS", "not-performed"),
        ("9", "OD", "error"),
    ):
        made = of(database, patient)
        told = severities(made)[eye]
        assert "valueCodeableConcept" not in told
        assert told["dataAbsentReason"]["coding"][0]["code"] == reason
        (report,) = resources(made, "DiagnosticReport")
        assert report["status"] == "preliminary"
        assert not report["conclusion"].startswith("No referral")
        assert eye in report["conclusion"]


def test_the_same_visit_has_the_same_identifiers_and_a_verdict_changes_them_not(
    database: Path,
) -> None:
    before = of(database, "7")
    with Store(database) as store:
        from fundusviewer.screening import Review

        row = next(row for row in store.rows(METHOD) if row.name == "7_OS.jpg")
        assert row.sha256 is not None
        store.review({row.sha256: Review(0)}, "Dr A")
    after = of(database, "7")
    ids = [{one["id"] for one in resources(made, "Observation")} for made in (before, after)]
    assert ids[0] == ids[1]
    assert resources(after, "DiagnosticReport")[0]["status"] == "final"


def test_a_dicom_photograph_names_its_study(tmp_path: Path) -> None:
    from fundusviewer.screening.rows import Row

    file = written(tmp_path / "a.dcm", ophthalmic(drawn()))
    row = Row.of_file(file)._replace(dicom_patient="DICOM-X", dicom_eye="OD")
    made = bundle(patients_of([row], PATTERN)[0], METHOD, "R5")
    check(made, "R5")
    (study,) = resources(made, "ImagingStudy")
    assert study["identifier"][0]["value"].startswith("urn:oid:")
    assert study["series"][0]["instance"][0]["uid"]
    (patient,) = resources(made, "Patient")
    assert patient["identifier"][0]["value"] == "DICOM-X"
    (named,) = resources(
        bundle(patients_of([row], PATTERN)[0], METHOD, "R4", personal_data=True), "Patient"
    )
    assert named["identifier"][0]["value"] != "DICOM-X"


def test_a_report_on_nobody_is_not_written(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with Store(database) as store:
        rows = store.rows(METHOD)
    outcomes = list(write_bundles(folder, rows, METHOD, PATTERN, "R4"))
    assert len([one for one in outcomes if isinstance(one, Bundle)]) == 3
    (problem,) = [one for one in outcomes if isinstance(one, str)]
    assert "nobody.jpg" in problem


def test_on_the_command_line(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    words = ["fhir", "write", str(folder), "--database", str(database), "--release", "R5"]
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert "3 bundles" in out
    assert "nobody.jpg" in err
    files = sorted(folder.glob("*.fhir.json"))
    assert len(files) == 3
    before = [file.read_bytes() for file in files]
    assert main(words) == 1
    assert [file.read_bytes() for file in sorted(folder.glob("*.fhir.json"))] == before


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_a_model_of_other_classes_has_no_codes_of_retinopathy(
    tmp_path: Path, release: Literal["R4", "R5"]
) -> None:
    method = Method("others", "1.0.0", "0" * 64, '{"operating_point": null, "steps": 1}')
    with Store(tmp_path / "s.sqlite") as store:
        add_photograph(tmp_path / "s.sqlite", method, "/day/7_OD.jpg", None)
        rows = [
            row._replace(
                result=row.found._replace(
                    label="glaucoma; amd", probabilities_json='{"amd": 0.6, "glaucoma": 0.8}'
                )
            )
            for row in store.rows(method)
        ]
    (visit,) = patients_of(rows, PATTERN)
    made = bundle(visit, method, release)
    check(made, release)
    right, left = resources(made, "Observation")
    assert right["valueString"] == "glaucoma; amd"
    assert [one["valueQuantity"]["value"] for one in right["component"]] == [0.6, 0.8]
    assert "valueString" not in left
    assert left["dataAbsentReason"]["text"] == "No photograph of this eye"
    (report,) = resources(made, "DiagnosticReport")
    assert report["status"] == "preliminary"
    assert report["conclusion"].startswith("OD: glaucoma; amd (by the program alone, preliminary).")
    said = json.dumps(made).casefold()
    for word in ("retinopathy", "oedema", "7149", "la1864", "312912001"):
        assert word not in said, word
