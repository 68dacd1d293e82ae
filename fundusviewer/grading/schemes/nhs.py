"""The feature form of the NHS Diabetic Eye Screening Programme (England).

After "NHS Diabetic Eye Screening Programme: grading definitions for referable disease" (gov.uk,
updated 27 August 2021), with the levels R0–R3, M0–M1 and their actions as in Eye 2016;30:987,
tables A1 and A2 (PMC4941065), and what makes an eye ungradable as in Scanlon et al., Br J
Ophthalmol 2003 (table 2). The edition of 12 May 2025 divides R2 into R2L and R2H; this form does
not.

- "Graders identify individual features of diabetic retinopathy (DR) by selecting a given feature
  from the feature-based grading (FBG) form. This produces a grade which is determined by rules"
- R0: "no features of diabetic retinopathy are present"; "Isolated cotton wool spots (one or more)
  in the absence of any microaneurysm or haemorrhage should be counted as no DR (R0)"
- R1: "any microaneurysm", "any haemorrhage"; "A venous loop should no longer be referred and
  should be regarded as a feature of R1"; "any exudate in the presence of other features of DR";
  "Any number of cotton wool spots (CWS) in the presence of other non-referable features of DR
  should be graded as background DR (R1)". Annual rescreen
- R2: "Venous beading or reduplication", "IRMA", "Multiple deep, round or blot haemorrhages".
  Refer
- R3: "New vessels (disc or elsewhere)", "Preretinal or vitreous haemorrhages", "Preretinal
  fibrosis ± tractional retinal detachment". Refer urgently. R3A is the active, R3S the stable
  treated one, which stays with the programme; these texts do not say when it is seen again: a
  year is proposed
- M1: "Exudate within 1DD of fovea", "Circinate or group of exudates within the macula",
  "Haemorrhage or microaneurysm in macula 1DD of fovea and VA 6/12 or worse", "Retinal thickening
  1DD of centre of fovea if stereo available". Refer
- M0: "No maculopathy". Annual rescreen; also "Haemorrhage or microaneurysm in macula and VA 6/9
  or better" is not referred
- "Assign a P0 grade if no evidence of previous photocoagulation. Assign a P1 grade if evidence of
  previous photocoagulation (focal/grid to macula or peripheral scatter)."
- U: "Photographs were deemed ungradable if any of the criteria [...] resulted in rejection,
  unless a specific reason for referral could be identified"

An exudate alone, without another feature, has no grade in these sentences; it is counted as R1
here, the more careful side.
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
        Item("none", "No diabetic retinopathy", "R0: no features are present", "n"),
        Item("microaneurysm", "Any microaneurysm", "R1", "m"),
        Item("haemorrhage", "Any haemorrhage", "R1", "h"),
        Item("exudate", "Any exudate", "R1, with other features", "e"),
        Item("cotton_wool", "Cotton wool spots", "R1 with other features; alone R0", "c"),
        Item("venous_loop", "Venous loop", "R1", "l"),
        Item("venous_beading", "Venous beading", "R2", "b"),
        Item("reduplication", "Venous reduplication", "R2", "d"),
        Item(
            "irma",
            "Intraretinal microvascular abnormality (IRMA)",
            "R2: visible in colour, without enlarging",
            "i",
        ),
        Item("blot", "Multiple deep, round or blot haemorrhages", "R2", "o"),
        Item("nvd", "New vessels on the optic disc", "R3A", "v"),
        Item("nve", "New vessels elsewhere", "R3A", "w"),
        Item("preretinal", "Preretinal or vitreous haemorrhage", "R3A", "p"),
        Item("fibrosis", "Preretinal fibrosis, with or without tractional detachment", "R3A", "f"),
        Item(
            "stable",
            "Proliferative, treated and stable",
            "R3S: after laser, unchanged since reference photographs",
            "s",
        ),
    ),
)
_MACULOPATHY = Section(
    "maculopathy",
    "Maculopathy",
    (
        Item("exudate_1dd", "Exudate within 1 disc diameter of the fovea", "M1", "x"),
        Item("exudate_group", "Circinate or group of exudates within the macula", "M1", "g"),
        Item(
            "red_1dd",
            "Microaneurysm or haemorrhage within 1 disc diameter of the fovea, and visual acuity "
            "6/12 or worse",
            "M1",
            "a",
        ),
        Item(
            "thickening",
            "Retinal thickening within 1 disc diameter of the fovea",
            "M1, where stereo is available",
            "t",
        ),
    ),
)
_LASER = Section(
    "treatment",
    "Laser",
    (
        Item(
            "laser",
            "Scars of photocoagulation",
            "P1: focal or grid to the macula, or peripheral scatter",
            "k",
        ),
    ),
)

_ACTIVE = {"nvd", "nve", "preretinal", "fibrosis"}
_PRE_PROLIFERATIVE = {"venous_beading", "reduplication", "irma", "blot"}
_BACKGROUND = {"microaneurysm", "haemorrhage", "venous_loop", "exudate"}
_REFERABLE_MACULA = {"exudate_1dd", "exudate_group", "red_1dd", "thickening"}
#: What is retinopathy as well, wherever it lies.
_IN_MACULA = {"exudate_1dd", "exudate_group", "red_1dd"}


def retinopathy(ticked: Collection[str]) -> str | None:
    """Return R0–R3; ``None`` where nothing was ticked that tells."""
    found = set(ticked)
    if found & _ACTIVE:
        return "R3A"
    if "stable" in found:
        return "R3S"
    if found & _PRE_PROLIFERATIVE:
        return "R2"
    if found & (_BACKGROUND | _IN_MACULA):
        return "R1"
    return "R0" if found & {"none", "cotton_wool"} else None


def _rule(
    ticked: Collection[str], quality: Quality | None, grade: int | None
) -> SchemeGrade | None:
    del grade
    found = set(ticked)
    level = retinopathy(found)
    macula = "M1" if found & _REFERABLE_MACULA else "M0"
    laser = "P1" if "laser" in found else "P0"
    referable = level in ("R2", "R3A") or macula == "M1"
    if quality is Quality.INADEQUATE and not referable:
        return SchemeGrade(("U",), Outcome(Decision.UNGRADABLE, Plan.REPEAT))
    if level is None and not referable:
        return None
    return SchemeGrade(
        tuple(part for part in (level, macula, laser) if part), _outcome(level, referable)
    )


def _outcome(level: str | None, referable: bool) -> Outcome:
    if level == "R3A":
        return Outcome(Decision.REFER, Plan.REFER_URGENTLY)
    if referable:
        return Outcome(Decision.REFER, Plan.REFER)
    return Outcome(Decision.NO_REFERRAL, Plan.RECALL, 12)


NHS = Scheme(
    "nhs",
    "NHS features: R, M and P (England)",
    "NHS Diabetic Eye Screening Programme: grading definitions for referable disease, "
    "27 August 2021",
    (_RETINOPATHY, _MACULOPATHY, _LASER),
    _rule,
)
