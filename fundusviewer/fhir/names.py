"""Names that settings and arguments need before there is anything to say.

Beside the codes, whose terminology takes every command a sixth of a second to load.
"""

from __future__ import annotations

from typing import Literal

#: Of the standard.
Release = Literal["R4", "R5"]

#: Of our own codes, and of patients' numbers where nobody says who gave them.
OURS, PATIENTS = "urn:fundusviewer:codes", "urn:fundusviewer:patients"
