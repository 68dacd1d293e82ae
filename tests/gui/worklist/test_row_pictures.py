"""A row's picture that is kept is the row, pixel by pixel, and never that of another result."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

import fundusviewer.gui.worklist.row_pictures as row_pictures_module
from fundusviewer.grading import Decision
from fundusviewer.gui.state.listing.worklist_item_model import ENTRY_ROLE, OPEN_ROLE
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.worklist.row_delegate import WorklistDelegate
from fundusviewer.gui.worklist.row_pictures import RowLook, RowPictures
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.imaging import Laterality
from fundusviewer.screening import EyeSummary, Heading, Row

#: The list's width, and a place in it that is not its corner.
_PLACE = QRect(3, 5, 300, 72)

_STATES = {
    "plain": QStyle.StateFlag.State_Enabled,
    "chosen": QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected,
    "below the mouse": QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_MouseOver,
}

_REFERRED = Heading(
    "Müller",
    None,
    2,
    2,
    False,
    Decision.REFER,
    (
        EyeSummary(Laterality.OD, Decision.REFER, 3),
        EyeSummary(Laterality.OS, Decision.NO_REFERRAL, 0, by_doctor=True, differs=True),
    ),
    (),
    (),
    read=1,
)
_HEALTHY = replace(_REFERRED, eyes=(EyeSummary(Laterality.OD, Decision.NO_REFERRAL, 0),))


def _photograph(name: str) -> Photograph:
    row = Row(os.fsencode(name), name, sha256=name)
    return Photograph(1, Progress.NOT_EXAMINED, row)


_PHOTOGRAPH = _photograph("a name that is too long for its row, in the middle of it_OD.jpg")


class _Thumbnails(Thumbnails):
    """Has a picture of each file, or of none."""

    picture: QImage | None = None

    def get(self, path: Path, sha256: str | None) -> QImage | None:
        del path, sha256
        return self.picture


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Return the light theme."""
    theme = Theme(qapp)
    theme.choose("light")
    return theme


@pytest.fixture
def thumbnails(qapp: QApplication) -> _Thumbnails:
    """Return small pictures."""
    made = _Thumbnails(qapp)
    made.picture = QImage(104, 70, QImage.Format.Format_RGB32)
    made.picture.fill(QColor(150, 60, 20))
    return made


@pytest.fixture
def delegate(theme: Theme, thumbnails: _Thumbnails, qapp: QApplication) -> WorklistDelegate:
    """Return what paints the list."""
    return WorklistDelegate(theme, thumbnails, qapp)


def _paint(
    delegate: WorklistDelegate,
    entry: Photograph | Heading,
    state: str = "plain",
    *,
    ratio: float = 1,
    is_open: bool = False,
) -> QImage:
    model, item = QStandardItemModel(), QStandardItem()
    item.setData(entry, ENTRY_ROLE)
    item.setData(is_open, OPEN_ROLE)
    model.appendRow(item)
    option = QStyleOptionViewItem()
    option.rect, option.state, option.font = _PLACE, _STATES[state], QApplication.font()
    shot = QImage(QSize(320, 90) * ratio, QImage.Format.Format_RGB32)
    shot.setDevicePixelRatio(ratio)
    shot.fill(QColor("#ffffff"))
    painter = QPainter(shot)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return shot


def _look() -> RowLook:
    return RowLook(QSize(40, 8), QApplication.font(), QApplication.layoutDirection(), "#ffffff")


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("state", _STATES)
def test_a_picture_is_the_row_itself(
    delegate: WorklistDelegate, monkeypatch: pytest.MonkeyPatch, state: str, ratio: int
) -> None:
    """Made, and shown again, for whatever stands in the row."""
    for entry in (_PHOTOGRAPH, _REFERRED, _HEALTHY):
        for is_open in (False, True):
            made = _paint(delegate, entry, state, ratio=ratio, is_open=is_open)
            count = len(delegate.pictures)
            again = _paint(delegate, entry, state, ratio=ratio, is_open=is_open)
            assert len(delegate.pictures) == count > 0
            with monkeypatch.context() as patch:
                patch.setattr(row_pictures_module, "_is_whole", lambda *_: False)
                itself = _paint(delegate, entry, state, ratio=ratio, is_open=is_open)
            assert made == itself
            assert again == itself


def test_a_picture_never_stands_for_another_row(
    delegate: WorklistDelegate, theme: Theme, thumbnails: _Thumbnails
) -> None:
    """Another result, state, small picture or theme is painted anew."""
    healthy = _paint(delegate, _HEALTHY)
    assert _paint(delegate, _REFERRED) != healthy
    # Equal, but not the same: it was read again.
    assert _paint(delegate, replace(_HEALTHY)) == healthy
    seen = [
        _paint(delegate, _HEALTHY, state, is_open=on)
        for state in ("plain", "chosen")
        for on in (False, True)
    ]
    assert len({bytes(one.constBits()) for one in seen}) == len(seen)
    with_picture = _paint(delegate, _PHOTOGRAPH)
    thumbnails.picture = None
    assert _paint(delegate, _PHOTOGRAPH) != with_picture
    theme.choose("dark")
    assert _paint(delegate, _HEALTHY) != healthy


@pytest.mark.usefixtures("qapp")
def test_what_is_let_go_is_not_taken_for_what_comes_in_its_place() -> None:
    """Python gives new objects the identity of those that are gone."""
    pictures = RowPictures()
    drawn: list[int] = []
    shot = QImage(50, 50, QImage.Format.Format_RGB32)
    painter = QPainter(shot)
    for _ in range(20):
        pictures.paint(painter, QPoint(), _look(), (object(),), "", lambda *_: drawn.append(1))
    painter.end()
    assert len(drawn) == 20


@pytest.mark.usefixtures("qapp")
def test_rows_within_a_pixel_are_painted_themselves() -> None:
    """At 125 % a row may begin between two pixels of the screen: moved there, letters blur."""
    pictures, shot = RowPictures(), QImage(200, 200, QImage.Format.Format_RGB32)
    shot.setDevicePixelRatio(1.25)
    painter = QPainter(shot)
    for top, kept in ((1, 0), (4, 1)):
        pictures.paint(painter, QPoint(0, top), _look(), (), "", lambda *_: None)
        assert len(pictures) == kept
    painter.rotate(90)
    pictures.paint(painter, QPoint(0, 4), _look(), (), "turned", lambda *_: None)
    assert len(pictures) == 1
    painter.end()


@pytest.mark.usefixtures("qapp")
def test_only_so_many_are_kept() -> None:
    """Those used last."""
    pictures, shot = RowPictures(kept=3 * 40 * 8 * 4), QImage(50, 50, QImage.Format.Format_RGB32)
    drawn: list[str] = []
    painter = QPainter(shot)
    for name in "abcabdabc":
        pictures.paint(painter, QPoint(), _look(), (), name, lambda *_, n=name: drawn.append(n))
    painter.end()
    assert "".join(drawn) == "abcdc"
    assert len(pictures) == 3
    pictures.forget()
    assert not len(pictures)
