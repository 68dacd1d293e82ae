"""All state of the window that more than one part needs. Without widgets: QtCore and signals only.

:mod:`.setup` owns what photographs are examined with: the database, the loaded model
(:mod:`.model_loader`), the operating point (:mod:`.operating_point`), whether and whose answers are
hidden (:mod:`.grade_blindness`). :mod:`.session` is the setup at work: it opens files
(:mod:`.opened_files`), has them examined (:mod:`.folder_run`, and :mod:`.current_examination` for
the one on screen), and says what has changed; :mod:`.photographs` reads them as they are known now.

:mod:`.selection` owns which photograph is the active one and which are selected, :mod:`.listing`
what is listed, in which order and what is left out, :mod:`.undo_stack` what can be taken back,
:mod:`.related_photographs` which photographs belong together, :mod:`.side_panels` which panels are
shown.

A value has one owner here; others ask for it or hear its signal, and none of them keeps a copy. It
is tested without a window. A test forbids QtWidgets in this package.
"""
