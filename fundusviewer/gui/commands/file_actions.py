"""The menus of files, of models, and of help."""

from __future__ import annotations

from fundusviewer.gui.commands.action_spec import LINE, ActionSpec, MenuSpec
from fundusviewer.gui.commands.export_actions import export_specs
from fundusviewer.gui.commands.reviewing_actions import DATABASE_MENU
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

#: Filled with the recent files and folders by :meth:`.Actions.fill_recent`.
_RECENT_MENU = MenuSpec("recent", QT_TRANSLATE_NOOP("Actions", "Open &recent"))

MODEL_MENU = MenuSpec(
    "model",
    QT_TRANSLATE_NOOP("Actions", "&Model"),
    (
        ActionSpec("models", QT_TRANSLATE_NOOP("Actions", "&Model cards…"), ("Ctrl+M",), "card"),
        ActionSpec(
            "inside", QT_TRANSLATE_NOOP("Actions", "&Inside the network…"), ("Ctrl+I",), "layers"
        ),
        ActionSpec("clinic", QT_TRANSLATE_NOOP("Actions", "&Fit to this clinic…")),
        LINE,
        ActionSpec("models_folder", QT_TRANSLATE_NOOP("Actions", "Open mo&del folder")),
        ActionSpec("refresh_models", QT_TRANSLATE_NOOP("Actions", "&Refresh model list")),
    ),
)

HELP_MENU = MenuSpec(
    "help",
    QT_TRANSLATE_NOOP("Actions", "&Help"),
    (
        ActionSpec("shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), ("F1",)),
        ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "&About FundusViewer")),
    ),
)


def file_menu() -> MenuSpec:
    """Return the File menu with the formats that can be written here."""
    export = MenuSpec("export", QT_TRANSLATE_NOOP("Actions", "&Export the list"), export_specs())
    return MenuSpec(
        "file",
        QT_TRANSLATE_NOOP("Actions", "&File"),
        (
            ActionSpec(
                "open_photographs",
                QT_TRANSLATE_NOOP("Actions", "&Open photographs…"),
                ("Ctrl+O",),
                "photo",
            ),
            ActionSpec(
                "open_folder",
                QT_TRANSLATE_NOOP("Actions", "Open &folder…"),
                ("Ctrl+Shift+O",),
                "folder",
            ),
            _RECENT_MENU,
            ActionSpec("open_sample", QT_TRANSLATE_NOOP("Actions", "Open the sa&mple photographs")),
            ActionSpec(
                "watch",
                QT_TRANSLATE_NOOP("Actions", "&Watch a folder…"),
                ("Ctrl+Shift+W",),
                checkable=True,
            ),
            LINE,
            DATABASE_MENU,
            export,
            ActionSpec(
                "save_overlay", QT_TRANSLATE_NOOP("Actions", "&Save overlay…"), ("Ctrl+S",), "save"
            ),
            LINE,
            ActionSpec("settings", QT_TRANSLATE_NOOP("Actions", "Se&ttings…"), ("Ctrl+,",)),
            LINE,
            ActionSpec(
                "close_all", QT_TRANSLATE_NOOP("Actions", "&Close all photographs"), ("Ctrl+W",)
            ),
            ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",)),
        ),
    )
