"""The screening database: one SQLite file that cannot forget. ADR 6 says why.

:mod:`.store` is the way in, of three parts on one :mod:`.connection`: what the program finds
(:mod:`.finding_store`), what the worklist shows (:mod:`.list_store`), and what people say and mark
with its history (:mod:`.review_store`, :mod:`.mark_store`). :mod:`.opening` opens a file only where
it is surely ours, :mod:`.schema` has the tables, the triggers and how an older database becomes a
newer one, :mod:`.queries` the worklist's SQL.

What is stored is owned by the file: two windows and the command line may work on it at once.
"""
