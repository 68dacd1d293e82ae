"""Lesions in a structured report: a group of measurements for each kind (TID 1501)."""

from __future__ import annotations

from highdicom.sr import (
    AlgorithmIdentification,
    FindingSite,
    Measurement,
    MeasurementsAndQualitativeEvaluations,
    SourceImageForMeasurementGroup,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes

from fundusviewer.anatomy import LesionKind
from fundusviewer.dicom import codes as ours
from fundusviewer.dicom.identifiers import uid_of
from fundusviewer.dicom.result import Result
from fundusviewer.dicom.study import MANUFACTURER
from fundusviewer.screening.stored_anatomy import stored_lesions


def lesion_groups(
    result: Result, header: Dataset, frame: int | None
) -> list[MeasurementsAndQualitativeEvaluations]:
    """Return what a second network marked; nothing where nobody looked.

    Parameters
    ----------
    result, header, frame
        See :func:`fundusviewer.dicom.structured_report.structured_report`.
    """
    lesions = stored_lesions(result.row) or {}
    return [
        MeasurementsAndQualitativeEvaluations(
            tracking_identifier=TrackingIdentifier(
                uid=uid_of("lesions", kind, header.SOPInstanceUID, result.row.sha256),
                identifier=ours.LESIONS[kind].meaning,
            ),
            finding_type=ours.LESIONS[kind],
            finding_sites=[site_of(result)],
            algorithm_id=_algorithm(result),
            measurements=_measurements(marks),
            source_images=[source_of(header, frame)],
        )
        for kind, marks in lesions.items()
    ]


def site_of(result: Result) -> FindingSite:
    """Return where it was found: the retina of an eye."""
    return FindingSite(
        ours.RETINA, laterality=None if result.eye is None else ours.SIDES[result.eye]
    )


def source_of(header: Dataset, frame: int | None) -> SourceImageForMeasurementGroup:
    """Return the photograph that was measured."""
    return SourceImageForMeasurementGroup(
        header.SOPClassUID, header.SOPInstanceUID, None if frame is None else [frame]
    )


def _algorithm(result: Result) -> AlgorithmIdentification:
    name, _, version = (result.row.found.lesions_model or "").rpartition(" ")
    return AlgorithmIdentification(
        name, version, family=codes.cid7162.ArtificialIntelligence, manufacturer=MANUFACTURER
    )


def _measurements(marks: LesionKind) -> list[Measurement]:
    values = (
        (ours.COUNT, marks.count),
        (ours.AREA, marks.area),
        (ours.FROM_FOVEA, marks.from_fovea),
    )
    return [Measurement(name, value, ours.NO_UNITS) for name, value in values if value is not None]
