"""The screening database: one SQLite file that cannot forget. ADR 6 says why.

:mod:`.store` is the way in: what was found, what the doctor says, and who changed what when;
:mod:`.opening` opens a file only where it is surely ours, :mod:`.schema` has the tables, the
triggers and how an older database becomes a newer one, :mod:`.queries` the worklist's SQL.

What is stored is owned by the file: two windows and the command line may work on it at once.
"""
