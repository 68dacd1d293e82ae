"""A filter that is added counts everywhere, or a test here says where not."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.grading import Awaited, Decision, Role
from fundusviewer.gui.settings.session_file import LastSession, SavedListState
from fundusviewer.reporting.part import Part, part_words
from fundusviewer.screening import Filter, ListFilter, Order
from fundusviewer.screening.database.queries import keys
from fundusviewer.screening.database.view import View
from fundusviewer.screening.readers import Seat

#: A value of each field that leaves something out. One that is missing here fails.
_SOME: dict[str, Any] = {
    "decisions": frozenset({Decision.REFER, None}),
    "grades": frozenset({3}),
    "gradable": False,
    "reviewed": True,
    "queue": True,
    "awaited": frozenset({Awaited.ARBITER}),
    "text": "drusen",
    "only": frozenset({1, 2}),
}
_NAMES = [one.name for one in fields(ListFilter)]
#: A number of a run counted these: the run is gone with the window, and no report names it.
_OF_A_RUN = "only"


@pytest.mark.parametrize("name", _NAMES)
def test_each_filter_is_asked_of_the_database(name: str) -> None:
    wanted = ListFilter(**{name: _SOME[name]})
    among = Filter.among(wanted, files=None, folder=Path("/day"), blind=True)
    assert getattr(among, name) == _SOME[name]
    assert (among.folder, among.blind) == (Path("/day"), True)
    assert among.everything() == Filter(folder=Path("/day"))
    assert _asked(among) != _asked(replace(among, **{name: _default(name)}))


@pytest.mark.parametrize("name", _NAMES)
def test_each_filter_is_counted_but_for_the_search(name: str) -> None:
    assert ListFilter(**{name: _SOME[name]}).count == (name != "text")
    assert ListFilter().count == 0
    assert ListFilter(**_SOME).count == len(_SOME) - 1


@pytest.mark.parametrize("name", [name for name in _NAMES if name != _OF_A_RUN])
def test_each_filter_is_kept_and_reported(name: str, tmp_path: Path) -> None:
    wanted = ListFilter(**{name: _SOME[name]})
    file = LastSession(tmp_path)
    file.save(SavedListState(filter=wanted))
    assert file.load()[1].filter == wanted
    told = part_words(Part(1, 2, Filter(**{name: _SOME[name]})), personal=True)
    assert told != part_words(Part(1, 2), personal=True)


def _default(name: str) -> Any:
    return getattr(ListFilter(), name)


def _asked(wanted: Filter) -> object:
    seat = Seat(1, "Dr A", Role.FIRST)
    return keys(View(programme=True, seat=seat), 1, wanted, Order.NEWEST)
