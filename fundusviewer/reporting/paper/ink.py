"""Drawing on a page in millimetres: text in any script, lines, boxes and pictures. All in black."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

import numpy as np
from PySide6.QtCore import QByteArray, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer

from fundusviewer.reporting.paper.fonts import MAIN_FAMILY, FontChooser, Run
from fundusviewer.reporting.speech import Speech
from fundusviewer.resources import asset
from fundusviewer.screening.rows import printable

#: Steps of the page's grid for a millimetre, and their number for an inch.
_PER_MM = 50
RESOLUTION = round(_PER_MM * 25.4)

_BLACK = QColor(0, 0, 0)


class Align(Enum):
    """Where a line stands in its width."""

    LEFT = Qt.AlignmentFlag.AlignLeft
    RIGHT = Qt.AlignmentFlag.AlignRight
    CENTRE = Qt.AlignmentFlag.AlignHCenter


#: So many laid out texts are kept while pages are measured.
_KEPT = 3_000

#: A text with all that its layout depends on.
_Asked = tuple[str, float, float, bool, Align, int, str]


class Ink:
    """Draws on the current page of a document.

    Parameters
    ----------
    painter
        Active on the page, in steps of :data:`RESOLUTION`; ``None``: texts are only measured.
    fonts
        Chooses the fonts.
    speech
        The document's language.
    turn
        Begins a new page.

    Attributes
    ----------
    speech : Speech
        The document's language: texts are drawn as they come.
    """

    def __init__(
        self,
        painter: QPainter | None,
        fonts: FontChooser,
        speech: Speech,
        turn: Callable[[], object] = lambda: None,
    ) -> None:
        self._given, self._turn = painter, turn
        self._fonts = fonts
        self._layouts: dict[_Asked, tuple[QTextLayout, float]] = {}
        self.speech = speech
        # On paper, on a screen and where nothing is drawn, lines break at the same places.
        self._measure = QImage(1, 1, QImage.Format.Format_Grayscale8)
        for set_dots in (self._measure.setDotsPerMeterX, self._measure.setDotsPerMeterY):
            set_dots(round(RESOLUTION / 0.0254))

    @property
    def _painter(self) -> QPainter:
        if self._given is None:
            raise ValueError("this ink only measures")
        return self._given

    def new_page(self) -> None:
        """Go on on a new page."""
        self._turn()
        self._layouts.clear()
        self._fonts.missing.clear()

    @property
    def misses_letters(self) -> bool:
        """Whether some characters of the page stand as numbers, because no font has them."""
        return bool(self._fonts.missing)

    def text(
        self,
        left: float,
        top: float,
        width: float,
        text: str,
        *,
        points: float = 8.0,
        bold: bool = False,
        align: Align = Align.LEFT,
        lines: int = 0,
        rest: str = "…",
    ) -> float:
        """Draw a text, wrapped at its width, and return its height in mm.

        Parameters
        ----------
        left, top, width
            In mm.
        text
            Any script. Right-to-left words stand right to left; the line begins at the left.
        points
            Size of the letters.
        lines
            At most so many. 0: as many as there are.
        rest
            Stands for what does not fit.
        """
        layout, height = self._layout(text, width, points, bold, align, lines, rest)
        layout.draw(self._painter, _point(left, top))
        return height

    def height(
        self, width: float, text: str, *, points: float = 8.0, bold: bool = False, lines: int = 0
    ) -> float:
        """Return the height in mm that :meth:`text` takes."""
        return self._layout(text, width, points, bold, Align.LEFT, lines, "…")[1]

    def line(
        self, start: tuple[float, float], end: tuple[float, float], weight: float = 0.2
    ) -> None:
        """Draw a line; points and weight in mm."""
        self._painter.setPen(QPen(_BLACK, weight * _PER_MM))
        self._painter.drawLine(QLineF(_point(*start), _point(*end)))

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        weight: float = 0.2,
        grey: int | None = None,
        pattern: Qt.BrushStyle | None = None,
    ) -> None:
        """Draw a rectangle in mm; ``grey`` (0–255) fills it, ``pattern`` hatches it."""
        rect = _rect(left, top, width, height)
        if grey is not None:
            self._painter.fillRect(rect, QColor(grey, grey, grey))
        if pattern is not None:
            self._painter.fillRect(rect, pattern)
        if weight:
            self._painter.setPen(QPen(_BLACK, weight * _PER_MM))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(rect)

    def picture(
        self, left: float, top: float, width: float, height: float, pixels: np.ndarray
    ) -> None:
        """Draw a picture, uint8 (H, W, 3) RGB, as large as fits into a rectangle in mm, centred."""
        rows, columns = pixels.shape[:2]
        scale = min(width / columns, height / rows)
        wide, high = columns * scale, rows * scale
        data = np.ascontiguousarray(pixels)
        image = QImage(data.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        self._painter.drawImage(
            _rect(left + (width - wide) / 2, top + (height - high) / 2, wide, high), image
        )

    def icon(self, left: float, top: float, size: float, name: str) -> None:
        """Draw one of the program's own drawings into a square in mm."""
        drawing = asset(f"icons/{name}.svg").read_bytes()
        QSvgRenderer(QByteArray(drawing)).render(self._painter, _rect(left, top, size, size))

    def _layout(
        self,
        text: str,
        width: float,
        points: float,
        bold: bool,
        align: Align,
        lines: int,
        rest: str,
    ) -> tuple[QTextLayout, float]:
        """Return a laid out text and its height in mm; what was measured is drawn as it is."""
        asked = text, width, points, bold, align, lines, rest
        if asked not in self._layouts:
            if len(self._layouts) >= _KEPT:
                self._layouts.clear()
            self._layouts[asked] = self._made(*asked)
        return self._layouts[asked]

    def _made(
        self,
        text: str,
        width: float,
        points: float,
        bold: bool,
        align: Align,
        lines: int,
        rest: str,
    ) -> tuple[QTextLayout, float]:
        kept = text = " ".join(printable(text).split())
        while True:
            layout, count, height = self._broken(text, width, points, bold, align)
            if not lines or count <= lines or len(kept) < 2:
                return layout, height
            kept = kept[: int(len(kept) * min(0.95, lines / count + 0.05))].rstrip()
            text = kept + rest

    def _broken(
        self, text: str, width: float, points: float, bold: bool, align: Align
    ) -> tuple[QTextLayout, int, float]:
        """Return the laid out text, the number of its lines and its height in mm."""
        runs = self._fonts.runs(text)
        main = self._fonts.font(MAIN_FAMILY, points, bold=bold)
        layout = QTextLayout("".join(run.text for run in runs), main, self._measure)
        if [run.family for run in runs] != [MAIN_FAMILY]:
            layout.setFormats(self._formats(runs, points, bold))
        layout.setTextOption(_OPTIONS[align])
        layout.beginLayout()
        count, y = 0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * _PER_MM)
            line.setPosition(QPointF(0, y))
            y += line.height()
            count += 1
        layout.endLayout()
        return layout, count, y / _PER_MM

    def _formats(
        self, runs: Sequence[Run], points: float, bold: bool
    ) -> list[QTextLayout.FormatRange]:
        formats, start = [], 0
        for run in runs:
            # Qt counts in UTF-16 units.
            length = len(run.text.encode("utf-16-le")) // 2
            form = QTextCharFormat()
            form.setFont(self._fonts.font(run.family, points, bold=bold))
            formats.append(_range(start, length, form))
            start += length
        return formats


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, form
    return found


def _option(align: Align) -> QTextOption:
    option = QTextOption(align.value)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


#: One for each way to stand; nobody changes them.
_OPTIONS = {align: _option(align) for align in Align}


def _point(x: float, y: float) -> QPointF:
    return QPointF(x * _PER_MM, y * _PER_MM)


def _rect(left: float, top: float, width: float, height: float) -> QRectF:
    return QRectF(left * _PER_MM, top * _PER_MM, width * _PER_MM, height * _PER_MM)
