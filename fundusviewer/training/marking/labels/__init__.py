"""What people marked: columns and kinds, masks and circles, whether they fit, and their cache.

:mod:`.kinds` are the names, :mod:`.masks` reads pictures and circles, :mod:`.marked` whole files,
:mod:`.checks` holds them against the photographs, :mod:`.stored_marks` keeps them beside the
prepared pictures.
"""
