"""A traced network: its graph, and what every way of tracing one has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.classifier_spec import EMBEDDING, QUALITY, SCORES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OPSET = 18
#: Name of the traced output that holds the maps of the Grad-CAM layer.
MAPS = "maps"


@dataclass(frozen=True, eq=False)
class TracedNetwork:
    """A graph whose kernels are inputs, so that it can be looked at and changed without them.

    Attributes
    ----------
    proto
        ``onnx.ModelProto`` with the inputs ``image`` (uint8) and one per kernel; outputs ``maps``,
        ``scores`` and, where the network gives them, ``quality`` and ``embedding``.
    kernels
        Name of such an input → what makes its ``onnx.TensorProto``.
    """

    proto: Any
    kernels: Mapping[str, Callable[[], Any]]

    def inline_kernels(self) -> None:
        """Turn the kernel inputs of the graph into initializers, in place."""
        graph = self.proto.graph
        kept = [entry for entry in graph.input if entry.name not in self.kernels]
        used = {entry.name for entry in graph.input} & set(self.kernels)
        for name in sorted(used):
            graph.initializer.append(self.kernels[name]())
        del graph.input[:]
        graph.input.extend(kept)


def heard_maps(heard: list[tuple[Any, Any]], layer: str) -> Any:
    """Return the maps (N, h, w, K) among the calls of a layer.

    Raises
    ------
    ExportError
        If it was not called once, or gives no maps.
    """
    if len(heard) != 1:
        raise ExportError(f"layer {layer!r} is called {len(heard)} times; one call is needed")
    maps = heard[0][1]
    if not hasattr(maps, "shape") or len(maps.shape) != 4 or None in tuple(maps.shape)[1:]:
        raise ExportError(f"layer {layer!r} gives no maps of the form (N, h, w, K)")
    return maps


def named_outputs(outputs: Any) -> dict[str, Any]:
    """Return a network's outputs by name; a single one holds the scores.

    Raises
    ------
    ExportError
        If one has a name that is not known.
    """
    if not isinstance(outputs, dict):
        return {SCORES: outputs}
    unknown = set(outputs) - {SCORES, QUALITY, EMBEDDING}
    if unknown or SCORES not in outputs:
        raise ExportError(
            f"the network's outputs are {', '.join(sorted(outputs))}; needed is {SCORES!r}, "
            f"allowed are {QUALITY!r} and {EMBEDDING!r}"
        )
    return dict(outputs)
