"""The step that marks lesions: on request alone, because it takes longer than all the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fundusviewer.anatomy import LESION_KINDS, Landmarks, Lesions, find_lesions, lesion_map
from fundusviewer.grading import Decision
from fundusviewer.imaging import to_model_input
from fundusviewer.imaging.types import Region
from fundusviewer.inference import Marker
from fundusviewer.screening.examination.finding import Finding


@dataclass(frozen=True, eq=False)
class LesionAnswer:
    """What a network marked on one photograph.

    Attributes
    ----------
    lesions
        Counted and measured; ``None`` where the photograph cannot be graded: no lesion found on
        it would mean nothing.
    maps
        float32 (h, w, K), 0–1, the probability of each kind.
    region
        The part of the photograph that the maps show.
    width, height
        Of the photograph.
    """

    lesions: Lesions | None
    maps: np.ndarray
    region: Region
    width: int
    height: int

    def map_of(self, kind: str) -> np.ndarray:
        """Return uint8 (height, width): the probability × 255 of a kind, as the photograph lies."""
        probabilities = np.ascontiguousarray(self.maps[..., LESION_KINDS.index(kind)])
        return lesion_map(probabilities, self.region, self.width, self.height)


def mark_lesions(finding: Finding, marker: Marker) -> LesionAnswer | None:
    """Mark the lesions on a photograph that was examined, with its pixels.

    Parameters
    ----------
    finding
        Of a model that grades.
    marker
        A model that marks lesions.

    Returns
    -------
    LesionAnswer or None
        ``None`` where it is not known to be a fundus photograph.

    Raises
    ------
    InferenceError
        If the network's answer cannot be used.
    """
    if finding.decision in (None, Decision.NOT_FUNDUS):
        return None
    image, card = finding.image, marker.card
    prepared = to_model_input(image.pixels, card.input, finding.field_of_view)
    maps = marker.mark(prepared.pixels)
    lesions = None
    if finding.decision is not Decision.UNGRADABLE:
        lesions = find_lesions(
            maps,
            prepared.region,
            card.thresholds,
            finding.field_of_view,
            finding.landmarks or Landmarks(),
        )
    return LesionAnswer(lesions, maps, prepared.region, image.width, image.height)
