"""Which font a character is printed with, the same on every machine as far as possible.

The fonts that come with the program are asked first; then those of the system. A character that
no font has is printed as its number (``[U+1F9FF]``), so that nobody takes a box for a letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from fundusviewer.errors import OutputError
from fundusviewer.resources import asset

#: Latin, Greek and Cyrillic: what the report's own words are printed with.
MAIN_FAMILY = "Noto Sans"

#: The files in ``assets/fonts``, the main family first.
_FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "DroidSansFallbackFull.ttf",
)

#: Marks, joiners and direction marks stay with the letter before them.
_CLINGING = frozenset({"Mn", "Me", "Mc", "Cf"})


@dataclass(frozen=True)
class Run:
    """A piece of text that one font prints.

    Attributes
    ----------
    text
        The piece, with numbers in the place of what no font has.
    family
        The font.
    """

    text: str
    family: str


class FontChooser:
    """Chooses fonts; made once for a document.

    Attributes
    ----------
    missing : set of str
        The characters so far that no font has.

    Raises
    ------
    OutputError
        If a font that comes with the program cannot be loaded.
    """

    def __init__(self) -> None:
        self._bundled = _load_bundled()
        self._system: list[str] | None = None
        self._raw: dict[str, QRawFont] = {}
        self._chosen: dict[str, str | None] = {}
        self._fonts: dict[tuple[str, float, bool], QFont] = {}
        self.missing: set[str] = set()

    def runs(self, text: str) -> list[Run]:
        """Return the pieces of a text, in its order."""
        if text.isascii() or all(self._is_plain(sign) for sign in set(text)):
            return [Run(text, MAIN_FAMILY)]
        grouped = groupby(self._pieces(text), key=lambda piece: piece[1])
        return [Run("".join(piece for piece, _ in pieces), family) for family, pieces in grouped]

    def font(self, family: str, points: float, *, bold: bool = False) -> QFont:
        """Return a font of this document's (:func:`font_of`); nobody changes it."""
        key = family, points, bold
        if key not in self._fonts:
            self._fonts[key] = font_of(family, points, bold=bold)
        return self._fonts[key]

    def _is_plain(self, sign: str) -> bool:
        """Whether the main family prints it, whatever stands before it."""
        return self._family(sign) == MAIN_FAMILY

    def _pieces(self, text: str) -> Iterator[tuple[str, str]]:
        before = MAIN_FAMILY
        for sign in text:
            clings = unicodedata.category(sign) in _CLINGING
            if clings and (self._has(before, sign) or unicodedata.category(sign) == "Cf"):
                yield sign, before
                continue
            family = self._family(sign)
            if family is None:
                self.missing.add(sign)
                yield f"[U+{ord(sign):04X}]", MAIN_FAMILY
            else:
                before = family
                yield sign, family

    def _family(self, sign: str) -> str | None:
        if sign not in self._chosen:
            families = (*self._bundled, *self._system_families(sign))
            self._chosen[sign] = next((f for f in families if self._has(f, sign)), None)
        return self._chosen[sign]

    def _system_families(self, sign: str) -> list[str]:
        """Return the system's fonts; nothing where a bundled one will do."""
        if any(self._has(family, sign) for family in self._bundled):
            return []
        if self._system is None:
            self._system = [
                family
                for family in QFontDatabase.families()
                if QFontDatabase.isSmoothlyScalable(family) and family not in self._bundled
            ]
        return self._system

    def _has(self, family: str, sign: str) -> bool:
        if family not in self._raw:
            self._raw[family] = QRawFont.fromFont(font_of(family, 10.0))
        raw = self._raw[family]
        return raw.isValid() and raw.supportsCharacter(ord(sign))


def font_of(family: str, points: float, *, bold: bool = False) -> QFont:
    """Return a font that prints its own letters only: what it lacks is another one's."""
    font = QFont()
    font.setFamilies([family])
    font.setPointSizeF(points)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font


def _load_bundled() -> tuple[str, ...]:
    families: dict[str, None] = {}
    known = set(QFontDatabase.families())
    for name in _FILES:
        path = asset(f"fonts/{name}")
        # Qt holds what is loaded until the program ends: once is enough.
        if name in _loaded and set(_loaded[name]) <= known:
            families.update(dict.fromkeys(_loaded[name]))
            continue
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise OutputError(f"{path}: the font cannot be loaded; install FundusViewer again")
        _loaded[name] = tuple(QFontDatabase.applicationFontFamilies(number))
        families.update(dict.fromkeys(_loaded[name]))
    return tuple(families)


_loaded: dict[str, tuple[str, ...]] = {}
