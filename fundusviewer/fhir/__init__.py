"""Findings as FHIR resources (HL7 FHIR R4 and R5): one bundle for each visit of a patient.

:mod:`.codes` holds the words that other systems know, :mod:`.resources` one kind of resource a
function, :mod:`.bundle` puts a visit together, :mod:`.export` writes files, :mod:`.send` brings
them to an address that was set; what waits lies in the outbox of :mod:`fundusviewer.dicom.network`.
"""
