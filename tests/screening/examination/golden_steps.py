"""What the steps before the network give for some pictures, for each revision of the steps.

``python -m tests.screening.examination.golden_steps`` writes the table anew for the present
revision. Do that after raising ``REVISION`` in ``fundusviewer/screening/examination/steps.py``,
never instead of it.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from fundusviewer.errors import ImageReadError
from fundusviewer.grading import check
from fundusviewer.imaging import InputSpec, load, measure, read_reduced, to_model_input
from fundusviewer.resources import asset
from fundusviewer.screening.examination.steps import REVISION
from tests.helpers.dicom import as_jpeg, ophthalmic, written
from tests.imaging import tiffs
from tests.imaging.drawings import Disc, draw
from tests.imaging.test_colours import wide

TABLE = Path(__file__).with_name("steps.json")

#: As most graders want it.
SPEC = InputSpec(height=299, width=299, crop="field_of_view")


def pictures(folder: Path) -> Iterator[Path]:
    """Write the pictures: a file of each kind, and one for each way through the gate."""
    retina = draw(640, 480, Disc(320, 240, 230, 230), noise=6)
    for angle in range(0, 360, 30):
        end = (320 + int(200 * np.cos(angle)), 240 + int(200 * np.sin(angle)))
        cv2.line(retina, (400, 240), end, (110, 40, 15), 3, cv2.LINE_AA)
    cv2.circle(retina, (400, 240), 28, (235, 190, 120), -1, cv2.LINE_AA)
    photograph = np.asarray(Image.open(asset("sample.jpg")))
    exif = Image.Exif()
    exif[274] = 6
    images: dict[str, tuple[np.ndarray, str, dict[str, Any]]] = {
        "sample.png": (photograph, "PNG", {}),
        "drawn.png": (retina, "PNG", {}),
        "turned.jpg": (retina, "JPEG", {"quality": 90, "exif": exif}),
        "large.jpg": (cv2.resize(photograph, (2600, 2600)), "JPEG", {"quality": 90}),
        "wide.png": (retina, "PNG", {"icc_profile": wide()}),
        "grey.png": (np.dstack([retina[:, :, 1]] * 3), "PNG", {}),
        "dark.png": (retina // 8, "PNG", {}),
        "blurred.png": (cv2.GaussianBlur(photograph, (0, 0), 25), "PNG", {}),
        "clear.png": (np.dstack([retina, np.full(retina.shape[:2], 0, np.uint8)]), "PNG", {}),
        "half.png": (np.vstack([photograph[:700], np.full((711, 1411, 3), 128)]), "PNG", {}),
    }
    for name, (pixels, kind, options) in images.items():
        Image.fromarray(pixels.astype(np.uint8)).save(folder / name, kind, **options)
        yield folder / name
    deep = tiffs.page(retina.astype(np.uint16) * 16, 2, planes=True, rows=100)
    (folder / "planes.tif").write_bytes(tiffs.written([deep]))
    yield folder / "planes.tif"
    yield written(folder / "jpeg.dcm", as_jpeg(retina))
    yield written(folder / "plain.dcm", ophthalmic(retina))
    buffer = io.BytesIO()
    Image.fromarray(retina).save(buffer, "JPEG", quality=90)
    code = buffer.getvalue()
    (folder / "damaged.jpg").write_bytes(code[: len(code) // 2] + b"\xff\xd9")
    yield folder / "damaged.jpg"


def answer(path: Path) -> dict[str, Any]:
    """Return what is found in a picture, in numbers that do not depend on the processor."""
    try:
        reduced = read_reduced(load(path), SPEC)
    except ImageReadError:
        return {"error": True}
    measures = measure(reduced.pixels, reduced.field_of_view)
    prepared = to_model_input(reduced.pixels, SPEC, reduced.field_of_view)
    return {
        "size": [reduced.image.width, reduced.image.height, reduced.factor],
        "input": [round(float(mean), 3) for mean in prepared.pixels.mean(axis=(0, 1))],
        "measures": {name: round(float(value), 4) for name, value in asdict(measures).items()},
        "reasons": [reason.code for reason in check(measures).reasons],
        "notes": list(reduced.image.notes),
    }


def answers(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is found in every picture, by its name."""
    return {path.name: answer(path) for path in pictures(folder)}


def main() -> None:
    """Write the table of the present revision, and keep no other."""
    with tempfile.TemporaryDirectory() as folder:
        table = {str(REVISION): answers(Path(folder))}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
