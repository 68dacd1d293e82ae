"""Makes the picture of a printed page for the user guide. Needs the extra ``dev``.

    python docs/make_report_page.py [FOLDER]

Everything shown comes with the program: the sample photograph (CC0), and one made too dark from it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import cv2
import pypdfium2

from fundusviewer.imaging import read_image
from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.reporting import write_pdf
from fundusviewer.resources import asset
from fundusviewer.screening import Method, Review, Store, name_pattern, screen

_DPI = 110


def main() -> None:
    """Print the report of a patient with an ungradable right eye, and take its picture."""
    images = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = _photographs(folder)
        classifier = Classifier(ModelLibrary.default().find(None).path, "cpu")
        method = Method.of(classifier)
        with Store(folder / "screening.sqlite") as store:
            for outcome in screen(paths, classifier, store, method):
                print(outcome.path.name)
            rows = store.rows(method)
            of_left_eye = next(row.sha256 for row in rows if "_OS" in row.name)
            store.review({of_left_eye or "": Review(grade=0, note="Again in a year")}, "Dr Example")
            rows = store.rows(method)
        report = folder / "report.pdf"
        write_pdf(
            report,
            rows,
            method,
            name_pattern(),
            classifier=classifier,
            personal_data=True,
            summary=False,
        )
        document = pypdfium2.PdfDocument(report)
        document[0].render(scale=_DPI / 72).to_pil().save(images / "report-page.png", optimize=True)
        document.close()


def _photographs(folder: Path) -> list[Path]:
    pixels = cv2.cvtColor(read_image(asset("sample.jpg")).pixels, cv2.COLOR_RGB2BGR)
    right, left = folder / "Example_2026-03-14_OD.jpg", folder / "Example_2026-03-14_OS.jpg"
    left.write_bytes(asset("sample.jpg").read_bytes())
    cv2.imwrite(str(right), (cv2.flip(pixels, 1) * 0.12).astype("uint8"))
    return [right, left]


if __name__ == "__main__":
    main()
