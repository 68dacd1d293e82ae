"""From a path to a finding, for one photograph and for many, and the database of a folder run.

``examination`` is one photograph, ``pipeline`` many of them; ``runs`` is a folder beside other
programs, ``parts`` a share of an archive without a database, ``cluster`` many computers, ``places``
where photographs lie. ``database`` stores what is found and said; rows, lists, patients, sets of an
eye, readers and agreement are made of it. ``monitoring`` watches whether the photographs change,
``failsafe`` whether somebody is missing. No network runs here but through ``inference``.
"""

from fundusviewer.screening.agreement import Agreement, agreement, judgements, reader_judgements
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.examine import Failure, examine, examine_all, explain
from fundusviewer.screening.examination.finding import Finding, Timings
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter, ListFilter
from fundusviewer.screening.listing import (
    EyeSummary,
    Heading,
    Listing,
    Sorting,
    Visit,
    Wanted,
    make_listing,
)
from fundusviewer.screening.names import PRESETS, Identity, NamePattern, name_pattern
from fundusviewer.screening.patients import (
    Patient,
    Photograph,
    group_by_patient,
    identify,
    patients_of,
)
from fundusviewer.screening.pipeline import Known, Outcome, examine_stream, screen
from fundusviewer.screening.rows import Change, Order, Review, Row
from fundusviewer.screening.run import RunLog
from fundusviewer.screening.runs.watch import FolderWatch, arrivals
from fundusviewer.screening.worklist import find_photographs, survey

__all__ = [
    "PRESETS",
    "Agreement",
    "Change",
    "EyeSummary",
    "Failure",
    "Filter",
    "Finding",
    "FolderWatch",
    "Heading",
    "Identity",
    "Known",
    "ListFilter",
    "Listing",
    "Method",
    "NamePattern",
    "Order",
    "Outcome",
    "Patient",
    "Photograph",
    "Review",
    "Row",
    "RunLog",
    "Sorting",
    "Store",
    "Timings",
    "Visit",
    "Wanted",
    "agreement",
    "arrivals",
    "examine",
    "examine_all",
    "examine_stream",
    "explain",
    "find_photographs",
    "group_by_patient",
    "identify",
    "judgements",
    "make_listing",
    "name_pattern",
    "patients_of",
    "reader_judgements",
    "screen",
    "survey",
]
