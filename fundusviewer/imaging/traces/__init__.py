"""Traces in the pixels of what is no retina: damage to the file, the pixels of a screen.

Each is a number for the gate's measures (:mod:`fundusviewer.imaging.measures`); what it means for
the photograph is decided in :mod:`fundusviewer.grading.gate`. Nothing is kept here.
"""
