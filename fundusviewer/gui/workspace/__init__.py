"""Makes the working parts of the window, connects them, and ends them in the right order.

:mod:`.workspace` is the one place where controllers meet: they are siblings and do not import each
other. :mod:`.database_controller` opens databases; where none can be opened everything is kept in
memory, and that is said.

No state of its own. When the window closes, :mod:`.workspace` sees to it that what the doctor said
is written before a thread ends.
"""
