"""Findings as objects of their studies, in a folder or on their way to an archive."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydicom.dataset import Dataset

from fundusviewer.atomic import write_atomically
from fundusviewer.dicom.capture import secondary_capture
from fundusviewer.dicom.document import encapsulated_pdf
from fundusviewer.dicom.identifiers import file_of
from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.presentation_state import presentation_state
from fundusviewer.dicom.result import Result
from fundusviewer.dicom.structured_report import structured_report
from fundusviewer.dicom.study import check_identifiers, read_study
from fundusviewer.errors import FundusViewerError, OutputError
from fundusviewer.imaging import load, split_frame
from fundusviewer.inference import Classifier, OperatingPoint
from fundusviewer.overlay import annotate, flatten
from fundusviewer.reporting import write_pdf
from fundusviewer.reporting.contents import ReadMarks, no_marks
from fundusviewer.screening.examination.examine import examine, failure
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify, patients_of
from fundusviewer.screening.rows import Row, printable
from fundusviewer.screening.stored_anatomy import stated_eye


@dataclass(frozen=True)
class Exported:
    """One object that was made.

    Attributes
    ----------
    kind
        What it is.
    file
        Where it was written.
    study_uid, sop_instance_uid
        Its study and itself.
    reported
        Of a structured report and a document: the photographs that it reports, by their hashes.
    """

    kind: Kind
    file: Path
    study_uid: str
    sop_instance_uid: str
    reported: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """What could not be made of a photograph, and why: one sentence."""

    path: Path
    reason: str


@dataclass(frozen=True, eq=False)
class _Photograph:
    result: Result
    header: Dataset
    frame: int | None


def export_findings(
    rows: Iterable[Row],
    method: Method,
    pattern: NamePattern,
    folder: Path,
    *,
    everything: Sequence[Row] = (),
    classifier: Classifier | None = None,
    kinds: Collection[Kind] = frozenset(Kind),
    marks: ReadMarks = no_marks,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Exported | Skipped]:
    """Write the findings of DICOM photographs as objects of the studies they belong to.

    Parameters
    ----------
    rows
        The photographs, from the database.
    method
        How their results were made.
    pattern
        Tells eyes where neither object nor person does.
    folder
        Where the objects are written, each under its identifier; must exist. What was written
        earlier of the same state of a finding is written over.
    everything
        All rows of the database by the method: a document's results are those of all photographs
        of its patients. Empty where the rows are all that there is.
    classifier
        The model that graded, for the pictures; ``None``: pictures and heat maps are left out.
    kinds
        Structured report, picture and marks (where there are some) of each photograph, and a PDF
        document of each study.
    marks
        Reads what readers marked on photographs, by their hashes.
    cancelled
        Asked before each photograph and each document.

    Yields
    ------
    Exported or Skipped
        As they are made. What is no DICOM file, has no result, or was changed since, is skipped.
    """
    studies: dict[str, list[_Photograph]] = {}
    for row in rows:
        if cancelled():
            return
        try:
            photograph = _photograph(row, method, pattern, marks)
        except FundusViewerError as error:
            yield Skipped(row.path, str(error))
            continue
        studies.setdefault(str(photograph.header.StudyInstanceUID), []).append(photograph)
        yield from _of_photograph(photograph, folder, classifier, kinds)
    if Kind.DOCUMENT in kinds:
        for photographs in studies.values():
            if cancelled():
                return
            yield _caught(
                photographs[0],
                lambda: _document(photographs, folder, classifier, pattern, everything, marks),  # noqa: B023
            )


def _of_photograph(
    photograph: _Photograph, folder: Path, classifier: Classifier | None, kinds: Collection[Kind]
) -> Iterator[Exported | Skipped]:
    result, header, frame = photograph.result, photograph.header, photograph.frame
    if Kind.REPORT in kinds:
        yield _caught(
            photograph,
            lambda: replace(
                _write(folder, Kind.REPORT, structured_report(result, header, frame)),
                reported=_hashes([photograph]),
            ),
        )
    if Kind.PICTURE in kinds:
        yield _caught(photograph, lambda: _picture(photograph, folder, classifier))
    if Kind.MARKS in kinds and result.marks:
        yield _caught(
            photograph,
            lambda: _write(folder, Kind.MARKS, presentation_state(result, header, frame)),
        )


def _caught(photograph: _Photograph, step: Callable[[], Exported]) -> Exported | Skipped:
    try:
        return step()
    # The edge: what is wrong with one photograph must not keep back the others.
    except Exception as error:  # noqa: BLE001
        failed = failure(photograph.result.row.path, error)
        return Skipped(failed.path, failed.reason)


def _photograph(row: Row, method: Method, pattern: NamePattern, marks: ReadMarks) -> _Photograph:
    """Return a photograph whose finding can be written.

    Raises
    ------
    OutputError
        If it cannot, with the reason.
    StoreError
        If its marks cannot be read.
    ImageReadError
        If its file cannot be read.
    """
    name = row.path.name
    if row.problem is not None or row.result is None:
        raise OutputError(f"{name}: has no result ({row.problem or 'not examined'})")
    if load(row.path).sha256 != row.sha256:
        raise OutputError(f"{name}: the file has been changed since it was examined")
    header = read_study(row.path)
    check_identifiers(row.path, header)
    _check_patient(row, header)
    _, frame = split_frame(row.path)
    sha256 = row.sha256 or ""
    drawn = marks([sha256]).get(sha256, ()) if row.marks else ()
    return _Photograph(Result(row, method, stated_eye(row, pattern), drawn), header, frame)


def _check_patient(row: Row, header: Dataset) -> None:
    """Refuse to write into the study of a patient whom a person said it is not."""
    known = (
        None,
        row.dicom_patient,
        row.dicom_visit,
        str(header.PatientID),
        str(header.PatientName),
    )
    if row.corrected and row.patient not in known:
        raise OutputError(
            f"{row.path.name}: belongs to patient {row.patient} by a person's correction, but to "
            "another one's study; correct it in the archive"
        )


def _picture(photograph: _Photograph, folder: Path, classifier: Classifier | None) -> Exported:
    result = photograph.result
    name = result.row.path.name
    if classifier is None:
        raise OutputError(f"{name}: no picture, the model that graded is not at hand")
    point = operating_point_in(classifier, result.method)
    if Method.of(classifier, point) != result.method.without_places:
        raise OutputError(f"{name}: no picture, graded by another model or version")
    finding = examine(result.row.path, classifier, operating_point=point)
    if (
        finding.label_words != result.row.found.label
        or finding.decision is not result.row.answer.decision
    ):
        raise OutputError(f"{name}: no picture, this machine gives another answer")
    annotation = finding.annotation()
    if result.row.final.by_doctor or result.row.final.awaited is not None:
        # What counts is not what the network says alone.
        label = f"{result.final_words}. Network: {annotation.label}"
        annotation = replace(annotation, label=label)
    layers = annotate((finding.image.width, finding.image.height), annotation)
    pixels = flatten(finding.image.pixels, layers)
    made = secondary_capture(result, photograph.header, photograph.frame, pixels)
    return _write(folder, Kind.PICTURE, made)


def operating_point_in(classifier: Classifier, method: Method) -> OperatingPoint | None:
    """Return the operating point of a method, ``None`` where the card has none of the name."""
    name = json.loads(method.settings).get("operating_point")
    points = classifier.card.operating_points
    return next((point for point in points if point.name == name), None)


def _document(
    photographs: Sequence[_Photograph],
    folder: Path,
    classifier: Classifier | None,
    pattern: NamePattern,
    everything: Sequence[Row],
    marks: ReadMarks,
) -> Exported:
    results = [photograph.result for photograph in photographs]
    rows, company = _told(photographs, everything, pattern)
    with tempfile.TemporaryDirectory() as made:
        path = Path(made, "report.pdf")
        write_pdf(
            path,
            rows,
            results[0].method,
            pattern,
            everything=company,
            classifier=classifier,
            personal_data=True,
            summary=False,
            marks=marks,
        )
        pdf = path.read_bytes()
    document = encapsulated_pdf(
        pdf,
        [photograph.header for photograph in photographs],
        [part for result in results for part in result.state]
        + _state_of_patients(rows, company, pattern),
        max(result.moment for result in results),
        "Diabetic retinopathy: finding",
    )
    return replace(_write(folder, Kind.DOCUMENT, document), reported=_hashes(photographs))


def _hashes(photographs: Iterable[_Photograph]) -> tuple[str, ...]:
    hashes = (one.result.row.sha256 for one in photographs)
    return tuple(sha256 for sha256 in hashes if sha256 is not None)


def _told(
    photographs: Sequence[_Photograph], everything: Sequence[Row], pattern: NamePattern
) -> tuple[list[Row], list[Row]]:
    """Return the study's rows and all others with the patient whom the objects name.

    The study is theirs; and the database knows them by a pseudonym.
    """
    names: dict[str, str] = {}
    rows = []
    for photograph in photographs:
        header, row = photograph.header, photograph.result.row
        name = str(header.PatientName).replace("^", " ").strip()
        told = printable(" ".join(part for part in (str(header.PatientID), name) if part))
        known = identify(row, pattern).identity.patient
        if known is not None:
            told = names.setdefault(known, told)
        rows.append(_of_patient(row, told))
    company = (
        (row, names.get(identify(row, pattern).identity.patient or "")) for row in everything
    )
    return rows, [row if told is None else _of_patient(row, told) for row, told in company]


def _of_patient(row: Row, told: str) -> Row:
    if row.corrected:
        return row._replace(patient=told or row.patient)
    return row._replace(dicom_patient=told or None)


def _state_of_patients(
    rows: Sequence[Row], everything: Sequence[Row], pattern: NamePattern
) -> list[object]:
    """Return what tells this state of the patients' results from others."""
    photographs = (
        one.row for visit in patients_of(rows, pattern, everything) for one in visit.photographs
    )
    states = (
        (
            row.encoded_path,
            row.sha256,
            row.problem,
            row.found.examined_at,
            row.reviewed_at,
            row.found.lesions_json,
            *((row.readings, row.final.awaited) if row.programme else ()),
        )
        for row in photographs
    )
    return sorted(states, key=repr)


def _write(folder: Path, kind: Kind, dataset: Dataset) -> Exported:
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    file = file_of(folder, str(dataset.SOPInstanceUID))
    write_atomically(file, buffer.getvalue())
    return Exported(kind, file, str(dataset.StudyInstanceUID), str(dataset.SOPInstanceUID))
