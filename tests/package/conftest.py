"""The packaged program, copied to where a hospital might put it, and a user who owns nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from distribution.description import CONSOLE, WINDOW

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "dist" / WINDOW

#: Root may write everywhere; where the tests are root, the program runs as this user: nobody.
_NOBODY = 65534 if os.geteuid() == 0 else None


@dataclass(frozen=True)
class Installed:
    """The program in a folder that its user cannot write to.

    Attributes
    ----------
    folder
        Has spaces and letters that are not ASCII in its path.
    home
        Empty, and the user's own.
    empty
        An empty folder, for a ``PATH`` without Python.
    environment
        All that the program is started with.
    """

    folder: Path
    home: Path
    empty: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def clean(self) -> dict[str, str]:
        """The environment of a machine without Python."""
        return {"HOME": str(self.home), "PATH": str(self.empty), "LC_ALL": "C.UTF-8"}

    def run(
        self,
        *words: str | Path,
        program: str = CONSOLE,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the two programs to its end."""
        return subprocess.run(
            [str(self.folder / program), *(str(word) for word in words)],
            env={**self.clean, **(environment or {})},
            cwd=self.home,
            user=_NOBODY,
            group=_NOBODY,
            extra_groups=[] if _NOBODY else None,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def start(
        self,
        *words: str | Path,
        environment: Mapping[str, str],
        program: str = WINDOW,
        before: Sequence[str] = (),
    ) -> subprocess.Popen[str]:
        """Start one of the two programs, with another command before it."""
        return subprocess.Popen(
            [*before, str(self.folder / program), *(str(word) for word in words)],
            env={**self.clean, **environment},
            cwd=self.home,
            user=_NOBODY,
            group=_NOBODY,
            extra_groups=[] if _NOBODY else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="session")
def _place() -> Iterator[Path]:
    if sys.platform != "linux":
        pytest.skip("the folder is tried out like this on Linux only")
    if not BUILT.is_dir():
        pytest.fail(f"{BUILT} is not there: run 'make package' before")
    with tempfile.TemporaryDirectory(prefix="Klinik für Augenheilkunde 眼科 ") as name:
        place = Path(name)
        place.chmod(0o755)
        shutil.copytree(BUILT, place / WINDOW, symlinks=True)
        # Nobody may write into it, and root, who could, does not run it.
        subprocess.run(["chmod", "-R", "a-w,a+rX", str(place / WINDOW)], check=True)
        (place / "empty").mkdir()
        yield place
        subprocess.run(["chmod", "-R", "u+w", str(place / WINDOW)], check=True)


@pytest.fixture
def installed(_place: Path) -> Iterator[Installed]:
    """Return the installed program with a new home."""
    with tempfile.TemporaryDirectory(prefix="Zuhause von Dr. Müller ") as name:
        home = Path(name)
        if _NOBODY is not None:
            os.chown(home, _NOBODY, _NOBODY)
        yield Installed(_place / WINDOW, home, _place / "empty")


@pytest.fixture
def for_all(sample: Path) -> Iterator[Path]:
    """Return a copy of the sample photograph that every user may read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        copy = folder / "Frau Größe OS.jpg"
        shutil.copy(sample, copy)
        copy.chmod(0o644)
        yield copy
