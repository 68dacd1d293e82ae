"""ONNX classifiers as other programs write them, small enough to be reckoned by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper, save

SIZE, CLASSES = 32, 3


def convolutional(
    *,
    layout: str = "NCHW",
    softmax: bool = True,
    sigmoid: bool = False,
    batch: int | str = "N",
    size: int | None = SIZE,
    names: tuple[str, str] = ("input", "output"),
    kind: int = TensorProto.FLOAT,
    opset: int = 18,
) -> ModelProto:
    """Two convolutions, swish, average pooling, one dense layer."""
    classes = 1 if sigmoid else CLASSES
    weights = numpy_weights(classes)
    nodes: list[Any] = []
    tensor = names[0]

    def node(operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}_{len(nodes)}"
        nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    if kind != TensorProto.FLOAT:
        tensor = node("Cast", tensor, to=TensorProto.FLOAT)
    if layout == "NHWC":
        tensor = node("Transpose", tensor, perm=[0, 3, 1, 2])
    tensor = node("Conv", tensor, "w1", strides=[2, 2], pads=[1, 1, 1, 1])
    tensor = node("Relu", tensor)
    tensor = node("Conv", tensor, "w2", strides=[2, 2], pads=[1, 1, 1, 1])
    tensor = node("Mul", tensor, node("Sigmoid", tensor))
    tensor = node("Flatten", node("GlobalAveragePool", tensor))
    tensor = node("Gemm", tensor, "kernel", "bias")
    if softmax:
        tensor = node("Sigmoid" if sigmoid else "Softmax", tensor)
    nodes[-1].output[0] = names[1]
    return _model(nodes, weights, names, layout, batch, size, kind, classes, opset)


def attentive(*, batch: int | str = "N") -> ModelProto:
    """Patches, one attention, the mean of the tokens, one dense layer: no maps at the end."""
    generator = np.random.default_rng(1)
    weights: dict[str, np.ndarray] = {
        "patches": generator.normal(0, 0.1, (8, 3, 8, 8)).astype(np.float32),
        "kernel": generator.normal(0, 0.5, (8, CLASSES)).astype(np.float32),
        "tokens": np.asarray([0 if batch == "N" else 1, 8, 16], np.int64),
        "one": np.asarray([1], np.int64),
    }
    nodes = [
        helper.make_node("Conv", ["input", "patches"], ["maps"], strides=[8, 8]),
        helper.make_node("Reshape", ["maps", "tokens"], ["columns"]),
        helper.make_node("Transpose", ["columns"], ["t"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["t", "columns"], ["alike"]),
        helper.make_node("Softmax", ["alike"], ["attention"], axis=-1),
        helper.make_node("MatMul", ["attention", "t"], ["mixed"]),
        helper.make_node("ReduceMean", ["mixed", "one"], ["pooled"], keepdims=0),
        helper.make_node("MatMul", ["pooled", "kernel"], ["output"]),
    ]
    names = ("input", "output")
    return _model(nodes, weights, names, "NCHW", batch, SIZE, TensorProto.FLOAT, CLASSES, 18)


def classical(*, dictionaries: bool = True) -> ModelProto:
    """A logistic regression as scikit-learn's converter writes it: pixels in a row, two outputs."""
    count = 3 * SIZE * SIZE
    weights = np.random.default_rng(2).normal(0, 0.02, (CLASSES, count)).astype(np.float32)
    ours = {"domain": "ai.onnx.ml"}
    name = "raw" if dictionaries else "output_probability"
    nodes = [
        helper.make_node(
            "LinearClassifier",
            ["X"],
            ["output_label", name],
            coefficients=weights.ravel().tolist(),
            intercepts=[0.1, 0.0, -0.1],
            classlabels_strings=["a", "b", "c"],
            multi_class=1,
            post_transform="SOFTMAX",
            **ours,
        )
    ]
    probabilities = helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", CLASSES])
    if dictionaries:
        nodes.append(
            helper.make_node(
                "ZipMap",
                [name],
                ["output_probability"],
                classlabels_strings=["a", "b", "c"],
                **ours,
            )
        )
        named = helper.make_map_type_proto(
            TensorProto.STRING, helper.make_tensor_type_proto(TensorProto.FLOAT, [])
        )
        probabilities = helper.make_value_info(
            "output_probability", helper.make_sequence_type_proto(named)
        )
    graph = helper.make_graph(
        nodes,
        "classifier",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, count])],
        [helper.make_tensor_value_info("output_label", TensorProto.STRING, ["N"]), probabilities],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def numpy_weights(classes: int = CLASSES) -> dict[str, np.ndarray]:
    """Return the weights of :func:`convolutional`."""
    generator = np.random.default_rng(0)
    sizes = {"w1": (6, 3, 3, 3), "w2": (8, 6, 3, 3), "kernel": (8, classes), "bias": (classes,)}
    return {n: generator.normal(0, 0.4, size).astype(np.float32) for n, size in sizes.items()}


def _model(
    nodes: list[Any],
    weights: dict[str, np.ndarray],
    names: tuple[str, str],
    layout: str,
    batch: int | str,
    size: int | None,
    kind: int,
    classes: int,
    opset: int,
) -> ModelProto:
    sides = [size or "height", size or "width"]
    shape = [batch, 3, *sides] if layout == "NCHW" else [batch, *sides, 3]
    graph = helper.make_graph(
        nodes,
        "classifier",
        [helper.make_tensor_value_info(names[0], kind, shape)],
        [helper.make_tensor_value_info(names[1], TensorProto.FLOAT, [batch, classes])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def saved(proto: ModelProto, folder: Path, card: str) -> tuple[Path, Path, Path]:
    """Write network and card; return their paths and one for the finished file."""
    source, text = folder / "network.onnx", folder / "card.yaml"
    save(proto, source)
    text.write_text(card, encoding="utf-8")
    return source, text, folder / "finished.onnx"
