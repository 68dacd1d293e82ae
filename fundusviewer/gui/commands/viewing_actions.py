"""The actions of looking and explaining, as a table. None of them changes a photograph."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import ActionSpec
from fundusviewer.gui.commands.anatomy_actions import ANATOMY_SPECS, ANATOMY_SUBMENU
from fundusviewer.gui.commands.marking_actions import MARKING_MENU, MARKING_SPECS
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

#: Panels, overview and words around the photograph.
PANEL_SPECS = (
    ActionSpec(
        "both_panels",
        QT_TRANSLATE_NOOP("Actions", "&Both side panels"),
        ("Tab",),
        repeats=False,
        of_widgets=True,
    ),
    ActionSpec(
        "left_panel", QT_TRANSLATE_NOOP("Actions", "&Left panel: the list"), ("F7",), checkable=True
    ),
    ActionSpec(
        "right_panel",
        QT_TRANSLATE_NOOP("Actions", "&Right panel: finding and grade"),
        ("F8",),
        checkable=True,
    ),
    ActionSpec("next_control", QT_TRANSLATE_NOOP("Actions", "&Next control"), ("F6",)),
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
    ActionSpec(
        "full_screen", QT_TRANSLATE_NOOP("Actions", "&Full screen"), ("F11",), checkable=True
    ),
)

VIEWING_SPECS = (
    *PANEL_SPECS,
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
    ActionSpec("more_opaque", QT_TRANSLATE_NOOP("Actions", "Heat map more &opaque"), (".",)),
    ActionSpec("less_opaque", QT_TRANSLATE_NOOP("Actions", "Heat map more &transparent"), (",",)),
    ActionSpec("explain_next", QT_TRANSLATE_NOOP("Actions", "Explain the &next class"), ("X",)),
    ActionSpec(
        "explain_previous",
        QT_TRANSLATE_NOOP("Actions", "Explain the &previous class"),
        ("Shift+X",),
    ),
    *ANATOMY_SPECS,
    ActionSpec("fit", QT_TRANSLATE_NOOP("Actions", "&Fit the retina to the window"), ("F",), "fit"),
    ActionSpec(
        "fit_whole",
        QT_TRANSLATE_NOOP("Actions", "Fit the &whole photograph, with its surround"),
        ("Shift+F",),
    ),
    ActionSpec("actual_size", QT_TRANSLATE_NOOP("Actions", "&Actual size (1:1)"), ("Z",), "actual"),
    ActionSpec("double_size", QT_TRANSLATE_NOOP("Actions", "Dou&ble size (2:1)"), ("Shift+Z",)),
    ActionSpec(
        "zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), ("Ctrl++", "Ctrl+="), "zoom_in"
    ),
    ActionSpec("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom &out"), ("Ctrl+-",), "zoom_out"),
    ActionSpec("pan_left", QT_TRANSLATE_NOOP("Actions", "Move &left"), ("Shift+Left",)),
    ActionSpec("pan_right", QT_TRANSLATE_NOOP("Actions", "Move &right"), ("Shift+Right",)),
    ActionSpec("pan_up", QT_TRANSLATE_NOOP("Actions", "Move &up"), ("Shift+Up",)),
    ActionSpec("pan_down", QT_TRANSLATE_NOOP("Actions", "Move &down"), ("Shift+Down",)),
    ActionSpec("turn_right", QT_TRANSLATE_NOOP("Actions", "Turn to the ri&ght"), ("Ctrl+R",)),
    ActionSpec("turn_left", QT_TRANSLATE_NOOP("Actions", "Turn to the le&ft"), ("Ctrl+Shift+R",)),
    ActionSpec(
        "mirror", QT_TRANSLATE_NOOP("Actions", "&Mirror"), ("Ctrl+Shift+M",), checkable=True
    ),
    ActionSpec("loupe", QT_TRANSLATE_NOOP("Actions", "&Loupe"), ("L",), "loupe", True),
    ActionSpec(
        "green",
        QT_TRANSLATE_NOOP("Actions", "Red-&free (green channel)"),
        ("G",),
        checkable=True,
    ),
    ActionSpec("red", QT_TRANSLATE_NOOP("Actions", "&Red channel"), ("R",), checkable=True),
    ActionSpec("blue", QT_TRANSLATE_NOOP("Actions", "&Blue channel"), ("B",), checkable=True),
    ActionSpec(
        "equalise",
        QT_TRANSLATE_NOOP("Actions", "&Enhance local contrast (CLAHE)"),
        ("E",),
        checkable=True,
    ),
    ActionSpec("invert", QT_TRANSLATE_NOOP("Actions", "&Invert"), ("I",), checkable=True),
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
    ActionSpec("original", QT_TRANSLATE_NOOP("Actions", "&Original display"), ("O",)),
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
    ActionSpec("split_left", QT_TRANSLATE_NOOP("Actions", "Slider to the &left"), ("Ctrl+Left",)),
    ActionSpec(
        "split_right", QT_TRANSLATE_NOOP("Actions", "Slider to the &right"), ("Ctrl+Right",)
    ),
    ActionSpec("measure", QT_TRANSLATE_NOOP("Actions", "&Measure"), ("M",), "measure", True),
    ActionSpec(
        "mark_disc", QT_TRANSLATE_NOOP("Actions", "Mark the optic &disc"), ("D",), checkable=True
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
    *MARKING_SPECS,
)

#: The View menu: actions, ``-`` for a line, and submenus.
VIEWING_MENU = (
    ">panels",
    "-",
    "fit",
    "fit_whole",
    "actual_size",
    "double_size",
    "zoom_in",
    "zoom_out",
    "loupe",
    ">move",
    ">turn",
    "-",
    ">picture",
    ">explanation",
    ">anatomy",
    ">compare",
    ">measure",
)

#: Submenus: title and actions.
VIEWING_SUBMENUS: dict[str, tuple[str, tuple[str, ...]]] = {
    ">panels": (
        QT_TRANSLATE_NOOP("Actions", "&Panels and screen"),
        (
            "both_panels",
            "left_panel",
            "right_panel",
            "next_control",
            "-",
            "navigator",
            "words",
            "-",
            "full_screen",
        ),
    ),
    ">turn": (
        QT_TRANSLATE_NOOP("Actions", "&Turn and mirror"),
        ("turn_right", "turn_left", "mirror"),
    ),
    ">move": (
        QT_TRANSLATE_NOOP("Actions", "Mo&ve"),
        ("pan_left", "pan_right", "pan_up", "pan_down"),
    ),
    ">picture": (
        QT_TRANSLATE_NOOP("Actions", "&Display only (does not affect grading)"),
        (
            "original",
            "-",
            "green",
            "red",
            "blue",
            "-",
            "equalise",
            "invert",
            "-",
            "brighter",
            "darker",
            "more_contrast",
            "less_contrast",
            "lighter_shadows",
            "darker_shadows",
        ),
    ),
    ">explanation": (
        QT_TRANSLATE_NOOP("Actions", "&Explanation"),
        (
            "heatmap",
            "contours",
            "blink",
            "-",
            "more_opaque",
            "less_opaque",
            "-",
            "explain_next",
            "explain_previous",
        ),
    ),
    ">anatomy": ANATOMY_SUBMENU,
    ">compare": (
        QT_TRANSLATE_NOOP("Actions", "&Compare"),
        ("both_eyes", "other_eye", "visits", "choose_partner", "-", "split_left", "split_right"),
    ),
    ">measure": (
        QT_TRANSLATE_NOOP("Actions", "&Measure and mark"),
        ("measure", "mark_disc", "set_point", "remove_measure", "-", *MARKING_MENU),
    ),
}
