"""What README and model card say of the bundled grader is what ``evaluate --json`` stored."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.inference import ModelLibrary

ROOT = Path(__file__).parent.parent
STORED = ROOT / "models" / "fundusviewer-dr-efficientnetlite2.evaluation.json"
LEFT_OUT = ROOT / "models" / "fundusviewer-dr-efficientnetlite2.left-out.json"
EVALUATION: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
#: How the README begins the row of a set → how the evaluation calls it.
SETS = {
    "APTOS 2019": "aptos2019",
    "IDRiD": "idrid_grading",
    "Melaka": "melaka",
    "EyePACS": "eyepacs",
    "EyePACS at 256 pixels": "eyepacs_256",
    "Messidor-2": "messidor2",
    "Mexico": "mexico_dr",
}


def shown(found: dict[str, float] | None) -> str:
    return f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]" if found else ""


def figure(name: str, unit: str, key: str) -> str:
    (result,) = [one for one in EVALUATION["results"] if (one["name"], one["unit"]) == (name, unit)]
    return shown(result[key])


def left_out() -> dict[str, dict[str, Any]]:
    stored = json.loads(LEFT_OUT.read_text(encoding="utf-8"))
    return {one["name"]: one for network in stored["networks"] for one in network["results"]}


def screening(result: dict[str, Any], measure: str) -> str:
    (point,) = [one for one in result["points"] if one["name"] == "screening"]
    return shown(point[measure])


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of a Markdown table."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def readme_rows(begin: str, end: str) -> list[list[str]]:
    """Return the cells of the table between two passages, without its heading."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    start = text.index(begin)
    return rows(text[start : text.index(end, start)])[2:]


HELD_OUT = readme_rows("**On held-out photographs", "The rest, and")
NEVER_SEEN = readme_rows("**In clinics that it never saw", "**On held-out photographs")


def test_the_stored_figures_are_those_of_the_bundled_file() -> None:
    card = ModelLibrary.default().find(EVALUATION["model"]).require_card()
    assert (EVALUATION["version"], EVALUATION["split"]) == (card.version, "test")
    assert EVALUATION["unreadable"] == []


@pytest.mark.parametrize("row", HELD_OUT, ids=lambda row: row[0])
def test_the_readme_says_what_was_measured(row: list[str]) -> None:
    title, count, kappa, auc = row
    name = SETS[title.split(",")[0]]
    unit = "patients" if "by patient" in title else "photographs"
    (result,) = [one for one in EVALUATION["results"] if (one["name"], one["unit"]) == (name, unit)]
    assert int(count.split()[0]) == result["count"]
    assert kappa == figure(name, unit, "kappa")
    assert auc == figure(name, unit, "auc")


def test_every_set_is_in_the_readme() -> None:
    told = {SETS[row[0].split(",")[0]] for row in HELD_OUT}
    assert told == {one["name"] for one in EVALUATION["results"]} - {"all"}


@pytest.mark.parametrize("row", NEVER_SEEN, ids=lambda row: row[0])
def test_the_readme_says_how_it_does_in_clinics_that_it_never_saw(row: list[str]) -> None:
    title, count, kappa, auc, sensitivity, specificity = row
    result = left_out()[SETS[title.split(",")[0]]]
    assert int(count.replace(",", "")) == result["count"]
    assert [kappa, auc] == [shown(result["kappa"]), shown(result["auc"])]
    found = [screening(result, measure) for measure in ("sensitivity", "specificity")]
    assert [sensitivity, specificity] == found


def test_the_model_card_says_how_it_does_in_clinics_that_it_never_saw() -> None:
    text = (ROOT / "models" / "README.md").read_text(encoding="utf-8")
    begin = text.index("## A clinic that it never saw")
    told = rows(text[begin : text.index("**Expect the first row", begin)])[2:]
    assert [row[0] for row in told] == list(left_out())
    for name, counts, kappa, auc, error, sensitivity, specificity, held, size in told:
        result = left_out()[name]
        assert counts == f"{result['count']} ({result['referable']})"
        assert [kappa, auc] == [shown(result["kappa"]), shown(result["auc"])]
        assert error == shown(result["calibration_error"])
        found = [screening(result, measure) for measure in ("sensitivity", "specificity")]
        assert [sensitivity, specificity] == found
        assert [held, size] == [shown(result["coverage"]), f"{result['set_size']:.2f}"]


def test_the_model_card_says_what_was_measured() -> None:
    text = (ROOT / "models" / "README.md").read_text(encoding="utf-8")
    begin = text.index("## Figures on held-out patients")
    told = rows(text[begin : text.index("| set | screening: sensitivity", begin)])[2:]
    assert len(told) == len(EVALUATION["results"])
    for title, counts, kappa, auc, _ in told:
        name, _, by = title.partition(", by ")
        unit = "patients" if by else "photographs"
        (count,) = re.findall(r"^\d+", counts)
        (result,) = [
            one for one in EVALUATION["results"] if (one["name"], one["unit"]) == (name, unit)
        ]
        assert int(count) == result["count"]
        assert kappa == figure(name, unit, "kappa")
        assert auc == figure(name, unit, "auc")
