"""What a file that marks places is worth on held-out patients, and pictures of it.

:mod:`.lesion_figures` and :mod:`.landmark_figures` count and compute, :mod:`.measuring` asks the
file, :mod:`.examples` draws.
"""
