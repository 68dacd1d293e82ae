"""Photographs that a browser sends: bounded, read by our reader, and never a path."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from werkzeug.test import TestResponse

from fundusviewer.errors import InputError
from fundusviewer.grading import Role
from fundusviewer.web import uploading
from fundusviewer.web.served import Options
from fundusviewer.web.uploading import safe_name
from tests.web.clinic import Browser, Clinic, make_clinic


class Examiner:
    """Notes what it was to examine."""

    def __init__(self) -> None:
        self.given: list[Path] = []

    def examine(self, paths: list[Path]) -> None:
        self.given += paths


@pytest.fixture
def taking(tmp_path: Path) -> Iterator[Clinic]:
    folder = tmp_path / "uploads"
    folder.mkdir()
    made = make_clinic(tmp_path, Options(uploads=folder))
    made.served.examiner = Examiner()  # type: ignore[assignment]
    with made.store:
        yield made
        made.served.examiner = None
        made.served.close()


def send(browser: Browser, *files: tuple[str, bytes]) -> TestResponse:
    photographs = [(io.BytesIO(data), name) for name, data in files]
    fields = {"token": browser.token(), "photographs": photographs}
    return browser.client.post("/upload", data=fields, content_type="multipart/form-data")


def jpeg(seed: int = 0) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (30, 40, 3), np.uint8)
    return cv2.imencode(".jpg", pixels)[1].tobytes()


def uploads(clinic: Clinic) -> dict[str, bytes]:
    folder = clinic.served.options.uploads
    assert folder is not None
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_photographs_are_kept_and_examined(taking: Clinic) -> None:
    dee = taking.browser("Dee")
    answer = send(dee, ("2001_OD.jpg", jpeg(1)), ("2001_OS.jpg", jpeg(2)))
    assert answer.status_code == 303
    assert uploads(taking) == {"2001_OD.jpg": jpeg(1), "2001_OS.jpg": jpeg(2)}
    assert "2 photographs were stored" in dee.text("/upload")
    examiner: Any = taking.served.examiner
    assert [path.name for path in examiner.given] == ["2001_OD.jpg", "2001_OS.jpg"]


@pytest.mark.parametrize("name", ["Ann", "Cid"])
def test_others_do_not_upload(taking: Clinic, name: str) -> None:
    browser = taking.browser(name)
    assert browser.get("/upload").status_code == 404
    assert send(browser, ("2001_OD.jpg", jpeg())).status_code == 404
    assert uploads(taking) == {}


def test_nobody_uploads_without_a_folder(clinic: Clinic) -> None:
    assert clinic.browser("Dee").get("/upload").status_code == 404


def test_who_uploads_can_be_said() -> None:
    options = Options(uploads=Path("x"), uploaders=frozenset({Role.FIRST}))
    assert options.may_upload(Role.FIRST)
    assert not options.may_upload(Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("2001_OD.jpg", b"", "is not a picture"),
        ("2001_OD.jpg", b"<html>not a photograph</html>", "2001_OD.jpg"),
        ("2001_OD.jpg", jpeg()[:200], "2001_OD.jpg"),
        ("run.exe", jpeg(), "no photograph by its name"),
        ("page.html", jpeg(), "no photograph by its name"),
        (".jpg", jpeg(), "no photograph by its name"),
        ("x" * 200 + ".jpg", jpeg(), "has 1 to 120 letters"),
    ],
)
def test_what_is_no_photograph_is_not_kept(
    taking: Clinic, name: str, data: bytes, why: str
) -> None:
    dee = taking.browser("Dee")
    send(dee, (name, data), ("2002_OD.jpg", jpeg(2)))
    page = dee.text("/upload")
    assert why in page
    assert "1 photographs were stored" in page
    assert uploads(taking) == {"2002_OD.jpg": jpeg(2)}


@pytest.mark.parametrize(
    "given",
    [
        "../../2001_OD.jpg",
        "..\\..\\2001_OD.jpg",
        "/etc/2001_OD.jpg",
        "C:\\clinic\\2001_OD.jpg",
        "\\\\server\\share\\2001_OD.jpg",
    ],
)
def test_a_name_is_never_a_path(taking: Clinic, given: str) -> None:
    send(taking.browser("Dee"), (given, jpeg()))
    # Backslashes are lost on the way where they stand for what follows them.
    (name,) = uploads(taking)
    assert name.endswith("2001_OD.jpg")
    assert len(list(taking.folder.parent.rglob("*2001_OD.jpg"))) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../2001_OD.jpg", "2001_OD.jpg"),
        ("C:\\clinic\\2001_OD.jpg", "2001_OD.jpg"),
        ("\\\\server\\share\\2001_OD.jpg", "2001_OD.jpg"),
        ("Müller 12_OD.JPG", "Müller 12_OD.jpg"),
        ("a\0b;c|d_OD.png", "a_b_c_d_OD.png"),
        ("...hidden_OS.jpg", "hidden_OS.jpg"),
        ("a.dcm#frame2.jpg", "a.dcm_frame2.jpg"),
        ("\u202egpj.1_OD.jpg", "_gpj.1_OD.jpg"),
    ],
)
def test_names_keep_what_tells_the_patient(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("given", ["", "..", "/", "con", "jpg", " .jpg"])
def test_names_of_nothing_are_refused(given: str) -> None:
    with pytest.raises(InputError):
        safe_name(given)


def test_nothing_is_written_over(taking: Clinic) -> None:
    dee = taking.browser("Dee")
    send(dee, ("2001_OD.jpg", jpeg(1)))
    send(dee, ("2001_OD.jpg", jpeg(2)))
    assert "another photograph of this name is there already" in dee.text("/upload")
    assert uploads(taking) == {"2001_OD.jpg": jpeg(1)}
    # The same one once more is no fault.
    send(dee, ("2001_OD.jpg", jpeg(1)))
    assert "1 photographs were stored" in dee.text("/upload")


def test_size_and_number_are_bounded(taking: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_BYTES", 1000)
    dee = taking.browser("Dee")
    send(dee, ("2001_OD.jpg", jpeg()))
    assert "at most" in dee.text("/upload")
    send(dee, *((f"{number}_OD.jpg", b"") for number in range(3001, 3025)))
    assert "At most 20 photographs at once." in dee.text("/upload")
    assert uploads(taking) == {}


def test_photographs_may_be_larger_than_other_forms(taking: Clinic) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)
    data = cv2.imencode(".png", pixels)[1].tobytes()
    assert 100_000 < len(data) < 400_000
    send(taking.browser("Dee"), ("2001_OD.png", data))
    assert uploads(taking) == {"2001_OD.png": data}
    # Not for those who may not upload.
    ann = taking.browser("Ann")
    photographs = [(io.BytesIO(data), "2002_OD.png")]
    fields = {"token": ann.token(), "photographs": photographs}
    answer = ann.client.post("/upload", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_other_forms_are_small(taking: Clinic) -> None:
    ann = taking.browser("Ann")
    answer = ann.post("/photograph/1/note", note="x" * 100_000)
    assert answer.status_code == 413
    assert taking.reviews() == []
