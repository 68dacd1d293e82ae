"""Kinds of picture files, as far as they need care of their own: JPEG, TIFF, profiles, orientation.

Nothing here knows fundus photographs. Which file is read in which way is decided by the modules
above; DICOM has a package of its own.
"""
