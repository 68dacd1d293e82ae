"""The small pictures of the list, made when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from fundusviewer.errors import ImageReadError
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.qimage import to_qimage
from fundusviewer.imaging.thumbnail import thumbnail

#: Longer side in pixels: sharp at twice the size of the list's picture.
SIDE = 104

#: Pictures that are kept (about 40 kB each), and that may wait to be made: a screenful.
_KEPT, _WAITING = 600, 40


class Thumbnails(QObject):
    """Makes pictures one after the other, the one asked for last first.

    Signals
    -------
    made(Path)
        There is a picture of another file.
    """

    made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A thread of its own: a slow drive must not hold up anything else.
        self._background = JobPool(self, threads=1)
        self._kept: OrderedDict[tuple[Path, str | None], QImage | None] = OrderedDict()
        self._waiting: OrderedDict[tuple[Path, str | None], None] = OrderedDict()
        self._making = False
        self._times_forgotten = 0

    @property
    def background(self) -> JobPool:
        """What makes them."""
        return self._background

    @property
    def known(self) -> int:
        """How many pictures are kept."""
        return len(self._kept)

    def get(self, path: Path, sha256: str | None) -> QImage | None:
        """Return a picture; ``None`` where it cannot be made, or is not there yet.

        Parameters
        ----------
        path
            The file.
        sha256
            Hash of the photograph, where it is known: another one has another picture.
        """
        key = (path, sha256)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._waiting[key] = None
        self._waiting.move_to_end(key)
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        self._make_next()
        return None

    def try_again(self, path: Path) -> None:
        """Make the picture of a file that could not be read before: its drive is back."""
        missing = [key for key, one in self._kept.items() if key[0] == path and one is None]
        for key in missing:
            del self._kept[key]
        if missing:
            # Whoever shows it asks for it.
            self.made.emit(path)

    def forget(self) -> None:
        """Keep none, and make none of those that wait: no file is open any more."""
        self._kept.clear()
        self._waiting.clear()
        self._times_forgotten += 1

    def close(self) -> None:
        """Make no more."""
        self._waiting.clear()
        self._background.close()

    def _make_next(self) -> None:
        if self._making or not self._waiting:
            return
        key, _ = self._waiting.popitem()
        self._making = True
        self._background.run(
            partial(_picture, key[0]), partial(self._keep, key, self._times_forgotten)
        )

    def _keep(self, key: tuple[Path, str | None], times: int, picture: QImage | None) -> None:
        self._making = False
        if times == self._times_forgotten:
            self._waiting.pop(key, None)
            self._kept[key] = picture
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.made.emit(key[0])
        self._make_next()


def _picture(path: Path) -> QImage | None:
    try:
        return to_qimage(thumbnail(path, SIDE))
    except ImageReadError:
        # The row says what is wrong with the file.
        return None
