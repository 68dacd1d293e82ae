"""The actions of working through a list, as menus, and those of the database."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import LINE, ActionSpec, MenuSpec
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

PHOTOGRAPH_MENU = MenuSpec(
    "photograph",
    QT_TRANSLATE_NOOP("Actions", "&Photograph"),
    (
        ActionSpec(
            "next", QT_TRANSLATE_NOOP("Actions", "&Next photograph"), ("PgDown", "Ctrl+Down")
        ),
        ActionSpec(
            "previous", QT_TRANSLATE_NOOP("Actions", "&Previous photograph"), ("PgUp", "Ctrl+Up")
        ),
        ActionSpec("first", QT_TRANSLATE_NOOP("Actions", "Firs&t photograph"), ("Home",)),
        ActionSpec("last", QT_TRANSLATE_NOOP("Actions", "L&ast photograph"), ("End",)),
        ActionSpec("next_to_review", QT_TRANSLATE_NOOP("Actions", "Next to re&view"), ("J",)),
        LINE,
        ActionSpec("examine_again", QT_TRANSLATE_NOOP("Actions", "E&xamine again"), ("F5",)),
        ActionSpec("pause", QT_TRANSLATE_NOOP("Actions", "Pa&use examination"), ("Esc",)),
        ActionSpec("resume", QT_TRANSLATE_NOOP("Actions", "&Resume examination"), ("Shift+Esc",)),
        LINE,
        ActionSpec("patient", QT_TRANSLATE_NOOP("Actions", "Patient's &course…"), ("F9",)),
        ActionSpec("correct", QT_TRANSLATE_NOOP("Actions", "Patient, &eye and date…"), ("F2",)),
        ActionSpec("history", QT_TRANSLATE_NOOP("Actions", "Review &history…"), ("Ctrl+H",)),
        LINE,
        ActionSpec("search", QT_TRANSLATE_NOOP("Actions", "&Search the list"), ("Ctrl+F",)),
        ActionSpec(
            "filter_list", QT_TRANSLATE_NOOP("Actions", "F&ilter the list"), ("Ctrl+Shift+F",)
        ),
        ActionSpec("sort_list", QT_TRANSLATE_NOOP("Actions", "S&ort the list"), ("S",)),
        ActionSpec("open_visits", QT_TRANSLATE_NOOP("Actions", "Expan&d all visits"), ("*",)),
        ActionSpec("close_visits", QT_TRANSLATE_NOOP("Actions", "Collapse all visits"), ("/",)),
        ActionSpec(
            "select_all", QT_TRANSLATE_NOOP("Actions", "Select a&ll photographs"), ("Ctrl+A",)
        ),
        ActionSpec("name_pattern", QT_TRANSLATE_NOOP("Actions", "Patients &from file names…")),
    ),
)

REVIEW_MENU = MenuSpec(
    "review",
    QT_TRANSLATE_NOOP("Actions", "&Review"),
    (
        ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "Un&do"), ("Ctrl+Z",)),
        ActionSpec("redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
        LINE,
        ActionSpec(
            "accept",
            QT_TRANSLATE_NOOP("Actions", "&Accept the network's grade"),
            ("Return", "Enter"),
            repeats=False,
        ),
        *(
            ActionSpec(f"grade_{grade}", text, (str(grade),), repeats=False)
            for grade, text in enumerate(
                (
                    QT_TRANSLATE_NOOP("Actions", "Grade &0: no apparent retinopathy"),
                    QT_TRANSLATE_NOOP("Actions", "Grade &1: mild NPDR"),
                    QT_TRANSLATE_NOOP("Actions", "Grade &2: moderate NPDR"),
                    QT_TRANSLATE_NOOP("Actions", "Grade &3: severe NPDR"),
                    QT_TRANSLATE_NOOP("Actions", "Grade &4: proliferative DR"),
                )
            )
        ),
        ActionSpec("refuse", QT_TRANSLATE_NOOP("Actions", "&Ungradable"), ("U",), repeats=False),
        ActionSpec("form", QT_TRANSLATE_NOOP("Actions", "Grading &form"), ("F4",), repeats=False),
        ActionSpec("note", QT_TRANSLATE_NOOP("Actions", "&Note"), ("N",)),
        ActionSpec("withdraw", QT_TRANSLATE_NOOP("Actions", "&Withdraw my grade"), ("Backspace",)),
        LINE,
        ActionSpec(
            "go_on", QT_TRANSLATE_NOOP("Actions", "Advance after each &grade"), checkable=True
        ),
        ActionSpec(
            "blind",
            QT_TRANSLATE_NOOP(
                "Actions", "Grade &blind: hide the network's answer until I have graded"
            ),
            ("Ctrl+B",),
            "hidden",
            checkable=True,
        ),
        ActionSpec(
            "agreement", QT_TRANSLATE_NOOP("Actions", "Agree&ment with the network…"), ("K",)
        ),
        ActionSpec("drift", QT_TRANSLATE_NOOP("Actions", "Photographs over &time…")),
        LINE,
        ActionSpec("grader", QT_TRANSLATE_NOOP("Actions", "M&y name…")),
        ActionSpec("readers", QT_TRANSLATE_NOOP("Actions", "R&eaders…")),
        LINE,
        ActionSpec("cohort", QT_TRANSLATE_NOOP("Actions", "&Check a cohort list…")),
    ),
)

#: In the File menu.
DATABASE_MENU = MenuSpec(
    "database",
    QT_TRANSLATE_NOOP("Actions", "&Database"),
    (
        ActionSpec(
            "show_database",
            QT_TRANSLATE_NOOP("Actions", "&Show all photographs of the database"),
            ("Ctrl+D",),
        ),
        LINE,
        ActionSpec("open_database", QT_TRANSLATE_NOOP("Actions", "&Open database…")),
        ActionSpec("new_database", QT_TRANSLATE_NOOP("Actions", "&New database…")),
        ActionSpec("default_database", QT_TRANSLATE_NOOP("Actions", "Open default &database")),
    ),
)

#: Actions that need a model that grades.
OF_GRADING = (
    "next_to_review",
    "accept",
    *(f"grade_{grade}" for grade in range(5)),
    "refuse",
    "form",
)

#: Actions that need a photograph.
OF_PHOTOGRAPHS = (
    "examine_again",
    "next",
    "previous",
    "first",
    "last",
    "next_to_review",
    "accept",
    *(f"grade_{grade}" for grade in range(5)),
    "refuse",
    "withdraw",
    "note",
    "form",
    "patient",
    "correct",
    "history",
    "open_visits",
    "close_visits",
    "select_all",
)
