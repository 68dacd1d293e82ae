"""Settings and the last session, on disk. Without widgets.

:mod:`.schema` names every setting with its default, :mod:`.settings_file` keeps them as JSON that a
person can read, :mod:`.settings_store` is the one owner while the program runs and writes soon
after each change; :mod:`.session_file` holds what was open, for a restart or a crash.

Applying a choice is done in ``gui/preferences``. A test forbids QtWidgets in this package.
"""
