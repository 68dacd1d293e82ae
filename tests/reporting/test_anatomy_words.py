"""Lesions and macular oedema in words."""

from __future__ import annotations

import pytest

from fundusviewer.anatomy import LesionKind
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.reporting import Speech
from fundusviewer.reporting.anatomy_words import kind_words, lesion_words, oedema_words
from tests.screening.marks import make_lesions


def test_all_kinds_in_one_line() -> None:
    assert lesion_words(make_lesions().kinds, Speech()) == (
        "2 microaneurysms, no haemorrhages, 1 hard exudate (0.6 disc diameters from the fovea), "
        "no cotton-wool spots"
    )
    assert lesion_words(None, Speech()) == "not looked for"


def test_exudates_without_a_fovea() -> None:
    assert kind_words("EX", LesionKind(3, 0.1, None), Speech()) == "3 hard exudates"


@pytest.mark.parametrize(
    ("oedema", "words"),
    [
        (None, "not assessed"),
        (MacularOedema(None, None, assessable=False), "not assessable"),
        (
            MacularOedema(2, 0.875, assessable=True),
            "risk 2 of 0–2 (probability of risk 2: 87.5\u00a0%)",
        ),
    ],
)
def test_macular_oedema(oedema: MacularOedema | None, words: str) -> None:
    assert oedema_words(oedema, Speech()) == words
