"""What is uploaded is examined, and what the network says of it can be laid over it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.grading import Role
from fundusviewer.inference import open_classifier
from fundusviewer.screening import Method, Store, name_pattern
from fundusviewer.web.application import create_app
from fundusviewer.web.examining import Examiner
from fundusviewer.web.served import Options, Served
from tests.web.clinic import PASSWORD, Browser

#: What a photograph may take on a busy machine, in seconds.
_PATIENCE = 60.0


def test_an_upload_becomes_a_finding_with_its_heat_map(
    tmp_path: Path, tiny_model: Path, sample: Path
) -> None:
    classifier = open_classifier(tiny_model, "cpu")
    method = Method.of(classifier)
    folder = tmp_path / "uploads"
    folder.mkdir()
    with Store(tmp_path / "clinic.sqlite") as store:
        store.set_reader("Dee", [Role.ADMINISTRATOR])
        examiner = Examiner(store, method, classifier, None, None)
        options = Options(uploads=folder)
        served = Served(store, method, name_pattern(), classifier, options, examiner=examiner)
        served.accounts.set_password("Dee", PASSWORD.format("Dee"))
        dee = Browser(create_app(served).test_client())
        dee.log_in("Dee")
        with sample.open("rb") as stream:
            fields = {"token": dee.token(), "photographs": (stream, "2001_left.jpg")}
            sent = dee.client.post("/upload", data=fields, content_type="multipart/form-data")
        assert sent.status_code == 303
        end = time.monotonic() + _PATIENCE
        while "not been examined" in dee.text("/photograph/1"):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert "Refer, grade 2" in dee.text("/photograph/1")
        told = dee.get("/photograph/1/layers.json").get_json()
        assert "Heat map of" in told["heat"]["words"]
        left, top, width, height = told["heat"]["box"]
        frame_width, frame_height = told["frame"]
        assert 0 <= left < left + width <= frame_width
        assert 0 <= top < top + height <= frame_height
        png = dee.get(told["heat"]["address"])
        pixels = cv2.imdecode(np.frombuffer(png.data, np.uint8), cv2.IMREAD_UNCHANGED)
        assert pixels is not None
        assert pixels.shape[2] == 4
        served.close()


def test_what_cannot_be_examined_says_so(tmp_path: Path, tiny_model: Path, sample: Path) -> None:
    classifier = open_classifier(tiny_model, "cpu")
    method = Method.of(classifier)
    path = tmp_path / "2001_left.jpg"
    shutil.copy(sample, path)
    path.write_bytes(path.read_bytes()[:5000])
    with Store(tmp_path / "clinic.sqlite") as store:
        examiner = Examiner(store, method, classifier, None, None)
        examiner.examine([path])
        end = time.monotonic() + _PATIENCE
        while (row := store.rows(method)[0]).problem == "has not been examined yet":
            assert time.monotonic() < end
            time.sleep(0.05)
        examiner.close()
        assert row.problem is not None
        assert row.result is None


def test_closing_waits_for_nothing_more(tmp_path: Path, tiny_model: Path) -> None:
    classifier = open_classifier(tiny_model, "cpu")
    with Store(tmp_path / "clinic.sqlite") as store:
        examiner = Examiner(store, Method.of(classifier), classifier, None, None)
        examiner.close()
        assert store.rows(Method.of(classifier)) == []
