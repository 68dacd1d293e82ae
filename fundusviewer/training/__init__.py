"""Training and evaluation of grading models on a clinic's own graded photographs.

The way of a training run (:mod:`.pipeline.run`): :mod:`.data` reads labels, prepares every
photograph with the product's own imaging, finds what is there twice and deals the patients out;
:mod:`.learning` trains the last layer on a frozen backbone, then the upper half of the backbone,
and the two heads for gradability and familiarity; :mod:`.shipping` exports. To the finished file
:mod:`.fitting` fits temperature and thresholds on validation patients, :mod:`.evaluation` measures
on held-out patients and writes it down.

:mod:`.marking` trains networks that mark places, from points or masks.

Eight packages in layers: ``pipeline`` and ``marking``, ``shipping``, ``evaluation``, ``fitting``
and ``learning``, ``data``, ``config``; each imports only from those below it (import-linter checks
it). Only modules that say so import TensorFlow; reading labels and evaluating a model file work
without it.
"""
