"""What learns by gradient descent, or from features: head, backbone, gradability, familiarity.

:mod:`.network` is the Keras network while it is trained, :mod:`.features` what the frozen backbone
computes, :mod:`.head` and :mod:`.finetune` the two stages, :mod:`.checkpoint` their state on disk;
:mod:`.quality_head` and :mod:`.familiarity` learn whether a photograph can be graded at all.
"""
