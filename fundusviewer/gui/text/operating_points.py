"""The names of operating points, as they are shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def operating_point_label(name: str) -> str:
    """Return what stands for an operating point on screen.

    Parameters
    ----------
    name
        Its name in the model's card. Those that ``fundusviewer train`` writes are shown in the
        language of the window; one that somebody else chose is shown as it is.
    """
    known = {
        "screening": QCoreApplication.translate("OperatingPoint", "High sensitivity"),
        "specific": QCoreApplication.translate("OperatingPoint", "High specificity"),
    }
    return known.get(name, name)
