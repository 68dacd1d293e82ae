"""Makes the pictures of the README and the user guide from the running program, off screen.

    python docs/make_screenshots.py [FOLDER]

Everything shown comes with the program: the sample photographs (CC0, and IDRiD's under CC BY 4.0),
and pictures that are made from the first or drawn here. ``docs/images`` is the default folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
from PIL import Image

import fundusviewer.inference  # noqa: F401 - before Qt, see cli/open.py

# isort: split
from PySide6.QtCore import QElapsedTimer, QEventLoop, QPointF, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from fundusviewer.gui.commands.shortcuts_dialog import KeysDialog
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.ml_models.inspection_window import InsideWindow
from fundusviewer.gui.ml_models.model_cards_dialog import ModelDialog
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_image
from fundusviewer.resources import asset, sample_photographs
from fundusviewer.screening import Sorting

#: Off screen the display has 800 × 800 pixels otherwise.
_SCREEN = (
    '{"screens": [{"name": "wide", "x": 0, "y": 0, "width": 1920, "height": 1200, '
    '"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}'
)
_SETTINGS = '{"theme": "light", "geometry": [0, 0, 1440, 900]}'
_PATIENCE = 60_000


def main() -> int:
    """Make all pictures."""
    default = Path(__file__).parent / "images"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FUNDUSVIEWER_HOME"] = str(folder / "home")
        (folder / "home").mkdir()
        (folder / "home" / "settings.json").write_text(_SETTINGS, encoding="utf-8")
        (folder / "screen.json").write_text(_SCREEN, encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screen.json'}"
        photographs = folder / "photographs"
        photographs.mkdir()
        _make_photographs(photographs)
        app = make_application()
        window = MainWindow(Theme(app), CrashReporter(app))
        window.show()
        try:
            _tour(window, photographs, target)
        finally:
            window.close()
    return 0


def _tour(window: MainWindow, photographs: Path, target: Path) -> None:
    _until(lambda: window.session.model is not None)
    _picture(window, target / "empty.png")
    _form_tour(window, target)
    window.open_paths([photographs])
    _until(lambda: window.workspace.list.model.rowCount() > 1 and window.is_idle)
    first = photographs / "Anna OS 2024-05-02.jpg"
    for path, name in (
        (first, "finding.png"),
        (photographs / "Berta OS 2024-05-02.jpg", "ungradable.png"),
        (photographs / "Holiday.png", "not-fundus.png"),
        (photographs / "Letter.jpg", "error.png"),
    ):
        _choose(window, path)
        _picture(window, target / name)
    _choose(window, first)
    window.set_theme("dark")
    _settle()
    _picture(window, target / "dark.png")
    window.set_theme("light")
    _looking_tour(window, photographs, target)
    _list_tour(window, photographs, target)
    current = window.session.model.path if window.session.model else None
    _dialog(ModelDialog(window.session.models.entries, current, window), target / "model-card.png")
    window.actions_table["inside"].trigger()
    inside = window.inside.window
    _until(lambda: inside.maps.count() > 0)
    _choose_layer(inside)
    _picture(inside, target / "inside-the-network.png")
    inside.close()
    keys = KeysDialog(window.menuBar(), window)
    # As on a real screen, where all of them are seen at once.
    keys.resize(1180, 740)
    _dialog(keys, target / "keys.png")
    settings = SettingsDialog(window.choices, window)
    # The page of the display: the others hold paths of this machine.
    settings.tabs.setCurrentIndex(1)
    _dialog(settings, target / "settings.png")


def _form_tour(window: MainWindow, target: Path) -> None:
    """Show a diseased eye with heat map, lesions and form; the window ends as it began."""
    workspace, actions = window.workspace, window.actions_table
    window.settings_store.update(grader="Dr. Example", go_on=False, scheme="nhs")
    window.open_paths(sample_photographs())
    _until(lambda: workspace.list.model.rowCount() > 1 and window.is_idle)
    _choose(window, asset("samples/IDRiD_189.jpg"))
    actions["lesions"].trigger()
    _until(lambda: window.is_idle)
    actions["form"].trigger()
    for key in ("h", "e", "w", "x"):
        section, code = workspace.form.key(key)
        section.toggle(code)
    workspace.form.rewind()
    window.set_theme("dark")
    _settle()
    _picture(window, target / "form.png")
    window.set_theme("light")
    actions["lesions"].trigger()
    workspace.filling.close()
    _mark_tour(window, target)
    _until(lambda: window.is_idle)
    workspace.reviewing.withdraw()
    _until(lambda: window.is_idle)
    window.settings_store.update(go_on=True, scheme="icdr")
    window.session.close_all()
    _until(lambda: window.is_idle)


def _mark_tour(window: MainWindow, target: Path) -> None:
    """Mark the photograph on screen; the window ends as it began."""
    marking, actions = window.viewing.marking, window.actions_table
    actions["heatmap"].trigger()
    for name, kind, places in (
        ("mark_length", None, ((2100, 1860), (2766, 1880))),
        ("mark_outline", "EX", ((1700, 1760), (1800, 1660), (2060, 1690), (2080, 1850))),
        ("mark_arrow", "SE", ((1300, 760), (1490, 500))),
        ("mark_point", "MA", ((2297, 2203),)),
    ):
        actions[name].trigger()
        marking.next_kind = kind
        marking.press(QPointF(*places[0]))
        for place in places[1:]:
            marking.drag(QPointF(*place))
        marking.release(QPointF(*places[-1]))
        _until(lambda: window.is_idle)
    _picture(window, target / "marks.png")
    for mark in marking.marks:
        marking.press(QPointF(*mark.points[0]))
        marking.release(QPointF(*mark.points[0]))
        marking.remove()
    actions["mark_point"].trigger()
    marking.next_kind = None
    actions["heatmap"].trigger()
    _until(lambda: window.is_idle)


def _list_tour(window: MainWindow, photographs: Path, target: Path) -> None:
    """Grade some photographs, openly and blind; the window ends as it began."""
    workspace, actions = window.workspace, window.actions_table
    window.settings_store.update(grader="Dr. Example", go_on=False)
    workspace.list.choose(sorting=Sorting.PATIENT)
    _until(lambda: window.is_idle)
    _choose(window, photographs / "Anna OS 2024-05-02.jpg")
    workspace.reviewing.grade(0)
    _until(lambda: window.is_idle)
    _picture(window, target / "worklist.png")
    actions["blind"].trigger()
    _until(lambda: window.is_idle)
    other = next(
        one
        for one in workspace.list.model.photographs(workspace.list.model.keys)
        if one.progress is Progress.HIDDEN
    )
    _choose(window, other.path)
    _picture(window, target / "blind.png")
    workspace.reviewing.grade(1)
    _until(lambda: window.is_idle)
    actions["agreement"].trigger()
    page = workspace.agreement.dialog
    if page is None:
        raise RuntimeError("the page of agreement did not open")
    _until(lambda: page.matrix.rowCount() > 0)
    _picture(page, target / "agreement.png")
    page.close()
    actions["blind"].trigger()
    workspace.list.choose(sorting=Sorting.RISK)
    _until(lambda: window.is_idle)


def _choose_layer(inside: InsideWindow) -> None:
    """Choose an early layer, whose maps still look like the photograph."""
    before = inside.maps_text.text()
    row = inside.layers.count() // 8
    inside.layers.setCurrentIndex(row)
    inside.layers.activated.emit(row)
    _until(lambda: inside.maps_text.text() != before)


def _looking_tour(window: MainWindow, photographs: Path, target: Path) -> None:
    """Show the ways to look at a photograph; the window ends as it began."""
    view, actions = window.image.view, window.actions_table
    _choose(window, photographs / "Anna OS 2024-05-02.jpg")
    for name in ("green", "equalise", "loupe"):
        actions[name].trigger()
    _until(lambda: window.is_idle)
    view.hovered.emit(view.mapFromScene(860, 640).toPointF())
    _picture(window, target / "red-free.png")
    for name in ("loupe", "original", "both_eyes"):
        actions[name].trigger()
    _until(lambda: window.is_idle)
    _picture(window, target / "both-eyes.png")
    actions["visits"].trigger()
    _until(lambda: window.is_idle)
    _picture(window, target / "two-visits.png")
    actions["visits"].trigger()
    measure = window.viewing.measure
    actions["measure"].trigger()
    for name, first, last in (
        ("mark_disc", (164, 690), (375, 690)),
        ("measure", (270, 690), (846, 735)),
    ):
        if not actions[name].isChecked():
            actions[name].trigger()
        measure.press(QPointF(*first))
        measure.release(QPointF(*last))
    _picture(window, target / "measuring.png")
    for _ in range(2):
        actions["remove_measure"].trigger()
    actions["measure"].trigger()


def _choose(window: MainWindow, path: Path) -> None:
    model = window.workspace.list.model
    found = (one.key for one in model.photographs(model.keys) if one.path == path)
    window.workspace.list.cursor.choose(next(found))
    pages = window.image.pages
    shown = (window.image.view, window.image.failure)
    _until(lambda: pages.currentWidget() in shown and window.is_idle)
    _settle()


def _make_photographs(folder: Path) -> None:
    sample = read_image(asset("sample.jpg")).pixels[:, :, ::-1]
    cv2.imwrite(str(folder / "Anna OS 2024-05-02.jpg"), sample)
    cv2.imwrite(str(folder / "Berta OS 2024-05-02.jpg"), (sample * 0.12).astype(np.uint8))
    turned = cv2.warpAffine(
        sample, cv2.getRotationMatrix2D((705, 705), 6, 1.0), sample.shape[1::-1]
    )
    cv2.imwrite(str(folder / "Anna OS 2022-03-11.jpg"), turned)
    # There is one photograph that may be shown here: the right eye is its mirror image.
    cv2.imwrite(str(folder / "Anna OD 2024-05-02.jpg"), np.ascontiguousarray(sample[:, ::-1]))
    cv2.imwrite(str(folder / "Holiday.png"), _landscape())
    (folder / "Letter.jpg").write_text("This is a letter, not a photograph.", encoding="utf-8")


def _landscape() -> np.ndarray:
    """Draw sky, sea, beach and sun."""
    picture = np.zeros((800, 1200, 3), np.uint8)
    rows = np.linspace(0, 1, 400)[:, None, None]
    picture[:400] = (235, 190, 120) + rows * (10, 30, 90)
    picture[400:560] = (150, 110, 30)
    picture[560:] = (150, 200, 225)
    cv2.circle(picture, (900, 190), 70, (170, 235, 255), -1, cv2.LINE_AA)
    return picture


def _dialog(dialog: QWidget, path: Path) -> None:
    dialog.show()
    _settle()
    _picture(dialog, path)
    dialog.close()


def _picture(widget: QWidget, path: Path) -> None:
    _settle()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    # 256 colours, dithered: a third of the size, and no artefacts around letters as in a JPEG.
    picture = Image.fromarray(pixels)
    # Pillow dithers only to a palette that is there already.
    palette = picture.quantize(256, method=Image.Quantize.FASTOCTREE)
    dithered = picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    dithered.save(path, optimize=True)
    print(f"{path}: {image.width()} × {image.height()}, {path.stat().st_size / 1000:.0f} kB")


def _settle() -> None:
    """Let the jobs end and the window paint."""
    loop = QEventLoop()
    QTimer.singleShot(400, loop.quit)
    loop.exec()


def _until(condition: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if clock.elapsed() > _PATIENCE:
            raise TimeoutError("the window did not get ready within a minute")


if __name__ == "__main__":
    sys.exit(main())
