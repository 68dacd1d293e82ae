"""Which providers may compute on this machine, and which one is taken.

A provider is tried with each model file in a process of its own (:mod:`.provider_trial`); what came
out is remembered (:mod:`.verdicts`), and the choice rests on it (:mod:`.choice`).
"""
