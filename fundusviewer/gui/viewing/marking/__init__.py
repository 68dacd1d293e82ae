"""Marks that stay, on the canvas: drawn (:mod:`.mark_items`, :mod:`.mark_layer`) and edited.

:mod:`.marking_controller` is the tool of the mouse. The marks themselves are
``gui/state/marks``'s; whoever writes them hears of it there.
"""
