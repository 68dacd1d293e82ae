"""All state of the window that more than one part needs. Without widgets: QtCore and signals only.

:mod:`.session` owns the database, the operating point, whether answers are hidden, and hands out
photographs; :mod:`.opened_files` which files were opened, :mod:`.worklist` what is listed and in
which order (:mod:`.worklist_item_model` shows it to Qt), :mod:`.model_loader` the loaded model,
:mod:`.current_examination` the finding of the photograph on screen with its heat map,
:mod:`.folder_run` the run through what waits, :mod:`.undo_stack` what can be taken back,
:mod:`.related_photographs` which photographs belong together.

A value has one owner here; others ask for it or hear its signal. It is tested without a window. A
test forbids QtWidgets in this package.
"""
