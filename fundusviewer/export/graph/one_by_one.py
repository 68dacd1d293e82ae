"""A graph that was written for one picture, made to take any number: one after the other."""

from __future__ import annotations

from typing import Any


def one_by_one(proto: Any, weightless_inputs: tuple[str, ...]) -> None:
    """Run all nodes once for each entry of the inputs' first dimension, in place.

    Parameters
    ----------
    proto
        ``onnx.ModelProto`` whose nodes take and give one entry at a time, (1, …).
    weightless_inputs
        Names of the inputs that are no weights, all with the batch as first dimension.
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = proto.graph
    proto.graph.initializer.append(numpy_helper.from_array(_axis(), "single/axis"))
    inputs = [entry for entry in graph.input if entry.name in weightless_inputs]
    names = [entry.name for entry in inputs]
    nodes = [
        helper.make_node("Unsqueeze", [f"single/{name}", "single/axis"], [f"single/{name}/batch"])
        for name in names
    ]
    for node in graph.node:
        for at, name in enumerate(node.input):
            if name in names:
                node.input[at] = f"single/{name}/batch"
        nodes.append(node)
    results = [entry.name for entry in graph.output]
    nodes += [
        helper.make_node("Squeeze", [name, "single/axis"], [f"single/{name}"]) for name in results
    ]
    body = helper.make_graph(
        nodes,
        "single",
        [
            helper.make_tensor_value_info(f"single/{e.name}", e.type.tensor_type.elem_type, None)
            for e in inputs
        ],
        [helper.make_tensor_value_info(f"single/{n}", TensorProto.FLOAT, None) for n in results],
    )
    scan = helper.make_node(
        "Scan", names, results, name="one_by_one", body=body, num_scan_inputs=len(names)
    )
    del graph.node[:], graph.value_info[:]
    graph.node.append(scan)


def _axis() -> Any:
    import numpy as np

    return np.asarray([0], np.int64)
