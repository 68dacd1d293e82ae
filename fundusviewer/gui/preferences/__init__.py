"""The settings dialog: one page for each kind of choice; everything applies at once.

:mod:`.settings_controller` applies a choice where it counts and remembers it: one function for
each setting, which the menus use too. :mod:`.page` is what the pages have in common.

No state: a page shows what ``gui/settings`` holds. What a setting is called on disk, its default
and its limits stand there as well.
"""
