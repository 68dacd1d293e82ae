"""Training and evaluation of grading models on a clinic's own graded photographs.

The way of a training run: :mod:`labels` reads the label files, :mod:`prepared` turns every
photograph into the network's input with the product's own imaging, :mod:`duplicates` finds
photographs that are there twice, :mod:`splits` deals the patients out, :mod:`features` and
:mod:`head` train the last layer on a frozen backbone, :mod:`finetune` trains the upper half of the
backbone, :mod:`shipping` exports it. To the finished file :mod:`quality` (with :mod:`degrade`) and
:mod:`familiarity` add two heads; :mod:`fitting` (with :mod:`calibration`, :mod:`operating` and
:mod:`coverage`) fits temperature and thresholds on validation patients, :mod:`evaluation` measures
on held-out patients, :mod:`final_card` and :mod:`report` write it down.

Only modules of this package that say so import TensorFlow; reading labels and evaluating a model
file work without it.
"""
