"""The pages of the report in the window, and on a printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from fundusviewer.gui.output.list_export_dialog import ExportDialog
from fundusviewer.gui.output.report_preview import ReportPreview
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.steps import on_screen
from tests.reporting.printed import Printed


@pytest.fixture
def preview(qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]) -> ReportPreview:
    examined()
    window.actions_table["export_pdf"].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    (button,) = (one for one in dialog.findChildren(QPushButton) if "view and" in one.text())
    button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReportPreview)), timeout=60_000)
    (shown,) = window.findChildren(ReportPreview)
    qtbot.waitUntil(lambda: not shown.is_busy, timeout=60_000)
    return shown


def test_pages_are_turned_and_look_like_the_file(
    qtbot: QtBot,
    window: MainWindow,
    preview: ReportPreview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert preview.isVisible()
    assert preview.page.accessibleName().startswith("Page 1 of ")
    QTest.keyClick(preview, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not preview.is_busy, timeout=60_000)
    assert preview.number.value() == preview.number.maximum() > 1
    QTest.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.number.value() == preview.number.maximum() - 1
    QTest.keyClick(preview, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not preview.is_busy, timeout=60_000)
    shown = preview.page.pixmap().toImage()
    # The same drawing in the file.
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    preview.save.click()
    qtbot.waitUntil(target.exists, timeout=60_000)
    page = Printed(target).picture(preview.number.maximum(), 72)
    assert shown.height() / shown.width() == pytest.approx(page.shape[0] / page.shape[1], abs=0.01)
    dark = sum(
        shown.pixelColor(x, y).lightness() < 128
        for x in range(0, shown.width(), 4)
        for y in range(0, shown.height(), 4)
    ) / (shown.width() * shown.height() / 16)
    assert dark == pytest.approx(float((page.mean(axis=2) < 128).mean()), abs=0.03)
    assert on_screen(preview).std() > 10


def test_some_pages_are_printed_and_noted(
    qtbot: QtBot,
    window: MainWindow,
    preview: ReportPreview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "printed.pdf"

    def choose(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 3)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    with qtbot.waitSignal(preview.printed, timeout=60_000):
        preview.print.click()
    pages = Printed(target).pages
    assert len(pages) == 2
    assert "2 of" in pages[0]
    assert "3 of" in pages[1]
    qtbot.waitUntil(lambda: window.workspace.exporting.background.is_idle, timeout=60_000)
    database = window.session.database
    assert database is not None
    # Of what was not printed nobody says that it was.
    reported = database.lists.reports()
    assert {one.kind for one in reported.values()} == {"print"}
    assert len(reported) == 1
    preview.close()
