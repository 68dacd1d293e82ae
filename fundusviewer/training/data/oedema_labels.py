"""What a label file says of macular oedema: a risk as in IDRiD and Messidor, or yes or no.

Risk 0: no hard exudates; 1: hard exudates, farther than one disc diameter from the fovea; 2:
nearer. A set that only says yes or no means risk 2 by yes, and risk 0 or 1 by no: risk 0 where the
grade is 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from fundusviewer.errors import LabelsError

#: Our name of the column.
COLUMN = "macular_oedema"

#: Lowest and highest risk that a photograph can have.
RiskRange = tuple[int, int]

_NO, _YES = (0, 1), (2, 2)
_RISKS: dict[str, RiskRange] = {"0": (0, 0), "1": (1, 1), "2": (2, 2)}
_FLAGS: dict[str, RiskRange] = {"0": _NO, "1": _YES}
_WORDS: dict[str, RiskRange] = {
    **dict.fromkeys(("no", "false", "n", "absent", "none"), _NO),
    **dict.fromkeys(("yes", "true", "y", "present"), _YES),
}
#: Whole numbers; pandas writes 1.0 where a column has empty cells.
_WHOLE = re.compile(r"(\d+)(?:[.,]0*)?")


def holds_risks(name: str, cells: Iterable[str]) -> bool:
    """Return whether a column's numbers are risks, and not 0 for no and 1 for yes.

    Parameters
    ----------
    name
        What the file calls the column.
    cells
        All of its cells: one 2 among them tells it, too.
    """
    told = name == COLUMN or "risk" in name or "grade" in name
    return told or any(_plain(cell) == "2" for cell in cells)


def risk_range(where: str, text: str, *, risks: bool, grade: int | None = None) -> RiskRange | None:
    """Return the risks that a cell allows; ``None`` for an empty one.

    Parameters
    ----------
    where
        File and line, for the message.
    text
        The cell.
    risks
        See :func:`holds_risks`.
    grade
        ICDR grade of the same photograph; ``None`` where it has none.

    Raises
    ------
    LabelsError
        If the cell says something else.
    """
    if not text:
        return None
    known = _WORDS | (_RISKS if risks else _FLAGS)
    found = known.get(_plain(text))
    if found is None:
        raise LabelsError(
            f"{where}: {COLUMN} {text!r} is not known; risk 0, 1 or 2, yes, no or empty is allowed"
        )
    # An eye without any retinopathy has no exudates.
    return _RISKS["0"] if found == _NO and grade == 0 else found


def _plain(text: str) -> str:
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text.strip().lower()
