"""The PDF report as an Encapsulated PDF object (PS3.3, A.45.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import EncapsulatedPDFStorage, ExplicitVRLittleEndian

from fundusviewer.dicom.identifiers import uid_of
from fundusviewer.dicom.study import add_equipment, add_shared

_SERIES_NUMBER = 9105


def encapsulated_pdf(
    pdf: bytes, headers: Sequence[Dataset], state: Sequence[object], moment: dt.datetime, title: str
) -> Dataset:
    """Return a document of a study.

    Parameters
    ----------
    pdf
        The PDF file's bytes.
    headers
        The objects of the photographs that it reports on, without pixels; all of one study.
    state
        What tells this state of the report from others.
    moment
        When the last word was said on it, UTC.
    title
        Of the document.
    """
    study = headers[0]
    document = Dataset()
    document.file_meta = FileMetaDataset()
    document.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    document.SOPClassUID = EncapsulatedPDFStorage
    document.SOPInstanceUID = uid_of("PDF", study.StudyInstanceUID, *state)
    document.file_meta.MediaStorageSOPClassUID = document.SOPClassUID
    document.file_meta.MediaStorageSOPInstanceUID = document.SOPInstanceUID
    add_shared(document, study)
    add_equipment(document, moment)
    document.Modality = "DOC"
    document.SeriesInstanceUID = uid_of("PDF", study.StudyInstanceUID)
    document.SeriesNumber, document.InstanceNumber = _SERIES_NUMBER, 1
    document.SeriesDescription = "FundusViewer report (research use only)"
    document.ConversionType = "SYN"
    document.BurnedInAnnotation = "YES"
    document.AcquisitionDateTime = ""
    document.DocumentTitle = title
    document.ConceptNameCodeSequence = []
    document.SourceInstanceSequence = [_reference(header) for header in headers]
    document.MIMETypeOfEncapsulatedDocument = "application/pdf"
    document.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    document.EncapsulatedDocumentLength = len(pdf)
    return document


def _reference(header: Dataset) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = header.SOPClassUID
    item.ReferencedSOPInstanceUID = header.SOPInstanceUID
    return item
