"""Pieces of commands: arguments that several share, and what is said beside the answers.

A module of :mod:`fundusviewer.cli` is one command; what is here is none.
"""
