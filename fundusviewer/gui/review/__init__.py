"""The doctor's word: grades, forms, notes, identities, undo, readers, and who agrees with whom.

:mod:`.review_controller` writes what is said at once and in order, on a thread of its own;
:mod:`.review_panel` is where it is said, :mod:`.form` the grading form beside the photograph.
:mod:`.seat_controller` asks who reads in which role, :mod:`.reader_answers` shows an arbiter what
the readers say. The dialogs show the history, a patient's visits, a cohort list, the readers and
the page of agreement, and correct an identity; :mod:`.undo_texts` names a step for the menu.

The reviews themselves are owned by the database (``screening``), the steps that can be taken back
by ``gui/state/undo_stack``, who reads by ``gui/state/seat_in_use``. No part of the window keeps a
second copy.
"""
