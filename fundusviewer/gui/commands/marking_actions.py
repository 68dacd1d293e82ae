"""The actions that mark a photograph, as a part of the menu of measuring."""

from __future__ import annotations

from fundusviewer.anatomy import Shape
from fundusviewer.gui.commands.action_spec import LINE, ActionSpec, Entry
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

#: They stand in the submenu of measuring.
MARKING_ENTRIES: tuple[Entry, ...] = (
    ActionSpec("mark_point", QT_TRANSLATE_NOOP("Actions", "Po&int"), ("Shift+D",), checkable=True),
    ActionSpec(
        "mark_arrow",
        QT_TRANSLATE_NOOP("Actions", "&Arrow"),
        ("Shift+A",),
        checkable=True,
    ),
    ActionSpec(
        "mark_outline",
        QT_TRANSLATE_NOOP("Actions", "&Outline"),
        ("Shift+O",),
        checkable=True,
    ),
    ActionSpec(
        "mark_ellipse",
        QT_TRANSLATE_NOOP("Actions", "&Ellipse"),
        checkable=True,
    ),
    ActionSpec(
        "mark_length",
        QT_TRANSLATE_NOOP("Actions", "&Length"),
        ("Shift+L",),
        checkable=True,
    ),
    LINE,
    ActionSpec("mark_words", QT_TRANSLATE_NOOP("Actions", "&Kind and words…"), ("Shift+K",)),
    ActionSpec("marks", QT_TRANSLATE_NOOP("Actions", "&Show marks"), ("Shift+M",), checkable=True),
)


def shape_action(shape: Shape) -> str:
    """Return the name of the action that draws a shape."""
    return f"mark_{shape.value}"
