"""That nobody falls off: a list of people who are due, against what the database holds of them.

:mod:`.cohort` reads the list, :mod:`.audit` compares. Neither writes anything.
"""
