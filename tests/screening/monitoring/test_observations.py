"""What is watched comes from the database in the order of the examinations, each once."""

from __future__ import annotations

from pathlib import Path

from fundusviewer.screening import Method, Store, name_pattern
from fundusviewer.screening.monitoring.observations import UNKNOWN_FIELD, observed
from tests.helpers.rows import add_photograph

METHOD = Method(
    "tiny-dr", "1", "0" * 64, '{"operating_point": "screening", "steps": 1, "threshold": 0.5}'
)


def test_rows_become_observations(tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        add_photograph(store.path, METHOD, "/day/7_OD.jpg", "refer", 3, 0.9)
        add_photograph(store.path, METHOD, "/day/7_OS.jpg", "no_referral", 0, 0.1)
        add_photograph(store.path, METHOD, "/day/nobody.jpg", "ungradable")
        add_photograph(store.path, None, "/day/9_OD.jpg")
        store.add_failure(Path("/day/gone.jpg"), "cannot be read")
        found = observed(store, METHOD, name_pattern())
    assert [(one.refused, one.referred) for one in found] == [
        (False, True),
        (False, False),
        (True, None),
    ]
    assert found[0].patient == found[1].patient == "patient 7"
    assert found[2].patient.startswith("photograph ")
    assert {one.camera for one in found} == {"9 × 9"}
    assert found[0].field == UNKNOWN_FIELD
    assert found[0].week == (2026, 1)
