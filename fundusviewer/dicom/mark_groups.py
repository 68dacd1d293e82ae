"""What readers marked, in a structured report: a region of the photograph each (TID 1410)."""

from __future__ import annotations

from highdicom.sr import (
    ContainerContentItem,
    GraphicTypeValues,
    Measurement,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    QualitativeEvaluation,
    RelationshipTypeValues,
    TextContentItem,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset

from fundusviewer.anatomy import Mark, Shape
from fundusviewer.dicom import codes as ours
from fundusviewer.dicom.identifiers import uid_of
from fundusviewer.dicom.landmark_groups import region_of
from fundusviewer.dicom.lesion_groups import site_of
from fundusviewer.dicom.result import Result


def mark_groups(
    result: Result, header: Dataset, frame: int | None
) -> list[PlanarROIMeasurementsAndQualitativeEvaluations]:
    """Return a group for each mark; whose it is, is told by role and without a name.

    Parameters
    ----------
    result, header, frame
        See :func:`fundusviewer.dicom.structured_report.structured_report`.
    """
    return [
        _group(number, mark, result, header, frame)
        for number, mark in enumerate(result.marks, start=1)
    ]


def graphic_of(mark: Mark) -> tuple[GraphicTypeValues, list[list[float]]]:
    """Return how DICOM draws a mark, and its places from the middle of the first pixel on.

    An arrow is the place at which it points. An outline is a polyline that ends where it begins.
    An ellipse has the ends of its longer axis, then those of its shorter one (PS3.3, C.18.6.1.2).
    """
    places = [[x - 0.5, y - 0.5] for x, y in mark.points]
    if mark.shape is Shape.POINT:
        return GraphicTypeValues.POINT, places
    if mark.shape is Shape.ARROW:
        return GraphicTypeValues.POINT, places[1:]
    if mark.shape is Shape.LENGTH:
        return GraphicTypeValues.POLYLINE, places
    if mark.shape is Shape.OUTLINE:
        return GraphicTypeValues.POLYLINE, [*places, places[0]]
    (left, top), (right, bottom) = places
    across, down = (left + right) / 2, (top + bottom) / 2
    axes = [[[left, down], [right, down]], [[across, top], [across, bottom]]]
    if abs(bottom - top) > abs(right - left):
        axes.reverse()
    return GraphicTypeValues.ELLIPSE, [*axes[0], *axes[1]]


def _group(
    number: int, mark: Mark, result: Result, header: Dataset, frame: int | None
) -> PlanarROIMeasurementsAndQualitativeEvaluations:
    graphic, places = graphic_of(mark)
    group = PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(
            uid=uid_of("mark", mark.uid), identifier=f"Mark {number}"
        ),
        referenced_region=region_of(graphic, places, header, frame),
        finding_type=ours.LESIONS.get(mark.kind or "", ours.READERS_MARK),
        finding_sites=[site_of(result)],
        measurements=_measurements(mark),
        qualitative_evaluations=_evaluations(mark, in_programme=bool(result.row.programme)),
    )
    if mark.text:
        container: ContainerContentItem = group[0]
        container.ContentSequence.append(
            TextContentItem(ours.REMARK, mark.text, RelationshipTypeValues.CONTAINS)
        )
    return group


def _evaluations(mark: Mark, *, in_programme: bool) -> list[QualitativeEvaluation]:
    who = ours.READERS[mark.role] if in_programme else ours.PERSON
    return [QualitativeEvaluation(ours.MARKED_BY, who)]


def _measurements(mark: Mark) -> list[Measurement]:
    length, found = mark.length, []
    if length is not None and length.micrometres is not None:
        found.append(Measurement(ours.LENGTH, length.micrometres, ours.MICROMETRES))
    if length is not None and length.disc_diameters is not None:
        name = ours.LENGTHS_IN_DISCS.get(length.disc, ours.LENGTHS_IN_DISCS["estimated"])
        found.append(Measurement(name, length.disc_diameters, ours.NO_UNITS))
    return found
