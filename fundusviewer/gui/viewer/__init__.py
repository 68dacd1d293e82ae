"""The canvas: one photograph, in several sizes, with its overlay on top.

:mod:`.photograph_loader` reads the photograph on screen and has its overlay drawn,
:mod:`.image_pyramid` holds it in several sizes, :mod:`.image_view` shows it,
:mod:`.zoomable_view` is where in it one looks,
:mod:`.view_items` and :mod:`.overlay_layers` are what is painted, by the processor or by the
graphics card (:mod:`.gpu_canvas`), :mod:`.view_caption` is what is
said of it, :mod:`.navigator` the overview, :mod:`.viewing_toolbar` the window's one bar, and
:mod:`.image_panel` the middle of the window with its placeholder pages.

State: the pixels on screen and the part of them that is seen. It does not know why a photograph is
shown; tools that work on it are in ``gui/viewing``.
"""
