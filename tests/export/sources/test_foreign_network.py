"""What cannot be used of another program's file is said with the tensor's name."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.foreign_network import PREFIX, read_foreign_network
from fundusviewer.export.sources.wrapping_card import WrappingCard
from fundusviewer.inference.card import CARD_KEY
from tests.export.foreign import SIZE, classical, convolutional, numpy_weights

FIELDS = {"title": "T", "classes": ["a", "b", "c"], "preprocessing": "none"}


def card(**fields: object) -> WrappingCard:
    return WrappingCard.model_validate({**FIELDS, **fields})


def saved(proto: onnx.ModelProto, folder: Path) -> Path:
    onnx.save(proto, folder / "n.onnx")
    return folder / "n.onnx"


def test_what_is_found(tmp_path: Path) -> None:
    network = read_foreign_network(saved(convolutional(layout="NHWC"), tmp_path), card())
    assert (network.height, network.width, network.channels_first) == (SIZE, SIZE, False)
    assert network.scores == f"{PREFIX}output"


def test_no_onnx_file(tmp_path: Path) -> None:
    (tmp_path / "n.onnx").write_bytes(b"\xff\xd8\xff\xe0 no graph at all")
    with pytest.raises(ExportError, match=r"n\.onnx: is no ONNX file, or a damaged one"):
        read_foreign_network(tmp_path / "n.onnx", card())


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"n\.onnx: cannot be read: No such file"):
        read_foreign_network(tmp_path / "n.onnx", card())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("net.pth", "torch.onnx.export"),
        ("net.joblib", "skl2onnx.to_onnx"),
        ("net.keras", "fundusviewer export"),
    ],
)
def test_files_of_other_programs_are_told_what_to_do(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(ExportError, match=rf"{name}: is no ONNX file; .*{said}"):
        read_foreign_network(tmp_path / name, card())


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"is a folder, no ONNX file$"):
        read_foreign_network(tmp_path, card())
    (tmp_path / "saved_model.pb").touch()
    with pytest.raises(ExportError, match=r"SavedModel.*tf2onnx\.convert --saved-model"):
        read_foreign_network(tmp_path, card())


@pytest.mark.parametrize(
    ("text", "option"), [("{}", "--model"), ('{"role": "lesions"}', "--marks-model")]
)
def test_a_model_file_is_not_wrapped_again(tmp_path: Path, text: str, option: str) -> None:
    proto = convolutional()
    helper.set_model_props(proto, {CARD_KEY: text})
    with pytest.raises(ExportError, match=rf"already; classify {option} n\.onnx takes it"):
        read_foreign_network(saved(proto, tmp_path), card())


def test_two_inputs(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.input.append(helper.make_tensor_value_info("age", TensorProto.FLOAT, ["N", 1]))
    with pytest.raises(ExportError, match=r"has 2 inputs \(input, age\); allowed is one picture"):
        read_foreign_network(saved(proto, tmp_path), card())


def test_two_outputs(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.output.append(
        helper.make_tensor_value_info("Mul_4", TensorProto.FLOAT, ["N", 8, 8, 8])
    )
    path = saved(proto, tmp_path)
    with pytest.raises(ExportError, match=r"has 2 outputs \(output, Mul_4\); say in the card"):
        read_foreign_network(path, card())
    assert read_foreign_network(path, card(output="output")).scores == f"{PREFIX}output"
    with pytest.raises(ExportError, match="has no output score; there are output, Mul_4"):
        read_foreign_network(path, card(output="score"))


def test_an_operator_of_somebody(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.node[1].domain = "com.somebody"
    proto.opset_import.append(helper.make_opsetid("com.somebody", 1))
    with pytest.raises(ExportError, match=r"node Relu_1: the operator com\.somebody\.Relu is not"):
        read_foreign_network(saved(proto, tmp_path), card())


def test_an_operator_that_onnx_does_not_have(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.node[1].op_type = "Relu2"
    with pytest.raises(ExportError, match="node Relu_1: ONNX has no operator Relu2"):
        read_foreign_network(saved(proto, tmp_path), card())


def test_functions_of_ones_own(tmp_path: Path) -> None:
    proto = convolutional()
    body = [helper.make_node("Relu", ["a"], ["b"])]
    opset = helper.make_opsetid("", 18)
    proto.functions.append(helper.make_function("own", "Act", ["a"], ["b"], body, [opset]))
    proto.opset_import.append(helper.make_opsetid("own", 1))
    proto.graph.node[1].op_type, proto.graph.node[1].domain = "Act", "own"
    network = read_foreign_network(saved(proto, tmp_path), card())
    assert "Relu" in {node.op_type for node in network.proto.graph.node}


def beside(folder: Path, location: str = "n.onnx.data") -> Path:
    path = folder / "n.onnx"
    onnx.save(
        convolutional(), path, save_as_external_data=True, size_threshold=0, location=location
    )
    return path


def test_weights_beside(tmp_path: Path) -> None:
    network = read_foreign_network(beside(tmp_path), card())
    kept = {e.name: onnx.numpy_helper.to_array(e) for e in network.proto.graph.initializer}
    for name, value in numpy_weights().items():
        assert np.array_equal(kept[PREFIX + name], value)


def test_weights_that_are_not_beside(tmp_path: Path) -> None:
    path = beside(tmp_path)
    (tmp_path / "n.onnx.data").unlink()
    with pytest.raises(ExportError, match=r"weights w1 are in a file n\.onnx\.data that"):
        read_foreign_network(path, card())


@pytest.mark.parametrize("location", ["../secret", "/etc/hostname", ""])
def test_weights_in_another_folder_are_not_read(tmp_path: Path, location: str) -> None:
    (tmp_path / "secret").write_bytes(bytes(100_000))
    folder = tmp_path / "inner"
    folder.mkdir()
    path = beside(folder)
    proto = onnx.load(path, load_external_data=False)
    for pair in proto.graph.initializer[0].external_data:
        if pair.key == "location":
            pair.value = location
    onnx.save(proto, path)
    with pytest.raises(ExportError, match="weights w1 are in a file"):
        read_foreign_network(path, card())


def test_weights_that_are_too_short(tmp_path: Path) -> None:
    path = beside(tmp_path)
    (tmp_path / "n.onnx.data").write_bytes(b"x")
    with pytest.raises(ExportError, match="its weights cannot be read"):
        read_foreign_network(path, card())


def test_a_sequence(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.node.append(helper.make_node("SequenceConstruct", ["output"], ["several"]))
    several = helper.make_tensor_sequence_value_info("several", TensorProto.FLOAT, None)
    proto.graph.output[0].CopyFrom(several)
    with pytest.raises(ExportError, match="output several: is a sequence; needed is a tensor"):
        read_foreign_network(saved(proto, tmp_path), card())


def test_several_photographs_at_once(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"input input: .*: 4 photographs at once; allowed"):
        read_foreign_network(saved(convolutional(batch=4), tmp_path), card())


def test_operators_from_the_future(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="has the operator set 99; up to"):
        read_foreign_network(saved(convolutional(opset=99), tmp_path), card())


def test_pixels_in_a_row(tmp_path: Path) -> None:
    path = saved(classical(), tmp_path)
    network = read_foreign_network(path, card(size=SIZE))
    assert (network.in_a_row, network.channels_first) == (True, False)
    assert network.scores == f"{PREFIX}output_probability"
    with pytest.raises(ExportError, match="for pixels in one row say in the card which size"):
        read_foreign_network(path, card())
    with pytest.raises(ExportError, match="the card says 16 × 16, which is 768 numbers"):
        read_foreign_network(path, card(size=16))


def test_whole_numbers(tmp_path: Path) -> None:
    proto = convolutional(kind=TensorProto.INT32)
    with pytest.raises(ExportError, match="input input: takes int32; allowed are float"):
        read_foreign_network(saved(proto, tmp_path), card())


@pytest.mark.parametrize(
    ("shape", "fields", "message"),
    [
        ([1, 10], {}, r"has the shape \(1, 10\); allowed are \(N, 3, height, width\)"),
        ([1, 1, 32, 32], {}, "no dimension of it are three colours"),
        ([1, 3, 32, 3], {}, "say in the card which it is: layout: NCHW or layout: NHWC"),
        ([1, 3, 32, 32], {"layout": "NHWC"}, "no dimension of it are three colours as NHWC"),
        ([1, 3, 32, 32], {"size": 64}, "the card says 64 × 64"),
        ([1, 3, 32, 99999], {}, "allowed are sides up to 4096"),
    ],
)
def test_other_shapes(
    tmp_path: Path, shape: list[int], fields: dict[str, object], message: str
) -> None:
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    with pytest.raises(ExportError, match=message):
        read_foreign_network(saved(proto, tmp_path), card(**fields))


def test_no_weights_are_lost(tmp_path: Path) -> None:
    proto = convolutional()
    network = read_foreign_network(saved(proto, tmp_path), card())
    found = {entry.name for entry in network.proto.graph.initializer}
    assert found == {PREFIX + entry.name for entry in proto.graph.initializer}
    assert np.isfinite(onnx.numpy_helper.to_array(network.proto.graph.initializer[0])).all()
