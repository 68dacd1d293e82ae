"""From a path to a finding, for one photograph and for many."""

from fundusviewer.screening.examine import Failure, examine, examine_all, explain
from fundusviewer.screening.finding import Finding, Timings
from fundusviewer.screening.worklist import find_photographs

__all__ = [
    "Failure",
    "Finding",
    "Timings",
    "examine",
    "examine_all",
    "explain",
    "find_photographs",
]
