"""What several readers say, and what goes to a second one."""

from __future__ import annotations

from itertools import product

import pytest

from fundusviewer.grading import (
    Answer,
    Awaited,
    Decision,
    Readings,
    Verdict,
    agree,
    drawn,
    final_of,
    second_due,
    verdict_of,
)

HEALTHY, MILD, MODERATE, SEVERE = Verdict(0), Verdict(1), Verdict(2), Verdict(4)
UNGRADABLE = Verdict(ungradable=True)
ANY = (HEALTHY, MILD, MODERATE, SEVERE, UNGRADABLE)
SAYS_NO = Answer(Decision.NO_REFERRAL, 0, 0.1)


def test_verdicts_are_ordered_from_healthy_to_referral() -> None:
    ranks = [one.rank for one in (HEALTHY, MILD, UNGRADABLE, MODERATE, SEVERE)]
    assert ranks == sorted(ranks)
    assert verdict_of(None, 0) is None
    assert verdict_of(None, 1) == UNGRADABLE
    assert verdict_of(0, None) == HEALTHY


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (HEALTHY, MILD, True),
        (MODERATE, SEVERE, True),
        (UNGRADABLE, UNGRADABLE, True),
        (MILD, MODERATE, False),
        (HEALTHY, UNGRADABLE, False),
        (UNGRADABLE, SEVERE, False),
    ],
)
def test_readers_agree_on_what_is_to_be_done(first: Verdict, second: Verdict, same: bool) -> None:
    assert agree(first, second) is agree(second, first) is same


@pytest.mark.parametrize(("first", "second"), list(product(ANY, ANY)))
def test_a_disagreement_waits_for_the_arbiter_and_never_looks_healthy(
    first: Verdict, second: Verdict
) -> None:
    readings = Readings(first, second, second_due=True, programme=True)
    final = final_of(SAYS_NO, readings)
    worse = max(first, second, key=lambda one: one.rank)
    if agree(first, second):
        assert (final.awaited, final.decision) == (None, worse.decision)
        assert final.grade == worse.grade
    else:
        assert final.awaited is Awaited.ARBITER
        assert final.decision is worse.decision is not Decision.NO_REFERRAL
    for arbiter in ANY:
        decided = final_of(SAYS_NO, Readings(first, second, arbiter, True, True))
        assert (decided.awaited, decided.decision) == (None, arbiter.decision)
        assert decided.grade == arbiter.grade


def test_a_first_reading_alone_is_final_where_no_second_is_due() -> None:
    final = final_of(SAYS_NO, Readings(HEALTHY, programme=True))
    assert (final.awaited, final.decision, final.grade) == (None, Decision.NO_REFERRAL, 0)
    due = final_of(SAYS_NO, Readings(HEALTHY, second_due=True, programme=True))
    assert (due.awaited, due.decision, due.grade) == (Awaited.SECOND, None, None)
    refers = final_of(SAYS_NO, Readings(SEVERE, second_due=True, programme=True))
    assert (refers.awaited, refers.decision, refers.grade) == (Awaited.SECOND, Decision.REFER, 4)


def test_before_anybody_has_read_the_programs_answer_stands_and_nothing_is_final() -> None:
    final = final_of(SAYS_NO, Readings(programme=True))
    assert (final.decision, final.by_doctor, final.awaited) == (
        Decision.NO_REFERRAL,
        False,
        Awaited.FIRST,
    )
    assert final_of(SAYS_NO, Readings()).awaited is None
    # The first reader has taken it back: what the second one says is not enough.
    taken_back = final_of(SAYS_NO, Readings(None, HEALTHY, second_due=False))
    assert (taken_back.decision, taken_back.awaited) == (None, Awaited.FIRST)


@pytest.mark.parametrize("own", ANY)
def test_who_must_not_see_others_is_told_that_it_is_not_all(own: Verdict) -> None:
    final = final_of(SAYS_NO, Readings(own, programme=True, hidden=True))
    assert final.awaited is Awaited.OTHERS
    assert final.decision is not Decision.NO_REFERRAL


def test_referrals_ungradables_and_a_share_of_the_others_are_read_twice() -> None:
    hashes = [f"{number:064x}" for number in range(4000)]
    for verdict in (MODERATE, SEVERE, UNGRADABLE):
        assert all(second_due(verdict, one, 1, 0.0) for one in hashes[:9])
    small = {one for one in hashes if second_due(HEALTHY, one, 1, 0.1)}
    large = {one for one in hashes if second_due(MILD, one, 1, 0.3)}
    assert small < large
    assert len(small) == pytest.approx(400, abs=60)
    other = {one for one in hashes if drawn(one, 2, 0.1)}
    assert other != small
    # The same on every machine and in every version.
    assert [number for number in range(40) if drawn(f"{number:064x}", 1, 0.1)] == DRAWN


DRAWN = [1, 10, 12, 23, 28, 30, 31, 32, 34]
