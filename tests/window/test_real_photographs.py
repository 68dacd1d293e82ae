"""A day's work with the grader that is shipped, on real photographs, by keys alone."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fundusviewer.gui.settings.session_file import LastSession
from fundusviewer.resources import default_database, user_data_dir
from fundusviewer.screening import Row, Store
from tests.helpers.screen import (
    Screen,
    needs_screen,
    needs_window_manager,
    running_window,
    virtual_screen,
    wait_for,
    window_manager,
)

#: Photographs for development; see its README.
_DATA = Path(__file__).parents[3] / "shared" / "data" / "fundus"
_SETS = ("melaka", "idrid_grading", "drimdb_quality", "camera_originals")

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(600),
    needs_screen,
    needs_window_manager,
    pytest.mark.skipif(
        not all((_DATA / name).is_dir() for name in _SETS),
        reason="needs the photographs in ../shared/data",
    ),
]

_COUNT = 60

#: Key presses for each photograph that the grader agrees with.
_AIM = 1.2


def _labels(name: str) -> dict[str, str]:
    """Return what a set's people said of its photographs: a grade, or its quality."""
    with (_DATA / name / "labels.csv").open(encoding="utf-8") as file:
        return {
            Path(row["file"]).name: row.get("grade") or row.get("quality") or ""
            for row in csv.DictReader(file)
        }


def _kept_aside(name: str) -> list[str]:
    """Return the photographs of a set that no network has learned from, mixed, always alike."""
    split = next((Path(__file__).parents[2] / "models").glob("*.split.csv"))
    with split.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == name]
    names = {Path(row["file"]).name for row in rows if row["split"] == "test"}
    return sorted(names, key=lambda name: Path(name).stem[::-1])


def _mixed() -> dict[Path, str]:
    """Return sixty photographs with what their people said: both eyes, one eye, bad, large."""
    melaka = _kept_aside("melaka")
    patients = sorted({name[:-6] for name in melaka}, key=lambda name: name[::-1])
    eyes = [f"{one}_{eye}.jpg" for one in patients for eye in "LR" if f"{one}_{eye}.jpg" in melaka]
    chosen = {
        "melaka": eyes[:28],
        "idrid_grading": _kept_aside("idrid_grading")[:22],
        "drimdb_quality": _kept_aside("drimdb_quality")[:7],
        "camera_originals": ["IDRiD_050.jpg", "IDRiD_189.jpg", "IDRiD_217.jpg"],
    }
    found: dict[Path, str] = {}
    for name, files in chosen.items():
        labels = _labels(name)
        found |= {_DATA / name / "images" / file: labels[file] for file in files}
    return found


@dataclass
class _Grader:
    """Somebody who sees what the photographs' own people saw in them, and presses keys.

    Attributes
    ----------
    opinions
        By the photograph's name: a grade, or its quality.
    agreed, differed
        Key presses for each photograph, where the network says the same, and where it does not.
    """

    opinions: dict[str, str]
    agreed: dict[str, int] = field(default_factory=dict)
    differed: dict[str, int] = field(default_factory=dict)

    def keys(self, row: Row) -> tuple[list[str], bool]:
        """Return what is pressed until the photograph is graded, and whether they agree."""
        opinion, network = self.opinions[row.path.name], row.answer.grade
        grade = opinion if opinion.isdigit() else None
        if network is None:
            # Refused: who agrees says so; who sees a grade in it gives it.
            return ["u"], True
        if grade is None and opinion != "good":
            return ["u"], False
        if grade is None or int(grade) == network:
            # Enter accepts nothing where the network refers for its probability alone.
            return ["Return", str(network)], True
        return [grade], False

    def note(self, name: str, *, agrees: bool) -> None:
        presses = self.agreed if agrees else self.differed
        presses[name] = presses.get(name, 0) + 1


def _rows() -> dict[str, Row]:
    """Return the rows of the present method, as another program sees them."""
    if not default_database().exists():
        return {}
    with Store(default_database()) as store:
        methods = store.methods()[:1]
        return {row.path.name: row for method in methods for row in store.rows(method)}


def _current() -> str:
    noted = LastSession().load()[1].current
    return "" if noted is None else Path(noted).name


def _examined(names: Iterable[str]) -> bool:
    rows = _rows()
    return all(name in rows and rows[name].result is not None for name in names)


def test_sixty_real_photographs_by_keys_alone(tmp_path: Path) -> None:
    opinions = _mixed()
    assert len(opinions) == _COUNT
    folder = tmp_path / "clinic"
    folder.mkdir()
    for path in opinions:
        shutil.copyfile(path, folder / path.name)
    user_data_dir().mkdir(parents=True, exist_ok=True)
    (user_data_dir() / "settings.json").write_text('{"grader": "Dr A", "language": "en"}')
    grader = _Grader({path.name: opinion for path, opinion in opinions.items()})
    with (
        virtual_screen(tmp_path) as screen,
        window_manager(screen),
        running_window(screen, str(folder)),
    ):
        assert wait_for(lambda: _examined(grader.opinions), 300), "not all were examined"
        _grade_all(screen, grader)
    rows = _rows().values()
    assert sum(row.is_reviewed for row in rows) == _COUNT
    agreed, presses = len(grader.agreed), sum(grader.agreed.values())
    others, more = len(grader.differed), sum(grader.differed.values())
    print(
        f"\n{presses} key presses for {agreed} photographs with the same answer: "
        f"{presses / agreed:.2f} each; {more} for {others} with another one"
    )
    assert presses <= _AIM * agreed
    # Nobody was agreed with by accident: what was accepted is what the network says.
    for row in rows:
        if row.path.name in grader.agreed and row.answer.grade is not None:
            assert row.review_grade == row.answer.grade, row.path.name


def _grade_all(screen: Screen, grader: _Grader) -> None:
    """Press what the grader presses for the photograph on screen, until nothing is left."""
    done: set[str] = set()
    while len(done) < _COUNT:
        assert wait_for(lambda: _current() not in done | {""}, 15), (
            f"after {len(done)} photographs the next one is not shown"
        )
        name = _current()
        keys, agrees = grader.keys(_rows()[name])
        # A person looks before grading; a photograph that was not on screen is not graded.
        screen.xdotool("sleep", "0.4")
        for key in keys:
            screen.xdotool("key", key)
            grader.note(name, agrees=agrees)
            if wait_for(lambda name=name: _rows()[name].is_reviewed, 3):  # type: ignore[misc]
                break
        else:
            raise AssertionError(f"{name} is not graded after {keys}")
        done.add(name)
