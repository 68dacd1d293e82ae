"""All state of the window that more than one part needs. Without widgets: QtCore and signals only.

:mod:`.session` owns the database and hands out photographs; :mod:`.opened_files` owns which files
were opened, :mod:`.selection` which photograph is the active one and which are selected
(:mod:`.list_cursor` goes through them), :mod:`.worklist` what is listed, in which order and what is
left out (:mod:`.list_choice`; :mod:`.worklist_item_model` shows it to Qt), :mod:`.grade_blindness`
whether and whose answers are hidden, :mod:`.operating_point` where referral begins,
:mod:`.model_loader` the loaded model, :mod:`.current_examination` the finding of the photograph on
screen with its heat map, :mod:`.folder_run` the run through what waits, :mod:`.undo_stack` what can
be taken back, :mod:`.related_photographs` which photographs belong together.

A value has one owner here; others ask for it or hear its signal, and none of them keeps a copy. It
is tested without a window. A test forbids QtWidgets in this package.
"""
