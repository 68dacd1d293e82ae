"""Says why a run pauses by itself, and offers to go on; ends when it does."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fundusviewer.gui.state.run_tally import RunState, Tally
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.widgets.notice_bar import NoticeBar

#: Stands before the reason why a result is not in the database (``screening/pipeline.py``). What
#: its next words say is for every photograph the same.
_UNSTORED = "could not be stored: "


class RunNotice(QObject):
    """Tells of a drive that is gone, or a database that takes nothing."""

    def __init__(self, session: Session, notice: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notice = session, notice
        self._sentence = ""
        session.run.obstructed.connect(self._tell)
        session.run.progressed.connect(self._follow)

    def _tell(self, reason: str) -> None:
        _, _, cause = reason.rpartition(_UNSTORED)
        self._sentence = self.tr(
            "{reason} The run is paused, and nothing is lost: when that is mended, Resume "
            "(Shift+Esc) goes on."
        ).format(reason=f"{translate_message(cause).rstrip('.')}.")
        self._notice.offer(self._sentence, self.tr("&Resume"), self._session.run.resume)

    def _follow(self, tally: Tally) -> None:
        if self._sentence and tally.state is not RunState.PAUSED:
            self._notice.end(self._sentence)
            self._sentence = ""
