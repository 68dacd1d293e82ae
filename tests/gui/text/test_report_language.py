"""The printed report in the languages of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from fundusviewer.gui.text import translation
from fundusviewer.gui.text.message_catalogue import REPORT
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.reporting import Speech, write_pdf
from fundusviewer.screening import name_pattern
from tests.reporting.printed import Printed
from tests.reporting.rows import METHOD, REFUSED, row


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    translation.choose("en")


def test_a_german_report(tmp_path: Path) -> None:
    rows = [
        row(
            "7_20260314_OD.jpg",
            decision="refer",
            grade=2,
            label="moderate NPDR",
            grade_set_json="[1, 2]",
            review_grade=3,
            reviewed_at="2026-03-15T12:00:00+00:00",
        ),
        row(
            "7_20260314_OS.jpg",
            **{
                **REFUSED,
                "reasons_json": '["Not sharp: focus again, or clean '
                'the lens; if the lens of the eye is cloudy, refer."]',
            },
        ),
        row("8_OD.jpg", problem="8_OD.jpg: the file is empty (0 bytes)", sha256=None),
    ]
    path = tmp_path / "out.pdf"
    write_pdf(path, rows, METHOD, name_pattern(), personal_data=True, speech=speech_of("de"))
    text = Printed(path).text
    for words in (
        "Zusammenfassung 2 Patienten, 2 Besuche, 3 Aufnahmen.",
        "Überweisung 1 (50 %)",
        "Patienten, die dringlichsten zuerst",
        "Aufnahmen vom 14.03.2026",
        "Rechtes Auge (OD)",
        "Überweisung – überweisungsbedürftige DR",
        "2 – mäßige NPDR (80,0 %)",
        "Ab Stadium 2 12,3 %",
        "milde oder mäßige NPDR",
        "3 – schwere NPDR, Dr A, 15.03.2026",
        "Unscharf: neu fokussieren",
        "8_OD.jpg: Die Datei ist leer (0 Bytes)",
        "Makulaödem Nicht beurteilt",
        "Nur für die Forschung. Nicht zur Diagnose.",
        "(Überweisung ab 50,0 % für überweisungsbedürftige Retinopathie)",
        "Gedruckt am ",
        "1 von 4",
        "Unterschrift",
    ):
        assert words in text, words


def test_without_names_the_reason_is_german_too(tmp_path: Path) -> None:
    rows = [row("8_OD.jpg", problem="8_OD.jpg: the file is empty (0 bytes)", sha256=None)]
    path = tmp_path / "out.pdf"
    write_pdf(path, rows, METHOD, name_pattern(), summary=False, speech=speech_of("de"))
    assert "die Aufnahme: Die Datei ist leer (0 Bytes)" in Printed(path).text


def test_english_is_what_stands_in_the_code() -> None:
    assert speech_of("en") == Speech()


@pytest.mark.parametrize("text", REPORT)
def test_a_report_keeps_its_language_when_the_window_changes(text: str) -> None:
    german = speech_of("de").word(text)
    translation.choose("de")
    assert speech_of("de").word(text) == german
    assert german


def test_a_word_that_nobody_collected_is_an_error() -> None:
    with pytest.raises(KeyError):
        speech_of("de").say("Unheard of")
