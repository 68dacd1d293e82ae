"""The run's folder and the settings that its content depends on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.errors import TrainingError
from fundusviewer.training.config.settings import (
    FEATURES,
    FINE_TUNE,
    Identity,
    TrainingSettings,
    open_run_folder,
)


@pytest.fixture
def settings(tmp_path: Path) -> TrainingSettings:
    return TrainingSettings((tmp_path / "labels.csv",), tmp_path / "run", Identity("m", "M"))


def test_weights_that_could_not_be_had_are_put_right(settings: TrainingSettings) -> None:
    open_run_folder(settings)
    folder = open_run_folder(replace(settings, weights="own.h5"))
    assert json.loads((folder / "settings.json").read_text())["weights"] == "own.h5"


@pytest.mark.parametrize("computed", [FEATURES, FINE_TUNE])
def test_what_was_computed_belongs_to_its_settings(
    settings: TrainingSettings, computed: str
) -> None:
    folder = open_run_folder(settings)
    (folder / computed).mkdir()
    (folder / computed / "part.npy").touch()
    assert open_run_folder(settings) == folder
    with pytest.raises(TrainingError, match=r'"weights": "imagenet", now "weights": "own\.h5"'):
        open_run_folder(replace(settings, weights="own.h5"))


def test_a_folder_that_cannot_be_made_is_named(settings: TrainingSettings) -> None:
    settings.output.write_text("a file")
    with pytest.raises(TrainingError, match="run: cannot be written"):
        open_run_folder(settings)
