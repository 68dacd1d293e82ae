"""Ranges of 8-bit kernels that give the same result on every processor.

Processors without VNNI instructions multiply pairs of 8-bit numbers and add each pair in 16 bits:
two full products, 2 × 255 × 127, do not fit and are cut off without a word. Halving every weight
(onnxruntime's ``reduce_range``) prevents that at the price of a whole bit. What must hold is less:
the absolute values of two weights that are added must not exceed 128 together, because
255 × 128 < 2¹⁵. So each output channel's scale is taken from its largest pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where a kernel has its output channels.
_OUTPUT_AXIS = {"Conv": 0, "Gemm": 1, "MatMul": 1}
_LARGEST = 127
_LARGEST_PAIR = 128
#: Output channels that are looked at together.
_BLOCK = 256


def kernel_overrides(proto: Any, kept_in_float: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return onnxruntime's ``TensorQuantOverrides`` for the kernels of a folded graph."""
    from onnx import numpy_helper

    kernels = {entry.name: entry for entry in proto.graph.initializer}
    overrides = {}
    for node in proto.graph.node:
        if node.op_type in _OUTPUT_AXIS and node.name not in kept_in_float:
            axis = _OUTPUT_AXIS[node.op_type]
            kernel = np.moveaxis(numpy_helper.to_array(kernels[node.input[1]]), axis, 0)
            overrides[node.input[1]] = list(_channels(kernel, axis))
    return overrides


def safe_range(kernel: np.ndarray) -> np.ndarray:
    """Return the largest value that each output channel's eight bits must reach, (M,).

    Parameters
    ----------
    kernel
        float32 (M, K, h, w) or (M, K).
    """
    # In blocks, because a linear layer can be large and each step makes a copy.
    blocks = range(0, len(kernel), _BLOCK)
    return np.concatenate([_safe_range(kernel[start : start + _BLOCK]) for start in blocks])


def _safe_range(kernel: np.ndarray) -> np.ndarray:
    pairs = [_largest_pair(order) for order in _orders(kernel)]
    largest = np.abs(kernel).reshape(len(kernel), -1).max(axis=1)
    reach = np.maximum(largest, np.max(pairs, axis=0) * _LARGEST / _LARGEST_PAIR)
    return np.asarray(reach, np.float32)


def _orders(kernel: np.ndarray) -> Iterator[np.ndarray]:
    # Matrix products read a kernel by channels and positions or by positions and channels.
    yield kernel.reshape(len(kernel), -1)
    yield np.moveaxis(kernel, 1, -1).reshape(len(kernel), -1)


def _largest_pair(rows: np.ndarray) -> np.ndarray:
    padded = np.pad(np.abs(rows), ((0, 0), (0, rows.shape[1] % 2)))
    return np.asarray(padded.reshape(len(rows), -1, 2).sum(axis=2).max(axis=1))


def _channels(kernel: np.ndarray, axis: int) -> Iterator[dict[str, Any]]:
    from onnxruntime.quantization import QuantType

    for index, reach in enumerate(safe_range(kernel)):
        entry: dict[str, Any] = {
            "quant_type": QuantType.QInt8,
            "rmin": np.float32(-reach),
            "rmax": np.float32(reach),
            "symmetric": True,
        }
        yield ({"axis": axis} | entry) if index == 0 else entry
