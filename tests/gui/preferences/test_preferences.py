"""The settings dialog: everything applies at once, is remembered, and is reset by one button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.dicom.settings import Peer
from fundusviewer.gui.dicom.network_dialog import NetworkDialog
from fundusviewer.gui.ml_models import model_controller
from fundusviewer.gui.preferences.analysis_page import AnalysisPage
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.preferences.dicom_page import DicomPage
from fundusviewer.gui.preferences.display_page import DisplayPage
from fundusviewer.gui.preferences.files_page import FilesPage
from fundusviewer.gui.preferences.grading_page import GradingPage
from fundusviewer.gui.preferences.page import Page
from fundusviewer.gui.preferences.settings_controller import KEPT
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.text import translation
from fundusviewer.gui.threads.inference_worker import OpenModels
from fundusviewer.gui.widgets.theme import DARK, LIGHT, Theme
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.inference import Classifier
from fundusviewer.overlay import PALETTES
from tests.gui.steps import listed
from tests.helpers.markers import make_marking_card, write_marker
from tests.helpers.models import write_model

Examined = Callable[[], Photograph]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(window: MainWindow, examined: Examined) -> SettingsDialog:
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    return find_dialog()


def find_dialog() -> SettingsDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, SettingsDialog)
    return found


def page(dialog: SettingsDialog, kind: type[Page]) -> Page:
    return next(one for one in dialog.pages if isinstance(one, kind))


def display(dialog: SettingsDialog) -> DisplayPage:
    found = page(dialog, DisplayPage)
    assert isinstance(found, DisplayPage)
    return found


def network(dialog: SettingsDialog) -> AnalysisPage:
    found = page(dialog, AnalysisPage)
    assert isinstance(found, AnalysisPage)
    return found


def grading(dialog: SettingsDialog) -> GradingPage:
    found = page(dialog, GradingPage)
    assert isinstance(found, GradingPage)
    return found


def files(dialog: SettingsDialog) -> FilesPage:
    found = page(dialog, FilesPage)
    assert isinstance(found, FilesPage)
    return found


def pick(box: QComboBox, data: object) -> None:
    """Choose a row as a mouse click does."""
    row = box.findData(data)
    assert row >= 0
    box.setCurrentIndex(row)
    box.activated.emit(row)


def test_theme(window: MainWindow, dialog: SettingsDialog, theme: Theme) -> None:
    pick(display(dialog).themes, "dark")
    assert theme.colours is DARK
    ticked = [one for one in window.actions_table.submenus["theme"].actions() if one.isChecked()]
    assert [one.data() for one in ticked] == ["dark"]
    # The menu says it to the dialog's next opening, not only the other way round.
    pick(display(dialog).themes, "light")
    assert theme.colours is LIGHT
    assert window.settings.theme == "light"


def test_colours_of_the_heat_map(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog, examined: Examined
) -> None:
    def hottest() -> QColor:
        image = next(one for one in window.image.drawing.layers if one.name == "heat map").images[0]
        middle = image.height() // 2
        row = (image.pixelColor(x, middle) for x in range(0, image.width(), 9))
        return max(row, key=QColor.alpha)

    before = hottest()
    pick(display(dialog).palettes, "grey")
    qtbot.waitUntil(lambda: window.is_idle and hottest() != before)
    parts = (hottest().red(), hottest().green(), hottest().blue())
    assert max(parts) - min(parts) <= 3
    display(dialog).opacity.setValue(20)
    assert window.image.opacity.value() == 20
    assert window.settings.opacity == pytest.approx(0.2)
    display(dialog).heatmap.click()
    qtbot.waitUntil(lambda: "heat map" not in window.image.view.layer_names())
    assert not window.actions_table["heatmap"].isChecked()


def test_the_language_changes_at_once_and_the_keys_stay_where_they_are(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog
) -> None:
    dialog.tabs.setCurrentIndex(1)
    display(dialog).languages.setFocus()
    QTest.keyClick(display(dialog).languages, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Einstellungen")
    assert dialog.tabs.tabText(dialog.tabs.currentIndex()) == "Anzeige"
    assert dialog.focusWidget() is display(dialog).languages
    assert window.settings.language == "de"
    pick(display(dialog).languages, "en")
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Settings")


def test_every_palette_is_offered(dialog: SettingsDialog) -> None:
    box = display(dialog).palettes
    assert {box.itemData(row) for row in range(box.count())} == set(PALETTES)


def test_threads_load_the_model_anew(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int | None] = []
    load = OpenModels.load

    def note(
        models: OpenModels, path: Path, provider: str, threads: int | None, *own: object
    ) -> Classifier:
        loaded.append(threads)
        return load(models, path, provider, threads, *own)  # type: ignore[arg-type]

    monkeypatch.setattr(OpenModels, "load", note)
    field = network(dialog).threads
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1")
    assert loaded == []
    dialog.close()
    qtbot.waitUntil(lambda: window.is_idle and loaded == [1])
    assert window.settings.threads == 1
    assert SettingsFile().load().problem is None


def test_own_files_that_mark_places(
    qtbot: QtBot,
    window: MainWindow,
    dialog: SettingsDialog,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """They are tried before they are remembered, and their results are kept apart."""
    page = network(dialog)
    own = write_marker(tmp_path / "clinic.onnx", make_marking_card("landmarks"))
    no_marker = write_model(tmp_path / "grader.onnx")
    before = window.session.model
    assert before is not None

    def choose(*files: Path) -> None:
        monkeypatch.setattr(model_controller, "ask_models", lambda _: list(files))
        page.choose_marks.click()

    with qtbot.waitSignal(window.workspace.notification) as told:
        choose(no_marker)
    assert "does not mark places" in told.args[0]
    assert window.settings.own_marks == ()
    choose(own)
    qtbot.waitUntil(lambda: window.is_idle and window.settings.own_marks == (str(own),))
    assert page.own_marks.text() == "clinic.onnx"
    loaded = window.session.model
    assert loaded is not None
    assert loaded.own_marks == (own,)
    assert loaded.method != before.method
    assert loaded.method.without_places == before.method.without_places
    page.programs_marks.click()
    qtbot.waitUntil(lambda: window.is_idle and window.settings.own_marks == ())
    after = window.session.model
    assert after is not None
    assert after.method == before.method


def test_provider_and_operating_point(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog
) -> None:
    chooser = network(dialog).chooser
    pick(chooser.providers, "cpu")
    qtbot.waitUntil(lambda: window.is_idle and window.settings.provider == "cpu")
    row = chooser.points.count() - 1
    chooser.points.setCurrentIndex(row)
    chooser.points.activated.emit(row)
    point = window.session.point.current
    assert point is not None
    assert window.settings.operating_point == point.name
    assert chooser.points.currentData() == point
    # A model that is loaded later is used at the same point.
    window.session.models.choose(window.session.models.entries[0].path, "cpu")
    qtbot.waitUntil(lambda: window.is_idle)
    assert window.session.point.current == point


def test_name_and_ways_of_grading(window: MainWindow, dialog: SettingsDialog) -> None:
    grading(dialog).blind.click()
    assert window.actions_table["blind"].isChecked()
    assert window.session.blindness.is_on
    window.actions_table["go_on"].trigger()
    assert not grading(dialog).go_on.isChecked()
    grading(dialog).personal.click()
    grading(dialog).grader.setText(" Dr A ")
    dialog.close()
    settings = window.settings
    assert (settings.grader, settings.personal_data, settings.go_on) == ("Dr A", True, False)


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_table_of_names_shows_all_columns(window: MainWindow, qtbot: QtBot, code: str) -> None:
    translation.choose(code)
    try:
        dialog = SettingsDialog(window.choices, window)
        dialog.show()
        (table,) = dialog.findChildren(QTableWidget)
        dialog.tabs.setCurrentIndex(3)
        qtbot.waitUntil(table.isVisible)
        header = table.horizontalHeader()
        assert header.length() <= table.viewport().width()
        for column in range(4):
            title = table.horizontalHeaderItem(column)
            assert title is not None
            needed = header.fontMetrics().horizontalAdvance(title.text())
            assert needed < header.sectionSize(column)
        dialog.close()
    finally:
        translation.choose("en")


def test_patterns_apply_while_they_are_written(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog
) -> None:
    editor = files(dialog).editor
    editor.pattern.setEditText("{patient}_{eye}")
    qtbot.waitUntil(lambda: window.is_idle)
    assert [one.identity.patient for one in listed(window)][:2] == ["a", "b"]
    editor.pattern.setEditText("{patient")
    assert window.settings.name_pattern == "{patient}_{eye}"


def test_reset(
    qtbot: QtBot,
    window: MainWindow,
    dialog: SettingsDialog,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    questions: list[str] = []

    def answer(box: QMessageBox) -> QMessageBox.StandardButton:
        questions.append(box.windowTitle())
        button = QMessageBox.StandardButton
        return button.No if len(questions) == 1 else button.Yes

    monkeypatch.setattr(QMessageBox, "exec", answer)
    pick(display(dialog).themes, "light")
    display(dialog).contours.click()
    grading(dialog).blind.click()
    grading(dialog).grader.setText("Dr A")
    network(dialog).threads.setValue(2)
    dialog.reset.click()
    assert window.settings.theme == "light"
    dialog.reset.click()
    qtbot.waitUntil(lambda: window.is_idle)
    defaults = Settings()
    differing = {
        name
        for name in Settings.model_fields
        if getattr(window.settings, name) != getattr(defaults, name)
    }
    assert differing <= set(KEPT)
    assert not window.session.blindness.is_on
    assert window.session.models.threads is None
    assert not window.actions_table["contours"].isChecked()
    assert display(dialog).themes.currentData() == "dark"


def test_all_pages_by_keyboard_alone(dialog: SettingsDialog) -> None:
    """Tab comes to every control of every page, and on each is a name for screen readers."""
    for number, shown in enumerate(dialog.pages):
        dialog.tabs.setCurrentIndex(number)
        wanted = {
            one
            for one in shown.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(dialog)
        }
        reached: set[QWidget] = set()
        for _ in range(60):
            QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            assert focused is not None
            reached.add(focused)
        proxies = {one.focusProxy() or one for one in wanted if one.isEnabled()}
        assert proxies <= reached, [(one, one.accessibleName()) for one in proxies - reached]


def test_a_small_screen_is_enough(dialog: SettingsDialog) -> None:
    hint = dialog.minimumSizeHint()
    assert hint.width() <= 1000
    assert hint.height() <= 650


def test_the_network_is_changed_from_the_settings(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog
) -> None:
    told = page(dialog, DicomPage)
    assert isinstance(told, DicomPage)
    dialog.tabs.setCurrentIndex(dialog.pages.index(told))
    assert told.archive.text() == "Off"
    QTest.mouseClick(told.button, Qt.MouseButton.LeftButton)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, NetworkDialog)
    assert asked.parent() is dialog
    asked.archive.title_field.setText("PACS")
    asked.archive.host.setText("127.0.0.1")
    asked.accept()
    assert window.workspace.dicom.settings.archive == Peer(title="PACS", host="127.0.0.1", port=104)
    assert told.archive.text() == "PACS at 127.0.0.1:104"
    assert told.receiving.text() == "Off"
