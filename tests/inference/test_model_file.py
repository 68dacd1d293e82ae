"""A model file's own hash: of graph, weights, card and golden vector."""

from __future__ import annotations

import os
from pathlib import Path

import onnx
import pytest

from fundusviewer.errors import ModelContractError
from fundusviewer.export.pipeline.model_file import append_metadata
from fundusviewer.inference import CARD_KEY, ModelLibrary
from fundusviewer.inference.model_file import verified_file
from tests.helpers.models import make_card, write_model
from tests.inference.graphs import golden_of


@pytest.fixture
def hashed(tmp_path: Path) -> Path:
    """A file as the exporter writes it."""
    golden = golden_of(write_model(tmp_path / "first.onnx"))
    path = write_model(tmp_path / "hashed.onnx", metadata={})
    append_metadata(path, make_card(), golden)
    return path


def test_a_written_file_is_verified(hashed: Path) -> None:
    file = verified_file(hashed)
    assert file.is_hashed
    assert file.card.content_sha256 is not None
    assert file.card.model_copy(update={"content_sha256": None}) == make_card()


def test_an_older_file_has_no_hash_and_loads(tiny_model: Path) -> None:
    assert not verified_file(tiny_model).is_hashed


def test_what_another_tool_left_in_the_file_does_not_matter(tmp_path: Path) -> None:
    golden = golden_of(write_model(tmp_path / "first.onnx"))
    path = write_model(tmp_path / "m.onnx", metadata={"onnx.infer": "onnxruntime.quant"})
    append_metadata(path, make_card(), golden)
    assert verified_file(path).is_hashed


def test_any_flipped_bit_is_noticed(hashed: Path) -> None:
    whole = hashed.read_bytes()
    for place in range(0, len(whole), 7):
        data = bytearray(whole)
        data[place] ^= 1 << (place % 8)
        hashed.write_bytes(bytes(data))
        with pytest.raises(ModelContractError, match=r"hashed\.onnx: "):
            verified_file(hashed)


def test_a_changed_card_is_noticed(hashed: Path) -> None:
    model = onnx.load(hashed)
    for entry in model.metadata_props:
        if entry.key == CARD_KEY:
            assert '"threshold":0.5' in entry.value
            entry.value = entry.value.replace('"threshold":0.5', '"threshold":0.9')
    onnx.save(model, hashed)
    with pytest.raises(ModelContractError, match="its content is not what its card says"):
        verified_file(hashed)


def test_written_again_unchanged_it_is_the_same(hashed: Path) -> None:
    onnx.save(onnx.load(hashed), hashed)
    assert verified_file(hashed).is_hashed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_is_not_opened(tmp_path: Path, linked: bool) -> None:
    path = tmp_path / "pipe.onnx"
    os.mkfifo(tmp_path / "pipe" if linked else path)
    if linked:
        path.symlink_to(tmp_path / "pipe")
    with pytest.raises(ModelContractError, match=r"pipe\.onnx: .*is a pipe or a device"):
        verified_file(path)
    with pytest.raises(ModelContractError, match="is a pipe or a device"):
        ModelLibrary.default().find(path).require_card()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_link_to_a_device_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "zero.onnx"
    path.symlink_to("/dev/zero")
    with pytest.raises(ModelContractError, match="is a pipe or a device"):
        verified_file(path)
