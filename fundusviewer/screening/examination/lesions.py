"""The step that marks lesions: on request alone, because it takes longer than all the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fundusviewer.anatomy import LESION_KINDS, Landmarks, Lesions, find_lesions, lesion_map
from fundusviewer.grading import Decision
from fundusviewer.imaging import PreparedInput, Region, to_model_input
from fundusviewer.inference import Marker
from fundusviewer.screening.examination.finding import Finding, MarkedLesions
from fundusviewer.screening.examination.steps import Prepared


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
    image = finding.image
    prepared = to_model_input(image.pixels, marker.card.input, finding.field_of_view)
    maps = marker.mark(prepared.pixels)
    return LesionAnswer(
        _found(finding, prepared, maps, marker), maps, prepared.region, image.width, image.height
    )


def with_lesions(finding: Finding, prepared: Prepared, marker: Marker | None) -> Finding:
    """Return the finding with the lesions on its photograph.

    As it is where nobody looks for them, and where the photograph cannot be graded: no lesion
    found on it would mean nothing.

    Raises
    ------
    InferenceError
        If the network's answer cannot be used.
    """
    if marker is None or prepared.marked is None or not can_have_lesions(finding):
        return finding
    maps = marker.mark(prepared.marked.pixels)
    lesions = _found(finding, prepared.marked, maps, marker)
    return replace(
        finding, lesions=None if lesions is None else MarkedLesions.of(lesions, marker, finding)
    )


def can_have_lesions(finding: Finding) -> bool:
    """Return whether lesions can be told: the photograph was graded."""
    return finding.decision in (Decision.REFER, Decision.NO_REFERRAL)


def _found(
    finding: Finding, prepared: PreparedInput, maps: np.ndarray, marker: Marker
) -> Lesions | None:
    if not can_have_lesions(finding):
        return None
    return find_lesions(
        maps,
        prepared.region,
        marker.card.thresholds,
        finding.field_of_view,
        finding.landmarks or Landmarks(),
    )
