"""Metadata of model files, read without the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import ModelContractError
from fundusviewer.inference import CARD_KEY
from fundusviewer.inference.onnx_file import read_metadata
from fundusviewer.regular_files import open_regular
from tests.helpers.models import make_card, write_model

FIXTURES = [HealthCheck.function_scoped_fixture]


def test_properties(tmp_path: Path) -> None:
    properties = {CARD_KEY: "ü" * 1000, "other": "", "": "nameless"}
    path = write_model(tmp_path / "m.onnx", metadata=properties)
    metadata = read_metadata(path)
    assert metadata.properties == properties
    assert metadata.external_files == frozenset()


def test_the_card_comes_back(tiny_model: Path) -> None:
    assert read_metadata(tiny_model).properties[CARD_KEY] == make_card().to_json()


def large_model(path: Path, megabytes: int) -> Path:
    weights = np.zeros(megabytes * 2**18, np.float32)
    graph = helper.make_graph(
        [helper.make_node("Identity", ["weights"], ["out"])],
        "large",
        [],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, weights.shape)],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    helper.set_model_props(model, {CARD_KEY: "card"})
    onnx.save(model, path)
    return path


def test_the_weights_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = large_model(tmp_path / "m.onnx", 16)
    read = 0

    def counting(path: Path) -> object:
        file = open_regular(path)
        original = file.read

        def count(size: int = -1) -> object:
            nonlocal read
            data = original(size)
            read += len(data)
            return data

        class Counted:
            seek, tell = file.seek, file.tell
            read = staticmethod(count)

            def __enter__(self) -> Self:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

        return Counted()

    monkeypatch.setattr("fundusviewer.inference.onnx_file.open_regular", counting)
    assert read_metadata(path).properties == {CARD_KEY: "card"}
    assert 0 < read < 1000


@settings(deadline=None, max_examples=120, suppress_health_check=FIXTURES)
@given(share=st.floats(0, 1, exclude_max=True))
def test_cut_off_anywhere_loses_the_model(tmp_path: Path, share: float) -> None:
    """A cut between two fields leaves a file whose card is not there."""
    whole = tmp_path / "whole.onnx"
    if not whole.exists():
        write_model(whole)
    data = whole.read_bytes()
    path = tmp_path / "cut.onnx"
    path.write_bytes(data[: int(share * len(data))])
    try:
        metadata = read_metadata(path)
    except ModelContractError as error:
        assert str(error).startswith("cut.onnx: ")  # noqa: PT017
    else:
        assert CARD_KEY not in metadata.properties


@settings(deadline=None, max_examples=200, suppress_health_check=FIXTURES)
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.onnx"
    path.write_bytes(data)
    try:
        metadata = read_metadata(path)
    except ModelContractError as error:
        assert str(error).startswith("any.onnx: ")  # noqa: PT017
    else:
        assert all(isinstance(value, str) for value in metadata.properties.values())


@settings(deadline=None, max_examples=200, suppress_health_check=FIXTURES)
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_bytes(tmp_path: Path, places: list[tuple[float, int]]) -> None:
    whole = tmp_path / "whole.onnx"
    if not whole.exists():
        write_model(whole)
    data = bytearray(whole.read_bytes())
    for place, value in places:
        data[int(place * len(data))] = value
    path = tmp_path / "damaged.onnx"
    path.write_bytes(bytes(data))
    try:
        read_metadata(path)
    except ModelContractError as error:
        assert str(error).startswith("damaged.onnx: ")  # noqa: PT017


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"just a text file", b"\x80" * 40, b"PK\x03\x04" + bytes(50)]
)
def test_what_is_no_model(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(data)
    with pytest.raises(ModelContractError, match=r"m\.onnx: "):
        read_metadata(path)


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelContractError, match=r"gone\.onnx: cannot be read"):
        read_metadata(tmp_path / "gone.onnx")
    (tmp_path / "folder.onnx").mkdir()
    with pytest.raises(ModelContractError, match=r"folder\.onnx: cannot be read"):
        read_metadata(tmp_path / "folder.onnx")


def external_model(path: Path, location: str) -> Path:
    """Write a tiny model whose logits lie in another file."""
    model = onnx.load(write_model(path))
    tensor = next(tensor for tensor in model.graph.initializer if tensor.name == "logits")
    raw = tensor.raw_data
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=location)
    tensor.external_data.add(key="offset", value="0")
    tensor.external_data.add(key="length", value=str(len(raw)))
    path.write_bytes(model.SerializeToString())
    target = path.parent / location
    if target.parent.is_dir():
        target.write_bytes(raw)
    return path


@pytest.mark.parametrize("location", ["weights.bin", "../weights.bin", "sub/../../w.bin"])
def test_files_with_weights_are_named(tmp_path: Path, location: str) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    metadata = read_metadata(external_model(folder / "m.onnx", location))
    assert metadata.external_files == {location}
