"""Visits of patients in a database, some graded by a doctor."""

from __future__ import annotations

from pathlib import Path

from fundusviewer.screening import Method, Review, Store
from tests.helpers.rows import add_photograph

METHOD = Method(
    "tiny-dr", "1.0.0", "0" * 64, '{"operating_point": "screening", "steps": 1, "threshold": 0.5}'
)


def clinic(path: Path) -> Path:
    """Write a database.

    7 has a right eye that a doctor has graded, and a left one; 8 an ungradable eye and none of
    the other; 9 one that failed; and there is a photograph of nobody.
    """
    with Store(path) as store:
        graded = add_photograph(path, METHOD, "/day/7_OD.jpg", "refer", 3, 0.9, 0.8)
        add_photograph(path, METHOD, "/day/7_OS.jpg", "no_referral", 0, 0.1)
        add_photograph(path, METHOD, "/day/8_OD.jpg", "ungradable")
        add_photograph(path, METHOD, "/day/9_OS.jpg", "no_referral", 0, 0.1)
        store.add_failure(Path("/day/9_OD.jpg"), "cannot be read")
        add_photograph(path, METHOD, "/day/nobody.jpg", "no_referral", 0, 0.1)
        store.review({graded: Review(4)}, "Dr A")
    return path
