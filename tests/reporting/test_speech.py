"""The report in another language: nothing of it is left in English."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.grading import REFERRAL_UNCERTAIN
from fundusviewer.inference import Classifier
from fundusviewer.reporting import Speech, write_pdf
from fundusviewer.screening import Method, Row, name_pattern
from tests.helpers.models import SETS, make_card, write_model
from tests.reporting.printed import Printed
from tests.reporting.rows import REFUSED, row
from tests.screening.photographs import write_photographs


def dotted(text: str) -> str:
    """Return a text with a dot for each of its letters, and with its ``{names}``."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(
        part if n % 2 else re.sub(r"[A-Za-z]", "·", part) for n, part in enumerate(parts)
    )


#: A language without letters: what can still be read was never given to translation.
DOTS = Speech(word=dotted, sentence=dotted)

#: What no language changes: who, which file, which model, on what, when.
_NAMES = re.compile(
    r"FundusViewer \S+|tiny-dr 0\.0\.1|CPU|NVIDIA|Meier|Again in May|Dr Ng|UTC|screening|Day"
    r"|\w+\.jpg|a{10,}|[0-9a-f]{20,}|OSError|Local|[A-Z]{3,4}(?= by)|tabby cat"
)


def readable(path: Path) -> list[str]:
    """Return the words of a report that are in a language."""
    return re.findall(r"[A-Za-z]{2,}", _NAMES.sub("", Printed(path).text))


@pytest.fixture
def classifier(tmp_path: Path) -> Classifier:
    card = make_card(prediction_sets=SETS)
    return Classifier(write_model(tmp_path / "sets.onnx", card), "cpu")


def every_kind_of_row(folder: Path) -> list[Row]:
    """Return rows that print all facts, remarks and refusals that there are."""
    (photograph,) = write_photographs(folder, ["Meier_2026-03-14_OD.jpg"])
    where: dict[str, object] = {
        "encoded_path": os.fsencode(photograph),
        "sha256": "b" * 64,
        "width": 400,
        "height": 400,
        "provider": "CPU",
        "application_version": "1.0",
        "examined_at": "2026-03-14T12:00:00+00:00",
        "grade_set_json": "[1, 2]",
    }
    reviewed: dict[str, object] = {
        "reviewed_by": "Dr Ng",
        "reviewed_at": "2026-03-15T12:00:00+00:00",
        "note": "Again in May",
    }
    said: dict[str, object] = {"note": None, "reviewed_by": None}
    return [
        row("Meier_2026-03-14_OD.jpg", **where, **reviewed, review_grade=3),
        row("Meier_2026-03-14_OS.jpg", **said),
        row("Meier_2025-03-14_OS.jpg", **{**REFUSED, **said, "review_ungradable": 1}),
        row("Meier_2025-03-14_OS_2.jpg", **{**REFUSED, **said, "decision": "not_fundus"}),
        row("a.jpg", **{**said, "problem": "a.jpg: is odd", "sha256": None}),
        row("b.jpg", **{**said, "decision": None, "grade": None, "label": "tabby cat"}),
        row("c.jpg", **{**said, "decision": None, "label": None, "result": None}),
    ]


@pytest.mark.parametrize("personal", [True, False])
def test_every_word_of_the_report_is_given_to_translation(
    tmp_path: Path, classifier: Classifier, personal: bool
) -> None:
    rows = every_kind_of_row(tmp_path / "Day")
    path, method = tmp_path / "out.pdf", Method.of(classifier)
    write_pdf(
        path,
        rows,
        method,
        name_pattern(),
        classifier=classifier,
        personal_data=personal,
        speech=DOTS,
    )
    assert Printed(path).text.count("·") > 2000
    assert readable(path) == []


def test_the_heat_map_and_its_bar_speak_too(tmp_path: Path, classifier: Classifier) -> None:
    from tests.reporting.paper.test_pdf import screened

    write_photographs(tmp_path / "day", ["7_OD.jpg"])
    rows = screened(tmp_path / "day", classifier)
    path = tmp_path / "out.pdf"
    write_pdf(
        path,
        rows,
        Method.of(classifier),
        name_pattern(),
        classifier=classifier,
        speech=DOTS,
        summary=False,
    )
    assert "···· ··· ·· “" in Printed(path).text  # Heat map of
    assert readable(path) == []


def test_names_and_notes_are_never_taken_for_words(tmp_path: Path) -> None:
    """A patient may have the name of a grade."""
    dictionary = {"refer": "WRONG", "Patient {name}": "Patient: {name}", REFERRAL_UNCERTAIN: "?"}
    speech = Speech(word=lambda text: dictionary.get(text, text))
    rows = [row("refer_OD.jpg", note="refer", review_grade=1, reviewed_by="{name}")]
    path = tmp_path / "out.pdf"
    method = Method("m", "1", "0" * 64, "{}")
    write_pdf(path, rows, method, name_pattern(), personal_data=True, summary=False, speech=speech)
    text = Printed(path).text
    assert "Patient: refer" in text.replace("\u2068", "").replace("\u2069", "")
    assert "Doctor's note refer" in text
    assert "1 – mild NPDR, {name}" in text


@pytest.mark.parametrize(
    ("point", "form", "probability", "share", "day"),
    [
        (".", "%Y-%m-%d", "48.3", "17", "2026-03-14"),
        (",", "%d.%m.%Y", "48,3", "17", "14.03.2026"),
    ],
)
def test_numbers_and_dates(point: str, form: str, probability: str, share: str, day: str) -> None:
    speech = replace(Speech(), decimal_point=point, day_form=form)
    assert speech.probability(0.4831) == f"{probability}\N{NO-BREAK SPACE}%"
    assert speech.share(1 / 6) == f"{share}\N{NO-BREAK SPACE}%"
    assert speech.day(dt.date(2026, 3, 14)) == day
    at = dt.datetime(2026, 3, 14, 9, 5, tzinfo=dt.UTC)
    assert speech.moment(at) == f"{day} 09:05 UTC"
