"""onnxruntime's static quantisation in two steps, so that large weights are held once in each.

``onnxruntime.quantization.quantize_static`` holds the network that it will change while a second
copy of it and a session take the ranges of the maps.
"""

from __future__ import annotations

import gc
import logging
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.export.gradcam.gradcam import CLASS_INDEX
from fundusviewer.export.quantise.heatmap_kernels import widen_when_loaded

if TYPE_CHECKING:
    from collections.abc import Iterator


def feeds(photographs: np.ndarray) -> Iterator[dict[str, np.ndarray]]:
    """Yield a session's inputs for each photograph of uint8 (M, H, W, 3) RGB."""
    for photograph in photographs:
        yield {"image": photograph[None], CLASS_INDEX: np.asarray([-1], np.int64)}


def map_ranges(graph: Path, inputs: Iterator[dict[str, np.ndarray]], *, average: bool) -> Any:
    """Measure the range of every map of a float32 graph.

    Parameters
    ----------
    graph
        Folded graph.
    inputs
        What to run it on, one photograph each.
    average
        Whether ranges reach to the mean of each photograph's extremes or to the extremes of all.

    Returns
    -------
    onnxruntime.quantization.TensorsData
    """
    from onnxruntime import quantization

    with TemporaryDirectory(prefix="fundusviewer-", dir=graph.parent) as folder, _quiet():
        calibrator = quantization.create_calibrator(
            graph,
            _operators(),
            augmented_model_path=str(Path(folder, "watched.onnx")),
            calibrate_method=quantization.CalibrationMethod.MinMax,
            extra_options={"moving_average": average},
        )
        calibrator.collect_data(_Reader(inputs))
        return calibrator.compute_data()


def quantise(
    source: Path,
    target: Path,
    ranges: Any,
    *,
    kept_in_float: set[str],
    kernels: dict[str, list[dict[str, Any]]],
) -> None:
    """Write a graph that computes in 8 bits: QDQ, a scale for each kernel channel.

    Parameters
    ----------
    source, target
        Folded float32 graph, and the file to write.
    ranges
        Of its maps, from :func:`map_ranges`.
    kept_in_float
        Names of nodes that stay in float32.
    kernels
        onnxruntime's ``TensorQuantOverrides`` for the kernels.
    """
    from onnxruntime import quantization
    from onnxruntime.quantization.quant_utils import load_model_with_shape_infer

    # The calibrator and its session refer to each other.
    gc.collect()
    with _quiet():
        quantizer = quantization.QDQQuantizer(
            load_model_with_shape_infer(source),
            per_channel=True,
            reduce_range=False,
            weight_qType=quantization.QuantType.QInt8,
            activation_qType=quantization.QuantType.QUInt8,
            tensors_range=ranges,
            nodes_to_quantize=[],
            nodes_to_exclude=sorted(kept_in_float),
            op_types_to_quantize=_operators(),
            extra_options={"TensorQuantOverrides": kernels},
        )
        widen_when_loaded(quantizer.quantize_model())
        quantizer.model.save_model_to_file(target)


def _operators() -> list[str]:
    from onnxruntime.quantization.registry import QDQRegistry, QLinearOpsRegistry

    return sorted({*QLinearOpsRegistry, *QDQRegistry})


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the quantiser's advice on pre-processing, which :func:`.fold` has done, to itself."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class _Reader:
    """Hands the photographs to the calibration, one at a time."""

    def __init__(self, inputs: Iterator[dict[str, np.ndarray]]) -> None:
        self._inputs = inputs

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._inputs, None)
