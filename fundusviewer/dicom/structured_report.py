"""The finding as numbers and codes: a structured report after TID 1500 (PS3.16)."""

from __future__ import annotations

from highdicom.sr import (
    AlgorithmIdentification,
    ComprehensiveSR,
    ContainerContentItem,
    DeviceObserverIdentifyingAttributes,
    Measurement,
    MeasurementReport,
    MeasurementsAndQualitativeEvaluations,
    ObservationContext,
    ObserverContext,
    QualitativeEvaluation,
    RelationshipTypeValues,
    TextContentItem,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from fundusviewer import __version__
from fundusviewer.dicom import codes as ours
from fundusviewer.dicom.form_items import form_evaluations, form_measurements, form_texts
from fundusviewer.dicom.identifiers import DEVICE_UID, uid_of
from fundusviewer.dicom.landmark_groups import landmark_groups
from fundusviewer.dicom.lesion_groups import lesion_groups, site_of, source_of
from fundusviewer.dicom.mark_groups import mark_groups
from fundusviewer.dicom.result import Result
from fundusviewer.dicom.study import MANUFACTURER, MODEL_NAME, add_equipment, add_shared
from fundusviewer.grading import Decision
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.screening.stored_anatomy import later_lesion_remarks, stored_macular_oedema

_SERIES_NUMBER = 9101


def structured_report(result: Result, header: Dataset, frame: int | None) -> Dataset:
    """Return the report on one photograph, for its study.

    Parameters
    ----------
    result
        What was found.
    header
        The photograph's object, without pixels.
    frame
        Which of its photographs; ``None`` for an object with one.
    """
    content = MeasurementReport(
        observation_context=_context(),
        procedure_reported=ours.FUNDUS_PHOTOGRAPHY,
        imaging_measurements=[
            _group(result, header, frame),
            *landmark_groups(result, header, frame),
            *lesion_groups(result, header, frame),
            *mark_groups(result, header, frame),
        ],
    )
    report: Dataset = ComprehensiveSR(
        evidence=[header],
        content=content[0],
        series_instance_uid=uid_of("SR", header.StudyInstanceUID),
        series_number=_SERIES_NUMBER,
        sop_instance_uid=uid_of("SR", header.SOPInstanceUID, *result.state),
        instance_number=1,
        manufacturer=MANUFACTURER,
        is_complete=True,
    )
    add_shared(report, header)
    add_equipment(report, result.moment)
    report.SeriesDescription = "FundusViewer findings (research use only)"
    return report


def _context() -> ObservationContext:
    device = DeviceObserverIdentifyingAttributes(
        uid=DEVICE_UID,
        name=MODEL_NAME,
        manufacturer_name=MANUFACTURER,
        model_name=MODEL_NAME,
        serial_number=__version__,
    )
    return ObservationContext(
        observer_device_context=ObserverContext(
            observer_type=codes.DCM.Device, observer_identifying_attributes=device
        )
    )


def _group(
    result: Result, header: Dataset, frame: int | None
) -> MeasurementsAndQualitativeEvaluations:
    eye = "eye not known" if result.eye is None else result.eye.value
    kind = ours.CLASSIFICATION if _is_of_other_classes(result) else ours.DIABETIC_RETINOPATHY
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(
            uid=uid_of("finding", header.SOPInstanceUID, result.row.sha256),
            identifier=f"{kind.meaning}, {eye}",
        ),
        finding_type=kind,
        finding_sites=[site_of(result)],
        algorithm_id=_algorithm(result),
        measurements=_measurements(result),
        qualitative_evaluations=_evaluations(result),
        source_images=[source_of(header, frame)],
    )
    container: ContainerContentItem = group[0]
    for name, text in _texts(result):
        container.ContentSequence.append(
            TextContentItem(name, text, RelationshipTypeValues.CONTAINS)
        )
    return group


def _is_of_other_classes(result: Result) -> bool:
    """Return whether a model answers that does not grade; a doctor's grade is of retinopathy."""
    return result.row.is_of_other_classes and not result.row.final.by_doctor


def _algorithm(result: Result) -> AlgorithmIdentification:
    method, found = result.method, result.row.found
    parameters = [
        f"model file, SHA-256: {method.model_sha256}",
        f"settings: {method.settings}",
        f"run by: FundusViewer {found.application_version} on {found.provider}",
    ]
    return AlgorithmIdentification(
        method.model_name,
        method.model_version,
        parameters=parameters,
        family=codes.cid7162.ArtificialIntelligence,
        manufacturer=MANUFACTURER,
    )


def _measurements(result: Result) -> list[Measurement]:
    row = result.row
    values = (
        (ours.REFERABLE_PROBABILITY, row.found.referable_probability),
        (ours.LABEL_PROBABILITY, row.found.probability),
        (ours.OEDEMA_PROBABILITY, row.found.macular_oedema_probability),
    )
    found = [
        Measurement(name, round(value, 6), ours.NO_UNITS)
        for name, value in values
        if value is not None
    ]
    return [*found, *form_measurements(row)]


def _evaluations(result: Result) -> list[QualitativeEvaluation]:
    """Return the final decision and grade; where they are a person's, the network's beside them."""
    row = result.row
    if _is_of_other_classes(result):
        return _told_eye(result)
    final, answer = row.final, row.answer
    decided_by = ours.PERSON if final.by_doctor else ours.NETWORK
    evaluations = [
        _decision(ours.DECISION, final.decision, is_open=final.awaited is not None),
        QualitativeEvaluation(ours.DECIDED_BY, decided_by),
    ]
    if final.grade is not None:
        evaluations.append(
            QualitativeEvaluation(ours.SEVERITY[result.eye], ours.GRADES[final.grade])
        )
    if final.by_doctor:
        evaluations.append(_decision(ours.NETWORK_DECISION, answer.decision))
        if answer.grade is not None:
            evaluations.append(
                QualitativeEvaluation(ours.NETWORK_SEVERITY, ours.GRADES[answer.grade])
            )
    return [*evaluations, *form_evaluations(row), _oedema(result), *_told_eye(result)]


def _oedema(result: Result) -> QualitativeEvaluation:
    oedema = stored_macular_oedema(result.row)
    value = ours.NOT_ASSESSED
    if oedema is not None:
        value = ours.NOT_ASSESSABLE if oedema.risk is None else ours.OEDEMA_RISKS[oedema.risk]
    return QualitativeEvaluation(ours.MACULAR_OEDEMA, value)


def _told_eye(result: Result) -> list[QualitativeEvaluation]:
    """Return whose word the side is, and what the picture shows, as far as they are known."""
    stated, told = result.stated, []
    if stated.source is not None:
        told.append(QualitativeEvaluation(ours.EYE_TOLD_BY, ours.EYE_SOURCES[stated.source]))
    if stated.picture is not None:
        told.append(QualitativeEvaluation(ours.EYE_IN_PICTURE, ours.SIDES[stated.picture]))
    return told


def _decision(
    name: Code, decision: Decision | None, *, is_open: bool = False
) -> QualitativeEvaluation:
    if decision is None:
        return QualitativeEvaluation(name, ours.OPEN if is_open else ours.NOT_GRADED)
    return QualitativeEvaluation(name, ours.DECISIONS[decision])


def _texts(result: Result) -> list[tuple[Code, str]]:
    remarks = (*result.row.reasons, *later_lesion_remarks(result.row))
    texts = [(ours.REMARK, remark) for remark in remarks]
    if result.row.found.label is not None:
        texts.insert(0, (ours.LABEL, result.row.found.label))
    if result.difference is not None:
        texts.append((ours.DIFFERENCE, result.difference))
    if result.verdict is not None:
        texts.append((ours.DOCTORS_VERDICT, result.verdict))
    texts += form_texts(result.row)
    return [*texts, (ours.NOTICE, RESEARCH_NOTICE)]
