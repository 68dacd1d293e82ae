"""Verdicts that could not be stored: kept, named together, and tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
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
    key
        Of the photograph's row.
    name
        Of the file.
    review
        What was said.
    who
        Who said it.
    """

    key: int
    name: str
    review: Review
    who: str | Seat

    @property
    def words(self) -> str:
        """What it is, for instance "grade 3"."""
        is_verdict = self.review.grade is not None or self.review.ungradable
        return verdict_words([self.review]) if is_verdict else withdrawn_words(1)


class UnsavedVerdicts:
    """The latest verdict on each photograph whose verdict could not be stored."""

    def __init__(self) -> None:
        # By the hash of the photograph's content, of which the database knows one verdict.
        self._verdicts: dict[str, UnsavedVerdict] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._verdicts)

    def __iter__(self) -> Iterator[UnsavedVerdict]:
        """Return all of them, to be tried again; they stay kept until they are stored."""
        return iter(list(self._verdicts.values()))

    def keep(self, reviews: Mapping[Photograph, Review], who: str | Seat) -> None:
        """Keep what could not be stored."""
        for photograph, review in reviews.items():
            row = photograph.row
            if row.sha256 is not None:
                self._verdicts[row.sha256] = UnsavedVerdict(photograph.key, row.name, review, who)

    def forget(self, sha256s: Iterable[str]) -> None:
        """Forget those on photographs of which something newer is stored."""
        for sha256 in sha256s:
            self._verdicts.pop(sha256, None)

    def clear(self) -> None:
        """Forget all."""
        self._verdicts.clear()

    @property
    def words(self) -> str:
        """Which they are, for instance "grade 3, 12 OD.jpg; grade 2, 12 OS.jpg"."""
        named = [f"{one.words}, {short(one.name)}" for one in islice(self, _NAMED)]
        more = len(self) - len(named)
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
