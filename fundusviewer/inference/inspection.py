"""Looking inside a network: its layers, its first filters, and what a layer makes of a photograph.

Everything is read from the ONNX file itself, so it works for every model of the library, with
weights in float32, float16 or 8 bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.errors import InferenceError, ModelContractError

#: Operators that only store, convert or rename; they are no layers to a reader.
_PLUMBING = frozenset(
    {"Cast", "Constant", "DequantizeLinear", "Identity", "QuantizeLinear", "Shape", "Slice"}
)
#: Operators with weights: all inputs but the first.
_WEIGHTED = frozenset({"BatchNormalization", "Conv", "ConvTranspose", "Gemm", "MatMul"})
#: Nodes that compute the heat map and not the network's answer.
_HEATMAP_PREFIX = "gradcam/"


@dataclass(frozen=True)
class LayerRow:
    """One line of the table of layers.

    Attributes
    ----------
    name
        Unique in the model.
    operator
        The ONNX operator, for instance ``Conv``.
    output_shape
        Without the batch; ``None`` for a size that is not fixed.
    parameters
        Number of weights that belong to the layer.
    """

    name: str
    operator: str
    output_shape: tuple[int | None, ...]
    parameters: int

    @property
    def has_maps(self) -> bool:
        """Whether the output is maps (K, h, w) that can be shown as pictures."""
        return len(self.output_shape) == 3 and None not in self.output_shape


class Inspection:
    """The inside of one model file.

    Parameters
    ----------
    path
        The ``.onnx`` file. It is read whole; do this away from the window's thread.

    Attributes
    ----------
    layers : tuple[LayerRow, ...]
        In the order of computation, without the nodes of the heat map.

    Raises
    ------
    ModelContractError
        If the file cannot be read as an ONNX model.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._proto = _load(path)
        graph = self._proto.graph
        self._initializers = {entry.name: entry for entry in graph.initializer}
        self._producers = {name: node for node in graph.node for name in node.output}
        self._nodes = {_name(node): node for node in graph.node if _is_layer(node)}
        shapes = _shapes(self._proto)
        self.layers: tuple[LayerRow, ...] = tuple(
            LayerRow(name, node.op_type, shapes.get(node.output[0], ()), self._parameters(node))
            for name, node in self._nodes.items()
        )

    @property
    def parameters(self) -> int:
        """Number of weights in all layers."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def layers_with_maps(self) -> tuple[str, ...]:
        """Names of the layers that :meth:`maps` can show: from the first convolution on."""
        operators = [layer.operator for layer in self.layers]
        start = operators.index("Conv") if "Conv" in operators else len(operators)
        return tuple(layer.name for layer in self.layers[start:] if layer.has_maps)

    def first_filters(self) -> tuple[np.ndarray, ...]:
        """Return the filters of the first convolution as pictures.

        Returns
        -------
        tuple[numpy.ndarray, ...]
            One uint8 (h, w, 3) RGB picture per filter; its smallest weight is 0, its largest 255.
            Empty where the first convolution does not read the three colours.
        """
        node = next((node for node in self._nodes.values() if node.op_type == "Conv"), None)
        kernel = self._weights(node.input[1]) if node is not None else None
        if node is None or kernel is None or kernel.shape[1] != 3:
            return ()
        colours = np.moveaxis(kernel, 1, -1)
        if self._reads_reversed_colours(node.input[0]):
            colours = colours[..., ::-1]
        return tuple(_picture(weights) for weights in colours)

    def maps(self, layer: str, pixels: np.ndarray) -> np.ndarray:
        """Return what a layer makes of a photograph.

        Parameters
        ----------
        layer
            One of :attr:`layers_with_maps`.
        pixels
            uint8 (H, W, 3) RGB, prepared as the card says.

        Returns
        -------
        numpy.ndarray
            float32 (K, h, w).

        Raises
        ------
        InferenceError
            If there is no such layer, it has no maps, or the network cannot be run.
        """
        if layer not in self.layers_with_maps:
            raise InferenceError(f"{self._path.name}: {layer!r} is no layer with maps")
        tensor = self._nodes[layer].output[0]
        return _run(_cut_after(self._proto, tensor), tensor, pixels)

    def _parameters(self, node: Any) -> int:
        if node.op_type not in _WEIGHTED:
            return 0
        entries = [self._initializer(name) for name in node.input[1:] if name]
        return sum(math.prod(entry.dims) for entry in entries if entry is not None)

    def _initializer(self, tensor: str) -> Any | None:
        """Follow a weight through its conversions to where it is stored."""
        node = self._producers.get(tensor)
        while node is not None and node.op_type in _PLUMBING and node.input:
            tensor = node.input[0]
            node = self._producers.get(tensor)
        return self._initializers.get(tensor)

    def _weights(self, tensor: str) -> np.ndarray | None:
        """Return the values of a weight, float32; 8-bit ones multiplied by their scales."""
        from onnx import numpy_helper

        entry = self._initializer(tensor)
        if entry is None:
            return None
        values = np.asarray(numpy_helper.to_array(entry), np.float32)
        node = self._producers.get(tensor)
        if node is None or node.op_type != "DequantizeLinear":
            return values
        scale = np.asarray(numpy_helper.to_array(self._initializers[node.input[1]]), np.float32)
        return values * scale.reshape(-1, *[1] * (values.ndim - 1))

    def _reads_reversed_colours(self, tensor: str) -> bool:
        """Whether the colours are turned round (BGR) between the photograph and a tensor."""
        from onnx import numpy_helper

        node = self._producers.get(tensor)
        while node is not None and node.input:
            if node.op_type == "Slice" and len(node.input) > 4:
                steps = self._initializers.get(node.input[4])
                if steps is not None and numpy_helper.to_array(steps).min() < 0:
                    return True
            node = self._producers.get(node.input[0])
        return False


def _load(path: Path) -> Any:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        return onnx.load(path, load_external_data=False)
    except (OSError, DecodeError) as error:
        raise ModelContractError(f"{path.name}: cannot be read as an ONNX model") from error


def _is_layer(node: Any) -> bool:
    return node.op_type not in _PLUMBING and not _name(node).startswith(_HEATMAP_PREFIX)


def _name(node: Any) -> str:
    return str(node.name or node.output[0])


def _shapes(proto: Any) -> dict[str, tuple[int | None, ...]]:
    from onnx import shape_inference

    graph = shape_inference.infer_shapes(proto).graph
    return {value.name: tuple(_dims(value)) for value in (*graph.value_info, *graph.output)}


def _dims(value: Any) -> Iterator[int | None]:
    for dimension in list(value.type.tensor_type.shape.dim)[1:]:
        yield int(dimension.dim_value) if dimension.HasField("dim_value") else None


def _picture(weights: np.ndarray) -> np.ndarray:
    low, high = float(weights.min()), float(weights.max())
    scaled = (weights - low) / (high - low) if high > low else np.full_like(weights, 0.5)
    return np.asarray(np.rint(255 * scaled), np.uint8)


def _cut_after(proto: Any, tensor: str) -> Any:
    """Return a copy of the graph with nothing but what a tensor depends on."""
    from onnx import TensorProto, helper

    needed, nodes = {tensor}, []
    for node in reversed(proto.graph.node):
        if needed.intersection(node.output):
            nodes.append(node)
            needed.update(node.input)
    graph = helper.make_graph(
        list(reversed(nodes)),
        "part",
        [entry for entry in proto.graph.input if entry.name in needed],
        [helper.make_tensor_value_info(tensor, TensorProto.FLOAT, None)],
        [entry for entry in proto.graph.initializer if entry.name in needed],
    )
    return helper.make_model(
        graph, opset_imports=list(proto.opset_import), ir_version=proto.ir_version
    )


def _run(proto: Any, tensor: str, pixels: np.ndarray) -> np.ndarray:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return np.asarray(session.run([tensor], {"image": pixels[None]})[0][0])
    # onnxruntime's exceptions share no base class but Exception.
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise InferenceError(f"the layer cannot be computed ({reason})") from error
