"""What the tests of the database share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fundusviewer.inference import Classifier
from fundusviewer.screening import Finding, Store, examine
from tests.helpers.models import write_model
from tests.screening.photographs import moved, write_photograph


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture(scope="module")
def _found(_new_folder: Callable[[str], Path]) -> Finding:
    folder = _new_folder("finding")
    classifier = Classifier(write_model(folder / "tiny.onnx"), "cpu")
    return examine(write_photograph(folder / "Patient004_L.jpg"), classifier)


@pytest.fixture
def finding(tmp_path: Path, _found: Finding) -> Finding:
    write_photograph(tmp_path / _found.path.name)
    return moved(_found, tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "screening.sqlite") as store:
        yield store
