"""A blind grader is shown nothing of a result, whatever fields a result may get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import Method, Sorting
from fundusviewer.screening.rows import RESULT_COLUMNS, StoredResult
from tests.gui.conftest import MakeWindow
from tests.gui.steps import listed
from tests.gui.texts import list_texts, widget_texts, without_folder
from tests.helpers.databases import connect
from tests.helpers.rows import add_photograph

_LONG = 60_000

#: For each field what the database holds, and how it may be written anywhere in the window. A
#: grade, a single digit, is looked for with its word.
_SENTINELS: dict[str, tuple[object, tuple[str, ...]]] = {
    "decision": ("refer", ("Refer", "refer ")),
    "grade": (3, ("rade 3", "grade: 3")),
    "referable_probability": (0.6173, ("61.73", "0.6173", "62\u00a0%")),
    "label": ("zebra label", ("zebra label",)),
    "probability": (0.7351, ("73.51", "0.7351", "74\u00a0%")),
    "probabilities_json": (
        json.dumps(dict.fromkeys(GRADE_NAMES, 0.3137)),
        ("31.37", "0.3137"),
    ),
    "reasons_json": ('["Zebra reason."]', ("Zebra reason",)),
    "grade_set_json": ("[1, 3, 4]", ("1, 3", "3 or 4", "3, 4")),
    "provider": ("ZebraProvider", ("ZebraProvider",)),
    "application_version": ("77.66.55", ("77.66.55",)),
    "examined_at": ("1987-06-05T04:03:02+00:00", ("1987",)),
    "landmarks_json": (
        '{"disc": {"x": 4.25, "y": 5.0, "diameter": 2.0, "confidence": 0.8173}, "fovea": null}',
        ("0.8173",),
    ),
    "picture_eye": ("OD", ("picture_eye='OD'", "shows the right eye")),
    "macular_oedema_risk": (1, ("risk 1", "risk=1")),
    "macular_oedema_probability": (0.4419, ("44.19", "0.4419", "44\u00a0%")),
    "macular_oedema_assessable": (1, ("assessable=1",)),
    "quality_json": ('{"zebra quality": 0.9}', ("zebra quality",)),
    "unfamiliarity": (17.375, ("17.375",)),
    "lesions_json": (
        '{"MA": {"count": 41973, "area": 0.0213, "by_quadrant": null, "from_fovea": 0.777}}',
        ("41973", "41,973", "0.0213", "0.777"),
    ),
    "lesions_model": ("zebra-marker 9", ("zebra-marker",)),
}


def _add(path: Path, method: Method, file: str, risk: float) -> None:
    """Write a photograph with a result that can be recognised."""
    sha256 = add_photograph(path, None, file)
    values = {name: value for name, (value, _) in _SENTINELS.items()}
    values["referable_probability"] = risk
    own = [name for name, sql in RESULT_COLUMNS.items() if sql.startswith("r.")]
    columns = [RESULT_COLUMNS[name].removeprefix("r.") for name in own]
    connection = connect(path)
    connection.execute(
        "INSERT OR IGNORE INTO method (model_name, model_version, model_sha256, settings) "
        "VALUES (?, ?, ?, ?)",
        (method.model_name, method.model_version, method.model_sha256, method.settings),
    )
    marks = ", ".join("?" * len(columns))
    sql = (
        f"INSERT INTO result (photograph_id, method_id, milliseconds, {', '.join(columns)}) "  # noqa: S608
        f"SELECT p.id, m.id, 1.0, {marks} FROM photograph p, method m "
        "WHERE p.sha256 = ? AND m.settings = ?"
    )
    connection.execute(
        sql,
        (*(values[name] for name in own), sha256, method.settings),
    )
    connection.execute(
        "INSERT INTO lesions (photograph_id, model_name, model_version, model_sha256, steps, "
        "found, outlines, disc_diameter, estimated, application_version, marked_at) "
        "SELECT id, 'zebra-marker', '9', 'zebra', 1, ?, '{}', 2.0, 0, '0', '' "
        "FROM photograph WHERE sha256 = ?",
        (values["lesions_json"], sha256),
    )
    connection.commit()
    connection.close()


@pytest.fixture
def clinic(qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path) -> MainWindow:
    """Return a window on three photographs; by risk they stand in another order than by name."""
    path = tmp_path / "clinic.sqlite"
    window = make_window(database=path)
    for number, risk in ((1, 0.5), (2, 0.9), (3, 0.6173)):
        _add(path, window.session.method, f"/day/{number}_left.jpg", risk)
    window.workspace.list.choose(scope=EVERYTHING, sorting=Sorting.RISK)
    qtbot.waitUntil(lambda: window.is_idle and len(listed(window)) == 3, timeout=_LONG)
    return window


def _told(qtbot: QtBot, window: MainWindow, folder: Path) -> set[str]:
    """Return the fields that a window tells, whichever photograph is on screen, in any order.

    The name of the folder of all tests is left out: its numbers tell nothing.
    """
    texts: list[str] = []
    for sorting in Sorting:
        window.workspace.list.choose(sorting=sorting)
        qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)
        for photograph in listed(window):
            window.workspace.list.cursor.choose(photograph.key)
            qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)
            texts += widget_texts(window)
            texts += (repr(one.row) for one in listed(window))
        for row in range(window.workspace.list.model.rowCount()):
            texts += list_texts(window, row)
    # The same for every photograph: "your grade 3" on a button, the button that goes on.
    fixed = {button.toolTip() for button in window.workspace.review.buttons.values()}
    for action in window.findChildren(QAction):
        fixed |= {action.text(), action.toolTip()}
    said = without_folder("\n".join(text for text in texts if text not in fixed), folder.parent)
    return {name for name, (_, signs) in _SENTINELS.items() if any(sign in said for sign in signs)}


def test_each_field_of_a_result_has_a_sentinel() -> None:
    assert set(_SENTINELS) == set(StoredResult._fields)


def test_who_is_not_blind_is_told_the_answer(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path
) -> None:
    assert _told(qtbot, clinic, tmp_path) == set(_SENTINELS)


def test_a_blind_grader_is_told_no_field_of_any_result(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path
) -> None:
    clinic.actions_table["blind"].trigger()
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
    assert [one.row.result for one in listed(clinic)] == [None] * 3
    assert _told(qtbot, clinic, tmp_path) == set()


def test_a_blind_lists_order_tells_no_risk(qtbot: QtBot, clinic: MainWindow) -> None:
    def order() -> list[str]:
        model = clinic.workspace.list.model
        return [one.row.name for one in model.photographs(model.keys)]

    assert order() == ["2_left.jpg", "3_left.jpg", "1_left.jpg"]
    clinic.actions_table["blind"].trigger()
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
    for sorting in (Sorting.RISK, Sorting.PATIENT, Sorting.NAME):
        clinic.workspace.list.choose(sorting=sorting)
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
        assert order() == ["1_left.jpg", "2_left.jpg", "3_left.jpg"]
