"""DICOM in the window: opened, searched, received, written, sent; nothing on by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from fundusviewer.dicom.network.associate import echo
from fundusviewer.dicom.settings import (
    NetworkSettings,
    Peer,
    Receiving,
    load_settings,
    save_settings,
    settings_path,
)
from fundusviewer.errors import NetworkError
from fundusviewer.gui.dicom.network_dialog import NetworkDialog
from fundusviewer.gui.dicom.tags_dialog import TagDialog
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_tags
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle
from tests.helpers.dicom import as_jpeg, ophthalmic, written
from tests.helpers.peers import HOST, free_port, orthanc
from tests.helpers.programs import run_program


@pytest.fixture
def left(tmp_path: Path, small_sample: np.ndarray) -> Path:
    """A left eye in a file whose name says right."""
    return written(tmp_path / "4711_OD.dcm", as_jpeg(small_sample))


def opened(qtbot: QtBot, window: MainWindow, path: Path, count: int = 1) -> None:
    window.open_paths([path])
    qtbot.waitUntil(lambda: is_idle(window, count), timeout=20_000)


def test_the_eye_of_the_object_and_its_contradiction_are_shown(
    qtbot: QtBot, window: MainWindow, left: Path
) -> None:
    opened(qtbot, window, left)
    photograph = window.current
    assert photograph is not None
    assert photograph.eye == "OS"
    qtbot.waitUntil(lambda: "check which eye it is" in window.result.quality.text.text())


def test_a_folder_of_frames_and_files_without_suffix(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, small_sample: np.ndarray
) -> None:
    folder = tmp_path / "disc"
    folder.mkdir()
    written(folder / "IM1", ophthalmic(np.stack([small_sample, small_sample[:, ::-1]])))
    written(folder / "IM2", as_jpeg(small_sample))
    opened(qtbot, window, folder, 3)


def test_tags_are_searched(qtbot: QtBot, left: Path) -> None:
    dialog = TagDialog("a.dcm", *read_tags(left))
    qtbot.addWidget(dialog)
    total = dialog.rows.rowCount()
    assert total > 50
    dialog.search.setText("müller")
    assert dialog.rows.rowCount() == 1
    assert dialog.rows.index(0, 0).data() == "Patient's Name"
    dialog.search.setText("0010,0020")
    assert dialog.rows.index(0, 1).data() == "4711-x"
    dialog.search.clear()
    assert dialog.rows.rowCount() == total


def test_the_menu_shows_the_tags(qtbot: QtBot, window: MainWindow, left: Path) -> None:
    opened(qtbot, window, left)
    window.workspace.dicom.show_tags()
    qtbot.waitUntil(lambda: window.findChild(TagDialog) is not None, timeout=10_000)
    dialog = window.findChild(TagDialog)
    assert isinstance(dialog, TagDialog)
    dialog.reject()


def test_a_picture_has_no_tags(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], object]
) -> None:
    examined()
    with qtbot.waitSignal(window.workspace.dicom.notification) as blocker:
        window.workspace.dicom.show_tags()
    assert "is no DICOM file" in blocker.args[0]


def test_nothing_listens_by_itself(window: MainWindow) -> None:
    assert not window.workspace.dicom.node.is_listening
    assert not settings_path().exists()


@pytest.fixture
def dialog(qtbot: QtBot) -> NetworkDialog:
    dialog = NetworkDialog(NetworkSettings(), lambda *_: None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    return dialog


def press(qtbot: QtBot, dialog: NetworkDialog) -> None:
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    button = box.button(QDialogButtonBox.StandardButton.Ok)
    button.click()


def test_the_page_of_the_network(qtbot: QtBot, dialog: NetworkDialog) -> None:
    dialog.show()
    dialog.receiving.setChecked(True)
    dialog.callers.setText("CAMERA1, CAMERA2")
    dialog.archive.title_field.setText("PACS")
    dialog.archive.host.setText("10.0.0.7")
    dialog.keep.setChecked(True)
    press(qtbot, dialog)
    settings = dialog.settings
    assert settings.receiving.enabled
    assert settings.receiving.callers == ("CAMERA1", "CAMERA2")
    assert settings.archive == Peer(title="PACS", host="10.0.0.7", port=104)
    assert settings.source is None
    assert settings.keep_identity


def test_receiving_from_nobody_is_not_accepted(qtbot: QtBot, dialog: NetworkDialog) -> None:
    dialog.show()
    dialog.receiving.setChecked(True)
    press(qtbot, dialog)
    assert "name the AE titles of the cameras" in dialog.problem.text()
    assert dialog.isVisible()
    assert dialog.settings == NetworkSettings()


def test_a_connection_is_tested(qtbot: QtBot, window: MainWindow) -> None:
    peer = Peer(title="NOBODY", host=HOST, port=1)
    answers: list[str] = []
    window.workspace.dicom._test("US", peer, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=15_000)
    assert "cannot be reached" in answers[0]


def test_a_test_without_an_address_says_what_is_missing(
    qtbot: QtBot, dialog: NetworkDialog
) -> None:
    dialog.archive.button.click()
    assert "AE title" in dialog.archive.answer.text()


def test_damaged_settings_are_said_and_nothing_listens(
    make_window: MakeWindow, models: Path
) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("{")
    window = make_window()
    assert "dicom.json" in window.image.notice.text.text()
    assert not window.workspace.dicom.node.is_listening


def test_what_a_camera_sends_is_opened(
    qtbot: QtBot, make_window: MakeWindow, models: Path, left: Path, tmp_path: Path
) -> None:
    receiving = Receiving(
        enabled=True, port=free_port(), callers=("CAMERA",), folder=tmp_path / "spool"
    )
    save_settings(NetworkSettings(title="FUNDUS", receiving=receiving))
    window = make_window()
    assert window.workspace.dicom.node.is_listening
    send = ["-R", "-xy", "-aet", "CAMERA", "-aec", "FUNDUS", HOST, str(receiving.port)]
    run_program("storescu", *send, left)
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=20_000)
    window.close()
    with pytest.raises(NetworkError):
        echo("CAMERA", Peer(title="FUNDUS", host=HOST, port=receiving.port))


def test_findings_are_written_into_a_folder(
    qtbot: QtBot,
    window: MainWindow,
    left: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("highdicom")
    opened(qtbot, window, left)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    window.workspace.dicom.write()
    qtbot.waitUntil(lambda: len(list(out.glob("*.dcm"))) == 3, timeout=30_000)
    source = dcmread(left)
    made = {dcmread(path).StudyInstanceUID for path in out.glob("*.dcm")}
    assert made == {source.StudyInstanceUID}


def test_photographs_are_handed_on_without_their_patients(
    qtbot: QtBot,
    window: MainWindow,
    left: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(qtbot, window, left)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    with qtbot.waitSignal(window.workspace.dicom.sending.status_message) as blocker:
        window.workspace.dicom.deidentify()
    assert "De-identifying" in blocker.args[0]
    qtbot.waitUntil(lambda: bool(list(out.glob("*.dcm"))), timeout=20_000)
    (made,) = out.glob("*.dcm")
    assert dcmread(made).PatientIdentityRemoved == "YES"


def test_findings_are_sent_to_the_archive(
    qtbot: QtBot, make_window: MakeWindow, models: Path, left: Path, tmp_path: Path
) -> None:
    with orthanc(tmp_path / "orthanc") as archive:
        save_settings(NetworkSettings(archive=archive.peer))
        window = make_window()
        opened(qtbot, window, left)
        window.workspace.dicom.send()
        qtbot.waitUntil(lambda: len(archive.instances()) == 3, timeout=40_000)


def test_without_an_archive_it_is_said_where_to_name_one(
    qtbot: QtBot, window: MainWindow, left: Path
) -> None:
    opened(qtbot, window, left)
    for action in (window.workspace.dicom.send, window.workspace.dicom.fetch):
        with qtbot.waitSignal(window.workspace.dicom.notification) as blocker:
            action()
        assert "DICOM → Network" in blocker.args[0]


def test_settings_are_kept(window: MainWindow) -> None:
    window.workspace.dicom._take(NetworkSettings(title="OTHER"))
    assert load_settings().title == "OTHER"
