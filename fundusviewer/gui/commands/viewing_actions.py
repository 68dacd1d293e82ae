"""The actions of looking and explaining, as the View menu. None of them changes a photograph."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import LINE, ActionSpec, MenuSpec
from fundusviewer.gui.commands.anatomy_actions import ANATOMY_MENU
from fundusviewer.gui.commands.marking_actions import MARKING_ENTRIES
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

_PANELS_MENU = MenuSpec(
    "panels",
    QT_TRANSLATE_NOOP("Actions", "&Panels and screen"),
    (
        ActionSpec(
            "both_panels",
            QT_TRANSLATE_NOOP("Actions", "&Both side panels"),
            ("Tab",),
            repeats=False,
            of_widgets=True,
        ),
        ActionSpec(
            "left_panel",
            QT_TRANSLATE_NOOP("Actions", "&Left panel: the list"),
            ("F7",),
            checkable=True,
        ),
        ActionSpec(
            "right_panel",
            QT_TRANSLATE_NOOP("Actions", "&Right panel: finding and grade"),
            ("F8",),
            checkable=True,
        ),
        ActionSpec("next_control", QT_TRANSLATE_NOOP("Actions", "&Next control"), ("F6",)),
        LINE,
        ActionSpec(
            "navigator",
            QT_TRANSLATE_NOOP("Actions", "&Overview when zoomed in"),
            ("Shift+N",),
            checkable=True,
        ),
        ActionSpec(
            "words",
            QT_TRANSLATE_NOOP("Actions", "&Words below the photograph"),
            ("W",),
            checkable=True,
        ),
        LINE,
        ActionSpec(
            "full_screen", QT_TRANSLATE_NOOP("Actions", "&Full screen"), ("F11",), checkable=True
        ),
    ),
)

_MOVE_MENU = MenuSpec(
    "move",
    QT_TRANSLATE_NOOP("Actions", "Mo&ve"),
    (
        ActionSpec("pan_left", QT_TRANSLATE_NOOP("Actions", "Move &left"), ("Shift+Left",)),
        ActionSpec("pan_right", QT_TRANSLATE_NOOP("Actions", "Move &right"), ("Shift+Right",)),
        ActionSpec("pan_up", QT_TRANSLATE_NOOP("Actions", "Move &up"), ("Shift+Up",)),
        ActionSpec("pan_down", QT_TRANSLATE_NOOP("Actions", "Move &down"), ("Shift+Down",)),
    ),
)

_TURN_MENU = MenuSpec(
    "turn",
    QT_TRANSLATE_NOOP("Actions", "&Turn and mirror"),
    (
        ActionSpec("turn_right", QT_TRANSLATE_NOOP("Actions", "Turn to the ri&ght"), ("Ctrl+R",)),
        ActionSpec(
            "turn_left", QT_TRANSLATE_NOOP("Actions", "Turn to the le&ft"), ("Ctrl+Shift+R",)
        ),
        ActionSpec(
            "mirror", QT_TRANSLATE_NOOP("Actions", "&Mirror"), ("Ctrl+Shift+M",), checkable=True
        ),
    ),
)

PICTURE_MENU = MenuSpec(
    "picture",
    QT_TRANSLATE_NOOP("Actions", "&Display only (does not affect grading)"),
    (
        ActionSpec("original", QT_TRANSLATE_NOOP("Actions", "&Original display"), ("O",)),
        LINE,
        ActionSpec(
            "green",
            QT_TRANSLATE_NOOP("Actions", "Red-&free (green channel)"),
            ("G",),
            checkable=True,
        ),
        ActionSpec("red", QT_TRANSLATE_NOOP("Actions", "&Red channel"), ("R",), checkable=True),
        ActionSpec("blue", QT_TRANSLATE_NOOP("Actions", "&Blue channel"), ("B",), checkable=True),
        LINE,
        ActionSpec(
            "equalise",
            QT_TRANSLATE_NOOP("Actions", "&Enhance local contrast (CLAHE)"),
            ("E",),
            checkable=True,
        ),
        ActionSpec("invert", QT_TRANSLATE_NOOP("Actions", "&Invert"), ("I",), checkable=True),
        LINE,
        ActionSpec("brighter", QT_TRANSLATE_NOOP("Actions", "Bri&ghter"), ("Alt+Up",)),
        ActionSpec("darker", QT_TRANSLATE_NOOP("Actions", "&Darker"), ("Alt+Down",)),
        ActionSpec("more_contrast", QT_TRANSLATE_NOOP("Actions", "&More contrast"), ("Alt+Right",)),
        ActionSpec("less_contrast", QT_TRANSLATE_NOOP("Actions", "&Less contrast"), ("Alt+Left",)),
        ActionSpec(
            "lighter_shadows",
            QT_TRANSLATE_NOOP("Actions", "Lighter &shadows (gamma up)"),
            ("Alt+PgUp",),
        ),
        ActionSpec(
            "darker_shadows",
            QT_TRANSLATE_NOOP("Actions", "Darker s&hadows (gamma down)"),
            ("Alt+PgDown",),
        ),
    ),
)

_EXPLANATION_MENU = MenuSpec(
    "explanation",
    QT_TRANSLATE_NOOP("Actions", "&Explanation"),
    (
        ActionSpec("heatmap", QT_TRANSLATE_NOOP("Actions", "&Heat map"), ("H",), "heat", True),
        ActionSpec(
            "contours",
            QT_TRANSLATE_NOOP("Actions", "Outline the hottest &regions"),
            ("C",),
            "contours",
            True,
        ),
        ActionSpec(
            "blink",
            QT_TRANSLATE_NOOP("Actions", "Photograph without over&lay while the key is held"),
            ("V",),
            repeats=False,
        ),
        LINE,
        ActionSpec("more_opaque", QT_TRANSLATE_NOOP("Actions", "Heat map more &opaque"), (".",)),
        ActionSpec(
            "less_opaque", QT_TRANSLATE_NOOP("Actions", "Heat map more &transparent"), (",",)
        ),
        LINE,
        ActionSpec("explain_next", QT_TRANSLATE_NOOP("Actions", "Explain the &next class"), ("X",)),
        ActionSpec(
            "explain_previous",
            QT_TRANSLATE_NOOP("Actions", "Explain the &previous class"),
            ("Shift+X",),
        ),
    ),
)

_COMPARE_MENU = MenuSpec(
    "compare",
    QT_TRANSLATE_NOOP("Actions", "&Compare"),
    (
        ActionSpec(
            "both_eyes",
            QT_TRANSLATE_NOOP("Actions", "&Both eyes side by side"),
            ("P",),
            "both_eyes",
            True,
        ),
        ActionSpec("other_eye", QT_TRANSLATE_NOOP("Actions", "&Make the other eye active"), ("A",)),
        ActionSpec(
            "visits",
            QT_TRANSLATE_NOOP("Actions", "&Two visits superimposed"),
            ("T",),
            "visits",
            True,
        ),
        ActionSpec(
            "choose_partner",
            QT_TRANSLATE_NOOP("Actions", "Choose the &other photograph…"),
            ("Shift+P",),
        ),
        LINE,
        ActionSpec(
            "split_left", QT_TRANSLATE_NOOP("Actions", "Slider to the &left"), ("Ctrl+Left",)
        ),
        ActionSpec(
            "split_right", QT_TRANSLATE_NOOP("Actions", "Slider to the &right"), ("Ctrl+Right",)
        ),
    ),
)

_MEASURE_MENU = MenuSpec(
    "measure",
    QT_TRANSLATE_NOOP("Actions", "&Measure and mark"),
    (
        ActionSpec("measure", QT_TRANSLATE_NOOP("Actions", "&Measure"), ("M",), "measure", True),
        ActionSpec(
            "mark_disc",
            QT_TRANSLATE_NOOP("Actions", "Mark the optic &disc"),
            ("D",),
            checkable=True,
        ),
        ActionSpec(
            "set_point",
            QT_TRANSLATE_NOOP("Actions", "Set a &point in the middle of the view"),
            ("Ins",),
        ),
        ActionSpec(
            "remove_measure",
            QT_TRANSLATE_NOOP("Actions", "&Remove mark or measure"),
            ("Del",),
        ),
        LINE,
        *MARKING_ENTRIES,
    ),
)

#: Filled with the themes by :meth:`.Actions.fill_themes`.
_THEME_MENU = MenuSpec("theme", QT_TRANSLATE_NOOP("Actions", "T&heme"))

VIEW_MENU = MenuSpec(
    "view",
    QT_TRANSLATE_NOOP("Actions", "&View"),
    (
        _PANELS_MENU,
        LINE,
        ActionSpec(
            "fit", QT_TRANSLATE_NOOP("Actions", "&Fit the retina to the window"), ("F",), "fit"
        ),
        ActionSpec(
            "fit_whole",
            QT_TRANSLATE_NOOP("Actions", "Fit the &whole photograph, with its surround"),
            ("Shift+F",),
        ),
        ActionSpec(
            "actual_size", QT_TRANSLATE_NOOP("Actions", "&Actual size (1:1)"), ("Z",), "actual"
        ),
        ActionSpec("double_size", QT_TRANSLATE_NOOP("Actions", "Dou&ble size (2:1)"), ("Shift+Z",)),
        ActionSpec(
            "zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), ("Ctrl++", "Ctrl+="), "zoom_in"
        ),
        ActionSpec("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom &out"), ("Ctrl+-",), "zoom_out"),
        ActionSpec("loupe", QT_TRANSLATE_NOOP("Actions", "&Loupe"), ("L",), "loupe", True),
        _MOVE_MENU,
        _TURN_MENU,
        LINE,
        PICTURE_MENU,
        _EXPLANATION_MENU,
        ANATOMY_MENU,
        _COMPARE_MENU,
        _MEASURE_MENU,
        LINE,
        _THEME_MENU,
    ),
)
