"""The printed report, read again: what stands where, and what does not."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from fundusviewer import __version__
from fundusviewer.anatomy import Mark, MarkLength, Shape
from fundusviewer.errors import InferenceError, OutputError
from fundusviewer.grading.lesion_agreement import GRADE_0_WITH_LESIONS
from fundusviewer.grading.macular_oedema import EXUDATES_NEAR_FOVEA
from fundusviewer.grading.schemes import Form
from fundusviewer.inference import Classifier
from fundusviewer.reporting import Contents, Pages, Speech, format_of, write_pdf
from fundusviewer.reporting.paper.heat_memory import HeatMemory
from fundusviewer.reporting.paper.sheet import Imprint
from fundusviewer.screening import (
    Finding,
    Method,
    Review,
    Row,
    RunLog,
    Store,
    find_photographs,
    name_pattern,
    screen,
)
from fundusviewer.screening.examination.finding import NONE_GIVEN
from tests.helpers.drawn import drawn
from tests.helpers.models import SETS, make_card, write_model
from tests.reporting.anatomy import FOUND
from tests.reporting.printed import Printed
from tests.reporting.rows import METHOD, REFUSED, row
from tests.screening.photographs import HEALTHY, write_black, write_photographs

NOTICE = "For research use only. Not for diagnosis."


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def day(tmp_path: Path) -> Path:
    write_photographs(tmp_path / "day", ["7_OD.jpg", "7_OS.jpg"])
    return tmp_path / "day"


def screened(folder: Path, classifier: Classifier, review: Review | None = None) -> list[Row]:
    """Screen a folder; with a review of each of its photographs."""
    log, method = RunLog(), Method.of(classifier)
    with Store(folder.parent / "screening.sqlite") as store:
        for outcome in screen(find_photographs([folder]), classifier, store, method):
            log.note(outcome)
        rows = log.rows(store, method)
        if review is not None:
            store.review({one.sha256: review for one in rows if one.sha256}, "Dr Ng")
        return log.rows(store, method)


def printed(
    path: Path, rows: Sequence[Row], classifier: Classifier | None = None, **more: Any
) -> Printed:
    method = METHOD if classifier is None else Method.of(classifier)
    assert write_pdf(path, rows, method, name_pattern(), classifier=classifier, **more)
    return Printed(path)


def test_lesions_and_macular_oedema(tmp_path: Path) -> None:
    """Where nobody looked, no word says that there is nothing."""
    report = printed(
        tmp_path / "out.pdf", [row("7_OD.jpg", **FOUND), row("7_OS.jpg")], summary=False
    )
    (page,) = report.pages
    for words in (
        "Risk 1 of 0–2 (probability of risk 2: 25.0",
        "2 microaneurysms, no haemorrhages, 1 hard exudate (0.6 disc diameters from the fovea)",
        "marked by a second network",
        "Macular oedema Not assessed",
    ):
        assert words in " ".join(page.split()), words
    assert page.count("microaneurysms") == 1
    assert "Macular oedema is not assessed" not in page


def test_remarks_on_lesions_have_room_of_their_own(tmp_path: Path) -> None:
    """Behind the counts they would be cut first where a page is full."""
    healthy = FOUND | {"decision": "no_referral", "grade": 0, "macular_oedema_risk": 0}
    report = printed(tmp_path / "out.pdf", [row("8_OD.jpg", **healthy)], summary=False)
    text = " ".join(report.text.split())
    remarks = f"Remark {EXUDATES_NEAR_FOVEA} {GRADE_0_WITH_LESIONS}"
    assert remarks.replace("-", "") in text.replace("- ", "").replace("-", "")


def test_a_page_for_each_patient_with_both_eyes_and_all_that_is_asked(
    tmp_path: Path, day: Path, classifier: Classifier
) -> None:
    rows = screened(day, classifier, Review(grade=3, note="See again in May"))
    report = printed(tmp_path / "out.pdf", rows, classifier, personal_data=True, summary=False)
    (page,) = report.pages
    for words in (
        "Patient 7",
        "Refer Referable diabetic retinopathy",
        "2 – moderate NPDR (83.",
        "Grade 2 or more",
        "Can be graded",
        "Macular oedema Not assessed",
        "3 – severe NPDR, Dr Ng",
        "See again in May",
        "7_OS.jpg",
        "256 × 256",
        "Signature",
        "Model: tiny-dr 0.0.1, operating point “high sensitivity”",
        f"Model file SHA-256: {Method.of(classifier).model_sha256}",
        f"by FundusViewer {__version__}",
        f"computed on CPU by FundusViewer {__version__}, ",
        "1 of 1",
        NOTICE,
        "Heat map of “moderate NPDR”",
    ):
        assert words in page, words
    for one in rows:
        assert (one.sha256 or "?") in page.replace(" ", "")
    ((right_eye, _),) = report.places(1, "Right eye (OD)")
    ((left_eye, _),) = report.places(1, "Left eye (OS)")
    assert right_eye < 300 < left_eye
    ((od_file, _),) = report.places(1, "7_OD.jpg")
    ((os_file, _),) = report.places(1, "7_OS.jpg")
    assert od_file < 300 < os_file


def test_both_pictures_of_both_eyes_stand_on_white_paper(
    tmp_path: Path, day: Path, classifier: Classifier
) -> None:
    rows = screened(day, classifier)
    with_heat = printed(tmp_path / "a.pdf", rows, classifier, summary=False).picture(1)
    without = printed(tmp_path / "b.pdf", rows, summary=False).picture(1)
    assert (with_heat[:5] == 255).all()
    assert (with_heat[-5:] == 255).all()
    # 60 dots an inch; the places are those of the layout, in mm.
    first, second = (slice(round(t * 60 / 25.4), round((t + 56) * 60 / 25.4)) for t in (49, 112))
    for left in (18, 112):
        columns = slice(round(left * 60 / 25.4), round((left + 84) * 60 / 25.4))
        photograph, overlay = with_heat[first, columns], with_heat[second, columns]
        assert photograph[..., 0].mean() > photograph[..., 2].mean() + 20  # a retina is red
        assert np.abs(photograph.astype(int) - without[first, columns]).mean() < 2
        assert np.abs(photograph.astype(int) - overlay).mean() > 2
        assert without[second, columns].mean() > 240


def test_a_report_after_a_run_does_not_ask_the_network_again(
    tmp_path: Path, day: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, method = HeatMemory(), Method.of(classifier)
    with Store(tmp_path / "screening.sqlite") as store:
        for outcome in screen(find_photographs([day]), classifier, store, method):
            assert isinstance(outcome, Finding)
            memory.note(method, outcome)
        rows = store.rows(method)
    asked = printed(tmp_path / "a.pdf", rows, classifier, summary=False).picture(1)
    monkeypatch.setattr(Classifier, "predict", lambda *_: pytest.fail("it was asked"))
    contents = Contents(
        rows, method, name_pattern(), classifier=classifier, summary=False, heat_maps=memory
    )
    path = tmp_path / "b.pdf"
    format_of(path).write(path, contents, Pages())
    assert np.abs(asked.astype(int) - Printed(path).picture(1)).mean() < 0.5


def test_the_page_is_readable_without_colours(
    tmp_path: Path, day: Path, classifier: Classifier
) -> None:
    """All but the pictures is black on white or light grey."""
    page = printed(tmp_path / "a.pdf", screened(day, classifier), classifier).picture(1, 80)
    assert int((page.max(axis=2).astype(int) - page.min(axis=2)).max()) < 8
    facts = printed(tmp_path / "b.pdf", screened(day, classifier), summary=False).picture(1, 80)
    below = facts[round(185 * 80 / 25.4) :]
    assert int((below.max(axis=2).astype(int) - below.min(axis=2)).max()) < 8


def test_without_personal_data_nothing_tells_a_name(tmp_path: Path, classifier: Classifier) -> None:
    folder = tmp_path / "Meier"
    write_photographs(folder, ["Ng_20260314_OD.jpg"])
    (folder / "Ng_20260314_OS.jpg").touch()
    rows = screened(folder, classifier, Review(grade=1, note="Ng is deaf"))
    report = printed(tmp_path / "out.pdf", rows, classifier)
    told = report.text + str(PdfReader(report.path).metadata)
    for name in ("Ng", "Meier", "2026-03-14", "20260314", "deaf"):
        assert name not in told, name
    assert "Patient no. 1 of this report" in report.text
    assert "the photograph: the file is empty (0 bytes)" in report.text
    with_names = printed(tmp_path / "out.pdf", rows, classifier, personal_data=True).text
    for name in ("Patient Ng", "Photographs of 2026-03-14", "Ng_20260314_OD.jpg", "Ng is deaf"):
        assert name in with_names, name


def test_the_prediction_set_and_what_it_promises(tmp_path: Path) -> None:
    rows = [row("7_OD.jpg", grade_set_json="[0, 1, 2]"), row("7_OS.jpg", grade_set_json="[0]")]
    (page,) = printed(tmp_path / "out.pdf", rows, summary=False).pages
    assert "no apparent retinopathy, mild or moderate NPDR" in page
    assert page.count("Referral is uncertain") == 1


def test_what_the_prediction_set_promises_stands_beside_it(tmp_path: Path, day: Path) -> None:
    card = make_card(prediction_sets=SETS)
    classifier = Classifier(write_model(tmp_path / "sets.onnx", card), "cpu")
    (page,) = printed(
        tmp_path / "out.pdf", screened(day, classifier), classifier, summary=False
    ).pages
    words = "moderate or severe NPDR (in 90 of 100 photographs the true grade is among those named)"
    assert page.count(words) == 2
    assert "Referral is uncertain" not in page


def test_summary_counts_everything(tmp_path: Path) -> None:
    rows = [
        row("1_OD.jpg", decision="refer", grade=3),
        row("1_OS.jpg"),
        row("2_OD.jpg", **REFUSED),
        row("3_OD.jpg", problem="is damaged", sha256=None),
        row("4_OD.jpg", review_grade=0),
        row("5_20250101_OD.jpg"),
        row("5_20260101_OD.jpg", **{**REFUSED, "decision": "not_fundus"}),
    ]
    report = printed(tmp_path / "out.pdf", rows, facts=[("Stopped", "before its end")])
    summary, contents, *patients = report.pages
    assert "5 patients, 6 visits, 7 photographs." in summary
    assert "Ungradable: 1; not a fundus photograph: 1; errors: 1." in summary
    assert "Graded by a doctor: 1 of 7 photographs." in summary
    assert "Grades of the photographs by a doctor" in summary
    assert "Stopped before its end" in summary
    for words in (
        "Refer 1 (17 %)",
        "No referral 2 (33 %)",
        "Error 1 (17 %)",
        "No referral 3 (43 %)",
    ):
        assert words in summary, words
    assert "0 – no apparent retinopathy 3 (75 %)" in summary
    assert "3 – severe NPDR 1 (25 %)" in summary
    assert "1 Refer grade 3 grade 0 0 of 2 3" in contents
    assert "2 Ungradable ungradable no photograph 0 of 1 4" in contents
    assert len(patients) == 6
    assert all(NOTICE in page for page in report.pages)
    for number, page in enumerate(report.pages, start=1):
        assert f"{number} of 8" in page


def test_all_photographs_of_a_visit_stand_on_one_page(tmp_path: Path) -> None:
    rows = [
        *(row(f"7_OD_{number}.jpg", referable_probability=number / 10) for number in range(2)),
        row("7_OS_1.jpg", decision="refer", grade=2),
        row("8.jpg", corrected=1, patient="7"),
    ]
    report = printed(tmp_path / "out.pdf", rows, summary=False, personal_data=True)
    (page,) = report.pages
    for words in (
        "7_OD_0.jpg",
        "7_OD_1.jpg",
        "7_OS_1.jpg",
        "8.jpg",
        "photograph 2 of 2",
        "Left eye (OS): No further photograph",
        "Eye not known",
    ):
        assert words in page, words
    assert "of this visit" not in page
    # Each eye on its side, the more urgent photograph above.
    ((_, first),) = report.places(1, "7_OD_1.jpg")
    ((_, second),) = report.places(1, "7_OD_0.jpg")
    assert first > second
    eyes = [x for words in ("Right eye (OD)", "Left eye (OS)") for x, _ in report.places(1, words)]
    assert [x < 300 for x in eyes] == [True, True, False, False]
    # Nothing runs into the line for the signature.
    picture = report.picture(1, 150)
    above, line = (round(mm * 150 / 25.4) for mm in (257.1, 258.2))
    assert (picture[above : line - 2] == 255).all()


def test_more_photographs_than_a_page_holds_go_on_over_further_pages(tmp_path: Path) -> None:
    rows = [
        *(row(f"7_OD_{number}.jpg", referable_probability=number / 10) for number in range(5)),
        *(row(f"7_OS_{number}.jpg") for number in range(4)),
        row("7_OS_9.jpg", decision="refer", grade=2),
    ]
    pages = printed(tmp_path / "out.pdf", rows, summary=False, personal_data=True).pages
    assert 1 < len(pages) < 5
    assert f"page 1 of {len(pages)} of this visit" in pages[0].lower()
    assert "photograph 1 of 5" in pages[0]
    assert "7_OD_4.jpg" in pages[0]  # the most urgent one of the eye comes first
    assert "7_OS_9.jpg" in pages[0]
    for one in rows:
        assert sum(one.name in page for page in pages) == 1
    for number, page in enumerate(pages):
        assert ("Patient 7 – continued" in page) is (number > 0)
        assert ("Goes on on the next page" in page) is (number + 1 < len(pages))
        assert "Refer Referable diabetic retinopathy" in page
    following = sum(one.name not in pages[0] for one in rows)
    assert f"next page: {following} more" in pages[0]


def test_much_to_say_of_many_photographs_takes_more_pages_and_is_not_cut(tmp_path: Path) -> None:
    said: dict[str, object] = {
        "corrected": 1,
        "patient": "7",
        "grade_set_json": "[0, 1, 2]",
        "reasons_json": json.dumps(["Hint. " * 30]),
        "note": "word " * 40,
    }
    names = [(eye, number) for eye in ("OD", "OS") for number in (1, 2, 3)]
    rows = [row(f"{eye}{number}.jpg", **(said | {"eye": eye})) for eye, number in names]
    report = printed(tmp_path / "out.pdf", rows, summary=False, personal_data=True)
    assert len(report.pages) == 2
    assert "the rest is in the database" not in report.text


def test_another_kind_of_model_has_labels_and_no_grades(tmp_path: Path) -> None:
    rows = [row("7_OD.jpg", decision=None, grade=None, referable_probability=None, label="cat")]
    summary, _, page = printed(tmp_path / "out.pdf", rows).pages
    assert "No grade 1 (100 %)" in summary
    assert "Label cat (80.0" in page
    assert "Grade 2 or more" not in page
    unknown = row("8_OD.jpg", decision=None, grade=None, label=None, result=None)
    assert "Not examined" in printed(tmp_path / "out.pdf", [unknown], summary=False).text


def test_visits_stand_behind_one_another_the_latest_first(tmp_path: Path) -> None:
    rows = [row("7_20250101_OD.jpg"), row("7_20260101_OD.jpg"), row("8_20240101_OD.jpg")]
    pages = printed(tmp_path / "out.pdf", rows, summary=False, personal_data=True).pages
    assert "Visit 2 of 2; photographs of 2026-01-01" in pages[0]
    assert "Visit 1 of 2; photographs of 2025-01-01" in pages[1]
    assert "Patient 8" in pages[2]
    hidden = printed(tmp_path / "out.pdf", rows, summary=False).pages
    assert "Visit 2 of 2" in hidden[0]
    assert "2026-01-01" not in hidden[0]


def test_what_cannot_be_shown_is_said_in_its_place(
    tmp_path: Path, day: Path, classifier: Classifier
) -> None:
    write_black(day / "9_OD.png")
    write_photographs(day, ["8_OD.jpg", "8_OS.jpg"])
    rows = screened(day, classifier)
    (day / "7_OD.jpg").unlink()
    (day / "7_OS.jpg").write_bytes((day / "7_OS.jpg").read_bytes() + b"another")
    (day / "8_OD.jpg").write_bytes(b"")
    text = printed(tmp_path / "out.pdf", rows, classifier, summary=False).text
    assert "no longer where it was" in text
    assert "The file has been changed since" in text
    assert "can no longer be read" in text
    assert "there is no grade to explain" in text
    assert "Ungradable Repeat the photograph or refer" in text
    assert text.count("Heat map of") == 1


def test_no_heat_map_of_another_model(tmp_path: Path, day: Path, classifier: Classifier) -> None:
    rows = screened(day, classifier)
    other = Classifier(write_model(tmp_path / "other.onnx", logits=HEALTHY), "cpu")
    path, method = tmp_path / "out.pdf", Method.of(classifier)
    assert write_pdf(path, rows, method, name_pattern(), classifier=other, summary=False)
    assert "the model that graded is not at hand" in Printed(path).text
    assert write_pdf(path, rows, method, name_pattern(), summary=False)
    assert "the model is not at hand" in Printed(path).text


def test_a_network_that_fails_leaves_the_photograph(
    tmp_path: Path, day: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = screened(day, classifier)

    def refuse(*arguments: object) -> None:
        raise InferenceError("no answer")

    monkeypatch.setattr(classifier, "predict", refuse)
    report = printed(tmp_path / "out.pdf", rows, classifier, summary=False)
    assert report.text.count("the network gives no usable answer") == 2
    assert len(PdfReader(report.path).pages[0].images) == 2


def test_healthy_retinas_have_no_heat_map(tmp_path: Path, day: Path) -> None:
    healthy = Classifier(write_model(tmp_path / "healthy.onnx", logits=HEALTHY), "cpu")
    text = printed(tmp_path / "out.pdf", screened(day, healthy), healthy, summary=False).text
    assert "No referral No referable diabetic retinopathy" in text
    assert text.count("there is nothing to point at") == 2


NAMES = {
    "Latin": "Müller-Łukasiewicz",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Щербакова Юлия",
    "Hebrew": "שלום כהן",
    "Thai": "สมชาย",
    "Chinese": "王芳",
    "Japanese": "山田さくら",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_of_any_script(tmp_path: Path, name: str) -> None:
    report = printed(
        tmp_path / "out.pdf", [row(f"{name}_OD.jpg")], personal_data=True, summary=False
    )
    # Some programs read the letters of right-to-left words from the left.
    assert name in report.text or name in report.text[::-1]
    assert "no font" not in report.text
    assert all(report.fonts().values())


@pytest.mark.parametrize("name", ["نور محمد", "प्रिया शर्मा"], ids=["Arabic", "Devanagari"])
def test_joined_letters_are_ink(tmp_path: Path, name: str) -> None:
    """Joined letters do not read back letter by letter: what counts is that they are drawn."""
    with_name, without = (
        printed(tmp_path / "out.pdf", rows, personal_data=True, summary=False).picture(1, 100)
        for rows in ([row(f"{name}_OD.jpg")], [row("_OD.jpg", corrected=1, patient=".")])
    )
    place = np.s_[round(18 * 100 / 25.4) : round(27 * 100 / 25.4), round(33 * 100 / 25.4) : 340]
    assert (
        (with_name[place] < 128).any(axis=2).sum() > 60 > (without[place] < 128).any(axis=2).sum()
    )


def test_a_date_behind_a_right_to_left_name_reads_forwards(tmp_path: Path) -> None:
    rows = [row("نور_2026-03-14_OD.jpg")]
    report = printed(tmp_path / "out.pdf", rows, personal_data=True, summary=False)
    ((year, _), *_), ((day, _), *_) = (report.places(1, word) for word in ("2026", "14_OD"))
    assert year < day


def test_a_character_without_a_font_stands_as_its_number(tmp_path: Path) -> None:
    rows = [row("a\U000e0b85\ue000_OD.jpg")]
    report = printed(tmp_path / "out.pdf", rows, personal_data=True, summary=False)
    assert "[U+E000]" in report.text
    assert "no font for some characters" in report.text
    clean = printed(tmp_path / "out.pdf", [row("7_OD.jpg")], personal_data=True)
    assert "no font" not in clean.text


def test_names_that_are_no_text_and_very_long_ones(tmp_path: Path) -> None:
    much: dict[str, object] = {
        "corrected": 1,
        "patient": "Maximiliane " * 12 + "Ende",
        "note": "word " * 2000,
        "review_grade": 1,
        "reviewed_at": "2026-01-01T00:00:00+00:00",
        "grade_set_json": "[0, 1, 2]",
        "reasons_json": json.dumps(["Hint. " * 200]),
        "width": 4288,
        "height": 2848,
        "provider": "CPU",
        "application_version": "1.0",
        "examined_at": "2026-01-01T00:00:00+00:00",
    }
    rows = [
        row("\\xff_OD.jpg"),
        row("x" * 240 + "_OS.jpg", **(much | {"eye": "OS"})),
        row("y_OD.jpg", problem="reason " * 500, **(much | {"eye": "OD"})),
    ]
    report = printed(tmp_path / "out.pdf", rows, personal_data=True, summary=False)
    assert "\\xff_OD.jpg" in report.text
    assert report.text.count("… [the rest is in the database]") == 5
    assert "Maximiliane Ende" in report.text
    assert report.text.count("computed on CPU by FundusViewer 1.0") == 1
    for page in (1, 2):
        # Whatever its length, nothing runs into the line for the signature.
        picture = report.picture(page, 150)
        above, line = (round(mm * 150 / 25.4) for mm in (257.1, 258.2))
        assert (picture[above : line - 2] == 255).all()


def test_fonts_are_embedded_and_the_page_is_archivable(
    tmp_path: Path, day: Path, classifier: Classifier
) -> None:
    report = printed(tmp_path / "out.pdf", screened(day, classifier), classifier)
    fonts = report.fonts()
    assert {"/NotoSans-Regular", "/NotoSans-Bold"} <= {
        "/" + n.split("+")[-1].strip("/") for n in fonts
    }
    assert all(fonts.values())
    reader = PdfReader(report.path)
    metadata = reader.metadata
    assert metadata is not None
    assert metadata.title == "FundusViewer screening report"
    assert metadata.creator == f"FundusViewer {__version__}"
    assert b"pdfaid:part" in report.path.read_bytes()
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_bookmarks_lead_to_the_patients(tmp_path: Path) -> None:
    rows = [
        row("王芳_OD.jpg", decision="refer", grade=2),
        row("7_20250101_OD.jpg"),
        row("7_20260101_OD.jpg"),
        *(row(f"8_OD_{number}.jpg", referable_probability=0.01) for number in range(3)),
        row("9_OD.jpg", referable_probability=0.0),
    ]

    def bookmarks(path: Path) -> list[tuple[str, int]]:
        reader = PdfReader(path, strict=True)
        items = [item for item in reader.outline if not isinstance(item, list)]
        return [
            (str(item.title), (reader.get_destination_page_number(item) or 0) + 1) for item in items
        ]

    plain = printed(tmp_path / "out.pdf", rows)
    assert bookmarks(plain.path) == [
        ("Summary", 1),
        ("Patient no. 1 of this report: refer", 3),
        ("Patient no. 2 of this report, visit 2 of 2: no referral", 4),
        ("Patient no. 2 of this report, visit 1 of 2: no referral", 5),
        ("Patient no. 3 of this report: no referral", 6),
        ("Patient no. 4 of this report: no referral", 7),
    ]
    assert len(plain.pages) == 7
    named = bookmarks(printed(tmp_path / "out.pdf", rows, personal_data=True).path)
    assert "王芳" in named[1][0]
    assert "2026-01-01" in named[2][0]


def test_a_page_stays_under_500_kb_even_with_noise(
    tmp_path: Path, classifier: Classifier, day: Path
) -> None:
    """Noise is what JPEG cannot make small."""
    random = np.random.default_rng(1)
    rows = screened(day, classifier)
    for one in rows:
        pixels = random.integers(0, 256, (2000, 3000, 3), np.uint8)
        one.path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
    rows = screened(day, classifier)
    report = printed(tmp_path / "out.pdf", rows, classifier, summary=False)
    assert len(PdfReader(report.path).pages[0].images) >= 2
    assert report.path.stat().st_size < 500_000


def test_a_cancelled_report_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"old")
    done: list[int] = []
    rows = [row(f"{number}_OD.jpg") for number in range(10)]
    assert not write_pdf(
        path,
        rows,
        METHOD,
        name_pattern(),
        progress=lambda page, _: done.append(page),
        cancelled=lambda: len(done) >= 3,
    )
    assert done == [1, 2, 3]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_ctrl_c_waits_until_a_page_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a page Qt's binding would make another error of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    drawn_pages: list[int] = []
    line = Imprint.printed_line

    def press(imprint: Imprint, speech: Speech) -> str:
        signal.raise_signal(signal.SIGINT)
        return line(imprint, speech)

    monkeypatch.setattr(Imprint, "printed_line", press)
    rows = [row(f"{number}_OD.jpg") for number in range(10)]
    try:
        with pytest.raises(KeyboardInterrupt):
            write_pdf(
                tmp_path / "out.pdf",
                rows,
                METHOD,
                name_pattern(),
                progress=lambda page, _: drawn_pages.append(page),
            )
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert drawn_pages == [1]
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing_half_written(tmp_path: Path) -> None:
    def interrupt(page: int, pages: int) -> None:
        raise KeyboardInterrupt

    rows = [row("7_OD.jpg")]
    with pytest.raises(KeyboardInterrupt):
        write_pdf(tmp_path / "out.pdf", rows, METHOD, name_pattern(), progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits on files are POSIX")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    rows = [row(f"{number}_OD.jpg") for number in range(40)]
    # A write beyond the limit fails as one onto a full disk does.
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"out\.pdf: cannot be written"):
            write_pdf(tmp_path / "out.pdf", rows, METHOD, name_pattern())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_pdf(tmp_path / "none" / "out.pdf", [row("7_OD.jpg")], METHOD, name_pattern())


def test_the_same_report_from_another_thread(tmp_path: Path) -> None:
    done: list[bool] = []
    path = tmp_path / "out.pdf"
    thread = threading.Thread(
        target=lambda: done.append(write_pdf(path, [row("7_OD.jpg")], METHOD, name_pattern()))
    )
    thread.start()
    thread.join()
    assert done == [True]
    assert "Patient no. 1" in Printed(path).text


def test_no_photographs_at_all_is_a_summary(tmp_path: Path) -> None:
    (page,) = printed(tmp_path / "out.pdf", []).pages
    assert "0 patients, 0 visits, 0 photographs." in page
    assert "1 of 1" in page


def test_real_photographs_stay_small(tmp_path: Path, shared_data: Path) -> None:
    from fundusviewer.inference import ModelLibrary

    folder = tmp_path / "day"
    folder.mkdir()
    sources = sorted((shared_data / "fundus/camera_originals/images").iterdir())[:4]
    for number, source in enumerate(sources):
        (folder / f"{number // 2}_{('OD', 'OS')[number % 2]}{source.suffix}").symlink_to(source)
    classifier = Classifier(ModelLibrary.default().find(None).path, "cpu")
    rows = screened(folder, classifier)
    report = printed(tmp_path / "out.pdf", rows, classifier, summary=False)
    pages = len(report.pages)
    assert report.path.stat().st_size < 500_000 * pages
    assert pages == 2


def test_clinic_and_form_are_printed(tmp_path: Path) -> None:
    form = Form("nhs", ("microaneurysm",), ("cataract",), finished=True).as_json(None)
    report = printed(
        tmp_path / "out.pdf",
        [row("7_OD.jpg", review_form=form, reviewed_at="2026-03-14T12:00:00+00:00")],
        clinic="St. Elsewhere",
    )
    for words in (
        "St. Elsewhere",
        "R1 M0 P0: Any microaneurysm",
        "Cataract or lens opacity",
        "Photographs again, in 12 months",
        "No photograph of this eye",
    ):
        assert words in report.text


def test_marks_are_drawn_and_listed(tmp_path: Path, day: Path, classifier: Classifier) -> None:
    """By numbers in the picture; words and names only with personal data."""
    rows = screened(day, classifier)
    width, height = rows[0].width or 0, rows[0].height or 0
    unsigned = (
        drawn(Shape.ELLIPSE, points=((width * 0.3, height * 0.3), (width * 0.6, height * 0.6))),
        drawn(Shape.LENGTH, kind="HE", text="at the edge", length=MarkLength(1.25, "found")),
    )
    marks = tuple(replace(mark, by="Dr Ng") for mark in unsigned)
    marked = [rows[0]._replace(marks=2), *rows[1:]]

    def read(sha256s: Iterable[str]) -> dict[str, tuple[Mark, ...]]:
        return {one: marks for one in sha256s if one == rows[0].sha256}

    plain = printed(tmp_path / "plain.pdf", rows, summary=False)
    told = printed(tmp_path / "a.pdf", marked, summary=False, marks=read, personal_data=True)
    words = "1 ellipse (Dr Ng); 2 length, haemorrhage: 1.25 DD (optic disc found) · at the edge"
    assert words in told.text
    assert "Photograph, with readers' marks by their numbers" in told.text
    assert (told.picture(1, 100) != plain.picture(1, 100)).any()
    kept = printed(tmp_path / "b.pdf", marked, summary=False, marks=read).text
    assert "1 ellipse; 2 length, haemorrhage: 1.25 DD (optic disc found)" in kept
    assert "Ng" not in kept
    assert "at the edge" not in kept
    # Of marks that nobody hands in, the number is told.
    assert "2 in the database" in printed(tmp_path / "c.pdf", marked, summary=False).text


def test_a_model_of_other_classes_has_no_words_of_retinopathy(tmp_path: Path) -> None:
    changes = {**REFUSED, "decision": None, "label": "cataract", "probability": 0.6}
    rows = [row("1_OD.jpg", **{**changes, "reasons_json": "[]"})]
    method = Method("diseases", "1.0.0", "0" * 64, '{"operating_point": null, "steps": 1}')
    assert write_pdf(tmp_path / "out.pdf", rows, method, name_pattern())
    summary, *pages = Printed(tmp_path / "out.pdf").pages
    assert "Most probable classes of the photographs cataract 1" in summary
    for words in ("Refer", "No referral", "Graded by a doctor"):
        assert words not in summary
    for page in (summary, *pages):
        assert "photographs classified by a model" in page
        for word in ("retinopathy", "NPDR", "oedema"):
            assert word not in page, word


def test_all_labels_that_are_given_are_printed(tmp_path: Path) -> None:
    found = '{"amd": 0.73, "cataract": 0.05, "glaucoma": 0.88}'
    given = {**REFUSED, "decision": None, "reasons_json": "[]", "probabilities_json": found}
    none = {**given, "probabilities_json": '{"amd": 0.27, "glaucoma": 0.1}'}
    rows = [
        row("1_OD.jpg", **{**given, "label": "glaucoma; amd", "probability": 0.88}),
        row("2_OD.jpg", **{**none, "label": NONE_GIVEN, "probability": 0.27}),
        row("3_OD.jpg", problem="is damaged", sha256=None),
    ]
    method = Method("diseases", "1.0.0", "0" * 64, '{"operating_point": null, "steps": 1}')
    assert write_pdf(tmp_path / "out.pdf", rows, method, name_pattern())
    text = " ".join(Printed(tmp_path / "out.pdf").pages)
    assert "glaucoma (88.0 %), amd (73.0 %)" in text
    assert "No label reaches 50%: amd (27.0 %)" in text
    for word in ("retinopathy", "NPDR", "oedema", "Network's grade", "Doctor's grade"):
        assert word not in text, word
