"""What names a person: one spelling for each, and the words that name nobody.

Photographs are put together by these texts. A word that stands for nobody in particular would make
one patient of strangers.
"""

from __future__ import annotations

import re
import unicodedata

from fundusviewer.imaging.laterality import PHOTOGRAPH_WORDS
from fundusviewer.screening.rows import printable

#: What programs and people write where they do not write who it is.
_NOBODY = frozenset(
    "anon missing nopatient nopatientid phi blank confidential confidentiel default deleted demo "
    "desconocido doe dummy empty entfernt geloescht gelöscht hidden ignoto inconnu leer masked "
    "nemo nil nobody noid noname none null patientid patientname phantom private redacted removed "
    "sample sconosciuto scrubbed tbd temp test testpatient undef undefined undisclosed unassigned "
    "unbekannt unidentified unk unkn unknown unnamed unspecified untitled withheld xxx".split()
)

#: They say so whatever stands beside them: "REMOVED BY CTP", "Anonymized1234".
_SURELY_NOBODY = re.compile(
    "(?:anonym|anonim|deid|unident|pseudonym).*|removed|erased|scrubbed|obfuscated|redacted|unknown|unbekannt|withheld"
)

#: They stand beside those words, and name nobody alone.
_BESIDE_NOBODY = frozenset(
    "applicable assigned available de frau given herr id identified jane john mr mrs ms na nan "
    "name nicht no not ohne pat patient patients person provided specified string subject to value "
    "x".split()
)

#: Words of clinics, devices and folders, which name no person.
_PLACES = frozenset(
    "archive archiv backup batch camera canon clinic clinica clinique kowa nidek topcon eyes zeiss "
    "optos remidio volk crystalvue optomed centervue data dataset database day dcim desktop "
    "documents dokumente download downloads export exports folder group gruppe hospital import in "
    "incoming input klinik lab left month new neu old ophthalmology out output part praxis project "
    "right room screening series serie session set site study studie tag test todo train training "
    "tmp trial upload uploads val validation visite week woche year device untersuchung exam "
    "examination dr public shared users home mnt media volume disk usb sd card station".split()
)

_IMPERSONAL = PHOTOGRAPH_WORDS | _PLACES

#: Signs that are not seen and make two of one name.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

_WORD = re.compile(r"\d+|[^\W\d_]+")

#: A day, also with its time behind it.
_MOMENT = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Folders of cameras (DCF): 100CANON, 101_PANA.
_CAMERA_FOLDER = re.compile(r"\d{3}[A-Z_]\w{4}")


def one_spelling(text: str) -> str:
    """Return a person's number or name so that equal ones are equal.

    Letters with accents in one piece, as Unicode's form C has them (file systems differ), one blank
    between words, no signs that are not seen.
    """
    composed = unicodedata.normalize("NFC", printable(text))
    return " ".join(_UNSEEN.sub("", composed).split())


def is_placeholder(text: str) -> bool:
    """Return whether a number or name stands for nobody in particular.

    ``"ANONYMOUS"``, ``"Unknown^Patient"``, ``"0000"``, ``"n/a"``, ``"XXX"`` and nothing at all;
    also with a number behind, as ``"ANON 0001"``: whether that is a person's own nobody knows.
    """
    words = _words(text)
    together = "".join(words)
    if _is_one_sign(together) or together == "na" or re.fullmatch("9{4,}", together):
        return True
    letters = [word for word in words if not word.isdecimal()]
    if any(_SURELY_NOBODY.fullmatch(word) for word in letters):
        return True
    if not letters or any(word not in _NOBODY | _BESIDE_NOBODY for word in letters):
        return False
    return len(letters) == len(words) or any(word in _NOBODY for word in letters)


def is_person(text: str) -> bool:
    """Return whether a part of a file's name can tell one person from another.

    Not so ``"image"``, ``"IMG_0001"`` (a camera counts photographs), ``"20260314"`` (a day) and
    ``"unknown"``; with a number behind, as ``"anon_17"``, it is that file's own.
    """
    words = _words(text)
    letters = [word for word in words if not word.isdecimal()]
    if len(letters) == len(words) and is_placeholder(text):
        return False
    # Files are counted from 0 on, too.
    if (_is_one_sign("".join(words)) and text != "0") or _CAMERA_FOLDER.fullmatch(text):
        return False
    if not letters:
        return _MOMENT.fullmatch("".join(words)) is None
    return any(word not in _IMPERSONAL for word in letters)


def is_persons_folder(name: str) -> bool:
    """Return whether a folder of that name is one person's: a number, with a word at most.

    ``"101"``, ``"P007"``, ``"patient 12"``; not ``"Downloads"``, ``"2026"``, ``"batch 3"``, and
    not a name alone, which a place or a day's work may have as well.
    """
    has_number = any(sign.isdecimal() for sign in name)
    has_place = not _IMPERSONAL.isdisjoint(_words(name))
    return has_number and not has_place and not _YEAR.fullmatch(name) and is_person(name)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _is_one_sign(text: str) -> bool:
    """Return whether a text is nothing, or one sign again and again that names nobody: 0000, XX."""
    sign, count = text[:1], len(text)
    if text != sign * count or (sign.isdecimal() and sign != "0"):
        return False
    return sign in ("", "0", "x") or count > 2
