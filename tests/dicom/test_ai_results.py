"""What the report on a photograph says of its maker, after the templates of IHE AI Results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset

from fundusviewer.dicom.identifiers import DEVICE_UID
from fundusviewer.dicom.kind import Kind
from fundusviewer.screening import Review
from tests.dicom.test_export import Clinic, clinic, retina
from tests.helpers.dicom import as_jpeg

__all__ = ["clinic", "retina"]
pytestmark = pytest.mark.usefixtures("qapp")


def items(node: Dataset) -> Iterator[Dataset]:
    for one in node.get("ContentSequence", ()):
        yield one
        yield from items(one)


def of(node: Dataset, code: str) -> list[Dataset]:
    """Return the items of a name, by its DCM code."""
    return [
        one
        for one in items(node)
        if "ConceptNameCodeSequence" in one and one.ConceptNameCodeSequence[0].CodeValue == code
    ]


def test_the_report_names_device_algorithm_and_photograph(
    clinic: Clinic,
    retina: np.ndarray,
) -> None:
    source: Any = as_jpeg(retina)
    clinic.add("p.dcm", source)
    clinic.grade()
    (report,) = clinic.objects(Kind.REPORT)
    assert report.Modality == "SR"
    assert report.ContentTemplateSequence[0].TemplateIdentifier == "1500"
    assert report.StudyInstanceUID == source.StudyInstanceUID
    assert report.ContentDate
    assert report.ContentTime
    assert report.CompletionFlag == "COMPLETE"
    assert report.VerificationFlag == "UNVERIFIED"
    evidence = report.CurrentRequestedProcedureEvidenceSequence[0]
    (referenced,) = evidence.ReferencedSeriesSequence[0].ReferencedSOPSequence
    assert referenced.ReferencedSOPInstanceUID == source.SOPInstanceUID
    # TID 1004: UID, name, manufacturer, model, serial number.
    assert of(report, "121012")[0].UID == DEVICE_UID
    for code in ("121013", "121014", "121015", "121016"):
        assert of(report, code)
    groups = of(report, "125007")
    assert groups
    for group in groups:
        # TID 1501 and 4019: tracking, algorithm's name and version.
        assert of(group, "112039")
        assert of(group, "112040")[0].UID
        assert of(group, "111001")[0].TextValue == "tiny-dr"
        assert of(group, "111003")[0].TextValue
        images = [one for one in items(group) if one.ValueType == "IMAGE"]
        assert images[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID == source.SOPInstanceUID


def test_a_finding_keeps_its_tracking_identifier(
    clinic: Clinic,
    retina: np.ndarray,
) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    (before,) = clinic.objects(Kind.REPORT)
    (row,) = clinic.store.rows(clinic.method)
    clinic.store.review({row.sha256 or "": Review(0)}, "Dr A")
    (after,) = clinic.objects(Kind.REPORT)
    assert before.SOPInstanceUID != after.SOPInstanceUID
    told = [[one.UID for one in of(report, "112040")] for report in (before, after)]
    assert told[0] == told[1]
