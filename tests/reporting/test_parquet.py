"""The tables as Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from fundusviewer.cli import USAGE, main
from fundusviewer.errors import OutputError
from fundusviewer.reporting import export_formats, format_of, make_report
from fundusviewer.reporting.parquet import type_of, write_parquet
from fundusviewer.screening import name_pattern
from tests.reporting.anatomy import FOUND, NOT_ASSESSABLE
from tests.reporting.rows import METHOD, REFUSED, row


def test_without_its_package_it_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fundusviewer.reporting.formats.has_parquet", lambda: False)
    assert ".parquet" not in {one.suffix for one in export_formats()}
    with pytest.raises(OutputError, match=r"pip install 'fundusviewer\[parquet\]'"):
        format_of(tmp_path / "a.parquet")
    words = ["report", "--output", str(tmp_path / "a.parquet")]
    assert main(words) == USAGE
    assert "needs the package pyarrow" in capsys.readouterr().err


def test_numbers_are_numbers() -> None:
    kinds = {
        name: type_of(name)
        for name in (
            *("grade", "od_final_grade", "doctor_grade", "macular_oedema", "fovea_x", "disc"),
            *("lesions_oedema_risk", "lesions_oedema_probability", "lesions_remark"),
        )
    }
    assert kinds == {
        "grade": "int64",
        "od_final_grade": "int64",
        "doctor_grade": "string",
        "macular_oedema": "string",
        "fovea_x": "float64",
        "disc": "string",
        "lesions_oedema_risk": "int64",
        "lesions_oedema_probability": "float64",
        "lesions_remark": "string",
    }


@pytest.mark.parametrize("personal", [True, False])
def test_what_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, personal: bool) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    monkeypatch.setattr("fundusviewer.reporting.parquet._GROUP", 2)
    rows = [
        row("7_OD.jpg", review_grade=2, grade=3, referable_probability=0.9, decision="refer"),
        row("7_OS.jpg", **REFUSED, review_ungradable=1, note="=1+1"),
        row("8_OD.jpg", problem="is damaged"),
        row("9_OD.jpg", **FOUND),
        row("9_OS.jpg", **{**FOUND, **NOT_ASSESSABLE}),
    ]
    made = make_report(rows, METHOD, name_pattern(), personal_data=personal)
    write_parquet(tmp_path / "a.parquet", made)
    for name, wanted in (("a", made.photographs), ("a-patients", made.patients)):
        found = parquet.read_table(tmp_path / f"{name}.parquet").to_pylist()
        assert [_texts(one) for one in found] == [_texts(one) for one in wanted]
    assert len(found) == len(made.patients)


def _texts(cells: Mapping[str, object]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in cells.items()}
