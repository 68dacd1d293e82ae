"""The actions that draw places and lesions on a photograph, as a menu."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import LINE, ActionSpec, MenuSpec
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

ANATOMY_MENU = MenuSpec(
    "anatomy",
    QT_TRANSLATE_NOOP("Actions", "Places and lesio&ns"),
    (
        ActionSpec(
            "places",
            QT_TRANSLATE_NOOP("Actions", "Optic &disc, fovea and ETDRS grid"),
            ("Q",),
            checkable=True,
        ),
        LINE,
        ActionSpec(
            "lesions",
            QT_TRANSLATE_NOOP("Actions", "&Lesions that a second network marks"),
            ("Y",),
            checkable=True,
        ),
        ActionSpec(
            "lesions_MA",
            QT_TRANSLATE_NOOP("Actions", "&Microaneurysms"),
            ("Alt+1",),
            checkable=True,
        ),
        ActionSpec(
            "lesions_HE", QT_TRANSLATE_NOOP("Actions", "&Haemorrhages"), ("Alt+2",), checkable=True
        ),
        ActionSpec(
            "lesions_EX", QT_TRANSLATE_NOOP("Actions", "Hard &exudates"), ("Alt+3",), checkable=True
        ),
        ActionSpec(
            "lesions_SE",
            QT_TRANSLATE_NOOP("Actions", "&Cotton-wool spots"),
            ("Alt+4",),
            checkable=True,
        ),
    ),
)


def kind_action(kind: str) -> str:
    """Return the name of the action that draws a kind of lesions."""
    return f"lesions_{kind}"
