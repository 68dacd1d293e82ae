"""Kernels that an 8-bit network and its float32 heat map share.

The gradient of a linear layer reads its kernel again. The quantiser gives it the kernel through a
DequantizeLinear, which onnxruntime computes anew for every photograph: 17 million values for the
second layer of a VGG. Written as a cast and a product of constants, the same values are computed
once, when the file is loaded; the file holds them in 8 bits all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fundusviewer.export.graph.onnx_tools import attribute

if TYPE_CHECKING:
    import numpy as np

_HEATMAP = "gradcam/"


def widen_when_loaded(proto: Any) -> None:
    """Let the nodes of the heat map read their 8-bit kernels as constants, in place.

    Parameters
    ----------
    proto
        ``onnx.ModelProto``, quantised; no value that it computes changes.
    """
    constants = {entry.name: entry for entry in proto.graph.initializer}
    readers = _readers(proto)
    widening = []
    for node in list(proto.graph.node):
        shared = readers.get(node.output[0]) if node.op_type == "DequantizeLinear" else None
        if shared and _is_kernel(node, constants):
            name = f"{_HEATMAP}{node.input[0]}"
            widening += _widening(proto, node, constants, name)
            for reader, position in shared:
                reader.input[position] = name
    nodes = [*widening, *proto.graph.node]
    del proto.graph.node[:]
    proto.graph.node.extend(nodes)


def _readers(proto: Any) -> dict[str, list[tuple[Any, int]]]:
    """Return the heat map's nodes that read a tensor, and at which input."""
    readers: dict[str, list[tuple[Any, int]]] = {}
    for node in proto.graph.node:
        if node.name.startswith(_HEATMAP):
            for position, name in enumerate(node.input):
                readers.setdefault(name, []).append((node, position))
    return readers


def _is_kernel(node: Any, constants: dict[str, Any]) -> bool:
    if not all(name in constants for name in node.input):
        return False
    zero_point = _array(constants[node.input[2]]) if len(node.input) > 2 else None
    return len(constants[node.input[0]].dims) > 1 and (zero_point is None or not zero_point.any())


def _widening(proto: Any, node: Any, constants: dict[str, Any], name: str) -> list[Any]:
    from onnx import TensorProto, helper, numpy_helper

    kernel, scale = node.input[:2]
    factors = _array(constants[scale])
    if factors.ndim:
        shape = [1] * len(constants[kernel].dims)
        shape[attribute(node, "axis", 1)] = -1
        factors = factors.reshape(shape)
    proto.graph.initializer.append(numpy_helper.from_array(factors, f"{name}/scale"))
    cast = helper.make_node(
        "Cast", [kernel], [f"{name}/cast"], name=f"{name}/cast", to=TensorProto.FLOAT
    )
    product = helper.make_node("Mul", [f"{name}/cast", f"{name}/scale"], [name], name=name)
    return [cast, product]


def _array(entry: Any) -> np.ndarray:
    from onnx import numpy_helper

    values: np.ndarray = numpy_helper.to_array(entry)
    return values
