"""The program knows its own models by their bytes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.errors import ModelContractError
from fundusviewer.inference import ModelLibrary
from fundusviewer.inference.bundled import BUNDLED
from fundusviewer.inference.model_file import (
    ModelFile,
    card_of,
    marking_card_of,
    role_of,
    verified,
    verified_file,
)
from fundusviewer.inference.onnx_file import read_metadata
from fundusviewer.resources import bundled_models_dir


def test_the_table_is_up_to_date() -> None:
    folder = bundled_models_dir()
    files = sorted(path.name for path in folder.glob("*.onnx"))
    assert files == sorted(model.file for model in BUNDLED)
    for model in BUNDLED:
        # Raises where the table of bundled.py has another hash than `sha256sum models/*.onnx`.
        path = folder / model.file
        marks = role_of(read_metadata(path)) is not None
        file: ModelFile[Any] = verified(path, marking_card_of if marks else card_of)
        assert file.is_bundled
        assert (file.card.name, file.card.version) == (model.name, model.version)


def test_macular_oedema_is_weighed_with_the_grader_that_is_shipped() -> None:
    """A new grader needs new weights: with old ones both networks together would say nothing."""
    library = ModelLibrary.default()
    path = library.find_marker("lesions")
    assert path is not None
    weighs = marking_card_of(path, read_metadata(path)).macular_oedema
    assert weighs is not None
    grader = library.find().require_card()
    assert (weighs.grader, weighs.grader_version) == (grader.name, grader.version)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("name", ["squeezenet-imagenet.onnx", "renamed.onnx"])
def test_flipped_bits_are_refused_wherever_the_file_lies(
    tmp_path: Path, share: float, name: str
) -> None:
    source = ModelLibrary.default().find("squeezenet-imagenet").path
    damaged = tmp_path / name
    data = bytearray(source.read_bytes())
    data[int(share * len(data))] ^= 0x40
    damaged.write_bytes(bytes(data))
    with pytest.raises(ModelContractError, match=f"{name}: "):
        verified_file(damaged)


def test_a_copy_is_known(tmp_path: Path) -> None:
    source = ModelLibrary.default().find("squeezenet-imagenet").path
    copied = Path(shutil.copy(source, tmp_path / "copy.onnx"))
    assert verified_file(copied).is_bundled


def test_another_file_in_the_place_of_a_bundled_one(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fundusviewer.inference.model_file.bundled_models_dir", lambda: tmp_path)
    path = tiny_model.rename(tmp_path / "squeezenet-imagenet.onnx")
    with pytest.raises(ModelContractError, match=r"is damaged or was changed: .* install it again"):
        verified_file(path)
