"""The list on the left: rows, filters, search, thumbnails, and how names of files are read.

:mod:`.worklist_panel` is the list with its progress, :mod:`.visit_list_view` takes its keys and
clicks, :mod:`.row_delegate` paints a row, :mod:`.row_pictures` keeps what it painted,
:mod:`.filter_bar` stands above it, and :mod:`.worklist_controller` connects them with the settings
and the watched folder.
:mod:`.outdated_results` says once that results are of an earlier model,
:mod:`.drift_watch` that the photographs are others than at first.

Which photographs are listed and in which order is owned by ``gui/state/listing``, which of them are
selected by ``gui/state/selection``: the panel shows both.
"""
