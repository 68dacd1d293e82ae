"""Says once that a list holds results of an earlier model, and has them computed anew on demand."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fundusviewer.gui.state.listing.list_choice import OPENED, Scope
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.notice_bar import NoticeBar
from fundusviewer.screening import Filter, Method


class OutdatedResults(QObject):
    """Looks when another part of the database is listed, or another model is used.

    What was opened in the window is examined with the present model anyway, without being asked
    for.
    """

    def __init__(
        self,
        session: Session,
        worklist: Worklist,
        background: JobPool,
        notice: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._worklist = session, worklist
        self._background, self._notice = background, notice
        self._looked: set[tuple[Path | None, Method, Scope]] = set()
        self._told: set[tuple[Path | None, str]] = set()
        worklist.counted.connect(lambda *_: self._look())

    def _look(self) -> None:
        session, scope = self._session, self._worklist.choice.scope
        database, model = session.database, session.model
        if database is None or model is None or scope == OPENED:
            return
        method = session.method
        place = (database.path, method, scope)
        if place in self._looked or (database.path, method.model_sha256) in self._told:
            return
        self._looked.add(place)
        wanted = Filter(folder=scope if isinstance(scope, Path) else None)
        look = partial(database.lists.outdated, method, wanted)
        # What cannot be read is said where the list is made.
        self._background.run(look, partial(self._tell, database.path, method), lambda _: None)

    def _tell(self, database: Path | None, method: Method, found: dict[Path, str]) -> None:
        current, model = self._session.database, self._session.model
        same = current is not None and current.path == database
        if not found or not same or model is None or self._session.method != method:
            return
        self._told.add((database, method.model_sha256))
        self._notice.offer(
            self.tr(
                "%n photographs here were examined by an earlier version of the model ({older}); "
                "in use is {model} {version}. Your own grades are kept.",
                "",
                len(found),
            ).format(
                older=", ".join(sorted(set(found.values()))),
                model=model.card.title,
                version=method.model_version,
            ),
            self.tr("&Examine anew"),
            lambda: self._session.examine_again(list(found)),
        )
