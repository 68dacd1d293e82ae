"""Whatever files, people and models are called, the window shows it as words.

All labels, tips, titles, actions and items of the window and of every dialog are walked over while
every name from outside is a hostile one. A dialog that is new must be added to the walk; what
could show markup is looked for in the code.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

import fundusviewer.gui
from fundusviewer.grading import READING_ROLES
from fundusviewer.gui.crash.reporter import CrashDialog
from fundusviewer.gui.dicom.network_dialog import NetworkDialog
from fundusviewer.gui.dicom.tags_dialog import TagDialog
from fundusviewer.gui.ml_models.clinic_dialog import ClinicDialog
from fundusviewer.gui.ml_models.inspection_window import InsideWindow
from fundusviewer.gui.ml_models.model_cards_dialog import ModelDialog
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.review.agreement_dialog import AgreementDialog
from fundusviewer.gui.review.cohort_dialog import CohortDialog
from fundusviewer.gui.review.history_dialog import HistoryDialog
from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.review.patient_dialog import PatientDialog
from fundusviewer.gui.review.readers_dialog import ReadersDialog
from fundusviewer.gui.review.seat_dialog import SeatDialog
from fundusviewer.gui.text.outside import MOST, TIP_LINES, TIP_WIDTH
from fundusviewer.gui.viewing.marking.mark_dialog import MarkDialog
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.drift_dialog import DriftDialog
from fundusviewer.gui.worklist.left_out_notice import LeftOutDialog
from fundusviewer.imaging import read_tags
from fundusviewer.inference import Interval, OperatingPoint
from fundusviewer.resources import user_models_dir
from fundusviewer.screening import Change, Identity, Row
from fundusviewer.screening.course import EyeAtVisit, VisitOfCourse
from fundusviewer.screening.failsafe.audit import Audit, Case, Gap
from fundusviewer.screening.failsafe.cohort import Due
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.readers import Reader
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle, listed, look_at_all
from tests.gui.window.test_accessibility import DIALOGS
from tests.helpers.dicom import as_jpeg, written
from tests.helpers.models import make_card, write_model

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no files of such names"
)

MARKUP = "<img src=x> <b>& [*] \u202egpj.x\nNEXT"
LONG = MARKUP + "W" * 5000
#: What Qt would load or turn round.
FORBIDDEN = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b"

MakeDialog = Callable[[MainWindow], QDialog]


@pytest.fixture
def hostile(
    qtbot: QtBot,
    make_window: MakeWindow,
    tmp_path: Path,
    photographs: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """Return a window in which every name is hostile."""
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (LONG, True))
    point = Interval(value=0.9, low=0.8, high=0.95)
    card = make_card(
        title=LONG[:120],
        backbone=MARKUP,
        licence=LONG,
        limits=(LONG,),
        operating_points=(
            OperatingPoint(
                name=MARKUP,
                threshold=0.5,
                sensitivity=point,
                specificity=point,
                measured_on=LONG,
            ),
        ),
    )
    user_models_dir().mkdir(parents=True)
    write_model(user_models_dir() / "tiny.onnx", card)
    (user_models_dir() / f"{MARKUP}.onnx").write_bytes(b"no model")
    folder = tmp_path / MARKUP
    folder.mkdir()
    for number, path in enumerate(photographs):
        path.rename(folder / f"{MARKUP}{number} OD.png")
    (folder / f"{MARKUP}bad.png").write_bytes(b"no photograph")
    database = folder / f"{MARKUP}.db"
    window = make_window(database=database)
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=60_000)
    good = next(one for one in listed(window) if one.can_be_reviewed)
    window.selection.choose(good.key)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    window.workspace.reviewing.grade(1)
    window.workspace.reviewing.note(good.key, LONG)
    window.selection.choose(good.key)
    window.workspace.reviewing.correct()
    dialog = window.findChild(IdentityDialog)
    assert dialog is not None
    dialog.patient.setText(LONG)
    dialog.accept()
    look_at_all(qtbot, window)
    window.workspace.listing.watched.emit(folder)
    window.workspace.status_message.emit(LONG)
    window.image.notice.tell(LONG)
    return window


_READER = Reader(1, LONG, frozenset(READING_ROLES))


@pytest.fixture
def dialogs(tmp_path: Path, small_sample: object) -> dict[str, MakeDialog]:
    """Return all dialogs, filled with hostile names."""
    file = written(
        tmp_path / "tags.dcm",
        as_jpeg(small_sample, PatientName=MARKUP.replace("\n", ""), StudyDescription="<b>&" * 15),  # type: ignore[arg-type]
    )
    note = json.dumps({"note": LONG})
    change = Change("2026-03-14T10:20:00", LONG, "review", "0", None, note)
    return {
        **DIALOGS,
        "crash": lambda window: CrashDialog(LONG, window),
        "history": lambda window: HistoryDialog(LONG, [change], window),
        "patient": lambda window: PatientDialog(
            LONG,
            [VisitOfCourse(None, (EyeAtVisit(None, Row.of_file(Path(LONG)), 1, False),), ())],
            window,
        ),
        "identity": lambda window: IdentityDialog([Identity(patient=LONG)], window),
        "left out": lambda window: LeftOutDialog([LeftOut(Path(LONG), LONG, True)], window),
        "tags": lambda window: TagDialog(LONG, *read_tags(file), window),
        "mark": lambda window: MarkDialog(MARKUP, LONG, window),
        "network": lambda window: NetworkDialog(
            window.workspace.dicom.settings, lambda *_: None, window
        ),
        "agreement": lambda window: AgreementDialog(LONG, window),
        "seat": lambda window: SeatDialog([_READER], None, window),
        "readers": lambda window: ReadersDialog([_READER], None, window),
        "cohort": lambda window: CohortDialog(
            LONG,
            Audit((Case(Due(LONG, None, (2,)), (Gap.NO_PHOTOGRAPH,), remarks=(LONG,)),), 1, 1),
            window,
        ),
        "clinic": lambda window: ClinicDialog(make_card(title="<b>&" * 20), LONG, window),
        "drift": DriftDialog,
        "settings": lambda window: SettingsDialog(window.choices, window),
        "inside": InsideWindow,
    }


def items(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    """Yield the words and the tips of a model's entries."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            yield "item", str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            yield "tip", str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


def shown(root: QWidget) -> Iterator[tuple[str, str]]:
    """Yield all that a window shows, hidden or not, with what kind of text it is."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield "title", widget.windowTitle()
        for text in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            yield "tip", text
        if isinstance(widget, QLabel):
            yield "label", widget.text()
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            yield from items(widget.model())
    for action in root.findChildren(QAction):
        yield "action", action.text()
        yield "tip", action.toolTip()
        yield "tip", action.statusTip()


def assert_plain(root: QWidget) -> int:
    """Check that nothing which is shown acts; returns how much of it came from outside."""
    for label in root.findChildren(QLabel):
        # As Qt does before it shows it.
        label.ensurePolished()
        assert label.textFormat() is Qt.TextFormat.PlainText, (label.objectName(), label.text())
    hostile = 0
    for kind, text in shown(root):
        assert not set(text) & set(FORBIDDEN), (kind, text)
        assert len(text) <= 2 * MOST, (kind, text[:200])
        hostile += "<b>" in text
        if kind == "tip":
            lines = text.split("\n")
            assert len(lines) <= TIP_LINES + 1, text
            assert max(map(len, lines)) <= TIP_WIDTH, text
        if kind == "action" and "<b>" in text:
            assert "&&" in text
            assert "\n" not in text
        if kind == "title" and "<b>" in text:
            assert "[*][*]" in text
    return hostile


def test_the_window_shows_names_as_they_are(hostile: MainWindow) -> None:
    for name in ("both_eyes", "visits"):
        hostile.actions_table[name].trigger()
        assert assert_plain(hostile) > 20
    # Nobody's name makes the window larger than a screen.
    hint = hostile.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= 760


def test_every_dialog_shows_names_as_they_are(
    qtbot: QtBot, hostile: MainWindow, dialogs: dict[str, MakeDialog]
) -> None:
    walked = set()
    for make in dialogs.values():
        dialog = make(hostile)
        dialog.show()
        walked.add(type(dialog))
        assert_plain(dialog)
        hint = dialog.minimumSizeHint()
        assert hint.boundedTo(QSize(1366, 690)) == hint, (type(dialog), hint)
        dialog.close()
    assert walked == set(_dialogs_of_the_program())


def _dialogs_of_the_program() -> Iterator[type[QDialog]]:
    for module in _modules():
        for value in vars(module).values():
            ours = isinstance(value, type) and value.__module__ == module.__name__
            if ours and issubclass(value, QDialog):
                yield value


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(fundusviewer.gui.__path__, "fundusviewer.gui."):
        yield importlib.import_module(found.name)


def test_a_card_is_the_only_page_with_markup_and_holds_none_of_its_authors(
    hostile: MainWindow,
) -> None:
    dialog = ModelDialog(hostile.session.models.entries, None, hostile)
    pages = []
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        pages.append(dialog.text)
        assert "<img src=x>" in dialog.text.toPlainText()
        assert "<img" not in dialog.text.toHtml()
    assert len(pages) == 2
    dialog.close()


def test_a_question_names_photographs_as_they_are_called(
    hostile: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fundusviewer.gui.widgets.message_box import Button, ask

    boxes: list[tuple[Qt.TextFormat, str, str]] = []

    def answer(box: QMessageBox) -> Button:
        assert_plain(box)
        boxes.append((box.textFormat(), box.text(), box.windowTitle()))
        return Button.Yes

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert ask(hostile, MARKUP, MARKUP) is Button.Yes
    ((form, text, title),) = boxes
    assert form is Qt.TextFormat.PlainText
    assert text == MARKUP.replace("\u202e", "\N{REPLACEMENT CHARACTER}")
    assert "[*][*]" in title


def test_tips_and_qts_own_labels_read_no_markup(qtbot: QtBot, hostile: MainWindow) -> None:
    QToolTip.showText(QPoint(5, 5), "<img src=x>tip", hostile)
    dialog = QInputDialog(hostile)
    dialog.setLabelText("<img src=x>label")
    dialog.show()
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QLabel)]
    tips = [one for one in found if one.text() == "<img src=x>tip"]
    (label,) = (one for one in dialog.findChildren(QLabel) if one.text() == "<img src=x>label")
    assert tips
    for one in (label, *tips):
        assert one.textFormat() is Qt.TextFormat.PlainText
    dialog.close()
    QToolTip.hideText()


#: What could show markup, and the one module that may use it.
_MARKUP_MAKERS = {
    "QLabel": "basic.py",
    "QMessageBox": "message_box.py",
    "QErrorMessage": "",
    "setHtml": "basic.py",
    "insertHtml": "",
    "appendHtml": "",
    "setMarkdown": "",
    "RichText": "",
    "AutoText": "",
    "MarkdownText": "",
    "question": "",
    "critical": "",
    "setTextFormat": "basic.py message_box.py",
}


def test_nothing_else_in_the_window_can_show_markup() -> None:
    folder = Path(fundusviewer.gui.__path__[0])
    found = []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ""
            if not isinstance(node, ast.expr | ast.stmt):
                continue
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            elif isinstance(node, ast.Attribute) and node.attr in ("RichText", "AutoText"):
                name = node.attr
            elif isinstance(node, ast.ClassDef):
                bases = {getattr(base, "id", "") for base in node.bases}
                name = next(iter(bases & {"QLabel", "QMessageBox"}), "")
            if name in _MARKUP_MAKERS and path.name not in _MARKUP_MAKERS[name].split():
                found.append(f"{path.relative_to(folder)}:{node.lineno}: {name}")
    assert found == []
