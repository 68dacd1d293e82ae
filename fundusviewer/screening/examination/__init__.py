"""One photograph, from its path to a finding. There is no other way.

:mod:`.examine` reads, prepares, asks the network and assesses; :mod:`.steps` are the steps that
everybody takes, with the REVISION of their answers, :mod:`.finding` what comes of them,
:mod:`.method` how a result was made, :mod:`.operating_point` the threshold that was chosen.

Nothing here knows the database, lists or runs: those are the rest of ``screening``.
"""
