"""Whether the photographs of today are still those that the program was tried on.

:mod:`.observations` says of each photograph what is watched, :mod:`.charts` adds deviations up,
:mod:`.limits` finds out by resampling how much of them is chance, :mod:`.drift` tells an alarm with
its reason, :mod:`.weeks` makes the table. Nothing here reads a photograph or changes the database.
"""
