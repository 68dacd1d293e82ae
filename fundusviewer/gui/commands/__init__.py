"""Every action of the window as one table: title, keys, symbol, menu.

:mod:`.action_spec` says what an action is, :mod:`.actions` makes Qt's actions and menus of the
tables here, in :mod:`.viewing_actions` and in :mod:`.reviewing_actions`; :mod:`.shortcuts_dialog`
lists the keys as the menus have them.

What an action does is connected by the part that does it. State: which actions are enabled and
checked, as others say.
"""
