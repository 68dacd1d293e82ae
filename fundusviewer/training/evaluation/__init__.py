"""What a model is worth: figures by set, over photographs and over patients, with intervals.

:mod:`.evaluation` computes them from answers and true grades, :mod:`.report` writes them for people
and for programs. It fits nothing and sees held-out patients only where it is given them.
"""
