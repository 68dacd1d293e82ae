"""Results for people and for other programs: PDF, CSV for spreadsheets, JSON lines.

:mod:`.formats` has one entry for each format; commands and window take what they offer from there.
"""

from fundusviewer.reporting.contents import Contents
from fundusviewer.reporting.csv import patients_path, write_csv
from fundusviewer.reporting.formats import (
    ExportFormat,
    Pages,
    export_formats,
    format_of,
)
from fundusviewer.reporting.jsonl import write_jsonl
from fundusviewer.reporting.part import Part
from fundusviewer.reporting.pdf import open_paper, write_pdf
from fundusviewer.reporting.speech import Speech
from fundusviewer.reporting.table import Report, make_report

__all__ = [
    "Contents",
    "ExportFormat",
    "Pages",
    "Part",
    "Report",
    "Speech",
    "export_formats",
    "format_of",
    "make_report",
    "open_paper",
    "patients_path",
    "write_csv",
    "write_jsonl",
    "write_pdf",
]
