"""What README and model card say of the bundled grader is what ``evaluate --json`` stored."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.inference import ModelLibrary

ROOT = Path(__file__).parent.parent
STORED = ROOT / "models" / "fundusviewer-dr-xception.evaluation.json"
EVALUATION: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
#: How the README begins the row of a set → how the evaluation calls it.
SETS = {
    "APTOS 2019": "aptos2019",
    "IDRiD": "idrid_grading",
    "Melaka": "melaka",
    "EyePACS": "eyepacs",
}


def figure(name: str, unit: str, key: str) -> str:
    (result,) = [one for one in EVALUATION["results"] if (one["name"], one["unit"]) == (name, unit)]
    found = result[key]
    return f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]" if found else ""


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of a Markdown table."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def readme_rows() -> list[list[str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    begin = text.index("**On held-out photographs")
    return [row for row in rows(text[begin : text.index("The rest, and", begin)]) if len(row) == 4][
        2:
    ]


def test_the_stored_figures_are_those_of_the_bundled_file() -> None:
    card = ModelLibrary.default().find(EVALUATION["model"]).require_card()
    assert (EVALUATION["version"], EVALUATION["split"]) == (card.version, "test")
    assert EVALUATION["unreadable"] == []


@pytest.mark.parametrize("row", readme_rows(), ids=lambda row: row[0])
def test_the_readme_says_what_was_measured(row: list[str]) -> None:
    title, count, kappa, auc = row
    name = SETS[title.split(",")[0]]
    unit = "patients" if "by patient" in title else "photographs"
    (result,) = [one for one in EVALUATION["results"] if (one["name"], one["unit"]) == (name, unit)]
    assert int(count.split()[0]) == result["count"]
    assert kappa == figure(name, unit, "kappa")
    assert auc == figure(name, unit, "auc")


def test_every_set_is_in_the_readme() -> None:
    told = {SETS[row[0].split(",")[0]] for row in readme_rows()}
    assert told == {one["name"] for one in EVALUATION["results"]} - {"all"}


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
