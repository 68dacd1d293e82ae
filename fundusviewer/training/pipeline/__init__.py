"""Whole runs: training from labels to a file with its report, and measuring a file on labels.

:mod:`.run` takes the steps, :mod:`.outcome` is what came of them, :mod:`.run_report` writes it
down; :mod:`.leave_out` asks how a model does in a clinic that it never saw, :mod:`.evaluate_file`
measures a file that is there already. The state of a run is its folder on disk: a run that was
stopped goes on from there.
"""
