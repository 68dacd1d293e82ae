"""The program's icon in every system's own format, drawn from the one SVG file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from fundusviewer.resources import asset

#: The format by suffix, with the sizes in it.
_SIZES = {
    ".ico": (16, 24, 32, 48, 64, 128, 256),
    ".icns": (16, 32, 64, 128, 256, 512, 1024),
    ".png": (256,),
}


def write_icon(path: Path) -> Path:
    """Write the icon in the format of the path's suffix: ``.ico``, ``.icns`` or ``.png``.

    Raises
    ------
    KeyError
        If the suffix is another one.
    """
    pictures = [_draw(size) for size in _SIZES[path.suffix]]
    path.parent.mkdir(parents=True, exist_ok=True)
    largest = pictures[-1]
    if path.suffix == ".png":
        largest.save(path)
    else:
        sizes = [picture.size for picture in pictures]
        # Each size is drawn anew: a drawing that was made smaller is blurred.
        largest.save(path, sizes=sizes, append_images=pictures[:-1])
    return path


def _draw(side: int) -> Image.Image:
    """Return the drawing, RGBA, ``side`` pixels wide and high."""
    image = QImage(side, side, QImage.Format.Format_RGBA8888)
    image.fill(0)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(asset("icons/app.svg").read_bytes()))
    renderer.render(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(side, side, 4)
    return Image.fromarray(pixels.copy(), "RGBA")
