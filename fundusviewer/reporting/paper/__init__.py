"""Drawing the pages of a report with Qt. Imported late: :mod:`fundusviewer.reporting.pdf`."""
