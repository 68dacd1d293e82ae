"""Numbers in the language of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from fundusviewer.gui.review.agreement_dialog import figure_lines
from fundusviewer.gui.text.formatting import number, percent, signed_percent
from fundusviewer.inference import Interval
from fundusviewer.screening import Agreement


@pytest.fixture(params=["en", "de"])
def point(request: pytest.FixtureRequest) -> object:
    """Yield the decimal sign of a language, which is the window's meanwhile."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield "," if request.param == "de" else "."
    QLocale.setDefault(before)


def test_a_negative_number_has_a_minus_sign(point: str) -> None:
    assert number(-0.35, 2) == f"−0{point}35"
    assert number(-0.001, 2) == f"0{point}00"
    assert percent(-0.2, 0) == "−20\u00a0%"


def test_a_change_has_its_sign(point: str) -> None:
    said = [signed_percent(value) for value in (0.2, -0.2, 0, 0.001)]
    assert said == ["+20\u00a0%", "−20\u00a0%", "0\u00a0%", "0\u00a0%"]


def test_kappa_below_zero(point: str) -> None:
    kappa = Interval(value=-0.35, low=-0.5, high=0.1)
    agreement = Agreement(
        tuple((0,) * 6 for _ in range(6)),
        graded=40,
        patients=20,
        exact=None,
        kappa=kappa,
        sensitivity=None,
        specificity=None,
    )
    text = "\n".join(figure_lines(agreement))
    assert f"−0{point}35 (−0{point}50 – 0{point}10)" in text
    assert "-" not in text
