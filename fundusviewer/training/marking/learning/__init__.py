"""What learns: views and batches, losses, the network with its first weights, and the learner.

:mod:`.views`, :mod:`.lesion_batches` and :mod:`.landmark_batches` need no TensorFlow.
"""
