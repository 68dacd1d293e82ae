"""A visit as one bundle, a transaction: a server takes all of it or nothing, and twice is once."""

from __future__ import annotations

from collections.abc import Sequence

from fundusviewer.errors import FundusViewerError, OutputError
from fundusviewer.fhir import resources
from fundusviewer.fhir.names import PATIENTS, Release
from fundusviewer.fhir.resources import Context, Resource, Subject
from fundusviewer.grading import Decision
from fundusviewer.imaging import DicomSource, Laterality, is_dicom_file, read_tags, split_frame
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.patients import Patient
from fundusviewer.screening.rows import Row

_WORDS = {
    Decision.REFER: "refer",
    Decision.NO_REFERRAL: "no referral",
    Decision.UNGRADABLE: "ungradable, repeat the photograph or refer",
    Decision.NOT_FUNDUS: "not a fundus photograph",
    Decision.ERROR: "could not be examined",
    None: "not graded",
}


def bundle(
    visit: Patient,
    method: Method,
    release: Release,
    *,
    system: str = PATIENTS,
    personal_data: bool = False,
) -> Resource:
    """Return a visit's bundle.

    Parameters
    ----------
    visit
        All photographs of a patient on a day.
    method
        How the results were made.
    release
        Of FHIR; R4 holds for R4B too.
    system
        Who gave the patients' numbers, as a URI.
    personal_data
        Whether the number of the DICOM object and the doctors' names are told; otherwise what
        stands in the database, and no names.

    Raises
    ------
    OutputError
        If nobody knows whose photographs they are: a report on nobody is on somebody else.
    """
    rows = [one.row for one in visit.photographs]
    if visit.patient is None:
        names = ", ".join(sorted(row.name for row in rows))
        raise OutputError(
            f"{names}: not written as FHIR, it is not known whose photographs they are"
        )
    sources = _sources(rows)
    subject = resources.patient(_subject(visit.patient, sources, system, personal_data))
    doctors = sorted({row.reviewed_by for row in rows if row.final.by_doctor and row.reviewed_by})
    people = {name: resources.practitioner(name if personal_data else None) for name in doctors}
    program = resources.device(method, release)
    studies = [
        resources.imaging_study(uid, found, subject, release) for uid, found in sources.items()
    ]
    key = f"{subject['id']}|{visit.date}|{visit.photographs[0].identity.visit}"
    context = Context(key, subject, program, people, studies, _moment(visit, rows))
    made: list[Resource] = []
    proofs: list[Resource] = []
    for eye in _eyes(visit):
        deciding = visit.eye(eye)
        row = None if deciding is None else deciding.row
        pair = [resources.severity(context, eye, row), resources.oedema(context, eye, row)]
        if _is_of_other_classes(rows):
            pair = [resources.classes(context, eye, row)]
        made += pair
        if row is not None and row.final.by_doctor and row.reviewed_by in people:
            proofs.append(resources.provenance(pair[:1], context, row))
    told = resources.report(context, made, _conclusion(visit), release)
    unique = {one["id"]: one for one in people.values()}
    return _transaction([subject, program, *unique.values(), *studies, *made, told, *proofs])


def _is_of_other_classes(rows: Sequence[Row]) -> bool:
    """Return whether a visit is by a model that does not grade, and no doctor has graded it."""
    return any(row.is_of_other_classes for row in rows) and not any(
        row.final.by_doctor for row in rows
    )


def _transaction(found: Sequence[Resource]) -> Resource:
    return {
        "resourceType": "Bundle",
        "id": resources.id_of("Bundle", *(one["id"] for one in found)),
        "type": "transaction",
        "entry": [
            {
                "fullUrl": f"urn:uuid:{one['id']}",
                "resource": one,
                "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"},
            }
            for one in found
        ],
    }


def _eyes(visit: Patient) -> list[Laterality | None]:
    """Return both eyes, and that which is not known where there is one."""
    unknown = visit.eye(None) is not None
    return [*Laterality, *([None] if unknown else [])]


def _sources(rows: Sequence[Row]) -> dict[str, list[DicomSource]]:
    """Return what the DICOM objects of photographs tell, by study; what cannot be read is none."""
    found: dict[str, list[DicomSource]] = {}
    for row in rows:
        file, _ = split_frame(row.path)
        try:
            if not is_dicom_file(file):
                continue
            source, _ = read_tags(file)
        except (FundusViewerError, OSError):
            continue
        if source.study_uid and source.series_uid and source.sop_instance_uid:
            found.setdefault(source.study_uid, []).append(source)
    return found


def _subject(
    known: str, sources: dict[str, list[DicomSource]], system: str, personal_data: bool
) -> Subject:
    numbers = {one.patient_id for found in sources.values() for one in found if one.patient_id}
    number = numbers.pop() if personal_data and len(numbers) == 1 else known
    return Subject(number, system)


def _moment(visit: Patient, rows: Sequence[Row]) -> str:
    if visit.date is not None:
        return visit.date.isoformat()
    examined = [row.found.examined_at for row in rows if row.found.examined_at]
    return min(examined) if examined else "1970-01-01"


def _conclusion(visit: Patient) -> str:
    others = _is_of_other_classes([one.row for one in visit.photographs])
    parts = [] if others else [f"{_WORDS[visit.decision].capitalize()}."]
    for eye in _eyes(visit):
        name = "Eye not known" if eye is None else eye.value
        deciding = visit.eye(eye)
        if deciding is None:
            parts.append(f"{name}: no photograph of this eye.")
            continue
        if others and deciding.row.is_of_other_classes:
            parts.append(f"{name}: {deciding.row.found.label} (by the program alone, preliminary).")
            continue
        final = deciding.row.final
        grade = "" if final.grade is None else f", grade {final.grade}"
        who = "a doctor" if final.by_doctor else "the program alone, preliminary"
        parts.append(f"{name}: {_WORDS[final.decision]}{grade} (by {who}).")
    return " ".join([*parts, RESEARCH_NOTICE])
