"""Says once that the photographs have changed, and shows them by week, camera and field."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.database_handles import NO_METHOD, Database
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.text.formatting import day
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.notice_bar import NoticeBar
from fundusviewer.gui.worklist.drift_dialog import DriftDialog
from fundusviewer.screening import Method, NamePattern
from fundusviewer.screening.monitoring.drift import Watch, watch
from fundusviewer.screening.monitoring.observations import Observation, observed
from fundusviewer.screening.monitoring.words import what_changed


@dataclass(frozen=True, eq=False)
class Watched:
    """What was watched, and what came of it.

    Attributes
    ----------
    place
        The database and the model file.
    observed
        All photographs that the model has examined in it.
    came
        Of those that count.
    since
        Those from before do not count; ``None`` where all do.
    """

    place: str
    observed: tuple[Observation, ...]
    came: Watch
    since: dt.datetime | None


class DriftWatch(QObject):
    """Looks when a database is opened or another model used, and after each run.

    What a person calls usual is not told again: photographs from before do not count from then on.

    Signals
    -------
    notification(str)
        Why the database could not be read.
    """

    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        settings_store: SettingsStore,
        background: JobPool,
        notice: NoticeBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._settings_store = session, settings_store
        self._background, self._notice, self._window = background, notice, window
        self._told: set[tuple[str, dt.datetime]] = set()
        self._looked: set[str] = set()
        self._job: int | None = None
        self.dialog: DriftDialog | None = None
        session.listed.connect(self._look_once)
        session.run.ended.connect(self._look)

    def open(self) -> None:
        """Open the page."""
        self.dialog = dialog = DriftDialog(
            self._window,
            hide_referrals=self._session.blindness.is_on,
            grades=self._session.grades,
        )
        dialog.usual.connect(self._call_usual)
        dialog.finished.connect(self._forget)
        dialog.open()
        self._look()

    def _forget(self) -> None:
        self.dialog = None

    def _look_once(self) -> None:
        """Look where nobody has looked since the program was started."""
        if self._place() not in self._looked:
            self._look()

    def _look(self) -> None:
        database, method, place = self._session.database, self._session.method, self._place()
        if database is None or method == NO_METHOD:
            return
        self._looked.add(place)
        since = self._settings_store.settings.usual_since.get(place)
        self._background.drop(self._job)
        work = partial(_watched, place, database, method, self._session.pattern, since)
        # What cannot be read is said where the list is made.
        failed = self.notification.emit if self.dialog is not None else lambda _: None
        self._job = self._background.run(work, self._tell, failed)

    def _place(self) -> str:
        database = self._session.database
        path = None if database is None else database.path
        return f"{path or Path()}|{self._session.method.model_sha256}"

    def _tell(self, watched: Watched) -> None:
        self._job = None
        if watched.place != self._place():
            return
        if self.dialog is not None:
            self.dialog.show_watched(watched.observed, watched.came, watched.since)
            return
        alarm = watched.came.alarm
        if alarm is None or (watched.place, alarm.since) in self._told:
            return
        self._told.add((watched.place, alarm.since))
        self._notice.offer(
            self.tr("{what} Since about {day}.").format(
                what=translate_message(what_changed(alarm)), day=day(alarm.since.astimezone())
            ),
            self.tr("&Show…"),
            self.open,
        )

    def _call_usual(self, since: dt.datetime) -> None:
        """Count no photographs from before any more."""
        usual = {**self._settings_store.settings.usual_since, self._place(): since}
        self._settings_store.update(usual_since=usual)
        self._look()


def _watched(
    place: str,
    database: Database,
    method: Method,
    pattern: NamePattern,
    since: dt.datetime | None,
) -> Watched:
    found = observed(database.lists, method, pattern)
    return Watched(place, tuple(found), watch(found, since=since), since)
