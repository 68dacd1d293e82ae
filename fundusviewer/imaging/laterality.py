"""Right or left eye from a file's name."""

import re
import unicodedata
from pathlib import PurePath

from fundusviewer.imaging.types import Laterality

_TOKENS = {
    "od": Laterality.OD,
    "r": Laterality.OD,
    "re": Laterality.OD,
    "right": Laterality.OD,
    "os": Laterality.OS,
    "l": Laterality.OS,
    "le": Laterality.OS,
    "left": Laterality.OS,
}


def laterality_from_name(name: str) -> Laterality | None:
    """Return the eye that a file name states, ``None`` where it states none or both.

    A word counts only when it stands alone between separators or digits:
    ``Patient004_L.jpg`` and ``10003_left.jpeg`` are left eyes, ``Laura.jpg`` and ``Léa.jpg`` are
    neither.
    """
    # macOS stores é as e and an accent, which would end a word in its middle.
    stem = unicodedata.normalize("NFC", PurePath(name).stem)
    words = re.split(r"[\W\d_]+", stem.lower())
    found = {_TOKENS[word] for word in words if word in _TOKENS}
    return found.pop() if len(found) == 1 else None
