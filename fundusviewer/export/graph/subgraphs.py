"""Parts of a large graph, so that its weights need not be copied to look at it or to run some."""

from __future__ import annotations

import math
from typing import Any

from fundusviewer.export.graph.folding import prune

#: Initializers with more values than this are kernels; smaller ones may decide shapes.
_SMALL = 2**10


def without_kernels(proto: Any) -> Any:
    """Return a copy of a graph in which the kernels are inputs; their shapes stay known.

    Parameters
    ----------
    proto
        ``onnx.ModelProto``; not changed.
    """
    from onnx import helper

    light = _copy_without_weights(proto)
    for entry in proto.graph.initializer:
        if math.prod(entry.dims) <= _SMALL:
            light.graph.initializer.append(entry)
        else:
            value = helper.make_tensor_value_info(entry.name, entry.data_type, entry.dims)
            light.graph.input.append(value)
    return light


def ending_at(proto: Any, tensors: list[str]) -> Any:
    """Return a copy of what a graph computes up to these float32 tensors, its new outputs.

    Parameters
    ----------
    proto
        ``onnx.ModelProto``; not changed.
    tensors
        Names of tensors in it.
    """
    from onnx import TensorProto, helper

    part = _copy_without_weights(proto)
    del part.graph.output[:]
    part.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in tensors
    )
    prune(part)
    read = {name for node in part.graph.node for name in node.input}
    part.graph.initializer.extend(e for e in proto.graph.initializer if e.name in read)
    return part


def _copy_without_weights(proto: Any) -> Any:
    copy = type(proto)(ir_version=proto.ir_version, opset_import=proto.opset_import)
    copy.graph.name = proto.graph.name
    copy.graph.node.extend(proto.graph.node)
    copy.graph.input.extend(proto.graph.input)
    copy.graph.output.extend(proto.graph.output)
    return copy
