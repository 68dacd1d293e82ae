"""Marking texts that are translated later, for instance those of tables."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001
    """Return the text as it is; ``lupdate`` finds it by this function's name.

    Qt's own function does the same but is typed to return anything.
    """
    return text
