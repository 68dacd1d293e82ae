"""The actions that write the list: one for each format of ``reporting/formats.py``."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fundusviewer.gui.commands.action_spec import ActionSpec
from fundusviewer.reporting import ExportFormat, export_formats

#: Those that have keys, by the format's name.
_KEYS = {"csv": ("Ctrl+E",), "pdf": ("Ctrl+P",)}


def export_specs() -> tuple[ActionSpec, ...]:
    """Return the action of each format, as the submenu of the File menu has them."""
    return tuple(
        ActionSpec(export_action(one), one.title, _KEYS.get(one.name, ()), translated=_asking_title)
        for one in export_formats()
    )


def export_action(form: ExportFormat) -> str:
    """Return the name of a format's action."""
    return f"export_{form.name}"


def format_title(form: ExportFormat) -> str:
    """Return the title of a format in the language of the window."""
    return _title(form.title)


def _title(text: str) -> str:
    # Words of reports: they have a catalogue of their own.
    return QCoreApplication.translate("Report", text)


def _asking_title(text: str) -> str:
    return f"&{_title(text)}…"
