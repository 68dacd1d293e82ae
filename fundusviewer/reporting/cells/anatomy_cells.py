"""The cells of a photograph's row that tell places, eye, lesions, macular oedema and quality."""

from __future__ import annotations

from collections.abc import Iterable

from fundusviewer.anatomy import LesionKind
from fundusviewer.anatomy.lesions import QUADRANTS
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.imaging import Laterality
from fundusviewer.inference import REJECT
from fundusviewer.screening.rows import Row
from fundusviewer.screening.stored_anatomy import (
    eye_statement,
    stored_joint_oedema,
    stored_landmarks,
    stored_lesion_remarks,
    stored_lesions,
    stored_macular_oedema,
    stored_quality,
)

#: What a cell holds; nothing where nobody looked, or nothing was found.
Cell = str | int | float | None

#: Names of columns by kind of lesion.
LESION_NAMES = {
    "MA": "microaneurysms",
    "HE": "haemorrhages",
    "EX": "hard_exudates",
    "SE": "cotton_wool_spots",
}

#: Where no model answers on it, and where a photograph does not show it.
NOT_ASSESSED, NOT_ASSESSABLE = "not assessed", "not assessable"


def anatomy_cells(row: Row, eye: Laterality | None) -> dict[str, Cell]:
    """Return the cells by the names of their columns, always the same ones in the same order.

    Parameters
    ----------
    row
        The photograph.
    eye
        Which it is by all but the picture (:func:`fundusviewer.screening.identity.identity_of`).
    """
    return {
        **_oedema_cells(stored_macular_oedema(row)),
        **_eye_cells(row, eye),
        **_landmark_cells(row),
        **_lesion_cells(row),
        **_quality_cells(row),
    }


def oedema_cell(rows: Iterable[Row]) -> Cell:
    """Return the highest risk of macular oedema that is known of some photographs of one eye.

    Otherwise in words why there is none: of two fields of an eye one may show no macula.
    """
    answers = [stored_macular_oedema(row) for row in rows]
    risks = [one.risk for one in answers if one is not None and one.risk is not None]
    if risks:
        return max(risks)
    return NOT_ASSESSED if all(one is None for one in answers) else NOT_ASSESSABLE


def worst_oedema(eyes: Iterable[Cell]) -> Cell:
    """Return what counts of several eyes: an eye of which it is not known is no healthy one."""
    cells = list(eyes)
    risks = [cell for cell in cells if isinstance(cell, int)]
    words = [cell for cell in cells if not isinstance(cell, int)]
    if 2 in risks or not words:
        return max(risks, default=NOT_ASSESSED)
    return NOT_ASSESSABLE if NOT_ASSESSABLE in words else NOT_ASSESSED


def _oedema_cells(oedema: MacularOedema | None) -> dict[str, Cell]:
    risk: Cell = NOT_ASSESSED
    if oedema is not None:
        risk = NOT_ASSESSABLE if oedema.risk is None else oedema.risk
    probability = None if oedema is None else oedema.probability
    return {"macular_oedema": risk, "macular_oedema_probability": _rounded(probability, 4)}


def _eye_cells(row: Row, told: Laterality | None) -> dict[str, Cell]:
    eye = eye_statement(row, told)
    return {
        "laterality": None if eye.value is None else eye.value.value,
        "laterality_source": eye.source,
        "laterality_picture": None if eye.picture is None else eye.picture.value,
    }


def _landmark_cells(row: Row) -> dict[str, Cell]:
    landmarks = stored_landmarks(row)
    disc = None if landmarks is None else landmarks.disc
    fovea = None if landmarks is None else landmarks.fovea
    found = {True: "found", False: "not found"}
    return {
        "disc": None if landmarks is None else found[disc is not None],
        "disc_x": None if disc is None else disc.x,
        "disc_y": None if disc is None else disc.y,
        "disc_diameter": None if disc is None else disc.diameter,
        "disc_confidence": None if disc is None else disc.confidence,
        "fovea": None if landmarks is None else found[fovea is not None],
        "fovea_x": None if fovea is None else fovea.x,
        "fovea_y": None if fovea is None else fovea.y,
        "fovea_confidence": None if fovea is None else fovea.confidence,
    }


def _lesion_cells(row: Row) -> dict[str, Cell]:
    lesions = stored_lesions(row)
    if lesions is None:
        return _NO_LESIONS
    joint = stored_joint_oedema(row)
    cells: dict[str, Cell] = {
        "lesions_model": row.found.lesions_model,
        "lesions_remark": " ".join(stored_lesion_remarks(row)) or None,
        "lesions_oedema_risk": None if joint is None else joint.risk,
        "lesions_oedema_probability": None if joint is None else _rounded(joint.probability, 4),
    }
    for kind, name in LESION_NAMES.items():
        cells |= _kind_cells(name, lesions.get(kind))
    return cells


def _kind_cells(name: str, marks: LesionKind | None) -> dict[str, Cell]:
    quadrants = {} if marks is None else marks.by_quadrant or {}
    return {
        name: None if marks is None else marks.count,
        f"{name}_area": None if marks is None else marks.area,
        f"{name}_from_fovea": None if marks is None else marks.from_fovea,
        **{f"{name}_{quadrant}": quadrants.get(quadrant) for quadrant in QUADRANTS},
    }


#: Where nobody looked, or it must not be told.
_NO_LESIONS: dict[str, Cell] = {
    "lesions_model": None,
    "lesions_remark": None,
    "lesions_oedema_risk": None,
    "lesions_oedema_probability": None,
    **{column: None for name in LESION_NAMES.values() for column in _kind_cells(name, None)},
}


def _quality_cells(row: Row) -> dict[str, Cell]:
    quality = stored_quality(row)
    far = row.found.unfamiliarity if row.problem is None else None
    return {
        "quality": max(quality, key=lambda name: quality[name]) if quality else None,
        "reject_probability": _rounded(quality.get(REJECT), 4),
        "unfamiliarity": _rounded(far, 4),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


#: The names of the columns, in order.
ANATOMY_COLUMNS = tuple(anatomy_cells(Row(b"", ""), None))
