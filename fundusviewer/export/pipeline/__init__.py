"""The steps of an export in their order, from what was asked for to the finished file.

:mod:`.request` is what ``fundusviewer export`` asks for, :mod:`.writer` the one call that does it,
:mod:`.model_file` the last operations of the graph, the card and the golden vector.

How a step is done stands in the packages below. A file is written whole or not at all.
"""
