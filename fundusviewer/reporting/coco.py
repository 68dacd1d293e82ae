"""Lesions as polygons in COCO's JSON, for research: images, annotations, categories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fundusviewer import __version__
from fundusviewer.anatomy import LESION_KINDS, Outline
from fundusviewer.atomic import write_atomically
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting.cells.anatomy_cells import LESION_NAMES
from fundusviewer.reporting.table import Report, Value
from fundusviewer.screening.examination.finding import MarkedLesions

_NOTE = (
    "Marked by a network, not by a person. Photographs on which no lesions were looked for, or "
    f"that cannot be graded, stand in not_marked: they are no images without lesions. "
    f"{RESEARCH_NOTICE}"
)


def write_coco(path: Path, report: Report, lesions: Mapping[str, MarkedLesions]) -> None:
    """Write the outlines of all lesions on the photographs of a report.

    Parameters
    ----------
    path
        The file; it is there whole or is what it was before.
    report
        Its photographs are the images; with their files where it has personal data.
    lesions
        What was marked, by the photographs' hashes.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    marked = [line for line in report.photographs if _is_marked(line)]
    annotations = _annotations(
        (line["photograph_number"], lesions[str(line["sha256"])])
        for line in marked
        if line["sha256"] in lesions
    )
    content = {
        "info": {"description": _NOTE, "version": f"FundusViewer {__version__}"},
        "licenses": [],
        "images": [_image(line) for line in marked],
        "annotations": list(annotations),
        "categories": [
            {
                "id": number,
                "name": LESION_NAMES[kind],
                "abbreviation": kind,
                "supercategory": "lesion",
            }
            for number, kind in enumerate(LESION_KINDS, start=1)
        ],
        "not_marked": [
            {name: line[name] for name in ("photograph_number", "sha256", "decision")}
            for line in report.photographs
            if not _is_marked(line)
        ],
    }
    write_atomically(path, json.dumps(content).encode("ascii"))


def _is_marked(line: Mapping[str, Value]) -> bool:
    return line["lesions_model"] is not None


def _image(line: Mapping[str, Value]) -> dict[str, Any]:
    return {
        "id": line["photograph_number"],
        "file_name": line.get("file", line["sha256"]),
        "width": line["width"],
        "height": line["height"],
        "sha256": line["sha256"],
        "lesions_model": line["lesions_model"],
    }


def _annotations(marked: Iterable[tuple[Value, MarkedLesions]]) -> Iterator[dict[str, Any]]:
    number = 0
    for image, found in marked:
        for category, kind in enumerate(LESION_KINDS, start=1):
            for outline in found.lesions.kinds[kind].outlines:
                number += 1
                yield {"id": number, "image_id": image, "category_id": category, **_shape(outline)}


def _shape(outline: Outline) -> dict[str, Any]:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    around = zip(outline, (*outline[1:], outline[0]), strict=True)
    twice = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in around)
    return {
        "segmentation": [[value for point in outline for value in point]],
        "area": round(abs(twice) / 2, 1),
        "bbox": [min(xs), min(ys), round(max(xs) - min(xs), 1), round(max(ys) - min(ys), 1)],
        "iscrowd": 0,
    }
