"""The resources of a visit, as JSON objects; R4 and R5 differ in a few names."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fundusviewer import __version__
from fundusviewer.dicom import codes as dicom
from fundusviewer.fhir import codes
from fundusviewer.fhir.names import PATIENTS, Release
from fundusviewer.grading import Decision
from fundusviewer.imaging import DicomSource, Laterality
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.rows import Row
from fundusviewer.screening.stored_anatomy import later_lesion_remarks, stored_macular_oedema

Resource = dict[str, Any]

_OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "fundusviewer.fhir")
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_PARTICIPANTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


def id_of(*parts: object) -> str:
    """Return the identifier of what some parts name together: always the same."""
    return str(uuid.uuid5(_OURS, chr(31).join(map(str, parts))))


def reference(resource: Resource) -> dict[str, str]:
    """Return a reference to a resource of the same bundle."""
    return {"reference": f"urn:uuid:{resource['id']}"}


@dataclass(frozen=True)
class Subject:
    """Whom a visit is of.

    Attributes
    ----------
    number
        The patient's number, or what stands for it.
    system
        Who gave it, as a URI.
    """

    number: str
    system: str = PATIENTS


def patient(subject: Subject) -> Resource:
    """Return the patient: a number and who gave it, no name."""
    return {
        "resourceType": "Patient",
        "id": id_of("Patient", subject.system, subject.number),
        "identifier": [{"system": subject.system, "value": subject.number}],
    }


def device(method: Method, release: Release) -> Resource:
    """Return the program with the model that graded."""
    title = f"FundusViewer {__version__}, {method.model_name} {method.model_version}"
    kind = {"text": f"Software that grades fundus photographs. {RESEARCH_NOTICE}"}
    named = {"value": title, "type": "user-friendly-name"}
    told: Resource = {
        "resourceType": "Device",
        "id": id_of("Device", __version__, method.model_sha256, method.settings),
        "manufacturer": "FundusViewer",
        "version": [{"value": __version__}],
        "note": [
            {
                "text": f"{RESEARCH_NOTICE} Model file, SHA-256: {method.model_sha256}; "
                f"settings: {method.settings}"
            }
        ],
    }
    if release == "R5":
        return told | {"name": [named], "type": [kind]}
    named = {"name": title, "type": "user-friendly-name"}
    return told | {"deviceName": [named], "type": kind}


def practitioner(name: str | None) -> Resource:
    """Return the doctor who graded; ``None``: the name is not told."""
    told: Resource = {"resourceType": "Practitioner", "id": id_of("Practitioner", name)}
    return told if name is None else told | {"name": [{"text": name}]}


def imaging_study(
    study_uid: str, sources: Sequence[DicomSource], subject: Resource, release: Release
) -> Resource:
    """Return the DICOM study with the photographs that were examined."""
    series: dict[str, list[DicomSource]] = {}
    for source in sources:
        series.setdefault(source.series_uid, []).append(source)
    modality: Any = {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "OP"}
    if release == "R5":
        modality = {"coding": [modality]}
    return {
        "resourceType": "ImagingStudy",
        "id": id_of("ImagingStudy", study_uid),
        "identifier": [{"system": "urn:dicom:uid", "value": f"urn:oid:{study_uid}"}],
        "status": "available",
        "subject": reference(subject),
        "series": [
            {
                "uid": uid,
                "modality": modality,
                "instance": [
                    {
                        "uid": one.sop_instance_uid,
                        "sopClass": {
                            "system": "urn:ietf:rfc:3986",
                            "code": f"urn:oid:{one.sop_class_uid}",
                        },
                    }
                    for one in {each.sop_instance_uid: each for each in found}.values()
                ],
            }
            for uid, found in series.items()
        ],
    }


@dataclass(frozen=True)
class Context:
    """What the observations of a visit share.

    Attributes
    ----------
    visit
        Tells the visit from all others.
    subject, device
        Resources.
    practitioners
        By the doctors' names.
    studies
        Where the photographs came from DICOM.
    moment
        When the photographs were taken, or else examined.
    """

    visit: str
    subject: Resource
    device: Resource
    practitioners: Mapping[str, Resource]
    studies: Sequence[Resource]
    moment: str


def severity(context: Context, eye: Laterality | None, row: Row | None) -> Resource:
    """Return the severity level of an eye, by the photograph that decides.

    Parameters
    ----------
    context
        Of the visit.
    eye
        ``None`` where it is not known.
    row
        ``None`` where there is no photograph of the eye.
    """
    told = _observation("severity", context, eye, row, dicom.SEVERITY[eye])
    if row is None:
        return told | {"dataAbsentReason": codes.absent(codes.NO_PHOTOGRAPH)}
    final, found = row.final, row.found
    if final.grade is None:
        told["dataAbsentReason"] = codes.absent(
            codes.ABSENT.get(final.decision, codes.ABSENT[None])
        )
    else:
        told["valueCodeableConcept"] = codes.concept(dicom.GRADES[final.grade])
    parts: list[Resource] = []
    if final.decision in dicom.DECISIONS:
        value = codes.concept(dicom.DECISIONS[Decision(final.decision)])
        parts.append({"code": codes.concept(dicom.DECISION), "valueCodeableConcept": value})
    decider = dicom.PERSON if final.by_doctor else dicom.NETWORK
    parts.append(
        {"code": codes.concept(dicom.DECIDED_BY), "valueCodeableConcept": codes.concept(decider)}
    )
    if found.referable_probability is not None and row.problem is None:
        parts.append(
            {
                "code": codes.concept(dicom.REFERABLE_PROBABILITY),
                "valueQuantity": _quantity(found.referable_probability),
            }
        )
    told["component"] = parts
    # Lesions that were marked afterwards may contradict the grade.
    remarks = (*row.reasons, *later_lesion_remarks(row))
    if remarks:
        told["note"] = [{"text": remark} for remark in remarks]
    return told


def oedema(context: Context, eye: Laterality | None, row: Row | None) -> Resource:
    """Return what the network says of macular oedema; no doctor was asked."""
    told = _observation("oedema", context, eye, row, dicom.MACULAR_OEDEMA)
    told["status"] = "preliminary"
    told.pop("performer", None)
    judged = None if row is None else stored_macular_oedema(row)
    if row is None:
        told["dataAbsentReason"] = codes.absent(codes.NO_PHOTOGRAPH)
    elif judged is None:
        told["dataAbsentReason"] = codes.absent(("not-performed", "Not assessed"))
    elif judged.risk is None:
        told["dataAbsentReason"] = codes.absent(("unknown", "Not assessable"))
    else:
        told["valueCodeableConcept"] = codes.concept(dicom.OEDEMA_RISKS[judged.risk])
    return told


def classes(context: Context, eye: Laterality | None, row: Row | None) -> Resource:
    """Return what a model of other classes says of an eye: without codes of retinopathy."""
    told = _observation("classes", context, eye, row, dicom.LABEL)
    if row is None:
        return told | {"dataAbsentReason": codes.absent(codes.NO_PHOTOGRAPH)}
    if not row.is_of_other_classes:
        reason = codes.ABSENT.get(row.final.decision, codes.ABSENT[None])
        return told | {"dataAbsentReason": codes.absent(reason)}
    told["valueString"] = row.found.label
    told["component"] = [
        {"code": {"text": f"Probability: {name}"}, "valueQuantity": _quantity(probability)}
        for name, probability in row.probabilities.items()
    ]
    return told


def provenance(targets: Sequence[Resource], context: Context, row: Row) -> Resource:
    """Return who graded an eye: a doctor, with the program beside."""
    doctor = context.practitioners[row.reviewed_by or ""]
    return {
        "resourceType": "Provenance",
        "id": id_of("Provenance", *(target["id"] for target in targets)),
        "target": [reference(target) for target in targets],
        "recorded": row.reviewed_at,
        "agent": [
            {"type": _participant("verifier"), "who": reference(doctor)},
            {"type": _participant("assembler"), "who": reference(context.device)},
        ],
    }


def report(
    context: Context, observations: Sequence[Resource], conclusion: str, release: Release
) -> Resource:
    """Return the report on a visit; final once a doctor has graded every eye."""
    grades = [one for one in observations if one["id"] in _severities(context)]
    final = bool(grades) and all(one["status"] == "final" for one in grades)
    told: Resource = {
        "resourceType": "DiagnosticReport",
        "id": id_of("DiagnosticReport", context.visit),
        "status": "final" if final else "preliminary",
        "code": codes.concept(dicom.FUNDUS_PHOTOGRAPHY),
        "subject": reference(context.subject),
        "effectiveDateTime": context.moment,
        "performer": [reference(one) for one in context.practitioners.values()],
        "result": [reference(one) for one in observations],
        "conclusion": conclusion,
    }
    if not told["performer"]:
        del told["performer"]
    if context.studies:
        name = "study" if release == "R5" else "imagingStudy"
        told[name] = [reference(one) for one in context.studies]
    return told


def _severities(context: Context) -> set[str]:
    eyes: tuple[Laterality | None, ...] = (*Laterality, None)
    return {_observation_id("severity", context, eye) for eye in eyes}


def _observation_id(kind: str, context: Context, eye: Laterality | None) -> str:
    return id_of("Observation", kind, context.visit, eye)


def _observation(
    kind: str, context: Context, eye: Laterality | None, row: Row | None, code: Any
) -> Resource:
    doctor = row is not None and row.final.by_doctor
    # What another reader is still to say may change it.
    final = doctor and row is not None and row.final.awaited is None
    told: Resource = {
        "resourceType": "Observation",
        "id": _observation_id(kind, context, eye),
        "status": "final" if final else "preliminary",
        "category": [{"coding": [{"system": _CATEGORY, "code": "imaging"}]}],
        "code": codes.concept(code),
        "subject": reference(context.subject),
        "effectiveDateTime": context.moment,
        "method": codes.concept(dicom.FUNDUS_PHOTOGRAPHY),
        "device": reference(context.device),
    }
    if eye is not None:
        told["bodySite"] = codes.body_site(eye)
    person = None if row is None else context.practitioners.get(row.reviewed_by or "")
    if doctor and person is not None:
        told["performer"] = [reference(person)]
    if context.studies:
        told["derivedFrom"] = [reference(one) for one in context.studies]
    return told


def _quantity(value: float) -> Resource:
    return {"value": round(value, 6), "system": "http://unitsofmeasure.org", "code": "1"}


def _participant(code: str) -> Resource:
    return {"coding": [{"system": _PARTICIPANTS, "code": code}]}
