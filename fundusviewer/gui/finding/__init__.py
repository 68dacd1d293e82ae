"""The finding in words: the decision first, then what it rests on.

:mod:`.finding_panel` is the right side of the window, :mod:`.decision_card` its large headline,
:mod:`.probability_bars` the classes, and the two ``_text`` modules put findings and eyes into
words.

No state and no judgement: it shows a photograph of ``gui/state`` as it is given. Where an answer is
hidden, missing or refused, that is what it says.
"""
