"""Parts that know nothing of photographs: colours, fonts, symbols, fields, file dialogs.

:mod:`.theme` owns the colours, light and dark, those of the decisions among them;
:mod:`.shortcut_safe_edits` are text fields in a window whose single letters are commands;
:mod:`.qimage` turns pixels into what Qt draws.

A widget that shows a photograph, a finding or a row belongs to the package of that thing.
"""
