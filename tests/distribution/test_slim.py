"""A release is made small on purpose, and says when a step no longer works."""

from __future__ import annotations

from pathlib import Path

import pytest

from distribution.left_out import LINK, Entry
from distribution.slim import STEPS, SWITCH, SlimmingError, Step, is_wanted, slim


def _entries(folder: Path, *sizes: int) -> list[Entry]:
    files = []
    for number, size in enumerate(sizes):
        path = folder / f"lib{number}.so"
        path.write_bytes(bytes(size))
        files.append((path.name, str(path), "BINARY"))
    return files


def test_the_switch() -> None:
    assert not is_wanted({})
    assert not is_wanted({SWITCH: ""})
    assert is_wanted({SWITCH: "1"})


def test_one_step_works_on_what_the_one_before_left(tmp_path: Path) -> None:
    entries = _entries(tmp_path, 100, 200, 300)
    steps = [Step(name, 100, lambda left, _: left[1:]) for name in ("first", "second")]
    assert slim(entries, tmp_path, steps) == entries[2:]


def test_a_step_that_no_longer_works(tmp_path: Path) -> None:
    entries = _entries(tmp_path, 100, 200)
    works = Step("works", 100, lambda left, _: left[1:])
    useless = Step("useless", 50, lambda left, _: left)
    with pytest.raises(SlimmingError, match=r"useless\.py took away 0\.0 MB"):
        slim(entries, tmp_path, [works, useless])


def test_a_link_is_nothing_that_was_saved(tmp_path: Path) -> None:
    entries = [*_entries(tmp_path, 100), ("link.so", "lib0.so", LINK)]
    with pytest.raises(SlimmingError):
        slim(entries, tmp_path, [Step("links", 1, lambda left, _: left[:1])])


def test_every_step_is_a_module_that_takes_something_away() -> None:
    folder = Path(__file__).parents[2] / "distribution"
    assert {f"{step.name}.py" for step in STEPS} == {path.name for path in folder.glob("slim_*.py")}
    assert all(step.least > 0 for step in STEPS)
