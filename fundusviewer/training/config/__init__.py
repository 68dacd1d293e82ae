"""What a run is told, and how it tells of its progress.

:mod:`.settings` is everything that a run depends on, stored beside its results; :mod:`.plans` are
the parts of it that single stages need. Plain values: nothing here computes.
"""
