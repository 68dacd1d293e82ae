"""The software bill of materials: what is inside, with versions and licences (CycloneDX 1.5)."""

from __future__ import annotations

import hashlib
import json
import platform
import uuid
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from distribution.description import COPYRIGHT, PACKAGE
from distribution.notices import licence_of
from fundusviewer import __version__
from fundusviewer.inference import ModelLibrary
from fundusviewer.resources import APP_NAME, bundled_models_dir


def write_sbom(path: Path, distributions: Sequence[str]) -> Path:
    """Write the bill of materials of the program with its distributions and models."""
    components = [
        _component("Python", platform.python_version(), "PSF-2.0", "generic"),
        *(
            _component(name, metadata.version(name), licence_of(name), "pypi")
            for name in distributions
        ),
        *_models(),
    ]
    # The same contents have the same number: a build can be compared with another one.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": _program()},
        "components": components,
    }
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return path


def _program() -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": PACKAGE,
        "name": APP_NAME,
        "version": __version__,
        "copyright": COPYRIGHT,
        "licenses": [{"license": {"id": "MIT"}}],
    }


def _component(name: str, version: str, licence: str, kind: str) -> dict[str, Any]:
    address = f"pkg:{kind}/{name.lower()}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        # What a distribution says of itself is not always an identifier of SPDX.
        "licenses": [{"license": {"name": licence}}],
    }


def _models() -> list[dict[str, Any]]:
    entries = ModelLibrary((bundled_models_dir(),)).entries()
    return [_model(entry.path, entry.require_card()) for entry in entries]


def _model(path: Path, card: Any) -> dict[str, Any]:
    return {
        "type": "machine-learning-model",
        "bom-ref": f"model/{card.name}@{card.version}",
        "name": card.name,
        "version": card.version,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        "licenses": [{"license": {"name": card.licence}}],
    }
