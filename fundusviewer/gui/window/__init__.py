"""The main window and the application around it.

:mod:`.main_window` makes all parts, lays them out and connects them; it decides nothing by itself.
:mod:`.photograph_presenter` shows the photograph on screen in all of them.
:mod:`.application` starts Qt and the window, :mod:`.session_restore` opens again what was open,
:mod:`.window_geometry` keeps the window's place, :mod:`.panel_layout` the panels beside the
photograph, :mod:`.status_bar` is its lower edge, and :mod:`.self_test` uses the window as a person
would.

State here: where the window stands on the screen, and nothing else. Whatever a second part of the
window needs to know belongs in ``gui/state``.
"""
