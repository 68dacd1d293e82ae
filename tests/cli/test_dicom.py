"""``fundusviewer dicom`` and ``report --dicom``."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from fundusviewer.cli import main
from fundusviewer.dicom.settings import (
    MIGRATIONS,
    NetworkSettings,
    Peer,
    load_settings,
    save_settings,
)
from fundusviewer.errors import NetworkError
from fundusviewer.imaging import read_image
from fundusviewer.resources import user_data_dir
from fundusviewer.screening.database.store import Store
from tests.helpers.dicom import PATIENT_ID, as_jpeg, written
from tests.helpers.markers import write_marker
from tests.helpers.peers import HOST, free_port, listens, orthanc, storescp, until
from tests.helpers.programs import run_program, validate


@pytest.fixture
def photograph(tmp_path: Path, sample: Path) -> Path:
    retina: np.ndarray = read_image(sample).pixels[::4, ::4].copy()
    return written(tmp_path / "4711_OS.dcm", as_jpeg(retina))


def node(peer: Peer) -> str:
    return f"{peer.title}@{peer.host}:{peer.port}"


@pytest.mark.usefixtures("qapp")
def test_report_writes_objects(
    photograph: Path, tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, out = tmp_path / "s.sqlite", tmp_path / "out"
    models = user_data_dir() / "models"
    models.mkdir(parents=True)
    (models / "tiny.onnx").write_bytes(tiny_model.read_bytes())
    screen = ["screen", str(photograph), "--database", str(database), "--model", "tiny-dr"]
    assert main(screen) == 0
    assert main(["report", "--database", str(database), "--dicom", str(out)]) == 0
    assert "3 DICOM objects" in capsys.readouterr().err
    made = sorted(out.glob("*.dcm"))
    assert len(made) == 3
    for path in made:
        validate(path)
    assert {dcmread(path).PatientID for path in made} == {PATIENT_ID}


def test_report_must_write_something(
    photograph: Path, tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--database", str(tmp_path / "s.sqlite")]) == 2
    assert "name a file with --output or a folder with --dicom" in capsys.readouterr().err


def test_deidentify(photograph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.txt").write_text("nothing")
    out = tmp_path / "out"
    files = [str(photograph), str(tmp_path / "x.txt")]
    assert main(["dicom", "deidentify", *files, "--output", str(out)]) == 1
    (made,) = out.iterdir()
    assert dcmread(made).PatientIdentityRemoved == "YES"
    said = capsys.readouterr()
    assert str(made) in said.out
    assert "x.txt" in said.err


def test_one_odd_object_does_not_end_the_batch(
    photograph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = dcmread(photograph)
    del dataset.SOPInstanceUID
    del dataset.file_meta.MediaStorageSOPInstanceUID
    odd, out = tmp_path / "a-odd.dcm", tmp_path / "out"
    dataset.save_as(odd, enforce_file_format=False)
    assert main(["dicom", "deidentify", str(odd), str(photograph), "--output", str(out)]) == 1
    assert len(list(out.iterdir())) == 1
    said = capsys.readouterr().err
    assert "a-odd.dcm: has no identifier of its own (SOPInstanceUID); nothing was written" in said
    assert "Traceback" not in said


def test_echo(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with storescp(tmp_path / "in") as peer:
        assert main(["dicom", "echo", "--node", node(peer)]) == 0
    assert "answers" in capsys.readouterr().out
    assert main(["dicom", "echo", "--node", node(peer)]) == 2
    assert "cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["x", "A@b", "@b:1", "A@b:c", "A@b:70000", "A\\B@c:1"])
def test_a_node_that_is_none(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dicom", "echo", "--node", text]) == 2
    assert "a node is written TITLE@HOST:PORT" in capsys.readouterr().err


def test_without_settings_there_is_no_node(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dicom", "echo"]) == 2
    assert "no archive is set" in capsys.readouterr().err


def test_send_by_way_of_the_outbox(
    photograph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    down = f"ORTHANC@{HOST}:{port}"
    assert main(["dicom", "send", str(photograph), "--node", down]) == 1
    assert "0 sent" in capsys.readouterr().out
    assert main(["dicom", "outbox"]) == 0
    assert "tried 1 times" in capsys.readouterr().out
    with orthanc(tmp_path / "orthanc", port=port) as archive:
        assert main(["dicom", "outbox", "--retry", "--node", down]) == 0
        assert len(archive.instances()) == 1
    assert "1 sent" in capsys.readouterr().out


def test_find_and_fetch_from_the_set_source(
    photograph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with orthanc(tmp_path / "orthanc") as archive:
        save_settings(NetworkSettings(archive=archive.peer, source=archive.peer))
        assert main(["dicom", "send", str(photograph)]) == 0
        assert main(["dicom", "find", PATIENT_ID, "--fetch", str(tmp_path / "got")]) == 0
        assert "1 photographs" in capsys.readouterr().out
        assert main(["dicom", "find", "nobody"]) == 0
        assert "no photographs were found" in capsys.readouterr().out
        assert main(["dicom", "find", "*"]) == 2
    assert len(list((tmp_path / "got").rglob("*.dcm"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_receive_grades_until_ctrl_c(photograph: Path, tmp_path: Path, tried_model: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "fundusviewer", "dicom", "receive", "--port", str(port)]
    command += ["--callers", "CAMERA", "--folder", str(tmp_path / "spool")]
    database, own = tmp_path / "s.sqlite", write_marker(tmp_path / "own.onnx")
    command += ["--database", str(database), "--model", str(tried_model)]
    command += ["--marks-model", str(own), "--lesions"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        until(lambda: listens(port) or running.poll() is not None, "it listens")
        send = ["-R", "-xy", "-aet", "CAMERA", "-aec", "FUNDUSVIEWER", HOST, str(port)]
        run_program("storescu", *send, photograph)
        until(lambda: list((tmp_path / "spool").rglob(".reported")), "it is graded")
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert b"graded: " in out
    assert b"Traceback" not in said
    # Disc and fovea were looked for with the file that was named, lesions with the program's.
    with Store(database) as store:
        (method,) = store.methods()
        assert hashlib.sha256(own.read_bytes()).hexdigest() in method.settings
        (row,) = store.rows(method)
        assert row.result is not None
        assert row.result.lesions_model


def test_receive_says_what_is_wrong_with_a_file_that_marks_places(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["dicom", "receive", "--callers", "CAMERA", "--model", str(tiny_model)]
    assert main([*command, "--marks-model", str(tmp_path / "own.onnx")]) == 2
    assert "there is no such model file" in capsys.readouterr().err


def test_receive_needs_callers(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dicom", "receive", "--model", str(tiny_model)]) == 2
    assert "name the AE titles of the cameras" in capsys.readouterr().err


def test_settings_are_kept(tmp_path: Path) -> None:
    settings = NetworkSettings(archive=Peer(title="A", host="b"))
    save_settings(settings)
    assert load_settings() == settings


def test_a_newer_versions_settings_are_used_and_kept() -> None:
    path = user_data_dir() / "dicom.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    newer = {
        "version": 99,
        "title": "CLINIC",
        "tracing": {"level": 3},
        "receiving": {"enabled": True, "callers": ["CAM"], "ciphers": {"least": "k"}},
        "archive": {"title": "PACS", "host": "pacs", "port": 104, "compress": True},
        "source": {"title": "OLD", "host": "old", "compress": True},
    }
    path.write_text(json.dumps(newer))
    settings = load_settings()
    assert (settings.title, settings.receiving.callers) == ("CLINIC", ("CAM",))
    save_settings(settings.model_copy(update={"title": "OTHER", "source": None}))
    written = json.loads(path.read_text())
    assert load_settings().title == written["title"] == "OTHER"
    assert written["tracing"] == newer["tracing"]
    assert written["receiving"]["ciphers"] == {"least": "k"}
    assert written["archive"]["compress"] is True
    # What was switched off is not there again.
    assert written["source"] is None


def test_a_file_without_a_version_is_the_first_version() -> None:
    path = user_data_dir() / "dicom.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"title": "CLINIC"}')
    assert load_settings().title == "CLINIC"
    save_settings(load_settings())
    assert json.loads(path.read_text())["version"] == len(MIGRATIONS) + 1


def test_a_damaged_file_is_kept_when_settings_are_saved() -> None:
    path = user_data_dir() / "dicom.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"title": "CLINIC", ')
    save_settings(NetworkSettings())
    assert load_settings() == NetworkSettings()
    assert path.with_suffix(".damaged.json").read_text() == '{"title": "CLINIC", '


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"title": "much too long for a title"}',
        '{"version": 0}',
        '{"version": 99, "receiving": {"port": 0}}',
        '{"receiving": {"enabled": true}}',
        '{"receiving": {"port": 0}}',
    ],
)
def test_settings_that_cannot_be_are_said(text: str) -> None:
    path = user_data_dir() / "dicom.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    with pytest.raises(NetworkError, match=r"dicom\.json: "):
        load_settings()


def test_nobody_is_told_that_it_listens_before_it_does(
    tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = ["dicom", "receive", "--callers", "CAM", "--port", str(port)]
        assert main([*command, "--model", str(tiny_model)]) == 2
    said = capsys.readouterr().err
    assert "cannot listen" in said
    assert "listens at" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="no folder where nobody may make one")
def test_a_data_folder_that_cannot_be_made_is_one_sentence(
    tmp_path: Path,
    tiny_model: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FUNDUSVIEWER_HOME", "/proc/nowhere")
    for command in (["dicom", "receive", "--callers", "CAM"], ["screen", str(tmp_path)]):
        assert main([*command, "--model", str(tiny_model)]) == 2
        assert "cannot be made" in capsys.readouterr().err
    assert main(["dicom", "outbox"]) == 2
    assert "cannot be made" in capsys.readouterr().err
