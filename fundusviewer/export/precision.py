"""Smaller files: weights of half size, or a network that computes in 8 bits."""

from __future__ import annotations

import logging
import math
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.equalisation import equalise
from fundusviewer.export.gradcam import CLASS_INDEX, LOGITS
from fundusviewer.export.weight_ranges import kernel_overrides

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def make_smaller(proto: Any, precision: Literal["float16", "int8"], photographs: np.ndarray) -> Any:
    """Return a smaller copy of a folded graph.

    Parameters
    ----------
    proto
        ``onnx.ModelProto`` with outputs ``logits`` and ``heatmap``.
    precision
        ``float16`` or ``int8``.
    photographs
        uint8 (M, H, W, 3) RGB, prepared; ``int8`` takes the ranges of its maps from them.
    """
    return _half(proto) if precision == "float16" else _eight_bits(proto, photographs)


def _half(proto: Any) -> Any:
    """Store the weights as float16; they become float32 again when the file is loaded.

    Processors have few float16 kernels: computing in float16 there is slower and less exact.
    """
    from onnx import TensorProto, helper, numpy_helper

    half = type(proto)()
    half.CopyFrom(proto)
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
    return half


def _eight_bits(proto: Any, photographs: np.ndarray) -> Any:
    """Compute in 8 bits: static, a scale for each kernel channel, the heat map in float32.

    Whether the ranges of the maps reach to the extreme values or to the mean of each photograph's
    extremes is decided by trial: networks differ in what they forgive.
    """
    even = type(proto)()
    even.CopyFrom(proto)
    equalise(even, photographs)
    trials = [_quantised(even, photographs, average=average) for average in (False, True)]
    wanted = _logits(proto, photographs)
    errors = [np.square(_logits(trial, photographs) - wanted).mean() for trial in trials]
    return trials[int(np.argmin(errors))]


def _quantised(proto: Any, photographs: np.ndarray, *, average: bool) -> Any:
    import onnx
    from onnxruntime import quantization

    kept = _kept_in_float(proto)
    with TemporaryDirectory(prefix="fundusviewer-") as folder, _quiet():
        before, after = Path(folder, "float32.onnx"), Path(folder, "int8.onnx")
        onnx.save(proto, before)
        quantization.quantize_static(
            before,
            after,
            _Reader(photographs),
            quant_format=quantization.QuantFormat.QDQ,
            per_channel=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
            nodes_to_exclude=sorted(kept),
            extra_options={
                "CalibMovingAverage": average,
                "TensorQuantOverrides": kernel_overrides(proto, kept),
            },
        )
        return onnx.load(after)


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


def _logits(proto: Any, photographs: np.ndarray) -> np.ndarray:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    feeds = iter(_Reader(photographs).get_next, None)
    return np.concatenate([session.run([LOGITS], feed)[0] for feed in feeds])


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

    def __init__(self, photographs: np.ndarray) -> None:
        self._feeds = self._iterate(photographs)

    @staticmethod
    def _iterate(photographs: np.ndarray) -> Iterator[dict[str, np.ndarray]]:
        for photograph in photographs:
            yield {"image": photograph[None], CLASS_INDEX: np.asarray([-1], np.int64)}

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._feeds, None)
