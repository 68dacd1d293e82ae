"""The finer heat map is the Grad-CAM times the Layer-CAM of an earlier layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.focus import focus_heatmap
from fundusviewer.export.gradcam.gradcam import add_heatmap

SIDE, CLASSES = 8, 3
EARLY = "early/Relu:0"


def network() -> Any:
    """Convolutions with and without groups and a stride, as a traced network has them."""
    rng = np.random.default_rng(5)
    kernels = {
        "k0": (4, 3, 3, 3),
        "k1": (4, 1, 3, 3),
        "k2": (6, 4, 1, 1),
        "k3": (6, 1, 3, 3),
        "k4": (5, 6, 1, 1),
        "dense": (5, CLASSES),
    }
    weights = [
        numpy_helper.from_array(rng.normal(size=shape).astype(np.float32), name)
        for name, shape in kernels.items()
    ]
    weights.append(numpy_helper.from_array(np.array([2, 3]), "positions"))
    pads = {"pads": [1, 1, 1, 1]}
    nodes = [
        helper.make_node("Conv", ["image", "k0"], ["c0"], **pads),
        helper.make_node("Relu", ["c0"], [EARLY]),
        helper.make_node("Conv", [EARLY, "k1"], ["c1"], group=4, **pads),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "k2"], ["c2"]),
        helper.make_node("Conv", ["c2", "k3"], ["c3"], group=6, strides=[2, 2], **pads),
        helper.make_node("Relu", ["c3"], ["r3"]),
        helper.make_node("Conv", ["r3", "k4"], ["c4"]),
        helper.make_node("Relu", ["c4"], ["late"]),
        helper.make_node("Transpose", ["late"], ["maps"], perm=[0, 2, 3, 1]),
        helper.make_node("ReduceMean", ["late", "positions"], ["pooled"], keepdims=0),
        helper.make_node("MatMul", ["pooled", "dense"], ["scores"]),
    ]
    floats = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("image", floats, ["N", 3, SIDE, SIDE])],
        [
            helper.make_tensor_value_info("scores", floats, ["N", CLASSES]),
            helper.make_tensor_value_info("maps", floats, ["N", SIDE // 2, SIDE // 2, 5]),
        ],
        weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def explained() -> Any:
    proto = network()
    add_heatmap(proto)
    return proto


def run(proto: Any, outputs: list[str], **feed: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(proto.SerializeToString())
    return [np.asarray(value) for value in session.run(outputs, feed)]


def after_early() -> Any:
    """The rest of the network, from the early maps on."""
    proto = network()
    kept = [node for node in proto.graph.node if node.output[0] not in ("c0", EARLY)]
    del proto.graph.node[:]
    proto.graph.node.extend(kept)
    shape = ["N", 4, SIDE, SIDE]
    proto.graph.input[0].CopyFrom(helper.make_tensor_value_info(EARLY, TensorProto.FLOAT, shape))
    return proto


def layer_cam(maps: np.ndarray, chosen: int) -> np.ndarray:
    """The positive slopes of a score, by differences, times the maps."""
    step = 2e-3
    moved = maps + step * np.eye(maps.size, dtype=np.float32).reshape(-1, *maps.shape[1:])
    back = maps - step * np.eye(maps.size, dtype=np.float32).reshape(-1, *maps.shape[1:])
    rest = after_early()
    up, down = (run(rest, ["scores"], **{EARLY: one})[0][:, chosen] for one in (moved, back))
    slopes = ((up - down) / (2 * step)).reshape(maps.shape[1:])
    return np.asarray((np.maximum(slopes, 0) * maps[0]).sum(axis=0))


@pytest.mark.parametrize("chosen", range(CLASSES))
def test_is_the_product_on_the_earlier_grid(chosen: int) -> None:
    picture = np.random.default_rng(1).normal(size=(1, 3, SIDE, SIDE)).astype(np.float32)
    asked = {"image": picture, "class_index": np.array([chosen])}
    plain = explained()
    (coarse,) = run(plain, ["heatmap"], **asked)
    plain.graph.output.append(helper.make_tensor_value_info(EARLY, TensorProto.FLOAT, None))
    (maps,) = run(plain, [EARLY], **asked)
    fine = layer_cam(maps, chosen)

    proto = explained()
    assert focus_heatmap(proto, "early") == (SIDE, SIDE)
    onnx.checker.check_model(proto)
    (found,) = run(proto, ["heatmap"], **asked)

    assert found.shape == (1, SIDE, SIDE)
    ratio = found[0][fine > 1e-3] / fine[fine > 1e-3]
    assert (ratio >= coarse.min() - 1e-4).all()
    assert (ratio <= coarse.max() + 1e-4).all()
    assert found[0][fine < 1e-6].max(initial=0) < 0.02 * found.max()
    assert coarse.max() > 0
    # The corner lies beyond the middle of the outermost coarse place: nothing is mixed there.
    if fine[0, 0] > 1e-3:
        assert found[0, 0, 0] / fine[0, 0] == pytest.approx(coarse[0, 0, 0], rel=1e-2)


def test_the_scores_stay() -> None:
    picture = np.random.default_rng(2).normal(size=(2, 3, SIDE, SIDE)).astype(np.float32)
    asked = {"image": picture, "class_index": np.array([-1, 1])}
    proto = explained()
    (before,) = run(proto, ["logits"], **asked)
    focus_heatmap(proto, "early")
    (after,) = run(proto, ["logits"], **asked)
    np.testing.assert_array_equal(before, after)


def test_a_layer_that_is_not_there_is_named() -> None:
    with pytest.raises(ExportError, match="no maps of a layer 'nowhere'"):
        focus_heatmap(explained(), "nowhere")


def test_no_heat_map_is_multiplied_twice() -> None:
    proto = explained()
    focus_heatmap(proto, "early")
    with pytest.raises(ExportError, match="already"):
        focus_heatmap(proto, "early")


def test_a_graph_without_grad_cam_is_refused() -> None:
    with pytest.raises(ExportError, match="no Grad-CAM"):
        focus_heatmap(network(), "early")
