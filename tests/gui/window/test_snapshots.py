"""What the main states look like: against small pictures, so coarse that letters do not count.

A picture is compared at an eighth of its size. Another font moves letters by some pixels, which
changes little there; a part that is missing, has another place or another colour changes much.
After a wanted change of the window run this file with ``FUNDUSVIEWER_NEW_SNAPSHOTS=1``, and look at
the new pictures before they are committed.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

DATA = Path(__file__).parents[2] / "data" / "snapshots"
ROOT = Path(__file__).parents[3]

STATES = ("empty", "graded", "refer", "ungradable", "error", "dark", "translated", "small")
BROKEN = ("no list", "no finding", "no grades", "wide list", "other place")
LARGE = ("empty", "refer", "dark")

#: Width and height of the compared pictures: an eighth of the window's.
_SIZE = (171, 88)

#: From this difference on (0–255) a place counts as another one.
_OTHER = 24

#: Share of the places that may be other ones. Measured: another run, and letters without hints and
#: grey steps, none; the smallest of the broken layouts (no row of grades) 1.2 %.
_ALLOWED = 0.004


def _shoot(folder: Path, states: Sequence[str], *, scale: int = 1, letters: str = "smooth") -> Path:
    folder.mkdir()
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(scale),
        "FUNDUSVIEWER_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, "-m", "tests.gui.snapshot_states", str(folder), letters, *states],
        env=environment,
        cwd=ROOT,
        check=True,
        timeout=200,
    )
    return folder


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    broken = (f"broken-{name}" for name in BROKEN)
    return _shoot(tmp_path_factory.mktemp("snapshots") / "usual", (*STATES, *broken))


@pytest.fixture(scope="session")
def doubled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _shoot(tmp_path_factory.mktemp("snapshots") / "doubled", LARGE, scale=2)


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _shoot(tmp_path_factory.mktemp("snapshots") / "hard", STATES, letters="hard")


def _picture(path: Path) -> np.ndarray:
    pixels = cv2.imread(str(path))
    assert pixels is not None, path
    return pixels


def _coarse(path: Path) -> np.ndarray:
    return cv2.resize(_picture(path), _SIZE, interpolation=cv2.INTER_AREA)


def _differing(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of places that look otherwise, 0–1; letters are blurred away."""
    soft = [cv2.blur(picture.astype(np.float32), (3, 3)) for picture in (one, other)]
    return float((np.abs(soft[0] - soft[1]).max(axis=2) > _OTHER).mean())


@pytest.mark.parametrize("state", STATES)
def test_the_state_looks_as_before(usual: Path, state: str) -> None:
    now, kept = _coarse(usual / f"{state}.png"), DATA / f"{state}.png"
    if os.environ.get("FUNDUSVIEWER_NEW_SNAPSHOTS"):
        cv2.imwrite(str(kept), now)
    assert _differing(now, _picture(kept)) <= _ALLOWED


@pytest.mark.parametrize("state", LARGE)
def test_at_200_percent_it_looks_the_same_and_sharper(
    usual: Path, doubled: Path, state: str
) -> None:
    large, small = _picture(doubled / f"{state}.png"), _picture(usual / f"{state}.png")
    assert large.shape[:2] == (2 * small.shape[0], 2 * small.shape[1])
    assert (
        _differing(_coarse(doubled / f"{state}.png"), _picture(DATA / f"{state}.png")) <= _ALLOWED
    )
    # Drawn anew, not blown up: there is detail that the small picture cannot hold.
    shrunk = cv2.resize(large, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    blown_up = cv2.resize(shrunk, large.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    assert cv2.Laplacian(large, cv2.CV_64F).var() > 2 * cv2.Laplacian(blown_up, cv2.CV_64F).var()


@pytest.mark.parametrize("state", STATES)
def test_letters_drawn_otherwise_do_not_count(usual: Path, hard: Path, state: str) -> None:
    assert (_picture(hard / f"{state}.png") != _picture(usual / f"{state}.png")).any()
    assert _differing(_coarse(hard / f"{state}.png"), _picture(DATA / f"{state}.png")) <= _ALLOWED


@pytest.mark.parametrize("breaking", BROKEN)
def test_a_broken_layout_counts(usual: Path, breaking: str) -> None:
    broken = _coarse(usual / f"broken-{breaking}.png")
    assert _differing(broken, _picture(DATA / "refer.png")) > _ALLOWED


def test_the_states_differ(usual: Path) -> None:
    """None could be taken for another one; in another language only the letters differ."""
    pictures = {state: _coarse(usual / f"{state}.png") for state in STATES if state != "translated"}
    for one, other in itertools.combinations(pictures.values(), 2):
        assert _differing(one, other) > _ALLOWED
    translated, english = (_picture(usual / f"{name}.png") for name in ("translated", "refer"))
    assert (translated != english).any(axis=2).mean() > 0.005
