"""What readers mark on photographs, as the window knows it: :mod:`.mark_board` owns it."""
