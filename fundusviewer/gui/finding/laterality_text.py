"""Which eye it is, who says so, and whether they agree."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP
from fundusviewer.imaging import Laterality, laterality_from_name

translate = QCoreApplication.translate

_EYES = {
    Laterality.OD: QT_TRANSLATE_NOOP("Eye", "OD, right eye"),
    Laterality.OS: QT_TRANSLATE_NOOP("Eye", "OS, left eye"),
}

#: In the order in which they are believed.
_BY_HAND = QT_TRANSLATE_NOOP("Eye", "set by hand")
_BY_DICOM = QT_TRANSLATE_NOOP("Eye", "from the DICOM object")
_BY_NAME = QT_TRANSLATE_NOOP("Eye", "from the file's name")


def eye_name(photograph: Photograph) -> str:
    """Return which eye it is; that of a photograph whose eye nobody knows, by its file's name."""
    eye = photograph.identity.eye
    if eye is None:
        return translate("Eye", "Eye not known") + f" · {photograph.row.name}"
    return translate("Eye", _EYES[eye])


def eye_words(photograph: Photograph) -> str:
    """Return the eye and where that is known from, in one line."""
    eye = photograph.identity.eye
    if eye is None:
        return translate("Eye", "not known (F2 sets it)")
    source = next((name for name, said in _sources(photograph) if said is eye), _BY_NAME)
    return f"{translate('Eye', _EYES[eye])} ({translate('Eye', source)})"


def eye_warning(photograph: Photograph) -> str:
    """Return a sentence where two sources name different eyes; nothing otherwise."""
    said = [(name, eye) for name, eye in _sources(photograph) if eye is not None]
    if len({eye for _, eye in said}) < 2:
        return ""
    words = "; ".join(
        f"{translate('Eye', _EYES[eye])} ({translate('Eye', name)})" for name, eye in said
    )
    return translate("Eye", "Which eye? {words}. Check it, and set it with F2.").format(words=words)


def _sources(photograph: Photograph) -> list[tuple[str, Laterality | None]]:
    row = photograph.row
    by_hand = photograph.identity.eye if row.corrected else None
    told = None if row.dicom_eye is None else Laterality(row.dicom_eye)
    named = laterality_from_name(row.path.name)
    return [(_BY_HAND, by_hand), (_BY_DICOM, told), (_BY_NAME, named)]
