"""What was decided for each public set by hand; every number that has a set's name beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Sets whose photographs are stored so small that 256 pixels hold all of them.
SMALL_SETS = ("aptos2019", "eyepacs_256")

#: Where a set's labels say something about macular oedema.
OEDEMA_COLUMNS: Mapping[str, str] = MappingProxyType(
    {"idrid_grading": "dme_risk", "melaka": "maculopathy", "messidor2": "dme", "mexico_dr": "dme"}
)
#: Sets that give a risk 0–2 (exudates anywhere, exudates near the fovea), not yes or no.
OEDEMA_RISK_SETS = ("idrid_grading",)

#: How much less often a set is drawn than its size asks for: small or weakly labelled ones.
SET_FACTORS: Mapping[str, float] = MappingProxyType(
    {
        "aptos2019": 0.5,
        "eyepacs_256": 0.8,
        "mexico_dr": 0.7,
        "roc": 0.5,
        "hei_med": 0.5,
        "diaretdb1": 0.5,
    }
)

#: What the lesion network draws, in the order of its outputs; names of columns of labels files.
KINDS = ("microaneurysms", "haemorrhages", "hard_exudates", "soft_exudates", "optic_disc")
OPTIC_DISC = KINDS.index("optic_disc")

#: Which kinds somebody looked for in a set; no mask then means that there is none.
DRAWN_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "idrid_lesions": KINDS,
        "hei_med": ("hard_exudates",),
        "diaretdb1": KINDS[:4],
        "roc": ("microaneurysms",),
    }
)
#: Sets in which nobody looked at the photographs that have no circle.
COUNTED_SETS = ("roc",)
#: Columns that are named otherwise: set → kind → column.
MASK_COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"hei_med": MappingProxyType({"hard_exudates": "exudates"})}
)
#: Drawn, but too coarsely to be learned from: outlines of regions, not of lesions.
NOT_LEARNED: Mapping[str, tuple[str, ...]] = MappingProxyType({"diaretdb1": ("microaneurysms",)})


@dataclass(frozen=True)
class Healthy:
    """Photographs of grade 0 that teach what no lesion looks like: of every ``step``-th the first.

    Attributes
    ----------
    step, count
        Every how many-th of the photographs, and how many of those.
    side
        The side that they must be on; ``None``: any.
    """

    step: int
    count: int
    side: str | None = None


HEALTHY: Mapping[str, Healthy] = MappingProxyType(
    {"idrid_grading": Healthy(1, 40, "train"), "messidor2": Healthy(12, 30)}
)
#: Without the optic disc, which nobody drew there.
HEALTHY_KINDS = KINDS[:4]

#: The set that lesions are measured on: the third of every five of its photographs.
LESION_VALIDATION_SET = "idrid_lesions"
LESION_VALIDATION_STEP, LESION_VALIDATION_FIRST = 5, 2

#: How often each set is drawn for the lesion network.
LESION_SHARES: Mapping[str, float] = MappingProxyType(
    {
        "idrid_lesions": 0.62,
        "hei_med": 0.1,
        "diaretdb1": 0.1,
        "roc": 0.06,
        "idrid_grading": 0.07,
        "messidor2": 0.05,
    }
)

#: The set whose disc and fovea are marked.
LANDMARK_SET = "idrid_grading"
