"""Results for people and for other programs: PDF, CSV for spreadsheets, JSON lines."""

from fundusviewer.reporting.csv import patients_path, write_csv
from fundusviewer.reporting.jsonl import write_jsonl
from fundusviewer.reporting.part import Part
from fundusviewer.reporting.pdf import write_pdf
from fundusviewer.reporting.speech import Speech
from fundusviewer.reporting.table import Report, make_report

__all__ = [
    "Part",
    "Report",
    "Speech",
    "make_report",
    "patients_path",
    "write_csv",
    "write_jsonl",
    "write_pdf",
]
