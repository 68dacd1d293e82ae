"""The inside of a network, from its file alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import InferenceError, ModelContractError
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import ModelLibrary
from fundusviewer.inference.inspection import Inspection

PICTURES = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def squeezenet() -> Inspection:
    return Inspection(ModelLibrary.default().find("squeezenet-imagenet").path)


def test_the_table_of_squeezenet(squeezenet: Inspection) -> None:
    convolutions = [row for row in squeezenet.layers if row.operator == "Conv"]
    assert len(convolutions) == 26
    assert convolutions[0].output_shape == (64, 113, 113)
    assert convolutions[0].parameters == 3 * 64 * 9 + 64
    # Table 1 of Iandola et al. (2016) has 1,248,424 for version 1.0; 1.1 has these.
    assert squeezenet.parameters == 1_235_496
    assert not [row for row in squeezenet.layers if row.name.startswith("gradcam/")]
    assert len({row.name for row in squeezenet.layers}) == len(squeezenet.layers)


def test_the_first_filters_are_pictures(squeezenet: Inspection) -> None:
    filters = squeezenet.first_filters()
    assert len(filters) == 64
    assert {(picture.shape, picture.dtype.name) for picture in filters} == {((3, 3, 3), "uint8")}
    assert all((picture.min(), picture.max()) == (0, 255) for picture in filters)


def test_the_maps_of_a_photograph(squeezenet: Inspection) -> None:
    library = ModelLibrary.default().find("squeezenet-imagenet")
    image = read_image(PICTURES / "cat.jpg")
    pixels = to_model_input(image.pixels, library.require_card().input).pixels
    first, last = squeezenet.layers_with_maps[0], squeezenet.layers_with_maps[-1]
    for name in (first, last):
        row = next(row for row in squeezenet.layers if row.name == name)
        assert squeezenet.maps(name, pixels).shape == row.output_shape


@pytest.mark.parametrize("layer", ["nowhere", "softmax"])
def test_a_layer_without_maps_is_refused(layer: str, squeezenet: Inspection) -> None:
    with pytest.raises(InferenceError, match="is no layer with maps"):
        squeezenet.maps(layer, np.zeros((227, 227, 3), np.uint8))


def test_pixels_of_another_size_are_refused(squeezenet: Inspection) -> None:
    with pytest.raises(InferenceError, match="cannot be computed"):
        squeezenet.maps(squeezenet.layers_with_maps[0], np.zeros((5, 5, 3), np.uint8))


def _convolution(path: Path, kernel: np.ndarray, *, reverse: bool, stored: str) -> Path:
    """Write image → float → NCHW → [BGR] → convolution with a kernel in a given storage."""
    weights, nodes = [], []
    nodes.append(helper.make_node("Cast", ["image"], ["float"], to=TensorProto.FLOAT))
    nodes.append(helper.make_node("Transpose", ["float"], ["nchw"], perm=[0, 3, 1, 2]))
    source = "nchw"
    if reverse:
        for name, value in (("start", -1), ("end", -9), ("axis", 1), ("step", -1)):
            weights.append(numpy_helper.from_array(np.asarray([value], np.int64), name))
        nodes.append(helper.make_node("Slice", ["nchw", "start", "end", "axis", "step"], ["bgr"]))
        source = "bgr"
    if stored == "float32":
        weights.append(numpy_helper.from_array(kernel, "kernel"))
    elif stored == "float16":
        weights.append(numpy_helper.from_array(kernel.astype(np.float16), "half"))
        nodes.append(helper.make_node("Cast", ["half"], ["kernel"], to=TensorProto.FLOAT))
    else:
        scale = np.abs(kernel).max(axis=(1, 2, 3)) / 127
        whole = np.rint(kernel / scale[:, None, None, None]).astype(np.int8)
        weights.append(numpy_helper.from_array(whole, "bytes"))
        weights.append(numpy_helper.from_array(scale.astype(np.float32), "scale"))
        nodes.append(helper.make_node("DequantizeLinear", ["bytes", "scale"], ["kernel"], axis=0))
    nodes.append(helper.make_node("Conv", [source, "kernel"], ["maps"], name="first"))
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", 8, 8, 3])
    maps = helper.make_tensor_value_info("maps", TensorProto.FLOAT, ["N", 2, 7, 7])
    graph = helper.make_graph(nodes, "g", [image], [maps], weights)
    opset = [helper.make_opsetid("", 18)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), path)
    return path


@pytest.mark.parametrize("stored", ["float32", "float16", "int8"])
@pytest.mark.parametrize("reverse", [False, True])
def test_filters_in_every_storage_and_colour_order(
    stored: str, reverse: bool, tmp_path: Path
) -> None:
    kernel = np.random.default_rng(0).normal(size=(2, 3, 2, 2)).astype(np.float32)
    inspection = Inspection(
        _convolution(tmp_path / "m.onnx", kernel, reverse=reverse, stored=stored)
    )
    rgb = kernel[:, ::-1] if reverse else kernel
    for picture, weights in zip(inspection.first_filters(), rgb, strict=True):
        wanted = (weights - weights.min()) / np.ptp(weights) * 255
        np.testing.assert_allclose(picture, wanted.transpose(1, 2, 0), atol=2)
    assert inspection.parameters == kernel.size
    pixels = np.random.default_rng(1).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    value = inspection.maps("first", pixels)[0, 0, 0]
    assert value == pytest.approx(
        (pixels[:2, :2].transpose(2, 0, 1) * rgb[0]).sum(), rel=0.03, abs=12
    )


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(b"\x0f damaged")
    with pytest.raises(ModelContractError, match="cannot be read as an ONNX model"):
        Inspection(tmp_path / "m.onnx")
    with pytest.raises(ModelContractError, match="cannot be read"):
        Inspection(tmp_path / "missing.onnx")
