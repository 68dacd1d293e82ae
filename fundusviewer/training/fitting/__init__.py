"""What is fitted to a finished file's own answers on validation patients.

:mod:`.predictions` asks the file, :mod:`.temperature_scaling`, :mod:`.conformal` and
:mod:`.operating_points` fit one number each, :mod:`.fitting` does all of it. Nothing here changes a
weight of the network.
"""
