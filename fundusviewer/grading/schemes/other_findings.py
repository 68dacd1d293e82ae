"""What else a grader may see, as a short coded list.

The codes of SNOMED CT are those that two open sources give alike (DICOM's own dictionary of
concepts, code lists of hospitals); what could not be looked up has no code of SNOMED CT.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OtherFinding:
    """One finding.

    Attributes
    ----------
    code
        In files and in the database; never changed.
    text
        For people, in English.
    snomed
        Code of SNOMED CT; empty where none could be verified.
    key
        The digit or letter that ticks it, while the form has the keys.
    """

    code: str
    text: str
    snomed: str = ""
    key: str = ""


OTHER_FINDINGS = (
    OtherFinding("cataract", "Cataract or lens opacity", "193570009", "5"),
    OtherFinding("amd", "Age-related macular degeneration", "267718000", "6"),
    OtherFinding("glaucoma_suspect", "Glaucoma suspect", "", "7"),
    OtherFinding("vein_occlusion", "Retinal vein occlusion", "362098006", "8"),
    OtherFinding("laser_scars", "Laser scars", "", "9"),
    OtherFinding("epiretinal_membrane", "Epiretinal membrane"),
    OtherFinding("naevus", "Choroidal naevus"),
    OtherFinding("disc_swelling", "Swollen optic disc"),
    OtherFinding("other", "Other: see the note"),
)
