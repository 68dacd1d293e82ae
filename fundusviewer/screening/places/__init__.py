"""Where photographs lie: on a drive, or behind an address (``s3://``, ``https://``, …).

:mod:`.address` writes an address as a path, so that names, lists and the database treat both alike;
:mod:`.fetching` reads either, again where a drive or a network fails for a moment; :mod:`.remote`
lists the folders of file systems behind addresses. Nothing is asked of a network that the user did
not name.
"""
