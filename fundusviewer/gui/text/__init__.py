"""Language, numbers, dates, and the sentences of the rooms that know no Qt. Without widgets.

:mod:`.translation` owns the language that is chosen, :mod:`.formatting` writes numbers and dates in
it, and :mod:`.message_translation` finds an English sentence of another room in
:mod:`.message_catalogue` and says it in that language. :mod:`.report_language` does so for the
printed report. The catalogue is made by ``make translations``; do not edit it.

Words for findings, eyes and steps stand with what they describe. A test forbids QtWidgets here.
"""
