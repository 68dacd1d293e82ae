"""Maps from a grader's probabilities to better ones, each fitted to graded photographs.

For ``benchmarks/travelling.py``; what the program itself uses is the temperature alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.optimize import minimize

from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature

#: Keeps a shift of the logits finite where a grade is missing.
RIDGE = 1e-3

#: From log probabilities (N, 5) to probabilities.
Map = Callable[[np.ndarray], np.ndarray]
#: Fits a map to log probabilities, grades and weights.
Fit = Callable[[np.ndarray, np.ndarray, np.ndarray], Map]


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def loss(probabilities: np.ndarray, grades: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return the mean negative log likelihood."""
    told = np.log(np.maximum(probabilities[np.arange(len(grades)), grades], 1e-12))
    return float(-np.average(told, weights=weights))


def solved(function: Callable[[np.ndarray], float], count: int, method: str = "BFGS") -> np.ndarray:
    return np.asarray(minimize(function, np.zeros(count), method=method).x)


def as_it_is(_scores: np.ndarray, _grades: np.ndarray, _weights: np.ndarray) -> Map:
    return softmax


def temperature(scores: np.ndarray, grades: np.ndarray, weights: np.ndarray) -> Map:
    value = fit_temperature(np.exp(scores), grades, weights)
    return lambda told: with_temperature(np.exp(told), value)


def shifts(directions: np.ndarray) -> Fit:
    """Return a fit of a temperature and of shifts of the logits along ``directions``, (K, 5)."""

    def fit(scores: np.ndarray, grades: np.ndarray, weights: np.ndarray) -> Map:
        def mapped(values: np.ndarray, told: np.ndarray) -> np.ndarray:
            return softmax(told * np.exp(values[0]) + values[1:] @ directions)

        def costs(values: np.ndarray) -> float:
            shift = values[1:] @ directions
            held = RIDGE * float(((shift - shift.mean()) ** 2).sum())
            return loss(mapped(values, scores), grades, weights) + held

        found = solved(costs, 1 + len(directions))
        return lambda told: mapped(found, told)

    return fit


def slopes(scores: np.ndarray, grades: np.ndarray, weights: np.ndarray) -> Map:
    """Vector scaling (Guo et al., 2017): each logit has its own slope and shift."""

    def mapped(values: np.ndarray, told: np.ndarray) -> np.ndarray:
        return softmax(told * np.exp(values[:5]) + values[5:])

    found = solved(
        lambda values: (
            loss(mapped(values, scores), grades, weights) + RIDGE * float((values**2).sum())
        ),
        10,
    )
    return lambda told: mapped(found, told)


def by_confidence(scores: np.ndarray, grades: np.ndarray, weights: np.ndarray) -> Map:
    """Return a temperature that hangs on the probability of the most probable grade."""

    def mapped(values: np.ndarray, told: np.ndarray) -> np.ndarray:
        unsure = 1 - np.exp(told).max(axis=1, keepdims=True)
        return softmax(told * np.exp(values[0] + values[1] * unsure))

    found = solved(lambda values: loss(mapped(values, scores), grades, weights), 2, "Nelder-Mead")
    return lambda told: mapped(found, told)


def ordinal(scores: np.ndarray, grades: np.ndarray, weights: np.ndarray) -> Map:
    """Return one slope and shift of the log odds of "this grade or more"."""

    def mapped(values: np.ndarray, told: np.ndarray) -> np.ndarray:
        above = np.cumsum(np.exp(told)[:, ::-1], axis=1)[:, ::-1][:, 1:].clip(1e-9, 1 - 1e-9)
        odds = np.exp(values[0]) * np.log(above / (1 - above)) + values[1]
        edges = np.pad(1 / (1 + np.exp(-odds)), ((0, 0), (1, 1)))
        edges[:, 0] = 1
        return np.asarray(np.maximum(edges[:, :-1] - edges[:, 1:], 1e-9))

    found = solved(lambda values: loss(mapped(values, scores), grades, weights), 2, "Nelder-Mead")
    return lambda told: mapped(found, told)


def beta(scores: np.ndarray, grades: np.ndarray, weights: np.ndarray) -> Map:
    """Beta calibration (Kull et al., 2017) of the most probable grade; the others keep ratios."""

    def mapped(values: np.ndarray, told: np.ndarray) -> np.ndarray:
        plain = np.exp(told)
        top = plain.max(axis=1).clip(1e-9, 1 - 1e-9)
        odds = np.exp(values[0]) * np.log(top) - np.exp(values[1]) * np.log(1 - top) + values[2]
        new = 1 / (1 + np.exp(-odds))
        out = plain * ((1 - new) / (1 - top))[:, None]
        out[np.arange(len(out)), plain.argmax(axis=1)] = new
        return np.asarray(out)

    found = solved(lambda values: loss(mapped(values, scores), grades, weights), 3, "Nelder-Mead")
    return lambda told: mapped(found, told)


MAPS: Mapping[str, Fit] = {
    "none": as_it_is,
    "temperature": temperature,
    "and a shift of grade 0": shifts(np.eye(5)[:1]),
    "and a shift of each grade": shifts(np.eye(5)),
    "slope and shift of each grade": slopes,
    "temperature by confidence": by_confidence,
    "ordinal": ordinal,
    "beta": beta,
}
