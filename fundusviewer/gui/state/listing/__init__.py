"""What is listed: chosen, made in the background, shown to Qt, gone through.

:mod:`.worklist` owns what is to be listed (:mod:`.list_choice`) and keeps the list up to date;
:mod:`.worklist_item_model` shows it to Qt as visits that open (:mod:`.visit_rows`), and
:mod:`.visit_words` says what a visit comes to; :mod:`.list_cursor` goes through it. Which
photograph is the active one is the selection's, one package above.
"""
