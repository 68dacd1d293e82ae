"""The coded words of FHIR resources.

Severity levels are LOINC 71490-7 (left eye) and 71491-5 (right eye) with the answers of LL2117-1
(https://loinc.org/LL2117-1, version 2.80), as the CQL of the US quality measures CMS131 and CMS142
uses them. Macular oedema is SNOMED CT 312912001, as in the Norwegian guide for retinal screening.
The eyes are the SNOMED CT body structures of the German guide eyematics-kds (ValueSet
eye-laterality). All but the eyes stand in :mod:`fundusviewer.dicom.codes` too. What is only ours
has a system of its own.
"""

from __future__ import annotations

from typing import Any

from pydicom.sr.coding import Code

from fundusviewer.dicom import codes as dicom
from fundusviewer.fhir.names import OURS
from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality

_SYSTEMS = {
    "LN": "http://loinc.org",
    "SCT": "http://snomed.info/sct",
    "UCUM": "http://unitsofmeasure.org",
    dicom.SCHEME: OURS,
}

_EYES = {
    Laterality.OD: ("1290043002", "Entire right eye proper (body structure)"),
    Laterality.OS: ("1290041000", "Entire left eye proper (body structure)"),
}

_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

#: Why there is no grade, by decision: code of the terminology, and in words. Never "healthy".
ABSENT: dict[Decision | None, tuple[str, str]] = {
    Decision.UNGRADABLE: ("unknown", "Ungradable: repeat the photograph or refer"),
    Decision.NOT_FUNDUS: ("not-performed", "Not a fundus photograph"),
    Decision.ERROR: ("error", "The photograph could not be examined"),
    None: ("not-performed", "Not graded"),
}
NO_PHOTOGRAPH = ("not-performed", "No photograph of this eye")


def concept(code: Code, text: str | None = None) -> dict[str, Any]:
    """Return a code as a CodeableConcept."""
    coding = {"system": _SYSTEMS[code.scheme_designator], "code": code.value}
    return {"coding": [{**coding, "display": code.meaning}], "text": text or code.meaning}


def absent(reason: tuple[str, str]) -> dict[str, Any]:
    """Return why a value is not there, as a CodeableConcept."""
    return {"coding": [{"system": _ABSENT, "code": reason[0]}], "text": reason[1]}


def body_site(eye: Laterality) -> dict[str, Any]:
    """Return an eye as a CodeableConcept."""
    code, display = _EYES[eye]
    coding = {"system": _SYSTEMS["SCT"], "code": code, "display": display}
    return {"coding": [coding], "text": eye.value}
