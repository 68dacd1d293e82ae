"""Verdicts that could not be stored: kept, named together, and tried again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject

from fundusviewer.gui.review.undo_texts import verdict_words, withdrawn_words
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.widgets.notice_bar import NoticeBar
from fundusviewer.screening import Review
from fundusviewer.screening.readers import Seat

translate = QCoreApplication.translate

#: How many of them are named.
_NAMED = 3


class UnsavedVerdict(NamedTuple):
    """What somebody said of a photograph, and is not in the database.

    Attributes
    ----------
    name
        Of the file.
    review
        What was said.
    who
        Who said it.
    sha256
        Of the photograph's content.
    """

    name: str
    review: Review
    who: str | Seat
    sha256: str | None = None

    @property
    def words(self) -> str:
        """What it is, for instance "grade 3"."""
        is_verdict = self.review.grade is not None or self.review.ungradable
        return verdict_words([self.review]) if is_verdict else withdrawn_words(1)


class UnsavedVerdicts:
    """The latest verdict on each photograph whose verdict could not be stored."""

    def __init__(self) -> None:
        self._verdicts: dict[int, UnsavedVerdict] = {}

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self._verdicts)

    def keep(self, reviews: Mapping[Photograph, Review], who: str | Seat) -> None:
        """Keep what could not be stored."""
        for photograph, review in reviews.items():
            row = photograph.row
            self._verdicts[photograph.key] = UnsavedVerdict(row.name, review, who, row.sha256)

    def forget(self, photographs: Iterable[Photograph] | None = None) -> None:
        """Forget those on these photographs, of which something newer is stored, or all."""
        if photographs is None:
            self._verdicts.clear()
        else:
            for photograph in photographs:
                self._verdicts.pop(photograph.key, None)

    def forget_taken_back(self, sha256s: Collection[str]) -> None:
        """Forget those on photographs on which an earlier verdict was taken back since."""
        for key, one in list(self._verdicts.items()):
            if one.sha256 in sha256s:
                del self._verdicts[key]

    def take(self) -> dict[int, UnsavedVerdict]:
        """Return all of them, by the photographs' keys, to be tried again; they stay kept."""
        return dict(self._verdicts)

    @property
    def words(self) -> str:
        """Which they are, for instance "grade 3, 12 OD.jpg; grade 2, 12 OS.jpg"."""
        named = [
            f"{one.words}, {short(one.name)}" for one in list(self._verdicts.values())[:_NAMED]
        ]
        more = len(self._verdicts) - len(named)
        if more:
            named.append(translate("SaidWords", "{count} more").format(count=more))
        return "; ".join(named)


class UnsavedNotice(QObject):
    """Says what is not saved, offers to try again, and ends when everything is.

    Parameters
    ----------
    notice
        Where it is said.
    retry
        Tries again what was kept.
    is_saved
        Whether nothing is left that could not be stored.
    """

    def __init__(
        self,
        notice: NoticeBar,
        retry: Callable[[], None],
        is_saved: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notice, self._retry, self._is_saved = notice, retry, is_saved
        self._sentence = ""

    def tell(self, sentence: str, again: bool) -> None:
        """Say what is not saved; ``again``: whether a button tries it again."""
        self._sentence = sentence
        if again:
            self._notice.offer(sentence, self.tr("&Try again"), self._retry)
        else:
            self._notice.tell(sentence)

    def follow(self, left: str) -> None:
        """Something was stored.

        Where that was all, the message is over; where it still stands, it says what is left.
        """
        if not self._sentence or not self._notice.shows(self._sentence):
            return
        if left:
            self.tell(left, True)
        elif self._is_saved():
            self._notice.end(self._sentence)
            self._sentence = ""
