"""Smaller files: weights of half size, or a network that computes in 8 bits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import LOGITS
from fundusviewer.export.graph.running import cpu_session
from fundusviewer.export.quantise.channel_equalisation import equalise
from fundusviewer.export.quantise.pooling_order import average_late
from fundusviewer.export.quantise.static_quantiser import feeds, map_ranges, quantise
from fundusviewer.export.quantise.weight_ranges import kernel_overrides

#: Calibrating on more photographs than this does not change the ranges noticeably.
_LARGEST_CALIBRATION = 48
_FEWEST_PHOTOGRAPHS = 3
#: Linear layers with fewer values than this stay in float32.
_LARGE_LINEAR = 2**22


@dataclass(frozen=True, eq=False)
class CalibrationSet:
    """Prepared photographs, uint8 (M, H, W, 3) RGB: some to calibrate, others to measure."""

    calibrating: np.ndarray
    measuring: np.ndarray

    @classmethod
    def split(cls, photographs: np.ndarray) -> CalibrationSet:
        """Keep every third photograph for measuring.

        Raises
        ------
        ExportError
            If there are fewer than three.
        """
        if len(photographs) < _FEWEST_PHOTOGRAPHS:
            raise ExportError(
                f"{len(photographs)} calibration photographs are too few; "
                f"at least {_FEWEST_PHOTOGRAPHS} are needed"
            )
        measuring = np.arange(len(photographs)) % 3 == 2
        return cls(photographs[~measuring][:_LARGEST_CALIBRATION], photographs[measuring])


def make_smaller(
    source: Path, target: Path, precision: Literal["float16", "int8"], photographs: np.ndarray
) -> None:
    """Write a smaller copy of a folded graph.

    Parameters
    ----------
    source, target
        Files with the outputs ``logits`` and ``heatmap``; ``source`` computes in float32.
    precision
        ``float16`` or ``int8``.
    photographs
        uint8 (M, H, W, 3) RGB, prepared; ``int8`` takes the ranges of its maps from them.
    """
    _MAKERS[precision](source, target, photographs)


def _half(source: Path, target: Path, _: np.ndarray) -> None:
    """Store the weights as float16; they become float32 again when the file is loaded.

    Processors have few float16 kernels: computing in float16 there is slower and less exact.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    half = onnx.load(source)
    casts = []
    for entry in half.graph.initializer:
        if entry.data_type != TensorProto.FLOAT or np.prod(entry.dims) < 2:
            continue
        name = entry.name
        values = numpy_helper.to_array(entry).astype(np.float16)
        if not np.isfinite(values).all():
            continue
        entry.CopyFrom(numpy_helper.from_array(values, f"{name}/half"))
        casts.append(helper.make_node("Cast", [f"{name}/half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *half.graph.node]
    del half.graph.node[:]
    half.graph.node.extend(nodes)
    onnx.save(half, target)


def _eight_bits(source: Path, target: Path, photographs: np.ndarray) -> None:
    """Compute in 8 bits: static, a scale for each kernel channel, the heat map in float32.

    Whether the ranges of the maps reach to the extreme values or to the mean of each photograph's
    extremes is decided by trial: networks differ in what they forgive.
    """
    wanted = _logits(source, photographs)
    with TemporaryDirectory(prefix="fundusviewer-", dir=target.parent) as folder:
        even = Path(folder, "even.onnx")
        kept, overrides = _equalised(source, even, photographs)
        errors = {}
        for average in (False, True):
            trial = Path(folder, f"{average}.onnx")
            ranges = map_ranges(even, feeds(photographs), average=average)
            quantise(even, trial, ranges, kept_in_float=kept, kernels=overrides)
            errors[trial] = float(np.square(_logits(trial, photographs) - wanted).mean())
        min(errors, key=lambda trial: errors[trial]).replace(target)


def _equalised(
    source: Path, target: Path, photographs: np.ndarray
) -> tuple[set[str], dict[str, list[dict[str, Any]]]]:
    """Write the graph with even channels; return what stays in float, and the kernels' ranges."""
    import onnx

    proto = onnx.load(source)
    average_late(proto)
    equalise(proto, photographs)
    onnx.save(proto, target)
    kept = _kept_in_float(proto)
    return kept, kernel_overrides(proto, kept)


def _kept_in_float(proto: Any) -> set[str]:
    """Return the nodes of the heat map and the small linear layers, the classifying one above all.

    A classifying layer is a thousandth of the work and adds up all errors before it.
    """
    sizes = {entry.name: math.prod(entry.dims) for entry in proto.graph.initializer}
    return {
        node.name
        for node in proto.graph.node
        if node.name.startswith("gradcam/")
        or (node.op_type in ("Gemm", "MatMul") and sizes.get(node.input[1], 0) < _LARGE_LINEAR)
    }


def _logits(path: Path, photographs: np.ndarray) -> np.ndarray:
    session = cpu_session(path)
    return np.concatenate([session.run([LOGITS], feed)[0] for feed in feeds(photographs)])


_MAKERS = {"float16": _half, "int8": _eight_bits}
