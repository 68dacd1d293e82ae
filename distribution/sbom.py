"""The software bill of materials: what is inside, with versions and licences (CycloneDX 1.5)."""

from __future__ import annotations

import datetime as dt
import hashlib
import platform
import uuid
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

from distribution.description import COPYRIGHT, PACKAGE
from distribution.notices import licence_of
from fundusviewer import __version__
from fundusviewer.inference import MarkingCard, ModelCard, ModelLibrary
from fundusviewer.resources import APP_NAME, bundled_models_dir

#: A build can be compared with another one: what depends on the hour would differ.
_NO_TIME = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


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
    bom = Bom(
        components=components,
        metadata=BomMetaData(component=_program(), timestamp=_NO_TIME),
        # The same contents have the same number.
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, _contents(components)),
    )
    bom.register_dependency(_program(), components)
    path.write_text(JsonV1Dot5(bom).output_as_string(indent=2) + "\n", encoding="utf-8")
    return path


def _contents(components: Sequence[Component]) -> str:
    return repr([(part.bom_ref.value, sorted(map(str, part.hashes))) for part in components])


def _program() -> Component:
    return Component(
        type=ComponentType.APPLICATION,
        bom_ref=PACKAGE,
        name=APP_NAME,
        version=__version__,
        copyright=COPYRIGHT,
        licenses=[DisjunctiveLicense(id="MIT")],
    )


def _component(name: str, version: str, licence: str, kind: str) -> Component:
    address = PackageURL(kind, name=name.lower(), version=version)
    return Component(
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        name=name,
        version=version,
        purl=address,
        # What a distribution says of itself is not always an identifier of SPDX.
        licenses=[DisjunctiveLicense(name=licence)],
    )


def _models() -> Iterator[Component]:
    library = ModelLibrary((bundled_models_dir(),))
    cards: list[tuple[Path, ModelCard | MarkingCard]] = [
        *((entry.path, entry.require_card()) for entry in library.entries()),
        *((entry.path, entry.read_card()) for entry in library.markers()),
    ]
    for path, card in cards:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Component(
            type=ComponentType.MACHINE_LEARNING_MODEL,
            bom_ref=f"model/{card.name}@{card.version}",
            name=card.name,
            version=card.version,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content)],
            licenses=[DisjunctiveLicense(name=card.licence)],
        )
