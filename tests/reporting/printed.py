"""A printed report, read again by two programs that are not Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject


@dataclass(frozen=True)
class Printed:
    """A PDF file."""

    path: Path

    @property
    def pages(self) -> list[str]:
        """The text of each page, in the order in which it was drawn, with single blanks."""
        document = pypdfium2.PdfDocument(self.path)
        try:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
        return [" ".join(text.split()) for text in texts]

    @property
    def text(self) -> str:
        """The text of all pages."""
        return " ".join(self.pages)

    def fonts(self) -> dict[str, bool]:
        """Return the fonts of all pages, and whether each is embedded."""
        found: dict[str, bool] = {}
        for page in PdfReader(self.path).pages:
            fonts = page["/Resources"].get_object().get("/Font", DictionaryObject()).get_object()  # type: ignore[union-attr]
            for font in fonts.values():
                inner = font.get_object()["/DescendantFonts"].get_object()[0].get_object()
                found[str(inner["/BaseFont"])] = "/FontFile2" in inner["/FontDescriptor"]
        return found

    def picture(self, page: int, dpi: int = 60) -> np.ndarray:
        """Return a page, counted from 1, as uint8 (H, W, 3) RGB."""
        document = pypdfium2.PdfDocument(self.path)
        try:
            bitmap = document[page - 1].render(scale=dpi / 72)
            return np.ascontiguousarray(bitmap.to_numpy()[:, :, 2::-1])
        finally:
            document.close()

    def places(self, page: int, words: str) -> list[tuple[float, float]]:
        """Return where words stand on a page: left and lower edge in points."""
        document = pypdfium2.PdfDocument(self.path)
        try:
            textpage = document[page - 1].get_textpage()
            searcher = textpage.search(words, match_case=True)
            found = []
            while (hit := searcher.get_next()) is not None:
                left, bottom, _, _ = textpage.get_charbox(hit[0])
                found.append((left, bottom))
            return found
        finally:
            document.close()
