"""What is exported: backbones, a user's Keras file, weights, class names, preprocessing.

:mod:`.backbones` is the registry: one line adds the next network. :mod:`.user_models` says what a
user's own file needs, :mod:`.weights` checks weights layer by layer, :mod:`.safe_pickle` reads
arrays without running what stands in the file. All of it becomes a :mod:`.classifier_spec`.
"""
