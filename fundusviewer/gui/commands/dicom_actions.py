"""The DICOM menu."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import LINE, ActionSpec, MenuSpec
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

DICOM_MENU = MenuSpec(
    "dicom",
    QT_TRANSLATE_NOOP("Actions", "&DICOM"),
    (
        ActionSpec("dicom_tags", QT_TRANSLATE_NOOP("Actions", "Show DICOM &tags…")),
        ActionSpec(
            "dicom_fetch",
            QT_TRANSLATE_NOOP("Actions", "Fetch &earlier photographs of this patient"),
        ),
        LINE,
        ActionSpec(
            "dicom_write", QT_TRANSLATE_NOOP("Actions", "Write findings as DICOM &objects…")
        ),
        ActionSpec("dicom_send", QT_TRANSLATE_NOOP("Actions", "&Send findings to the archive")),
        ActionSpec("fhir_write", QT_TRANSLATE_NOOP("Actions", "Write findings as &FHIR…")),
        ActionSpec("fhir_send", QT_TRANSLATE_NOOP("Actions", "Send findings to the F&HIR server")),
        LINE,
        ActionSpec("dicom_deidentify", QT_TRANSLATE_NOOP("Actions", "Save &de-identified copy…")),
        LINE,
        ActionSpec("dicom_network", QT_TRANSLATE_NOOP("Actions", "&Network…")),
    ),
)
