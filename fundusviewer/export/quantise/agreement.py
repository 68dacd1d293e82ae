"""How a smaller file compares with its float32 original."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from fundusviewer.export.gradcam.gradcam import CLASS_INDEX, HEATMAP, LOGITS
from fundusviewer.export.graph.running import cpu_session
from fundusviewer.inference.card import Agreement

if TYPE_CHECKING:
    from pathlib import Path

#: Photographs that the two files are timed on, one after the other, in turns.
_TIMED = 20


def measure_agreement(
    reference: Path,
    smaller: Path,
    photographs: np.ndarray,
    precision: Literal["float16", "int8"],
    temperature: float,
    *,
    several: bool = False,
) -> Agreement:
    """Compare two folded graphs on the same photographs, on the CPU, one at a time.

    Parameters
    ----------
    reference, smaller
        Files with the outputs ``logits`` and ``heatmap``; ``reference`` computes in float32.
    photographs
        uint8 (M, H, W, 3) RGB, prepared.
    precision
        Of the smaller file.
    temperature
        What the logits are divided by before the softmax.
    several
        Whether each class has a probability of its own, by a sigmoid.

    Returns
    -------
    Agreement
        Heat maps are compared for the class that the reference finds most probable. The
        correlation is the mean of Pearson's over the photographs; heat maps that are zero
        everywhere in both files agree. The speed ratio is the quotient of median times.
    """
    exact, rough = (_Session(file, temperature, several=several) for file in (reference, smaller))
    pairs = []
    for photograph in photographs:
        wanted = exact(photograph, -1)
        pairs.append((wanted, rough(photograph, int(wanted[0].argmax()))))
    return Agreement(
        precision=precision,
        photographs=len(photographs),
        top1=float(np.mean([a[0].argmax() == b[0].argmax() for a, b in pairs])),
        largest_probability_difference=float(max(np.abs(a[0] - b[0]).max() for a, b in pairs)),
        heatmap_correlation=float(np.mean([correlation(a[1], b[1]) for a, b in pairs])),
        speed_ratio=_speed_ratio(exact, rough, photographs),
    )


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Return Pearson's correlation of two heat maps; 1 if both are flat, 0 if only one is."""
    flat = (float(np.ptp(first)) == 0, float(np.ptp(second)) == 0)
    if any(flat):
        return 1.0 if all(flat) else 0.0
    return float(np.clip(np.corrcoef(first.ravel(), second.ravel())[0, 1], -1, 1))


class _Session:
    """A model file on the CPU, asked for one photograph at a time."""

    def __init__(self, path: Path, temperature: float, *, several: bool) -> None:
        self._temperature, self._several = temperature, several
        self._session = cpu_session(path)

    def __call__(self, photograph: np.ndarray, class_index: int) -> Any:
        feeds = {"image": photograph[None], CLASS_INDEX: np.asarray([class_index], np.int64)}
        logits, heatmap = self._session.run([LOGITS, HEATMAP], feeds)
        if self._several:
            return 0.5 * (1 + np.tanh(logits[0] / self._temperature / 2)), heatmap[0]
        powers = np.exp((logits[0] - logits[0].max()) / self._temperature)
        return powers / powers.sum(), heatmap[0]


def _speed_ratio(exact: _Session, rough: _Session, photographs: np.ndarray) -> float:
    times: dict[_Session, list[float]] = {exact: [], rough: []}
    for turn in range(_TIMED):
        for session, taken in times.items():
            start = time.perf_counter()
            session(photographs[turn % len(photographs)], -1)
            taken.append(time.perf_counter() - start)
    return statistics.median(times[exact]) / statistics.median(times[rough])
