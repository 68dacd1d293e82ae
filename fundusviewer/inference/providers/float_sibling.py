"""The same network without 8 bits, for providers that have none of its operators.

An 8-bit network rounds its weights and what flows between its layers. Here the rounded weights
become float32 numbers, and of each rounding on the way only the limits stay: a network in 8 bits
often has no activation besides them. What is left out is the rounding itself; whether the answers
are still the file's is shown by its golden vector, as with every provider.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.errors import ModelContractError

_TO_8_BITS, _FROM_8_BITS = "QuantizeLinear", "DequantizeLinear"

#: Operators that compute in integers themselves.
_INTEGER = ("ConvInteger", "MatMulInteger", "DynamicQuantizeLinear")


def float_sibling(path: Path) -> bytes | None:
    """Return a model file's network in float32, as an ONNX file's bytes.

    Returns
    -------
    bytes or None
        ``None`` where the file computes nothing in 8 bits.

    Raises
    ------
    ModelContractError
        If the file cannot be read, or holds 8-bit operators of another kind than ``QuantizeLinear``
        and ``DequantizeLinear`` around operators in float.
    """
    import onnx

    try:
        model = onnx.load(path)
    # The decoder of protobuf has exceptions of its own.
    except Exception as error:
        raise ModelContractError(f"{path.name}: the file is cut off or is no ONNX model") from error
    graph = model.graph
    if not any(_is_8_bit(node.op_type) for node in graph.node):
        return None
    constants = {one.name: one for one in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    nodes: list[Any] = []
    for node in graph.node:
        if node.op_type != _FROM_8_BITS:
            nodes.append(node)
        elif node.input[0] in constants:
            value = _widened(node, constants)
            graph.initializer.append(onnx.numpy_helper.from_array(value, node.output[0]))
        else:
            nodes += _limited(path, node, makers.get(node.input[0]), constants)
    _replace(graph, nodes)
    left = {node.op_type for node in graph.node if _is_8_bit(node.op_type)}
    if left:
        raise _no_sibling(path, ", ".join(sorted(left)))
    return bytes(model.SerializeToString())


def _no_sibling(path: Path, what: str) -> ModelContractError:
    return ModelContractError(
        f"it does not compute in 8 bits; {path.name} does, in a way that cannot be undone "
        f"({what}): use a file of the same network that was exported without --quantise int8"
    )


def _is_8_bit(operator: str) -> bool:
    return operator in (_TO_8_BITS, _FROM_8_BITS, *_INTEGER) or operator.startswith("QLinear")


def _widened(node: Any, constants: dict[str, Any]) -> np.ndarray:
    """Return the float32 values of weights that a node widens."""
    values, scale, zero = _inputs(node, constants)
    axis = next((one.i for one in node.attribute if one.name == "axis"), 1)
    if scale.ndim:
        shape = [1] * values.ndim
        shape[axis] = scale.size
        scale, zero = scale.reshape(shape), zero.reshape(shape)
    # In 64 bits: biases have 32, which float32 does not hold.
    return np.asarray((values.astype(np.int64) - zero) * scale.astype(np.float64), np.float32)


def _limited(path: Path, node: Any, maker: Any, constants: dict[str, Any]) -> list[Any]:
    """Return what stands for a rounding to 8 bits and back: its limits."""
    from onnx import helper, numpy_helper

    if maker is None or maker.op_type != _TO_8_BITS or maker.input[1] not in constants:
        return [node]
    scale = numpy_helper.to_array(constants[maker.input[1]])
    # Without a zero point it is uint8 around 0.
    zero = np.uint8(0)
    if len(maker.input) > 2:
        zero = numpy_helper.to_array(constants[maker.input[2]])
    if scale.size != 1:
        raise _no_sibling(path, _TO_8_BITS)
    range_of = np.iinfo(zero.dtype)
    nodes, limits = [], []
    for name, end in (("least", range_of.min), ("most", range_of.max)):
        value = np.float32((end - int(zero.reshape(()))) * float(scale.reshape(())))
        limits.append(f"{node.output[0]}:{name}")
        nodes.append(
            helper.make_node("Constant", [], [limits[-1]], value=numpy_helper.from_array(value))
        )
    return [*nodes, helper.make_node("Clip", [maker.input[0], *limits], [node.output[0]])]


def _inputs(node: Any, constants: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from onnx import numpy_helper

    values, scale, *rest = (numpy_helper.to_array(constants[name]) for name in node.input)
    zero = rest[0].astype(np.int64) if rest else np.zeros(scale.shape, np.int64)
    return values, scale, zero


def _replace(graph: Any, nodes: list[Any]) -> None:
    """Put nodes in the place of a graph's, without what nobody reads."""
    outputs = {one.name for one in graph.output}
    read = outputs | {name for node in nodes for name in node.input}
    kept = [n for n in nodes if n.op_type != _TO_8_BITS or read.intersection(n.output)]
    read = outputs | {name for node in kept for name in node.input}
    weights = [one for one in graph.initializer if one.name in read]
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(kept)
    graph.initializer.extend(weights)
