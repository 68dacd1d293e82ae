"""A whole page against the picture of it that was looked at and found good.

Renew it with ``python -m tests.reporting.paper.test_page_snapshot`` and look at it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.inference import Classifier
from fundusviewer.reporting import write_pdf
from fundusviewer.resources import asset
from fundusviewer.screening import Method, name_pattern
from tests.helpers.models import write_model
from tests.reporting.printed import Printed
from tests.reporting.rows import REFUSED, row

SNAPSHOT = Path(__file__).with_name("page.png")
_DPI = 50

#: The foot tells date and hash, which are others each time.
_FOOT = 1 - 26 / 297


def make_page(folder: Path) -> np.ndarray:
    """Return a page with a heat map, a refused photograph and a name in another script."""
    classifier = Classifier(write_model(folder / "tiny.onnx"), "cpu")
    sample = asset("sample.jpg")
    seen: dict[str, object] = {
        "encoded_path": os.fsencode(sample),
        "sha256": hashlib.sha256(sample.read_bytes()).hexdigest(),
        "corrected": 1,
        "patient": "نور محمد",
        "date": "2026-03-14",
        "width": 1411,
        "height": 1411,
        "provider": "CPU",
        "application_version": "1.0",
        "examined_at": "2026-03-14T12:00:00+00:00",
    }
    found: dict[str, object] = {
        "decision": "refer",
        "grade": 2,
        "label": "moderate NPDR",
        "referable_probability": 0.9,
        "probability": 0.83,
        "grade_set_json": "[1, 2]",
        "review_grade": 3,
        "reviewed_at": "2026-03-15T12:00:00+00:00",
        "reviewed_by": "Dr Ωμέγα",
        "note": "See again in May",
    }
    rows = [
        row("a_OS.jpg", **(seen | found | {"eye": "OS"})),
        row("a_OD.jpg", **(seen | REFUSED | {"eye": "OD"})),
    ]
    path, method = folder / "page.pdf", Method.of(classifier)
    write_pdf(
        path, rows, method, name_pattern(), classifier=classifier, personal_data=True, summary=False
    )
    page = Printed(path).picture(1, _DPI)
    return page[: round(page.shape[0] * _FOOT)]


def test_the_page_looks_as_it_should(tmp_path: Path) -> None:
    page = make_page(tmp_path)
    expected = cv2.imread(str(SNAPSHOT), cv2.IMREAD_COLOR_RGB)
    assert expected is not None
    assert page.shape == expected.shape
    difference = np.abs(page.astype(int) - expected).max(axis=2)
    # Another processor rounds another way; a line that is 1 mm lower is seen.
    assert difference.mean() < 2
    assert (difference > 64).mean() < 0.005


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        cv2.imwrite(str(SNAPSHOT), cv2.cvtColor(make_page(Path(name)), cv2.COLOR_RGB2BGR))
