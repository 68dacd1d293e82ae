"""What the tests of the database share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fundusviewer.inference import Classifier
from fundusviewer.screening import Finding, Store, examine
from tests.screening.photographs import write_photograph


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def finding(tmp_path: Path, classifier: Classifier) -> Finding:
    return examine(write_photograph(tmp_path / "Patient004_L.jpg"), classifier)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "screening.sqlite") as store:
        yield store
