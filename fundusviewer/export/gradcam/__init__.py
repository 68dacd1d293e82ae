"""The heat map as a part of the graph: exact gradients, written as ordinary ONNX operations.

:mod:`.backprop` walks back through a head, with one rule for each operator in
:mod:`.operator_rules`, :mod:`.activation_rules`, :mod:`.normalisation_rules` and
:mod:`.spatial_rules`; :mod:`.gradcam` makes the map of it, :mod:`.focus` one on a finer grid. An
operator without a rule is an error that names it; ADR 8 says why.
"""
