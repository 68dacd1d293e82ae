"""``requirements.lock`` has, with hashes, an allowed version of all that pyproject.toml names."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("packaging")
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def _asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [
        Requirement(text) for text in (*project["dependencies"], *(x for e in extras for x in e))
    ]


def _locked() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append(version)
    return versions


@pytest.mark.parametrize("requirement", _asked_for(), ids=str)
def test_a_version_that_is_allowed(requirement: Requirement) -> None:
    versions = _locked().get(canonicalize_name(requirement.name))
    assert versions, f"{requirement.name} is not in requirements.lock: make lock"
    for version in versions:
        assert requirement.specifier.contains(version), "make lock"


def test_every_version_has_hashes() -> None:
    parts = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(parts) > 80
    assert all("--hash=sha256:" in part for part in parts)
    assert "file:" not in LOCK, "of the registry, not of somebody's disk"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(("locked", "some"), [("python", True), ("2.7", False)])
def test_what_pip_takes_of_it(tmp_path: Path, locked: str, some: bool) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    version = subprocess.run(
        [str(venv / "bin/python"), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    wanted = version if locked == "python" else locked
    done = subprocess.run(
        ["make", "-C", str(ROOT), f"VENV={venv}", f"LOCKED={wanted}", f"{venv}/constraints.txt"],
        capture_output=True,
        text=True,
        check=True,
    )
    text = (venv / "constraints.txt").read_text("utf-8")
    assert ("numpy==" in text) == some
    assert "--hash" not in text
    assert "\\" not in text
    assert (f"is for Python {wanted}" in done.stdout) != some
