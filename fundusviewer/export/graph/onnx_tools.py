"""Small tools to read an ONNX graph and to append operations to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class GraphEditor:
    """An ONNX graph that operations are appended to.

    Attributes
    ----------
    proto
        The ``onnx.ModelProto`` that is edited in place.
    shapes
        Tensor name → shape; ``None`` for a dimension that is not fixed (the batch).
    types
        Tensor name → ``onnx.TensorProto`` data type.
    prefix
        Of the names of what is appended; another one for each editor of one graph.
    """

    proto: Any
    prefix: str = "gradcam"
    shapes: dict[str, tuple[int | None, ...]] = field(init=False)
    types: dict[str, int] = field(init=False)
    _produced: dict[str, Any] = field(init=False)
    _consumed: dict[str, list[Any]] = field(init=False)
    _count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        from onnx import shape_inference

        inferred = shape_inference.infer_shapes(self.proto, data_prop=True).graph
        values = (*inferred.input, *inferred.value_info, *inferred.output)
        self.shapes = {value.name: _dims(value) for value in values}
        self.shapes |= {tensor.name: tuple(tensor.dims) for tensor in self.graph.initializer}
        self.types = {value.name: value.type.tensor_type.elem_type for value in values}
        self.types |= {tensor.name: tensor.data_type for tensor in self.graph.initializer}
        self._produced, self._consumed = {}, {}
        for node in self.graph.node:
            self._register(node)

    def _register(self, node: Any) -> None:
        for name in node.output:
            self._produced[name] = node
        for name in dict.fromkeys(node.input):
            self._consumed.setdefault(name, []).append(node)

    @property
    def graph(self) -> Any:
        """The ``onnx.GraphProto``."""
        return self.proto.graph

    def producer(self, tensor: str) -> Any | None:
        """Return the node that makes a tensor; ``None`` for inputs and initializers."""
        return self._produced.get(tensor)

    def consumers(self, tensor: str) -> list[Any]:
        """Return the nodes that read a tensor."""
        return self._consumed.get(tensor, [])

    def shape(self, tensor: str) -> tuple[int | None, ...]:
        """Return a tensor's shape.

        Raises
        ------
        ExportError
            If its rank is not known.
        """
        try:
            return self.shapes[tensor]
        except KeyError as error:
            raise ExportError(f"the shape of {tensor!r} is not known") from error

    def source(self, tensor: str, through: Iterable[str]) -> str:
        """Follow a tensor upwards through nodes of these operators to where it is computed."""
        node = self.producer(tensor)
        while node is not None and node.op_type in through:
            tensor = node.input[0]
            node = self.producer(tensor)
        return tensor

    def values(self, tensor: str) -> np.ndarray:
        """Return the values of a constant tensor.

        Raises
        ------
        ExportError
            If the tensor is computed from the photograph or travels as an input.
        """
        from onnx import numpy_helper

        for entry in self.graph.initializer:
            if entry.name == tensor:
                return np.asarray(numpy_helper.to_array(entry))
        node = self.producer(tensor)
        if node is not None and node.op_type == "Constant":
            return np.asarray(numpy_helper.to_array(attribute(node, "value")))
        raise ExportError(f"{tensor!r} is not constant")

    def axes(self, node: Any) -> tuple[int, ...]:
        """Return the axes that a reduction, Squeeze or Unsqueeze works on, none negative."""
        rank = len(self.shape(node.input[0]))
        axes = attribute(node, "axes")
        if axes is None and len(node.input) > 1 and node.input[1]:
            axes = self.values(node.input[1]).tolist()
        return tuple(axis % rank for axis in (range(rank) if axes is None else axes))

    def emit(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Append a node and return the name of its only output."""
        from onnx import helper

        output = self.fresh(operator.lower())
        node = helper.make_node(operator, list(inputs), [output], name=output, **attributes)
        self.graph.node.append(node)
        self._register(node)
        return output

    def constant(self, value: Any, dtype: type = np.float32) -> str:
        """Add an initializer and return its name."""
        from onnx import numpy_helper

        name = self.fresh("constant")
        array: np.ndarray = np.asarray(value, dtype)
        self.graph.initializer.append(numpy_helper.from_array(array, name))
        self.shapes[name] = array.shape
        return name

    def fresh(self, stem: str) -> str:
        """Return a tensor name that the graph does not use yet."""
        self._count += 1
        return f"{self.prefix}/{stem}_{self._count}"


def attribute(node: Any, name: str, default: Any = None) -> Any:
    """Return the value of a node's attribute."""
    from onnx import helper

    for entry in node.attribute:
        if entry.name == name:
            return helper.get_attribute_value(entry)
    return default


def _dims(value: Any) -> tuple[int | None, ...]:
    dims = value.type.tensor_type.shape.dim
    return tuple(d.dim_value if d.HasField("dim_value") else None for d in dims)
