"""A release on Linux without what nobody uses: each step says when it takes nothing away any more.

The steps know how wheels of others are built inside and stop working when those change. A program
that is built for trying out (``make package``) does without them: ``make release`` sets
:data:`SWITCH`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from distribution.left_out import LINK, Entry
from distribution.slim_icu import slim_icu
from distribution.slim_linux import stripped
from distribution.slim_opencv import slim_opencv

#: Variable of the environment that turns the steps on.
SWITCH = "FUNDUSVIEWER_SLIM"


class SlimmingError(Exception):
    """A step no longer takes away what it is there for."""


@dataclass(frozen=True)
class Step:
    """One way to make the folder smaller.

    Attributes
    ----------
    name
        The module that does it.
    least
        Bytes that it takes away as long as it works.
    run
        Takes PyInstaller's list and a folder for what is made; returns the smaller list.
    """

    name: str
    least: int
    run: Callable[[list[Entry], Path], list[Entry]]


STEPS = (
    Step("slim_opencv", 20_000_000, slim_opencv),
    Step("slim_icu", 15_000_000, slim_icu),
    # 23 MB more where Python was built on this machine.
    Step("slim_linux", 6_000_000, stripped),
)


def is_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this build is to be made small."""
    return environment.get(SWITCH) == "1"


def slim(binaries: Iterable[Entry], work: Path, steps: Iterable[Step] = STEPS) -> list[Entry]:
    """Return the binaries after all steps.

    Raises
    ------
    SlimmingError
        If a step takes away less than it should.
    """
    left = list(binaries)
    for step in steps:
        before = _size(left)
        left = step.run(left, work / step.name)
        saved = before - _size(left)
        if saved < step.least:
            raise SlimmingError(
                f"distribution/{step.name}.py took away {saved / 1e6:.1f} MB, at least "
                f"{step.least / 1e6:.1f} MB are expected. Either a program of "
                "'scripts/system-packages.sh building' is missing, or a wheel is built in another "
                "way now; 'make package' builds without these steps."
            )
    return left


def _size(binaries: Iterable[Entry]) -> int:
    return sum(Path(source).stat().st_size for _, source, kind in binaries if kind != LINK)
