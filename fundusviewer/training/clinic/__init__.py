"""A model at this clinic: its figures on the clinic's own reviews, and thresholds fitted to them.

:mod:`.cases` reads what doctors have said from the database, :mod:`.needed` says how much of it is
needed, :mod:`.figures` measures, :mod:`.proposal` fits, :mod:`.copy` writes a copy of the model
file. No weight is changed, no photograph is read, and none of it needs TensorFlow: it is part of
the packaged program.
"""
