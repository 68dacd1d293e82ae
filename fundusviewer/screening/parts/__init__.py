"""Findings made apart from the database, and brought into it: many computers, one archive.

:mod:`.choice` says which photographs a part is about, :mod:`.examination` makes the rows one after
the other, :mod:`.part_file` keeps them in a file that shows whether it is whole, and
:mod:`.bringing_in` stores them. Nothing here holds a list of all photographs.
"""
