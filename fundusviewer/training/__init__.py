"""Training and evaluation of grading models on a clinic's own graded photographs.

The way of a training run: :mod:`labels` reads the label files, :mod:`prepared` turns every
photograph into the network's input with the product's own imaging, :mod:`duplicates` finds
photographs that are there twice, :mod:`splits` deals the patients out, :mod:`features` and
:mod:`head` train the last layer on a frozen backbone, :mod:`finetune` trains the upper half of the
backbone, :mod:`calibration` and :mod:`operating` fit temperature and thresholds on validation
patients, :mod:`evaluation` measures on held-out patients and :mod:`report` writes it down.

Only modules of this package that say so import TensorFlow; reading labels and evaluating a model
file work without it.
"""
