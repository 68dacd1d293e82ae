"""Tools on the canvas: display filters, overlay, measuring, loupe, pairs of photographs.

:mod:`.viewing_controller` joins them to the canvas; every tool is a module of its own.
:mod:`.display_controller` says which channel, contrast and brightness are wanted, and
:mod:`.display_filter` makes a view show it; :mod:`.overlay_controller` says what of the explanation
is drawn.

All of this is for the eye alone: nothing here changes what the network gets to see or what is
stored. State: how the photograph on screen is looked at now, gone with the next one or with the
window, unless ``gui/settings`` remembers it.
"""
