"""The actions of the DICOM menu."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import ActionSpec
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

DICOM_SPECS = (
    ActionSpec("dicom_tags", QT_TRANSLATE_NOOP("Actions", "Show DICOM &tags…")),
    ActionSpec(
        "dicom_fetch", QT_TRANSLATE_NOOP("Actions", "Fetch &earlier photographs of this patient")
    ),
    ActionSpec("dicom_write", QT_TRANSLATE_NOOP("Actions", "Write findings as DICOM &objects…")),
    ActionSpec("dicom_send", QT_TRANSLATE_NOOP("Actions", "&Send findings to the archive")),
    ActionSpec("fhir_write", QT_TRANSLATE_NOOP("Actions", "Write findings as &FHIR…")),
    ActionSpec("fhir_send", QT_TRANSLATE_NOOP("Actions", "Send findings to the F&HIR server")),
    ActionSpec("dicom_deidentify", QT_TRANSLATE_NOOP("Actions", "Save &de-identified copy…")),
    ActionSpec("dicom_network", QT_TRANSLATE_NOOP("Actions", "&Network…")),
)

#: The DICOM menu.
DICOM_MENU = (
    "dicom_tags",
    "dicom_fetch",
    "-",
    "dicom_write",
    "dicom_send",
    "fhir_write",
    "fhir_send",
    "-",
    "dicom_deidentify",
    "-",
    "dicom_network",
)
