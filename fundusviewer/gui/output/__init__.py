"""The list as a file: CSV, JSON lines or PDF.

:mod:`.list_export_dialog` asks what is written and as what, :mod:`.list_export` writes it in the
background and says how it went. :mod:`.report_preview` shows the pages of the report,
:mod:`.printing` hands them to a printer.

What stands in the files is made in ``reporting``. Objects for an archive are made in ``gui/dicom``,
the picture with its overlay is saved by ``gui/viewer``.
"""
