"""Right or left eye from a file's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath


class Laterality(StrEnum):
    """Which eye: OD is the right eye, OS the left."""

    OD = "OD"
    OS = "OS"


_LETTERS = {"r": Laterality.OD, "l": Laterality.OS}

#: Latin, with the left eye as the French write it.
_SIGNS = {"od": Laterality.OD, "os": Laterality.OS, "og": Laterality.OS}

#: Also surnames and articles: Le, Re, Oi, Oe.
_NAMELIKE = {
    "re": Laterality.OD,
    "le": Laterality.OS,
    "oi": Laterality.OS,
    "oe": Laterality.OS,
}

_ENGLISH = {"right": Laterality.OD, "left": Laterality.OS}

#: Some of them are surnames, too.
_FOREIGN = dict.fromkeys(
    ("rechts", "droit", "droite", "derecho", "derecha", "destro", "destra", "direito", "direita"),
    Laterality.OD,
) | dict.fromkeys(
    ("links", "gauche", "izquierdo", "izquierda", "sinistro", "sinistra", "esquerdo", "esquerda"),
    Laterality.OS,
)

_TOKENS = _LETTERS | _SIGNS | _NAMELIKE | _ENGLISH | _FOREIGN

#: Every word for an eye as a regular expression, for names in which it has a place of its own.
EYE_WORDS = "(?i:" + "|".join(sorted(_TOKENS, key=lambda word: (-len(word), word))) + ")"

#: Words of photographs, never of people.
PHOTOGRAPH_WORDS = frozenset(
    "auge bild bilder capture cfp color colour copy datei disc disk export eye fd file foto fovea "
    "frame fundus im image images img jpeg jpg kopie macula macular makula nasal nerve oeil ojo "
    "olho occhio onh optic oct photo photograph photos pic pict picture png post postop pre preop "
    "red redfree retina retinal scan screenshot snapshot temporal tif tiff view webp dsc dscf dscn "
    "papilla posterior pole peripheral periphery centre center central field wide widefield "
    "inferior superior visit baseline followup mm deg of the".split()
)

#: Words before the number of a person.
PERSON_WORDS = frozenset(
    "case fall id mrn no nr num number participant pat patid patient person pid proband subj "
    "subject sub paciente paziente".split()
)

_NO_NAMES = PHOTOGRAPH_WORDS | PERSON_WORDS | frozenset(_TOKENS)

#: A sign after them is a surname: "van Os".
_PARTICLES = frozenset(
    "al ap ben bin da dal de del della den der des di do dos du op te ten ter van vande vanden "
    "vander vom von zu".split()
)

_CHUNK = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_WORD = re.compile(r"(\d*)([^\W\d_]+)(\d*)")


@dataclass(frozen=True)
class EyeInName:
    """What a file's name tells of the eye.

    Attributes
    ----------
    eye
        ``None`` where it tells none for certain.
    is_doubtful
        Whether a word is there that may be an eye or something else, or words for both eyes.
    """

    eye: Laterality | None
    is_doubtful: bool = False


def laterality_from_name(name: str) -> Laterality | None:
    """Return the eye that a file name states, ``None`` where it states none for certain."""
    return eye_in_name(name).eye


def eye_in_name(name: str) -> EyeInName:
    """Return what a file's name tells of the eye.

    A word counts only when it stands alone, and in the place where cameras and clinics put it: with
    no word of a person beside it, or after that person with at most numbers behind it.
    ``Patient004_L.jpg`` and ``DUPONT_OG.jpg`` are left eyes; ``Laura.jpg`` is neither, and of
    ``LE_VAN_ANH_001.jpg``, ``Nguyen_Le.jpg`` and ``van_Os.jpg`` it is not certain.
    """
    # macOS stores é as e and an accent, which would end a word in its middle.
    stem = unicodedata.normalize("NFKC", PurePath(name).stem)
    chunks = _CHUNK.findall(stem)
    words = [_word(chunk) for chunk in chunks]
    found = [place for place, word in enumerate(words) if word.lower() in _TOKENS]
    if not found:
        return EyeInName(None)
    people = [place for place, chunk in enumerate(chunks) if _is_name(chunk, words[place])]
    sure = {_TOKENS[words[place].lower()] for place in found if _is_certain(place, words, people)}
    if len(sure) == 1:
        return EyeInName(sure.pop())
    return EyeInName(None, is_doubtful=True)


def laterality_from_word(text: str) -> Laterality | None:
    """Return the eye that a statement of the eye alone means, in any of the usual words.

    For a field that holds nothing else: a DICOM attribute, a place in a name that the user has
    named. ``None`` where it means none, both or something unknown.
    """
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).lower())
    found = {_TOKENS[word] for word in words if word in _TOKENS}
    beside = {"eye", "auge", "oeil", "ojo", "oculus"}
    return found.pop() if len(found) == 1 and beside.union(_TOKENS).issuperset(words) else None


def _word(chunk: str) -> str:
    """Return the letters of a chunk; of one that is no word with a number, the chunk."""
    match = _WORD.fullmatch(chunk)
    if match is None:
        return chunk
    before, word, after = match.groups()
    # In "3l9" a letter is part of a code.
    return chunk if before and after and len(word) == 1 else word


def _is_name(chunk: str, word: str) -> bool:
    """Return whether a chunk may be a part of somebody's name: a word without digits."""
    return word.lower() not in _NO_NAMES and not any(letter.isdigit() for letter in chunk)


def _is_certain(place: int, words: Sequence[str], people: Sequence[int]) -> bool:
    word = words[place]
    low = word.lower()
    behind = words[place + 1].lower() if place + 1 < len(words) else ""
    if not people or behind in ("eye", "auge"):
        return True
    if low in _NAMELIKE or place < people[-1]:
        return False
    if low in _LETTERS or low in _ENGLISH:
        return True
    before = words[place - 1].lower() if place else ""
    if word.istitle() or before in _PARTICLES:
        return False
    # "PETER LINKS" is somebody's name; "Peter LINKS" and "PETER_OD" are eyes.
    return low in _SIGNS or word.islower() or not all(words[one].isupper() for one in people)
