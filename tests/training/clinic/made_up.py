"""Reviews that were never made."""

from __future__ import annotations

import numpy as np

from fundusviewer.training.clinic.cases import Case


def case(
    patient: str, grade: int, risk: float, *, oedema: bool = False, blind: bool = True
) -> Case:
    """Return a case whose probability of referable retinopathy is a risk."""
    rest = (1 - risk) / 2
    return Case(patient, grade, (rest, rest, risk, 0.0, 0.0), oedema, blind)


def clinic(patients: int = 120, seed: int = 1, *, blind: bool = True) -> tuple[Case, ...]:
    """Return two eyes of each patient, a third of them referable, whose risks overlap."""
    rng = np.random.default_rng(seed)
    return tuple(
        case(
            f"p{number}",
            2 if number % 3 == 0 else 0,
            float(np.clip(rng.normal(0.25 if number % 3 == 0 else 0.1, 0.06), 0.01, 0.3)),
            blind=blind,
        )
        for number in range(patients)
        for _ in range(2)
    )
