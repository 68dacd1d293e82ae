"""The basic application level confidentiality profile (PS3.15, annex E.3): what is done to what.

The table of elements is that of the standard's edition 2026c, as the package dicom-anonymizer
keeps it. Its engine is not used: it leaves sequences inside the object as they are.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import cache

from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c as table
from pydicom.tag import BaseTag


class Action(Enum):
    """What is done to an element (PS3.15, table E.1-1a)."""

    KEEP = auto()
    REMOVE = auto()
    EMPTY = auto()
    DUMMY = auto()
    NEW_UID = auto()


# Where the standard lets the object's definition decide, the action is taken that is right for
# required elements too: a dummy stands also where nothing would do.
_ACTIONS = (
    (table.X_TAGS, Action.REMOVE),
    (table.Z_TAGS, Action.EMPTY),
    (table.X_Z_TAGS, Action.EMPTY),
    (table.D_TAGS, Action.DUMMY),
    (table.Z_D_TAGS, Action.DUMMY),
    (table.X_D_TAGS, Action.DUMMY),
    (table.X_Z_D_TAGS, Action.DUMMY),
    (table.U_TAGS, Action.NEW_UID),
    # Sequences of references: kept, with new identifiers inside, which the table names too.
    (table.X_Z_U_STAR_TAGS, Action.KEEP),
)


def action_for(tag: BaseTag) -> Action:
    """Return what is done to an element; private ones are removed."""
    if tag.is_private:
        return Action.REMOVE
    single, ranges = _actions()
    found = single.get((tag.group, tag.element))
    if found is not None:
        return found
    for (group, element, group_mask, element_mask), action in ranges:
        if tag.group & group_mask == group and tag.element & element_mask == element:
            return action
    return Action.KEEP


@cache
def _actions() -> tuple[
    dict[tuple[int, int], Action], tuple[tuple[tuple[int, int, int, int], Action], ...]
]:
    """Return the actions of single elements, and of ranges with their masks."""
    pairs = [(tuple(tag), action) for tags, action in _ACTIONS for tag in tags]
    single = {(tag[0], tag[1]): action for tag, action in pairs if len(tag) == 2}
    ranges = tuple(
        ((tag[0] & tag[2], tag[1] & tag[3], tag[2], tag[3]), action)
        for tag, action in pairs
        if len(tag) == 4 and not tag[0] & 1
    )
    return single, ranges
