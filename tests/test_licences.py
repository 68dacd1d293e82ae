"""What the wheel, the citation and the model files say of licence and version is one thing."""

from __future__ import annotations

import tomllib
from pathlib import Path

from fundusviewer import __version__

ROOT = Path(__file__).parents[1]


def test_the_wheel_says_what_holds_for_code_and_weights() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["license"].split(" AND ")) == {
        "MIT",
        "LicenseRef-FundusViewer-Models",
        "BSD-2-Clause",
        "OFL-1.1",
        "Apache-2.0",
        "CC-BY-4.0",
    }
    for name in project["license-files"]:
        assert (ROOT / name).is_file(), name
    weights = (ROOT / "models" / "LICENSE").read_text("utf-8")
    for model in ROOT.glob("models/*.onnx"):
        assert model.name in weights
    assert "LicenseRef-FundusViewer-Models" in weights


def test_the_citation_names_this_version() -> None:
    lines = (ROOT / "CITATION.cff").read_text("utf-8").splitlines()
    assert f"version: {__version__}" in lines
    assert 'title: "FundusViewer"' in lines
