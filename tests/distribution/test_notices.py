"""Licences and the bill of materials: nothing inside without either."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

pytest.importorskip("packaging")
from distribution.components import NotInstalledError, runtime_distributions
from distribution.notices import NoLicenceError, licence_texts, write_notices
from distribution.sbom import write_sbom
from fundusviewer import __version__
from fundusviewer.resources import bundled_models_dir


def test_what_is_inside() -> None:
    inside = runtime_distributions()
    for name in ("numpy", "onnxruntime", "opencv-python-headless", "pyside6-essentials", "pydicom"):
        assert name in inside
    for name in ("tensorflow", "pytest", "pyinstaller", "fundusviewer"):
        assert name not in inside


def test_a_distribution_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", missing)
    with pytest.raises(NotInstalledError, match="is not installed"):
        runtime_distributions()


def test_every_distribution_comes_with_its_licence(tmp_path: Path) -> None:
    inside = runtime_distributions()
    text = write_notices(tmp_path / "notices.txt", inside, ()).read_text("utf-8")
    for name in inside:
        assert f"\n{name} {metadata.version(name)}: " in text
        assert max(map(len, licence_texts(name))) > 300
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text
    assert "_internal/PySide6" in text, "Qt can be replaced, and the notices say where"


def test_a_distribution_without_a_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        files = ()

    monkeypatch.setattr(metadata, "distribution", lambda _: Bare())
    with pytest.raises(NoLicenceError, match="some-package"):
        licence_texts("some-package")


def test_bill_of_materials(tmp_path: Path) -> None:
    inside = runtime_distributions()
    path = write_sbom(tmp_path / "x.cdx.json", inside)
    document = json.loads(path.read_text("utf-8"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert document["metadata"]["component"]["version"] == __version__
    components = {entry["name"]: entry for entry in document["components"]}
    assert components.keys() >= {"Python", *inside}
    for entry in document["components"]:
        assert entry["version"]
        licence = entry["licenses"][0]["license"]["name"]
        assert licence
        assert licence != "see its text", entry["name"]
    references = [entry["bom-ref"] for entry in document["components"]]
    assert len(set(references)) == len(references)
    models = [e for e in document["components"] if e["type"] == "machine-learning-model"]
    assert len(models) == len(list(bundled_models_dir().glob("*.onnx")))
    assert all(len(model["hashes"][0]["content"]) == 64 for model in models)


def test_the_same_contents_have_the_same_bill(tmp_path: Path) -> None:
    first, second = (write_sbom(tmp_path / name, ["numpy"]).read_bytes() for name in "ab")
    assert first == second
