"""The doctor's word: grades, notes, identities, undo, and the agreement with the network.

:mod:`.review_controller` writes what is said at once and in order, on a thread of its own;
:mod:`.review_panel` is where it is said. The dialogs show the history, correct an identity and
show the page of agreement; :mod:`.undo_texts` names a step for the menu.

The reviews themselves are owned by the database (``screening``), the steps that can be taken back
by ``gui/state/undo_stack``. No part of the window keeps a second copy.
"""
