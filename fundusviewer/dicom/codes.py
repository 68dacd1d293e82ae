"""The coded words of a structured report.

Grades and eyes have codes that other systems know: LOINC 71490-7 and 71491-5 with the answers of
LL2117-1, each with LOINC's own words, as https://loinc.org/LL2117-1 (version 2.80) lists them, and
SNOMED CT. LOINC has no such pair for photographs: theirs are of ophthalmoscopy. 105914-6, of an
autonomous program, has other answers (levels of ETDRS) and is not ours. What is only ours stands
under our own designator, with its meaning in words beside it.
"""

from __future__ import annotations

from pydicom.sr.coding import Code

from fundusviewer.grading import Decision, Role
from fundusviewer.grading.schemes import OTHER_FINDINGS as FORM_FINDINGS
from fundusviewer.grading.schemes import Plan, Quality
from fundusviewer.imaging import Laterality

#: Designator of our own codes (PS3.16, 8.1: "99" begins a private one).
SCHEME = "99FUNDUSVIEWER"

RETINA = Code("5665001", "SCT", "Retina")
OPTIC_DISC = Code("81016008", "SCT", "Optic nerve head")
FOVEA = Code("67046006", "SCT", "Fovea centralis")
DIABETIC_RETINOPATHY = Code("4855003", "SCT", "Diabetic retinopathy")
#: What a model of other classes answers about.
CLASSIFICATION = Code("CLASSIFICATION", SCHEME, "Class of the photograph by a network")
FUNDUS_PHOTOGRAPHY = Code("314971001", "SCT", "Camera fundoscopy")

SIDES = {
    Laterality.OD: Code("24028007", "SCT", "Right"),
    Laterality.OS: Code("7771000", "SCT", "Left"),
}

SEVERITY = {
    Laterality.OD: Code(
        "71491-5", "LN", "Right eye Diabetic retinopathy severity level by Ophthalmoscopy"
    ),
    Laterality.OS: Code(
        "71490-7", "LN", "Left eye Diabetic retinopathy severity level by Ophthalmoscopy"
    ),
    None: Code("SEVERITY", SCHEME, "Diabetic retinopathy severity level"),
}

#: By grade on the ICDR scale.
GRADES = (
    Code("LA18643-9", "LN", "No apparent retinopathy"),
    Code("LA18644-7", "LN", "Mild non-proliferative retinopathy"),
    Code("LA18645-4", "LN", "Moderate non-proliferative retinopathy"),
    Code("LA18646-2", "LN", "Severe non-proliferative retinopathy"),
    Code("LA18648-8", "LN", "Proliferative retinopathy"),
)

DECISION = Code("DECISION", SCHEME, "Decision")
DECISIONS = {
    Decision.REFER: Code("REFER", SCHEME, "Refer"),
    Decision.NO_REFERRAL: Code("NO_REFERRAL", SCHEME, "No referral"),
    Decision.UNGRADABLE: Code("UNGRADABLE", SCHEME, "Ungradable: repeat the photograph or refer"),
    Decision.NOT_FUNDUS: Code("NOT_FUNDUS", SCHEME, "Not a fundus photograph"),
}
NOT_GRADED = Code("NOT_GRADED", SCHEME, "Examined by a model that does not grade")
OPEN = Code("OPEN", SCHEME, "Not final: the answer of a reader is still to come")

#: What the network says where a person's verdict is the final one.
NETWORK_DECISION = Code("NETWORK_DECISION", SCHEME, "Decision of the network")
NETWORK_SEVERITY = Code("NETWORK_SEVERITY", SCHEME, "Severity level by the network")
DECIDED_BY = Code("DECIDED_BY", SCHEME, "Decided by")
PERSON = Code("PERSON", SCHEME, "A person")
NETWORK = Code("NETWORK", SCHEME, "The network")
DIFFERENCE = Code("DIFFERENCE", SCHEME, "Person and network differ")

MACULAR_OEDEMA = Code("312912001", "SCT", "Diabetic macular oedema")
NOT_ASSESSED = Code("NOT_ASSESSED", SCHEME, "Not assessed")
NOT_ASSESSABLE = Code("NOT_ASSESSABLE", SCHEME, "Not assessable")
#: By risk, as IDRiD and Messidor have them.
OEDEMA_RISKS = (
    Code("OEDEMA_RISK_0", SCHEME, "Macular oedema, risk 0: no hard exudates"),
    Code("OEDEMA_RISK_1", SCHEME, "Macular oedema, risk 1: hard exudates far from the fovea"),
    Code("OEDEMA_RISK_2", SCHEME, "Macular oedema, risk 2: hard exudates near the fovea"),
)
OEDEMA_PROBABILITY = Code("P_OEDEMA_RISK_2", SCHEME, "Probability of macular oedema of risk 2")

#: Whose word the side is, and what the picture shows of it.
EYE_TOLD_BY = Code("EYE_TOLD_BY", SCHEME, "Laterality told by")
EYE_SOURCES = {
    "picture": Code("PICTURE", SCHEME, "The picture: optic disc and fovea"),
    "file name": Code("FILE_NAME", SCHEME, "The name of the file"),
    "dicom": Code("OBJECT", SCHEME, "The photograph's object"),
    "person": PERSON,
}
EYE_IN_PICTURE = Code("EYE_IN_PICTURE", SCHEME, "Laterality that the picture shows")

#: By kind. Codes that could not be looked up in an open source are ours.
LESIONS = {
    "MA": Code("MICROANEURYSM", SCHEME, "Retinal microaneurysm"),
    "HE": Code("HAEMORRHAGE", SCHEME, "Retinal haemorrhage"),
    "EX": Code("39832008", "SCT", "Retinal exudates"),
    "SE": Code("COTTON_WOOL_SPOT", SCHEME, "Cotton-wool spot"),
}
COUNT = Code("COUNT", SCHEME, "Number of marks")
AREA = Code("AREA", SCHEME, "Area of all marks, in square disc diameters")
FROM_FOVEA = Code(
    "FROM_FOVEA", SCHEME, "Distance of the nearest mark from the fovea, in disc diameters"
)

#: What a reader drew: whose it is, and how long a length is, by whose disc.
READERS_MARK = Code("READERS_MARK", SCHEME, "Mark of a reader")
MARKED_BY = Code("MARKED_BY", SCHEME, "Marked by")
READERS = {
    Role.FIRST: Code("FIRST_READER", SCHEME, "First reader"),
    Role.SECOND: Code("SECOND_READER", SCHEME, "Second reader"),
    Role.ARBITER: Code("ARBITER", SCHEME, "Arbiter"),
}
LENGTH = Code("410668003", "SCT", "Length")
MICROMETRES = Code("um", "UCUM", "micrometer")
LENGTHS_IN_DISCS = {
    "marked": Code("LENGTH_DD_MARKED", SCHEME, "Length in disc diameters, disc marked by a person"),
    "found": Code("LENGTH_DD_FOUND", SCHEME, "Length in disc diameters, disc found by a network"),
    "estimated": Code(
        "LENGTH_DD_ESTIMATED", SCHEME, "Length in disc diameters, disc estimated from the field"
    ),
}

#: What a person filled in beside the grade. Codes of SNOMED CT as far as they could be verified.
OTHER_FINDING = Code("OTHER_FINDING", SCHEME, "Other finding")
OTHER_FINDINGS = {
    one.code: Code(one.snomed, "SCT", one.text)
    if one.snomed
    else Code(one.code.upper(), SCHEME, one.text)
    for one in FORM_FINDINGS
}
FORM_GRADE = Code("FORM_GRADE", SCHEME, "Grade by the features ticked on a form")
QUALITY = Code("QUALITY", SCHEME, "Quality of the photograph by a person")
QUALITIES = {
    Quality.GOOD: Code("QUALITY_GOOD", SCHEME, "Good"),
    Quality.ADEQUATE: Code("QUALITY_ADEQUATE", SCHEME, "Adequate"),
    Quality.INADEQUATE: Code("QUALITY_INADEQUATE", SCHEME, "Inadequate"),
}
PLAN = Code("PLAN", SCHEME, "Plan")
PLANS = {
    Plan.RECALL: Code("RECALL", SCHEME, "Photographs again"),
    Plan.EARLY_RECALL: Code("EARLY_RECALL", SCHEME, "Photographs again early"),
    Plan.REPEAT: Code("REPEAT", SCHEME, "Repeat the photographs, or examine in another way"),
    Plan.REFER: Code("PLAN_REFER", SCHEME, "Refer"),
    Plan.REFER_URGENTLY: Code("REFER_URGENTLY", SCHEME, "Refer urgently"),
}
RECALL_INTERVAL = Code("RECALL_INTERVAL", SCHEME, "Interval to the next photographs")
MONTHS = Code("mo", "UCUM", "month")

REFERABLE_PROBABILITY = Code("P_REFERABLE", SCHEME, "Probability of referable diabetic retinopathy")
LABEL_PROBABILITY = Code("P_LABEL", SCHEME, "Probability of the label")
CONFIDENCE = Code("CONFIDENCE", SCHEME, "Probability that it is there")
NO_UNITS = Code("1", "UCUM", "no units")

LABEL = Code("LABEL", SCHEME, "Label")
REMARK = Code("REMARK", SCHEME, "Remark")
DOCTORS_VERDICT = Code("DOCTORS_VERDICT", SCHEME, "Verdict of a person")
NOTICE = Code("NOTICE", SCHEME, "Notice")
