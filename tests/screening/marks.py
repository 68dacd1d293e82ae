"""What a second network may have marked."""

from __future__ import annotations

from fundusviewer.anatomy import Disc, Fovea, Landmarks, LesionKind, Lesions
from fundusviewer.screening.examination.finding import MarkedLesions

QUADRANTS = {
    "superior_temporal": 1,
    "superior_nasal": 0,
    "inferior_nasal": 0,
    "inferior_temporal": 1,
}
LANDMARKS = Landmarks(Disc(88.5, 190.0, 61.5, 0.91), Fovea(251.0, 204.5, 0.87))

_DOT = ((10.0, 20.0), (14.0, 20.0), (14.0, 24.0), (10.0, 24.0))
_SPOT = ((200.0, 210.0), (208.0, 210.0), (208.0, 218.0))


def make_lesions() -> Lesions:
    """Return two microaneurysms and a hard exudate."""
    nothing = LesionKind(0, 0.0, dict.fromkeys(QUADRANTS, 0))
    return Lesions(
        {
            "MA": LesionKind(2, 0.01, dict(QUADRANTS), 1.25, (_DOT, _DOT)),
            "HE": nothing,
            "EX": LesionKind(1, 0.008, QUADRANTS | {"superior_temporal": 0}, 0.6, (_SPOT,)),
            "SE": nothing,
        },
        61.5,
        estimated=False,
    )


def marked_lesions(sha256: str = "1" * 64) -> MarkedLesions:
    """Return lesions with the model that marked them."""
    return MarkedLesions(make_lesions(), "tiny-lesions", "0.0.1", sha256)
