"""CSV and JSON lines: every row, no formulas, no personal data unasked."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.errors import OutputError
from fundusviewer.reporting import make_report, patients_path, write_csv, write_jsonl, write_pdf
from fundusviewer.reporting.table import Report
from fundusviewer.screening import Row, name_pattern
from tests.reporting.rows import METHOD, REFUSED, row


def report(*rows: Row, personal_data: bool = False, pattern: str = "auto") -> Report:
    return make_report(rows, METHOD, name_pattern(pattern), personal_data=personal_data)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_for_each_photograph_and_each_patient(tmp_path: Path) -> None:
    rows = [row("P1_OD.jpg"), row("P1_OS.jpg", **REFUSED), row("DSC3.jpg", problem="is damaged")]
    write_csv(tmp_path / "out.csv", report(*rows, personal_data=True))
    photographs, patients = read(tmp_path / "out.csv"), read(tmp_path / "out-patients.csv")
    assert [(p["file"], p["patient_number"], p["decision"]) for p in photographs] == [
        ("/day/P1_OD.jpg", "1", "no_referral"),
        ("/day/P1_OS.jpg", "1", "ungradable"),
        ("/day/DSC3.jpg", "2", "error"),
    ]
    assert photographs[0]["referable_probability"] == "0.1235"
    assert photographs[0]["macular_oedema"] == "not assessed"
    assert photographs[0]["threshold"] == "0.5"
    assert (photographs[1]["grade"], photographs[1]["reasons"]) == ("", "Too dark.")
    assert [(p["decision"], p["od_decision"], p["os_decision"]) for p in patients] == [
        ("ungradable", "no_referral", "ungradable"),
        ("error", "", ""),
    ]
    assert patients[1]["unknown_eye_decision"] == "error"


def test_an_error_shows_nothing_of_an_earlier_answer(tmp_path: Path) -> None:
    (line,) = report(row("a.jpg", problem="is gone")).photographs
    empty = ("grade", "referable_probability", "label", "probability")
    assert [line[name] for name in empty] == [None] * 4
    (patient,) = report(row("a_OD.jpg", problem="is gone")).patients
    assert patient["od_grade"] is None
    assert patient["od_reasons"] == "is gone"


def test_a_missing_eye_is_said(tmp_path: Path) -> None:
    (patient,) = report(row("7_OD.jpg")).patients
    assert patient["os_decision"] == "no photograph"


def test_personal_data_only_when_asked_for() -> None:
    rows = [row("Ng_20260314_OD.jpg")]
    without, with_it = report(*rows), report(*rows, personal_data=True)
    personal = {"patient", "date", "file", "deciding_file", "doctor_note", "reviewed_by"}
    assert not personal & set(without.photograph_columns + without.patient_columns)
    assert "private" not in str(without.photographs)
    assert with_it.photographs[0]["patient"] == "Ng"
    assert with_it.photographs[0]["date"] == "2026-03-14"
    assert with_it.photographs[0]["doctor_note"] == "private"
    assert with_it.patients[0]["patient"] == "Ng"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1", "＠x", "=cmd|'/c calc'!A0"],
)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    rows = [row("7_OD.jpg", note=text, reasons_json=json.dumps([text]))]
    write_csv(tmp_path / "out.csv", report(*rows, personal_data=True))
    (line,) = read(tmp_path / "out.csv")
    for name in ("doctor_note", "reasons"):
        assert line[name].startswith("'")
        assert "\n" not in line[name]


_FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "  =1", '"=1"', '" =1', "\u200b=1", "\u00a0@x"]


@pytest.mark.parametrize("formula", _FORMULAS)
@pytest.mark.parametrize("sign", [";", ",", "|", "\t", "\n", "\r\n", "; ", ";;", ';"', "；"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_no_part_is_a_formula_however_the_file_is_split(
    tmp_path: Path, formula: str, sign: str, delimiter: str
) -> None:
    text = f"x{sign}{formula}{sign}y"
    rows = [row("7_OD.jpg", note=text, reasons_json=json.dumps([text]), reviewed_by=text)]
    write_csv(tmp_path / "out.csv", report(*rows, personal_data=True))
    for name in ("out.csv", "out-patients.csv"):
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for line in csv.reader(file, delimiter=delimiter) for cell in line]
        begins = [re.sub(r'^[\s"\u200b\u00a0]+', "", cell)[:1] for cell in cells]
        assert not set(begins) & set("=+-@＝＋－＠")


@given(st.text("=+-@;,|\t\n\r\"' \u200bab1＝；", max_size=12))
def test_no_text_is_a_formula(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "out.csv")
        write_csv(path, report(row("7_OD.jpg", note=text), personal_data=True))
        content = path.read_text("utf-8-sig")
    for delimiter in ",;\t|":
        lines = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        for cell in (cell for line in lines for cell in line):
            assert cell.strip(' "\u200b')[:1] not in tuple("=+-@＝")


def test_a_corrected_patient_is_no_formula_either(tmp_path: Path) -> None:
    rows = [row("7_OD.jpg", corrected=1, patient="=HYPERLINK(A1)")]
    write_csv(tmp_path / "out.csv", report(*rows, personal_data=True))
    assert read(tmp_path / "out.csv")[0]["patient"] == "'=HYPERLINK(A1)"
    assert read(tmp_path / "out-patients.csv")[0]["patient"] == "'=HYPERLINK(A1)"


def test_any_script_and_no_script(tmp_path: Path) -> None:
    names = ["王芳_OD.jpg", "Ελένη_OS.jpg", "نور_OD.jpg", 'a;b,c"d.jpg', os.fsdecode(b"\xff.jpg")]
    made = report(*(row(name) for name in names), personal_data=True)
    write_csv(tmp_path / "out.csv", made)
    files = [line["file"] for line in read(tmp_path / "out.csv")]
    assert files == [f"/day/{name}" for name in names[:4]] + ["/day/\\udcff.jpg"]
    write_jsonl(tmp_path / "out.jsonl", made)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("ascii").splitlines()]
    assert [line["file"] for line in lines if line["kind"] == "photograph"] == files
    assert sum(line["kind"] == "patient" for line in lines) == 5


def test_numbers_stay_numbers_in_json(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "out.jsonl", report(row("7_OD.jpg", review_grade=2)))
    line = json.loads((tmp_path / "out.jsonl").read_text("ascii").splitlines()[0])
    assert (line["grade"], line["doctor_grade"], line["sha256"]) == (0, 2, "a" * 64)


def test_without_personal_data_no_cell_tells_a_name() -> None:
    reason = "Ng_20260314_OD.jpg: the file is empty (0 bytes); /day/Ng_20260314_OD.jpg is gone"
    rows = [row("Ng_20260314_OD.jpg", problem=reason), row("Ng_20260314_OS.jpg")]
    made = report(*rows)
    text = json.dumps([made.photographs, made.patients])
    assert "Ng" not in text
    assert "2026" not in text
    error = next(line for line in made.photographs if line["decision"] == "error")
    assert error["reasons"] == "the photograph: the file is empty (0 bytes); the photograph is gone"
    assert "Ng_20260314_OD.jpg" in str(report(*rows, personal_data=True).photographs)


def test_the_visits_of_a_patient_share_its_number() -> None:
    rows = [
        row("7_20250101_OD.jpg"),
        row("8_20250101_OD.jpg", **REFUSED),
        row("7_20260101_OD.jpg", decision="refer", grade=3),
        row("7_20260101_OS.jpg"),
    ]
    made = report(*rows)
    assert [(p["patient_number"], p["visit"], p["decision"]) for p in made.patients] == [
        (1, 2, "refer"),
        (1, 1, "no_referral"),
        (2, 1, "ungradable"),
    ]
    assert [p["photograph_number"] for p in made.photographs] == [1, 2, 3, 4]
    deciding = made.patients[0]["deciding_photograph"]
    (line,) = [p for p in made.photographs if p["photograph_number"] == deciding]
    assert (line["decision"], line["patient_number"], line["visit"]) == ("refer", 1, 2)


def test_the_doctors_ungradable(tmp_path: Path) -> None:
    (line,) = report(row("7_OD.jpg", review_ungradable=1)).photographs
    assert line["doctor_grade"] == "ungradable"


def test_nothing_at_all_is_two_headers(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", report())
    for path in (tmp_path / "out.csv", patients_path(tmp_path / "out.csv")):
        assert len(path.read_text("utf-8-sig").splitlines()) == 1


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    for write in (write_csv, write_jsonl):
        with pytest.raises(OutputError, match="cannot be written"):
            write(tmp_path / "missing" / "out.csv", report())


def test_the_columns_are_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "screening.md").read_text("utf-8")
    made = report(row("7_OD.jpg"), personal_data=True)
    for name in made.photograph_columns:
        assert f"`{name}`" in text
    for name in made.patient_columns:
        assert (
            f"`{name}`" in text
            or f"`*_{name.split('_', 1)[1]}`" in text
            or any(
                name.startswith(prefix) and f"`*{name[len(prefix) :]}`" in text
                for prefix in ("od", "os", "unknown_eye")
            )
        ), name


OF_GRADERS = {
    *("differs", "grade", "grade_set", "referral_uncertain", "referable_probability"),
    *("macular_oedema", "macular_oedema_probability", "operating_point", "threshold"),
}


def test_a_model_of_other_classes_has_its_labels_and_no_columns_of_retinopathy() -> None:
    said = {"decision": None, "grade": None, "referable_probability": None, "probability": 0.9}
    rows = [
        row("7_OD.jpg", **said, label="glaucoma"),
        row("7_OD.png", **said, label="amd"),
        row("7_OS.jpg", **said, label="normal"),
        # What a doctor says counts whatever the model, and so does that it failed.
        row("8_OD.jpg", problem="is gone", review_grade=3),
    ]
    ours = report(*rows)
    others = make_report(rows, METHOD.at(None), name_pattern("auto"), personal_data=False)
    left_out = set(ours.photograph_columns) - set(others.photograph_columns)
    of_lesions = ("lesions_", "microaneurysms", "haemorrhages", "hard_exudates", "cotton_wool")
    assert {name for name in left_out if not name.startswith(of_lesions)} == OF_GRADERS
    assert not any(name.startswith(of_lesions) for name in others.photograph_columns)
    assert not any(name.endswith("_labels") for name in ours.patient_columns)
    assert not any(
        name.endswith(tuple(OF_GRADERS))
        and not name.endswith(("_final_grade", "r_grade", "form_grade"))
        for name in others.patient_columns
    )
    by_number = {line["patient_number"]: line for line in others.patients}
    visit = next(line for line in by_number.values() if line["od_labels"])
    assert set(str(visit["od_labels"]).split("; ")) == {"glaucoma", "amd"}
    assert (visit["os_labels"], visit["decision"]) == ("normal", "not_graded")
    read = next(line for line in others.photographs if line["doctor_grade"] is not None)
    assert (read["decision"], read["final_grade"], read["program_decision"]) == (
        "refer",
        3,
        "error",
    )


@pytest.mark.parametrize(
    ("grades", "cell", "uncertain"),
    [("[2, 3]", "2 3", "no"), ("[1, 2]", "1 2", "yes"), ("[0]", "0", "no"), (None, "", "")],
)
def test_the_grade_set(tmp_path: Path, grades: str | None, cell: str, uncertain: str) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, report(row("7_OD.jpg", grade_set_json=grades)))
    (line,) = read(path)
    assert (line["grade_set"], line["referral_uncertain"]) == (cell, uncertain)


def test_an_error_has_no_grade_set(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, report(row("7_OD.jpg", grade_set_json="[0]", problem="cannot be read")))
    (line,) = read(path)
    assert (line["grade_set"], line["referral_uncertain"]) == ("", "")


def test_reports_without_pages_need_no_qt() -> None:
    code = "import sys, fundusviewer.reporting; print([m for m in sys.modules if 'PySide6' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_machine_without_qt_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fundusviewer.reporting.paper.document", None)
    with pytest.raises(OutputError, match="Qt cannot be loaded"):
        write_pdf(tmp_path / "out.pdf", [row("7_OD.jpg")], METHOD, name_pattern())
    assert list(tmp_path.iterdir()) == []
