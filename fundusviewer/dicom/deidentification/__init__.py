"""Photographs without their patients (PS3.15, basic profile), for handing on.

:mod:`.deidentify` makes the copy; :mod:`.profile` says what is done to which attribute,
:mod:`.burned_in` looks for text in the picture, :mod:`.jpeg_comments` inside the JPEG.
"""
