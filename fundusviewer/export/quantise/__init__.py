"""Smaller files: weights of half size, or a network that computes in 8 bits.

:mod:`.precision` chooses, :mod:`.static_quantiser` quantises; :mod:`.channel_equalisation`,
:mod:`.pooling_order`, :mod:`.weight_ranges` and :mod:`.heatmap_kernels` each rearrange the graph so
that little is lost and every processor answers alike. :mod:`.agreement` measures the result against
float32, on :mod:`.calibration_images`.

ADR 7 has the figures behind each of them.
"""
