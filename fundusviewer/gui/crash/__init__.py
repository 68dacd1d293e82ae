"""When something goes wrong that nobody expected: a log, one dialog, and on it goes.

:mod:`.reporter` catches exceptions of every thread, :mod:`.qt_fatal` what Qt says before it ends
the program, and :mod:`.native_alert` speaks without Qt where Qt is what fails.

:mod:`.redaction` takes out whatever could tell who the patient is. It owns the words that must
never be logged; every text that leaves the program passes through it.
"""
