"""The screening database: what was found, what the doctor says, and who changed what when.

One store may be used by several threads, and one database by several programs. Each method is
one transaction: it is on the disk when the method returns.
"""

from __future__ import annotations

from fundusviewer.screening.database.finding_store import FindingStore
from fundusviewer.screening.database.list_store import ListStore
from fundusviewer.screening.database.mark_store import MarkStore
from fundusviewer.screening.database.reader_store import ReaderStore
from fundusviewer.screening.database.report_store import ReportStore
from fundusviewer.screening.database.review_store import ReviewStore


class Store(FindingStore, ListStore, ReviewStore, MarkStore, ReaderStore, ReportStore):
    """An open database with all that can be written to it and asked of it.

    The parameters are those of :class:`.StoreConnection`.
    """
