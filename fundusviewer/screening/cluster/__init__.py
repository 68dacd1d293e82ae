"""A folder run on many computers: Dask hands out the photographs, the database stays where it is.

:mod:`fundusviewer.screening.runs.listing` finds the photographs and keeps them on disk,
:mod:`.work` is what a worker does with a chunk of them, :mod:`.run` hands the chunks out and stores
what comes back, :mod:`.connection` finds the scheduler or makes a small one. No queue, no heartbeat
and no restarts of our own: those are Dask's. Loaded for ``screen --dask`` alone; needs the extra
``distributed``.
"""
