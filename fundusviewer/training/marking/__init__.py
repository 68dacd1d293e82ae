"""Networks that mark places, from labels with points or masks to a model file with a role.

:mod:`.labels` is what people marked, :mod:`.settings` what a run is told, :mod:`.dataset` the
prepared photographs with their sides. :mod:`.learning` learns (TensorFlow), :mod:`.figures`
measures a file on held-out patients, :mod:`.shipping` writes the file, :mod:`.report` the report,
:mod:`.run` does all of it in order; :mod:`.evaluate_file` measures a file that is there already.
The state of a run is its folder on disk.
"""
