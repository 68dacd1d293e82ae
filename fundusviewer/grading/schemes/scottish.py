"""The Scottish Diabetic Retinopathy Grading Scheme, 2007 v1.1.

- R0: "No diabetic retinopathy anywhere". "Rescreen 12 months"
- R1: "The presence of at least one of any of the following features anywhere: dot haemorrhages,
  microaneurysms, hard exudates, cotton wool spots, blot haemorrhages, superficial/flame shaped
  haemorrhages". "Rescreen 12 months"
- R2: "Four or more blot haemorrhages (ie AH standard photograph 2a) in one hemi-field only
  (Inferior and superior hemi-fields delineated by a line passing through the centre of the fovea
  and optic disc)". "Rescreen 6 months (or refer to ophthalmology if this is not feasible)"
- R3: "Any of the following features: Four or more blot haemorrhages in both inferior and superior
  hemi-fields, Venous beading (AH standard photograph 6a), IRMA (AH standard photograph 8a)".
  "Refer ophthalmology"
- R4: "Any of the following features: Active new vessels, Vitreous haemorrhage". "Refer
  ophthalmology"
- R5: "Enucleated eye". "Rescreen 12 months (other eye)"
- R6: "Not adequately visualised: Retina not sufficiently visible for assessment". "Technical
  failure. Arrange alternative screening examination."
- M0: "No features in ≤2 disc diameters from the centre of the fovea sufficient to qualify for M1
  or M2"
- M1: "Lesions [...] within a radius of >1 but ≤2 disc diameters [of] the centre of the fovea: Any
  hard exudates". "Re-screen in 6 months (or refer to ophthalmology if this is not feasible)"
- M2: "Lesions [...] within a radius of ≤1 disc diameter of the centre of the fovea: Any blot
  haemorrhages, Any hard exudates". "Refer to ophthalmology"
"""

from __future__ import annotations

from collections.abc import Collection

from fundusviewer.grading.assessment import Decision
from fundusviewer.grading.schemes.scheme import (
    Item,
    Outcome,
    Plan,
    Quality,
    Scheme,
    SchemeGrade,
    Section,
)

_RETINOPATHY = Section(
    "retinopathy",
    "Retinopathy",
    (
        Item("none", "No diabetic retinopathy anywhere", "R0", "n"),
        Item("dot", "Dot haemorrhages", "R1", "d"),
        Item("microaneurysm", "Any microaneurysms", "R1", "m"),
        Item("exudate", "Hard exudates", "R1", "e"),
        Item("cotton_wool", "Cotton wool spots", "R1", "c"),
        Item("blot", "Blot haemorrhages", "R1", "b"),
        Item("flame", "Superficial or flame shaped haemorrhages", "R1", "f"),
        Item(
            "blot_one",
            "Four or more blot haemorrhages in one hemi-field only",
            "R2: above or below the line through fovea and optic disc",
            "o",
        ),
        Item("blot_both", "Four or more blot haemorrhages in both hemi-fields", "R3", "t"),
        Item("venous_beading", "Venous beading", "R3: AH standard photograph 6a", "v"),
        Item(
            "irma",
            "Intraretinal microvascular abnormality (IRMA)",
            "R3: AH standard photograph 8a",
            "i",
        ),
        Item("new_vessels", "Active new vessels", "R4", "w"),
        Item("vitreous", "Vitreous haemorrhage", "R4", "h"),
        Item("enucleated", "Enucleated eye", "R5", "k"),
    ),
)
_MACULOPATHY = Section(
    "maculopathy",
    "Maculopathy",
    (
        Item(
            "exudate_2dd",
            "Hard exudates 1–2 disc diameters from the fovea",
            "M1: more than 1 and at most 2 disc diameters from its centre",
            "x",
        ),
        Item("exudate_1dd", "Hard exudates within 1 disc diameter of the fovea", "M2", "g"),
        Item("blot_1dd", "Blot haemorrhages within 1 disc diameter of the fovea", "M2", "a"),
    ),
)

_MILD = {"dot", "microaneurysm", "exudate", "cotton_wool", "blot", "flame"}
_REFERABLE = {"blot_both", "venous_beading", "irma"}
_PROLIFERATIVE = {"new_vessels", "vitreous"}
_NEAR_FOVEA = {"exudate_1dd", "blot_1dd"}
#: What is retinopathy as well, wherever it lies.
_IN_MACULA = _NEAR_FOVEA | {"exudate_2dd"}


def retinopathy(ticked: Collection[str]) -> str | None:
    """Return R0–R5; ``None`` where nothing was ticked that tells."""
    found = set(ticked)
    levels = (
        ("R4", _PROLIFERATIVE),
        ("R3", _REFERABLE),
        ("R2", {"blot_one"}),
        ("R1", _MILD | _IN_MACULA),
        ("R5", {"enucleated"}),
        ("R0", {"none"}),
    )
    return next((level for level, features in levels if found & features), None)


def maculopathy(ticked: Collection[str]) -> str:
    """Return M0, M1 or M2."""
    found = set(ticked)
    if found & _NEAR_FOVEA:
        return "M2"
    return "M1" if "exudate_2dd" in found else "M0"


def _rule(
    ticked: Collection[str], quality: Quality | None, grade: int | None
) -> SchemeGrade | None:
    del grade
    level, macula = retinopathy(ticked), maculopathy(ticked)
    referable = level in ("R3", "R4") or macula == "M2"
    if quality is Quality.INADEQUATE and not referable and level != "R5":
        return SchemeGrade(("R6",), Outcome(Decision.UNGRADABLE, Plan.REPEAT))
    if level is None:
        return None
    if level == "R5":
        return SchemeGrade(("R5",), Outcome(Decision.NO_REFERRAL, Plan.RECALL, 12))
    return SchemeGrade((level, macula), _outcome(level, macula, referable))


def _outcome(level: str, macula: str, referable: bool) -> Outcome:
    if referable:
        return Outcome(Decision.REFER, Plan.REFER)
    if level == "R2" or macula == "M1":
        return Outcome(Decision.NO_REFERRAL, Plan.EARLY_RECALL, 6)
    return Outcome(Decision.NO_REFERRAL, Plan.RECALL, 12)


SCOTTISH = Scheme(
    "scottish",
    "Scottish scheme: R0–R6 and M0–M2",
    "Scottish Diabetic Retinopathy Grading Scheme 2007 v1.1",
    (_RETINOPATHY, _MACULOPATHY),
    _rule,
)
