"""The process that computes with PyTorch: reads a Keras file, writes an ONNX graph.

Started by :mod:`.torch_tracing` with ``KERAS_BACKEND=torch``. Standard error ends with the reason
of a failure in one line.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.graph.torch_tracing import PLANES, REFUSED
from fundusviewer.export.graph.traced_network import OPSET, heard_maps, named_outputs
from fundusviewer.export.sources.keras_layers import find_layer, listening
from fundusviewer.export.sources.preprocessing import preprocess

if TYPE_CHECKING:
    from fundusviewer.export.sources.preprocessing import Preprocessing


def main() -> int:
    """Do what the arguments say: Keras file, ONNX file, layer and preprocessing as JSON."""
    source, target, order = sys.argv[1:]
    warnings.simplefilter("ignore")
    try:
        write_graph(Path(source), Path(target), **json.loads(order))
    except ExportError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def write_graph(source: Path, target: Path, *, layer: str, preprocessing: Preprocessing) -> None:
    """Write the graph of a Keras file.

    Parameters
    ----------
    source
        ``.keras`` file.
    target
        ONNX file to write: input ``image``, uint8 (N, H, W, 3); outputs ``planes``, the maps
        (N, K, h, w), and the network's own by name.
    layer
        The one whose maps are given.
    preprocessing
        What the pixels go through before the network.

    Raises
    ------
    ExportError
        If Keras cannot read it with PyTorch, or PyTorch has no way to write it.
    """
    try:
        _write_graph(source, target, layer, preprocessing)
    except ExportError:
        raise
    except Exception as error:
        # Keras and PyTorch raise what they like, and wrap it several times.
        raise ExportError(f"PyTorch cannot trace the network: {_reason(error)}") from error


def _write_graph(source: Path, target: Path, layer: str, preprocessing: Preprocessing) -> None:
    import keras
    import torch

    _average_without_padding()
    network = keras.saving.load_model(source, compile=False)
    explained = find_layer(network, layer)
    names: list[str] = []

    class Traceable(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, image: Any) -> tuple[Any, ...]:
            pixels = preprocess(image.to(torch.float32), preprocessing)
            with listening(explained) as heard:
                outputs = named_outputs(self.network(pixels, training=False))
            names[:] = [PLANES, *outputs]
            planes = heard_maps(heard, layer).permute(0, 3, 1, 2)
            return (planes, *outputs.values())

    _, height, width, _ = network.input_shape
    image = torch.zeros((2, height, width, 3), dtype=torch.uint8)
    with torch.no_grad():
        program = torch.export.export(
            Traceable().eval(),
            (image,),
            dynamic_shapes={"image": {0: torch.export.Dim("N")}},
        )
        written = torch.onnx.export(
            program, dynamo=True, opset_version=OPSET, input_names=["image"],
            output_names=names, verbose=False,
        )  # fmt: skip
    written.save(target, external_data=False)


def _average_without_padding() -> None:
    """Let poolings average what is inside of the maps alone, as Keras does elsewhere.

    With PyTorch it repeats the edge where more is padded on one side than on the other.
    """
    import torch
    from keras.src.backend.torch import nn

    original = nn.average_pool

    def average_pool(
        inputs: Any, pool_size: Any, strides: Any = None, padding: str = "valid",
        data_format: str | None = None,
    ) -> Any:  # fmt: skip
        last = nn.backend.standardize_data_format(data_format) == "channels_last"
        size = nn.standardize_tuple(pool_size, inputs.ndim - 2, "pool_size")
        steps = size if strides is None else nn.standardize_tuple(strides, len(size), "strides")
        inner = range(1, 1 + len(size)) if last else range(2, 2 + len(size))
        pads = [
            _padding(inputs.shape[axis], *of) for axis, *of in zip(inner, size, steps, strict=True)
        ]
        if padding != "same" or all(before == after for before, after in pads):
            return original(inputs, pool_size, strides, padding, data_format)
        # PyTorch names the last dimension first.
        flat = [side for pad in reversed([*pads, (0, 0)] if last else pads) for side in pad]

        def averaged(values: Any) -> Any:
            padded = torch.nn.functional.pad(values, flat)
            return original(padded, pool_size, strides, "valid", data_format)

        return averaged(inputs) / averaged(torch.ones_like(inputs[:1]))

    nn.average_pool = average_pool


def _padding(length: int, window: int, step: int) -> tuple[int, int]:
    total = max((-(-length // step) - 1) * step + window - length, 0)
    return total // 2, total - total // 2


def _reason(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
