"""What a finished file answers beside the grade: gradability, familiarity, macular oedema.

All of them read the pooled features that the grade is computed from, so they cost next to nothing.
They are added to the finished file, whatever its numbers: their parameters fit its own features,
with the errors of 8 bits in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import CLASS_INDEX, LOGITS
from fundusviewer.export.sources.classifier_spec import EMBEDDING, QUALITY, DenseHead

if TYPE_CHECKING:
    from pathlib import Path

UNFAMILIARITY = "unfamiliarity"
MACULAR_OEDEMA = "macular_oedema"

_PREFIX = "side/"
#: What belongs to macular oedema alone, so that it can stay where the others are replaced.
_OEDEMA_PREFIX = "side-oedema/"
_TINY = 1e-12
_BATCH = 8


@dataclass(frozen=True, eq=False)
class Familiarity:
    """What the photographs that were learned from look like to the network.

    Attributes
    ----------
    mean
        float32 (K,), of the pooled features scaled to length 1.
    basis
        float32 (K, D - 1), orthonormal columns: the directions in which they differ most.
    references
        float32 (M, D): typical embeddings.
    """

    mean: np.ndarray
    basis: np.ndarray
    references: np.ndarray

    def embed(self, features: np.ndarray) -> np.ndarray:
        """Return embeddings, float32 (N, D), of pooled features, (N, K).

        The features are scaled to length 1 and projected; the last number is what the projection
        leaves over.
        """
        lengths = np.sqrt(np.maximum((features**2).sum(axis=1, keepdims=True), _TINY))
        centred = features / lengths - self.mean
        inside = centred @ self.basis
        left = (centred**2).sum(axis=1) - (inside**2).sum(axis=1)
        return np.column_stack([inside, np.sqrt(np.maximum(left, 0))]).astype(np.float32)


@dataclass(frozen=True, eq=False)
class SideAnswers:
    """The heads of a file.

    Attributes
    ----------
    quality
        Gives as many values as the card has quality names.
    familiarity
        Gives embedding and unfamiliarity.
    oedema
        Gives the logits of macular oedema of risk 1 or more, and of risk 2; ``None`` leaves a file
        what it has of that.
    """

    quality: DenseHead
    familiarity: Familiarity
    oedema: DenseHead | None = None


def pooled_features(path: Path, images: Iterable[np.ndarray]) -> np.ndarray:
    """Run a file and return what its last layer reads, float32 (N, K).

    Parameters
    ----------
    path
        A file that this program wrote, with a single linear layer behind the pooling.
    images
        uint8 (H, W, 3) RGB each, prepared.

    Raises
    ------
    ExportError
        If the scores do not come from a linear layer.
    """
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper

    proto = onnx.load(path)
    name = _pooled(proto)
    proto.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    parts = [
        session.run([name], {"image": batch, CLASS_INDEX: np.full(len(batch), -1, np.int64)})[0]
        for batch in _batches(images)
    ]
    return np.concatenate(parts)


def attach(proto: Any, answers: SideAnswers) -> None:
    """Add the outputs to a graph, in place.

    These are ``quality``, ``embedding``, ``unfamiliarity`` and, with such a head,
    ``macular_oedema``. Those that were attached before are replaced.
    """
    _detach(proto, _PREFIX, {QUALITY, EMBEDDING, UNFAMILIARITY})
    graph = _Appender(proto.graph, _PREFIX)
    pooled = _pooled(proto)
    kernel, bias = graph.constant(answers.quality.kernel), graph.constant(answers.quality.bias)
    scores = graph.emit("Gemm", pooled, kernel, bias)
    graph.output(graph.emit("Softmax", scores, axis=-1), QUALITY, answers.quality.bias.size)
    embedding = _embedding(graph, pooled, answers.familiarity)
    references = answers.familiarity.references
    graph.output(embedding, EMBEDDING, references.shape[1])
    graph.output(_distance(graph, embedding, references), UNFAMILIARITY, None)
    if answers.oedema is not None:
        _attach_oedema(proto, pooled, answers.oedema)


def _attach_oedema(proto: Any, pooled: str, head: DenseHead) -> None:
    _detach(proto, _OEDEMA_PREFIX, {MACULAR_OEDEMA})
    graph = _Appender(proto.graph, _OEDEMA_PREFIX)
    scores = graph.emit("Gemm", pooled, graph.constant(head.kernel), graph.constant(head.bias))
    graph.output(graph.emit("Sigmoid", scores), MACULAR_OEDEMA, head.bias.size)


def _embedding(graph: _Appender, pooled: str, familiarity: Familiarity) -> str:
    """Do in the graph what :meth:`Familiarity.embed` does."""
    features, inner = familiarity.basis.shape
    squares = graph.emit("Max", _squared(graph, pooled, features), graph.constant([_TINY]))
    unit = graph.emit("Div", pooled, graph.emit("Sqrt", squares))
    centred = graph.emit("Sub", unit, graph.constant(familiarity.mean))
    inside = graph.emit("MatMul", centred, graph.constant(familiarity.basis))
    left = graph.emit("Sub", _squared(graph, centred, features), _squared(graph, inside, inner))
    return graph.emit("Concat", inside, _root(graph, left), axis=1)


def _distance(graph: _Appender, embedding: str, references: np.ndarray) -> str:
    """Return the distance to the nearest reference, (N,)."""
    across = graph.emit("MatMul", embedding, graph.constant(-2 * references.T))
    squares = graph.constant((references**2).sum(axis=1)[None])
    own = _squared(graph, embedding, references.shape[1])
    distances = graph.emit("Add", graph.emit("Add", across, squares), own)
    one = graph.constant([1], np.int64)
    nearest = graph.emit("TopK", distances, one, axis=1, largest=0)
    return graph.emit("Reshape", _root(graph, nearest), graph.constant([-1], np.int64))


def _squared(graph: _Appender, vectors: str, size: int) -> str:
    """Return the squared length of each row, (N, 1), in operators of every operator set."""
    return graph.emit(
        "MatMul", graph.emit("Mul", vectors, vectors), graph.constant(np.ones((size, 1)))
    )


def _root(graph: _Appender, values: str) -> str:
    """Return the root; rounding may have made a square a little negative."""
    return graph.emit("Sqrt", graph.emit("Max", values, graph.constant([0])))


def _pooled(proto: Any) -> str:
    """Return the tensor that the last linear layer reads."""
    makers = {name: node for node in proto.graph.node for name in node.output}
    node = makers.get(LOGITS)
    while node is not None and node.op_type in ("Identity", "Add"):
        node = makers.get(node.input[0])
    if node is None or node.op_type not in ("Gemm", "MatMul"):
        raise ExportError("the scores do not come from a linear layer on pooled features")
    return str(node.input[0])


def _detach(proto: Any, prefix: str, names: set[str]) -> None:
    graph = proto.graph
    for entries in (graph.node, graph.initializer):
        kept = [entry for entry in entries if not entry.name.startswith(prefix)]
        del entries[:]
        entries.extend(kept)
    outputs = [entry for entry in graph.output if entry.name not in names]
    del graph.output[:]
    graph.output.extend(outputs)


def _batches(images: Iterable[np.ndarray]) -> Iterable[np.ndarray]:
    batch: list[np.ndarray] = []
    for image in images:
        batch.append(image)
        if len(batch) == _BATCH:
            yield np.stack(batch)
            batch = []
    if batch:
        yield np.stack(batch)


class _Appender:
    """Appends nodes to a finished graph under names that :func:`_detach` knows again."""

    def __init__(self, graph: Any, prefix: str) -> None:
        self._graph = graph
        self._prefix = prefix
        self._count = 0

    def emit(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Append a node and return the name of its first output."""
        from onnx import helper

        name = self._fresh()
        outputs = [name, self._fresh()] if operator == "TopK" else [name]
        node = helper.make_node(operator, list(inputs), outputs, name=name, **attributes)
        self._graph.node.append(node)
        return name

    def constant(self, values: Any, dtype: type = np.float32) -> str:
        """Add an initializer and return its name."""
        from onnx import numpy_helper

        name = self._fresh()
        array: np.ndarray = np.ascontiguousarray(values, dtype)
        self._graph.initializer.append(numpy_helper.from_array(array, name))
        return name

    def output(self, tensor: str, name: str, size: int | None) -> None:
        """Make a tensor an output of its own name: (N, size), or (N,) without a size."""
        from onnx import TensorProto, helper

        node = helper.make_node("Identity", [tensor], [name], name=self._prefix + name)
        self._graph.node.append(node)
        shape = ["N"] if size is None else ["N", size]
        self._graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def _fresh(self) -> str:
        self._count += 1
        return f"{self._prefix}{self._count}"
