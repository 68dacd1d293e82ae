"""From Keras to one self-contained ONNX file with its Grad-CAM inside.

The way of one model: a Keras network and what must be known about it (:mod:`.explained`) becomes
an ONNX graph (:mod:`.tracing`), gets its heat map (:mod:`.gradcam`, :mod:`.gradients`), is folded
(:mod:`.folding`), made smaller where asked for (:mod:`.precision`), and written with its card
(:mod:`.writer`).
"""
