"""A patient's earlier photographs in an archive: found (C-FIND) and fetched (C-GET or C-MOVE)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import evt
from pynetdicom.association import Association
from pynetdicom.events import Event
from pynetdicom.pdu_primitives import SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import build_context, build_role
from pynetdicom.sop_class import (  # type: ignore[attr-defined]
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

from fundusviewer.dicom.network.associate import association
from fundusviewer.dicom.network.receive import TRANSFER_SYNTAXES
from fundusviewer.dicom.network.spool import Spool
from fundusviewer.dicom.settings import Peer
from fundusviewer.dicom.study import read_study
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.imaging.dicom.kinds import PHOTOGRAPHS

log = logging.getLogger(__name__)

#: Most answers that are listened to: a search for one patient has some dozen.
_MAX_ANSWERS = 2000

_PENDING = (0xFF00, 0xFF01)

#: Modalities of series without photographs.
_NO_PHOTOGRAPHS = frozenset({"SR", "DOC", "PR", "KO", "OPT", "SEG"})


@dataclass(frozen=True)
class FoundSeries:
    """A series in the archive.

    Attributes
    ----------
    study_uid, series_uid
        Its identifiers.
    date
        Day of the study as the archive writes it, ``YYYYMMDD``; may be empty.
    modality, description
        As the archive tells.
    """

    study_uid: str
    series_uid: str
    date: str
    modality: str
    description: str


def find_photographs_of(title: str, peer: Peer, patient_id: str) -> list[FoundSeries]:
    """Return the series of a patient that may hold photographs, the newest study first.

    Parameters
    ----------
    title
        Our AE title.
    peer
        The archive.
    patient_id
        The patient's number, exactly; a search for many patients is refused.

    Raises
    ------
    NetworkError
        If the archive cannot be asked, or the number stands for many.
    """
    number = patient_id.strip()
    if not number or any(sign in number for sign in "*?\\"):
        raise NetworkError(f"patient {patient_id!r}: give the whole number, without * and ?")
    context = build_context(StudyRootQueryRetrieveInformationModelFind)
    with association(title, peer, [context]) as called:
        studies = [
            study
            for study in _found(called, peer, _study_query(number))
            # An archive may take the number for the beginning of others.
            if str(study.get("PatientID", "")).strip() == number
        ]
        series = [
            _series(study, one)
            for study in studies
            for one in _found(called, peer, _series_query(study))
        ]
    wanted = [one for one in series if one.modality not in _NO_PHOTOGRAPHS]
    return sorted(wanted, key=lambda one: one.date, reverse=True)


def fetch_series(title: str, peer: Peer, series: FoundSeries, folder: Path) -> list[Path]:
    """Fetch the photographs of a series over the same connection (C-GET).

    Parameters
    ----------
    title, peer
        See :func:`find_photographs_of`.
    series
        What was found.
    folder
        Where they are kept.

    Raises
    ------
    NetworkError
        If the archive cannot be reached or gives none.
    """
    spool, kept = Spool(folder), list[Path]()

    def store(event: Event) -> int:
        return _keep(event, spool, series.study_uid, kept)

    get = StudyRootQueryRetrieveInformationModelGet
    contexts = [build_context(get)]
    contexts += [build_context(kind, TRANSFER_SYNTAXES) for kind in sorted(PHOTOGRAPHS)]
    roles: list[SCP_SCU_RoleSelectionNegotiation] = [
        build_role(kind, scp_role=True) for kind in sorted(PHOTOGRAPHS)
    ]
    handlers: list[Any] = [(evt.EVT_C_STORE, store)]
    with association(title, peer, contexts, roles=roles, handlers=handlers) as called:
        _finish(called.send_c_get(_retrieve_query(series), get), peer)
    return kept


def move_series(title: str, peer: Peer, series: FoundSeries, destination: str) -> int:
    """Let the archive send a series to a node that it knows (C-MOVE): our own receiver.

    Parameters
    ----------
    title, peer, series
        See :func:`fetch_series`.
    destination
        AE title of the receiver, which must be listening and allow the archive.

    Returns
    -------
    int
        How many objects the archive says that it sent.

    Raises
    ------
    NetworkError
        If the archive cannot be reached, or does not know the destination.
    """
    move = StudyRootQueryRetrieveInformationModelMove
    with association(title, peer, [build_context(move)]) as called:
        answers = called.send_c_move(_retrieve_query(series), destination, move)
        return _finish(answers, peer)


def _keep(event: Event, spool: Spool, study_uid: str, kept: list[Path]) -> int:
    request: Any = event.request
    uid = str(request.AffectedSOPInstanceUID)
    try:
        path = spool.keep(study_uid, uid, event.encoded_dataset()).path
    except OutputError as error:
        log.error("%s", error)
        return 0xA700
    kept.append(path)
    return 0x0000


def _found(called: Association, peer: Peer, query: Dataset) -> Iterator[Dataset]:
    find = StudyRootQueryRetrieveInformationModelFind
    if not called.is_established:
        raise NetworkError(f"{peer}: the connection broke")
    for number, (status, answer) in enumerate(called.send_c_find(query, find)):
        if "Status" not in status:
            raise NetworkError(f"{peer}: did not answer the search")
        if int(status.Status) not in (*_PENDING, 0):
            raise NetworkError(f"{peer}: refuses the search ({int(status.Status):04X})")
        if number >= _MAX_ANSWERS:
            raise NetworkError(f"{peer}: gives more than {_MAX_ANSWERS:,} answers")
        if answer is not None:
            yield answer


def _finish(answers: Iterator[tuple[Dataset, Dataset | None]], peer: Peer) -> int:
    completed = 0
    for status, _ in answers:
        if "Status" not in status:
            raise NetworkError(f"{peer}: did not answer")
        completed = int(status.get("NumberOfCompletedSuboperations") or completed)
        # B000: done, and some objects could not be sent.
        if int(status.Status) not in (*_PENDING, 0, 0xB000):
            reason = str(status.get("ErrorComment", "")).strip() or f"{int(status.Status):04X}"
            raise NetworkError(f"{peer}: cannot send the photographs ({reason})")
    return completed


def _study_query(patient_id: str) -> Dataset:
    query = Dataset()
    query.QueryRetrieveLevel = "STUDY"
    query.PatientID = patient_id
    query.StudyInstanceUID = query.StudyDate = query.StudyDescription = ""
    return query


def _series_query(study: Dataset) -> Dataset:
    query = Dataset()
    query.QueryRetrieveLevel = "SERIES"
    query.StudyInstanceUID = study.StudyInstanceUID
    query.SeriesInstanceUID = query.Modality = query.SeriesDescription = ""
    return query


def _retrieve_query(series: FoundSeries) -> Dataset:
    query = Dataset()
    query.QueryRetrieveLevel = "SERIES"
    query.StudyInstanceUID = series.study_uid
    query.SeriesInstanceUID = series.series_uid
    return query


def _series(study: Dataset, answer: Dataset) -> FoundSeries:
    return FoundSeries(
        str(study.StudyInstanceUID),
        str(answer.get("SeriesInstanceUID", "")),
        str(study.get("StudyDate", "")),
        str(answer.get("Modality", "")),
        str(answer.get("SeriesDescription", "")),
    )


def fetch_earlier(title: str, peer: Peer, photograph: Path, folder: Path) -> list[Path]:
    """Fetch the photographs of a photograph's patient that belong to other studies.

    Parameters
    ----------
    title, peer
        See :func:`find_photographs_of`.
    photograph
        A DICOM photograph of the patient.
    folder
        Where they are kept.

    Raises
    ------
    NetworkError
        If the archive cannot be asked, or the photograph does not tell the patient's number.
    OutputError
        If the photograph is no DICOM file.
    """
    header = read_study(photograph)
    number = str(header.get("PatientID") or "").strip()
    if not number:
        raise NetworkError(f"{photograph.name}: does not tell the patient's number")
    found = find_photographs_of(title, peer, number)
    others = [one for one in found if one.study_uid != str(header.StudyInstanceUID)]
    return [path for one in others for path in fetch_series(title, peer, one, folder)]
