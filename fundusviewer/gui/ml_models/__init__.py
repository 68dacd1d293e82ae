"""Choosing a model, reading its card, and looking inside the network.

:mod:`.model_chooser` and :mod:`.model_controller` choose, the two card modules show what a model
file says of itself, and the three ``inspection_`` modules fill the window "Inside the network".

Which models there are and which one is loaded is owned by ``gui/state/model_loader``; files and
cards are read in ``inference``.
"""
