"""From a Keras network to its ONNX graph, by one of two ways that know nothing of each other."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, get_args

from fundusviewer.errors import ExportError
from fundusviewer.export.graph import tf2onnx_tracing, torch_tracing

if TYPE_CHECKING:
    from fundusviewer.export.graph.traced_network import TracedNetwork
    from fundusviewer.export.sources.classifier_spec import ExplainedModel

Tracer = Literal["tf2onnx", "torch"]
TRACERS: tuple[Tracer, ...] = get_args(Tracer)
_NEEDED: dict[Tracer, tuple[str, ...]] = {
    "tf2onnx": ("tf2onnx",),
    "torch": ("torch", "onnxscript"),
}


def require_tracer(tracer: Tracer) -> None:
    """Refuse a way of tracing whose packages are not installed (:class:`ExportError`)."""
    missing = [name for name in _NEEDED[tracer] if find_spec(name) is None]
    if missing:
        extra = "export" if tracer == "tf2onnx" else "export,torch"
        raise ExportError(
            f"tracing with {tracer} needs {' and '.join(missing)}; install it with "
            f"pip install 'fundusviewer[{extra}]'"
        )


def trace(model: ExplainedModel, tracer: Tracer = "tf2onnx") -> TracedNetwork:
    """Convert a network to a graph whose kernels are inputs.

    Parameters
    ----------
    model
        The network.
    tracer
        ``tf2onnx``: TensorFlow's functions; ``torch``: PyTorch's exporter, in a process of its
        own.

    Raises
    ------
    ExportError
        If an operation of the network has no counterpart in ONNX, or the tracer is not installed.
    """
    require_tracer(tracer)
    return torch_tracing.trace(model) if tracer == "torch" else tf2onnx_tracing.trace(model)
