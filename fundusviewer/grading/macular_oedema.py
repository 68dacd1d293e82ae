"""Macular oedema: what a model answers on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MacularOedema:
    """What is said of macular oedema on one photograph.

    Attributes
    ----------
    risk
        0, 1 or 2 as in IDRiD and Messidor; ``None`` where it cannot be assessed.
    probability
        Of risk 2, 0–1; ``None`` where it cannot be assessed.
    assessable
        Whether the photograph can be judged: the macula is on it.
    """

    risk: int | None
    probability: float | None
    assessable: bool
