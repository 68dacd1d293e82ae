"""Photographs of a clinic, drawn: two eyes for each patient."""

from __future__ import annotations

import datetime as dt

import numpy as np

from fundusviewer.screening.monitoring.observations import MACULA, Observation

START = dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)


def drawn(
    count: int,
    seed: int,
    *,
    first: int = 0,
    shift: float = 0.0,
    referred: float = 0.3,
    refused: float = 0.04,
    camera: str = "9 × 9",
) -> list[Observation]:
    """Return so many photographs, two an hour, whose embeddings are shifted."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(first, first + count):
        bad = bool(rng.random() < refused)
        found.append(
            Observation(
                moment=START + dt.timedelta(minutes=30 * number),
                patient=f"patient {camera} {number // 2}",
                camera=camera,
                field=MACULA,
                refused=bad,
                referred=None if bad else bool(rng.random() < referred),
                unfamiliarity=None if bad else float(rng.normal(0.3, 0.05)),
                reject=float(rng.beta(1, 20)),
                embedding=(rng.normal(0, 1, 8) + shift).astype(np.float32),
            )
        )
    return found
