"""What a visit's row says, and that it looks healthy only where all of the visit is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fundusviewer.grading import Awaited, Decision
from fundusviewer.gui.state.listing.visit_words import (
    eye_words,
    visit_counts,
    visit_text,
    visit_wording,
)
from fundusviewer.imaging import Laterality
from fundusviewer.screening import EyeSummary, Heading

OD, OS = Laterality.OD, Laterality.OS
NO = Decision.NO_REFERRAL
HEALTHY = Heading(
    "7", None, 4, 4, False, NO, (EyeSummary(OD, NO, 0), EyeSummary(OS, NO, 1)), (), (), read=2
)


def said(heading: Heading) -> list[str]:
    return [f"{one.name}: {one.text}" if one.name else one.text for one in eye_words(heading)]


def looks(heading: Heading) -> list[str]:
    return [one.words.tone for one in eye_words(heading)]


def test_both_eyes_and_what_is_read() -> None:
    assert said(HEALTHY) == ["OD: No referral · grade 0", "OS: No referral · grade 1"]
    assert looks(HEALTHY) == ["no_referral", "no_referral"]
    assert visit_wording(HEALTHY).tone == "no_referral"
    assert visit_counts(HEALTHY) == "2 of 4 read"
    assert visit_counts(replace(HEALTHY, listed=1)) == "1 of 4 shown · 2 read"
    assert visit_text(HEALTHY, is_open=False) == (
        "7, OD: No referral · grade 0, OS: No referral · grade 1, 2 of 4 read, closed"
    )


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (EyeSummary(OD, None, None), "OD: Not examined"),
        (EyeSummary(OD, None, None, by_doctor=True), "OD: Open"),
        (EyeSummary(OD, Decision.ERROR, None), "OD: Error"),
        (EyeSummary(OD, Decision.UNGRADABLE, None), "OD: Ungradable"),
        (EyeSummary(OD, Decision.NOT_FUNDUS, None), "OD: Not a fundus photograph"),
        (EyeSummary(OD, NO, 0, ungradable=1), "OD: No referral · grade 0 · 1 ungradable"),
        (
            EyeSummary(OD, NO, 0, by_doctor=True, awaited=Awaited.SECOND),
            "OD: No referral · grade 0 ✓ · not final",
        ),
        (EyeSummary(OD, Decision.REFER, 1), "OD: Refer · grade 1, referred for its risk"),
        (
            EyeSummary(OD, Decision.REFER, 3, by_doctor=True, differs=True),
            "OD: Refer · grade 3 ✓ ≠ network",
        ),
    ],
)
def test_what_is_not_healthy_does_not_look_so(right: EyeSummary, words: str) -> None:
    heading = replace(HEALTHY, decision=right.decision, eyes=(right, HEALTHY.eyes[1]))
    assert said(heading)[0] == words
    assert looks(heading)[0] != "no_referral"
    assert visit_wording(heading).tone != "no_referral"


def test_what_is_missing_is_said() -> None:
    one_eye = replace(HEALTHY, eyes=HEALTHY.eyes[1:], missing=(OD,))
    assert said(one_eye) == ["OD: no photograph", "OS: No referral · grade 1"]
    assert looks(one_eye) == ["ungradable", "no_referral"]
    incomplete = replace(HEALTHY, incomplete=(OS,))
    assert said(incomplete)[1] == "OS: No referral · grade 1 · set incomplete"
    assert looks(incomplete) == ["no_referral", "ungradable"]
    # With little room, too, the grade stands there, and what is missing.
    assert eye_words(incomplete)[1].brief == "grade 1 · incomplete"
    for heading in (one_eye, incomplete):
        assert visit_wording(heading).tone == "ungradable"


def test_a_hidden_visit_says_nothing_that_was_found() -> None:
    sick = EyeSummary(OD, Decision.REFER, 4)
    hidden = replace(HEALTHY, hidden=True, decision=None, eyes=(sick,), missing=(OS,))
    assert said(hidden) == ["To be graded", "OS: no photograph"]
    assert "4" not in visit_text(replace(hidden, photographs=2, listed=2), is_open=True)
    assert visit_wording(hidden).headline == "To be graded"


def test_a_model_of_other_classes_is_told_by_its_labels() -> None:
    eyes = (
        EyeSummary(OD, None, None, labels=("glaucoma; amd",)),
        EyeSummary(OS, None, None, labels=("cataract", "normal")),
    )
    heading = replace(HEALTHY, decision=None, eyes=eyes)
    assert said(heading) == ["OD: glaucoma; amd", "OS: cataract · normal"]
    assert looks(heading) == ["plain", "plain"]
    assert visit_wording(heading).headline == "glaucoma; amd · cataract · normal"
