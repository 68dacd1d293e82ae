"""Heads on a finished file: gradability, and how familiar a photograph is.

They are added to a graph that is there already and can be replaced. Learning them is done in
``training``.
"""
