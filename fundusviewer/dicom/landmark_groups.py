"""Optic disc and fovea in a structured report: a region with its measurements each (TID 1410)."""

from __future__ import annotations

import numpy as np
from highdicom.sr import (
    AlgorithmIdentification,
    GraphicTypeValues,
    ImageRegion,
    Measurement,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    SourceImageForRegion,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from fundusviewer.anatomy import Disc, Fovea
from fundusviewer.dicom import codes as ours
from fundusviewer.dicom.identifiers import uid_of
from fundusviewer.dicom.lesion_groups import site_of
from fundusviewer.dicom.result import Result
from fundusviewer.dicom.study import MANUFACTURER, MODEL_NAME
from fundusviewer.screening.stored_anatomy import stored_landmarks


def landmark_groups(
    result: Result, header: Dataset, frame: int | None
) -> list[PlanarROIMeasurementsAndQualitativeEvaluations]:
    """Return the optic disc as a circle and the fovea as a point; nothing for what was not found.

    Parameters
    ----------
    result, header, frame
        See :func:`fundusviewer.dicom.structured_report.structured_report`.
    """
    landmarks = stored_landmarks(result.row)
    if landmarks is None:
        return []
    groups = []
    if landmarks.disc is not None:
        disc = landmarks.disc
        edge = [[disc.x, disc.y], [disc.x + disc.diameter / 2, disc.y]]
        region = region_of(GraphicTypeValues.CIRCLE, edge, header, frame)
        groups.append(_group(ours.OPTIC_DISC, disc, region, result, header))
    if landmarks.fovea is not None:
        fovea = landmarks.fovea
        region = region_of(GraphicTypeValues.POINT, [[fovea.x, fovea.y]], header, frame)
        groups.append(_group(ours.FOVEA, fovea, region, result, header))
    return groups


def region_of(
    graphic: GraphicTypeValues, places: list[list[float]], header: Dataset, frame: int | None
) -> ImageRegion:
    """Return a region of the photograph; places count from the middle of its first pixel."""
    source = SourceImageForRegion(
        header.SOPClassUID, header.SOPInstanceUID, None if frame is None else [frame]
    )
    # DICOM counts from the upper left corner of the first pixel, as the program does from its
    # middle (PS3.3, C.18.6.1.1).
    return ImageRegion(graphic, np.array(places) + 0.5, source)


def _group(
    finding: Code, found: Disc | Fovea, region: ImageRegion, result: Result, header: Dataset
) -> PlanarROIMeasurementsAndQualitativeEvaluations:
    return PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(
            uid=uid_of("landmark", finding.value, header.SOPInstanceUID, result.row.sha256),
            identifier=finding.meaning,
        ),
        referenced_region=region,
        finding_type=finding,
        finding_sites=[site_of(result)],
        algorithm_id=AlgorithmIdentification(
            f"{MODEL_NAME} landmarks",
            result.row.found.application_version or "",
            family=codes.cid7162.ArtificialIntelligence,
            manufacturer=MANUFACTURER,
        ),
        measurements=[Measurement(ours.CONFIDENCE, round(found.confidence, 4), ours.NO_UNITS)],
    )
