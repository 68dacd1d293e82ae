"""Keras → ONNX through PyTorch: Keras' own way with its PyTorch backend.

A process has one backend of Keras, and this one computes with TensorFlow, which the finished graph
is compared with. So the network travels as a file to another process (:mod:`.torch_process`), and
nothing of what TensorFlow or tf2onnx know has a part in the graph.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.graph.folding import fold, keep_standard_operators
from fundusviewer.export.graph.subgraphs import without_kernels
from fundusviewer.export.graph.traced_network import MAPS, TracedNetwork

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import ExplainedModel

#: Exit status of the process when it refuses with a sentence; see :mod:`.torch_process`.
REFUSED = 3
#: Name of the maps in the process' graph, (N, K, h, w): PyTorch's order.
PLANES = "planes"


def trace(model: ExplainedModel) -> TracedNetwork:
    """Convert the network to a graph; see :func:`.tracing.trace`."""
    import onnx

    with TemporaryDirectory(prefix="fundusviewer-") as name:
        folder = Path(name)
        raw, simple = folder / "raw.onnx", folder / "simple.onnx"
        _run(model, folder / "network.keras", raw)
        proto = onnx.load(raw)
        _add_instead_of_subtract(proto)
        onnx.save(proto, raw)
        del proto
        # Keras keeps colours last and PyTorch computes with colours first: what is turned for
        # every layer and back again cancels out here, and constants become what rules can read.
        fold(raw, simple)
        proto = onnx.load(simple)
    keep_standard_operators(proto)
    _name_maps(proto)
    light = without_kernels(proto)
    inputs = {entry.name for entry in light.graph.input}
    return TracedNetwork(
        light,
        {e.name: partial(_itself, e) for e in proto.graph.initializer if e.name in inputs},
    )


def _itself(tensor: Any) -> Any:
    return tensor


def _run(model: ExplainedModel, source: Path, target: Path) -> None:
    model.network.save(source)
    order = {"layer": model.layer, "preprocessing": model.preprocessing}
    command = [sys.executable, "-P", "-m", "fundusviewer.export.graph.torch_process"]
    done = subprocess.run(  # noqa: S603  # this Python, and what stands above
        [*command, str(source), str(target), json.dumps(order)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env={
            **os.environ,
            "KERAS_BACKEND": "torch",
            # What this process imports, the other one finds as well.
            "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
        },
    )
    if done.returncode == 0 and target.is_file():
        return
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    if done.returncode == REFUSED and lines:
        raise ExportError(lines[-1])
    reason = lines[-1].strip() if lines else f"exit status {done.returncode}"
    raise ExportError(f"PyTorch cannot trace the network: {reason}")


def _add_instead_of_subtract(proto: Any) -> None:
    """Write x - c as x + (-c), the same number, in place: the form that convolutions take in."""
    from onnx import numpy_helper

    constants = {entry.name: entry for entry in proto.graph.initializer}
    for node in proto.graph.node:
        if node.op_type != "Sub" or node.input[1] not in constants:
            continue
        value = numpy_helper.to_array(constants[node.input[1]])
        if not np.issubdtype(value.dtype, np.floating):
            continue
        negative = f"{node.output[0]}/negative"
        proto.graph.initializer.append(numpy_helper.from_array(np.asarray(-value), negative))
        node.op_type = "Add"
        node.input[1] = negative


def _name_maps(proto: Any) -> None:
    """Give the maps as other tracers do, (N, h, w, K), in place."""
    from onnx import TensorProto, helper

    proto.graph.node.append(helper.make_node("Transpose", [PLANES], [MAPS], perm=[0, 2, 3, 1]))
    kept = [entry for entry in proto.graph.output if entry.name != PLANES]
    del proto.graph.output[:]
    proto.graph.output.extend([helper.make_tensor_value_info(MAPS, TensorProto.FLOAT, None), *kept])
