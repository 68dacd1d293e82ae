"""ONNX graphs as such: making one from Keras, reading it, adding to it, folding what is constant.

Nothing here knows what a fundus photograph or a grade is.
"""
