"""Lesions and marks in COCO's JSON, for research: images, annotations, categories."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fundusviewer import __version__
from fundusviewer.anatomy import LESION_KINDS, OTHER, Mark, Outline, corners_of
from fundusviewer.atomic import write_atomically
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting.cells.anatomy_cells import LESION_NAMES
from fundusviewer.reporting.table import Report, Value
from fundusviewer.screening.examination.finding import MarkedLesions

_NOTE = (
    "Each annotation says its source: a network, or a reader; marks of readers are not complete, "
    "and a network's outlines are not by a person. Images without a lesions_model were not looked "
    "at by a network. Photographs on which neither a network looked nor a reader marked, or that "
    "cannot be graded, stand in not_marked: they are no images without lesions. "
    f"{RESEARCH_NOTICE}"
)

#: Categories behind those of lesions: what is none of them, and what nobody has named.
_OTHERS = {OTHER: "other", None: "not_named"}


def write_coco(
    path: Path,
    report: Report,
    lesions: Mapping[str, MarkedLesions],
    marks: Mapping[str, Sequence[Mark]],
    *,
    personal_data: bool,
) -> None:
    """Write the outlines of all lesions, and all marks, on the photographs of a report.

    Parameters
    ----------
    path
        The file; it is there whole or is what it was before.
    report
        Its photographs are the images; with their files where it has personal data.
    lesions
        What a network marked, by the photographs' hashes.
    marks
        What readers marked, by the photographs' hashes.
    personal_data
        Whether readers have their names, otherwise numbers, and what they wrote is told.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    images = [line for line in report.photographs if _is_marked(line) or line["sha256"] in marks]
    readers = _Readers(personal_data)
    annotations = (
        {"image_id": line["photograph_number"], **one}
        for line in images
        for one in _annotations(line, lesions, marks, readers)
    )
    content = {
        "info": {"description": _NOTE, "version": f"FundusViewer {__version__}"},
        "licenses": [],
        "images": [_image(line, marks) for line in images],
        "annotations": [{"id": number, **one} for number, one in enumerate(annotations, start=1)],
        "categories": _categories(),
        "not_marked": [
            {name: line[name] for name in ("photograph_number", "sha256", "decision")}
            for line in report.photographs
            if not _is_marked(line) and line["sha256"] not in marks
        ],
    }
    write_atomically(path, json.dumps(content).encode("ascii"))


class _Readers:
    """Names of readers, or numbers in their place."""

    def __init__(self, personal_data: bool) -> None:
        self.personal_data = personal_data
        self._numbers: dict[str, int] = {}

    def name(self, reader: str) -> str:
        number = self._numbers.setdefault(reader, len(self._numbers) + 1)
        return reader if self.personal_data else f"reader {number}"


def _is_marked(line: Mapping[str, Value]) -> bool:
    return line["lesions_model"] is not None


def _image(line: Mapping[str, Value], marks: Mapping[str, Sequence[Mark]]) -> dict[str, Any]:
    return {
        "id": line["photograph_number"],
        "file_name": line.get("file", line["sha256"]),
        "width": line["width"],
        "height": line["height"],
        "sha256": line["sha256"],
        "lesions_model": line["lesions_model"],
        "readers_marks": len(marks.get(str(line["sha256"]), ())),
    }


def _categories() -> list[dict[str, Any]]:
    lesions = [
        {"name": LESION_NAMES[kind], "abbreviation": kind, "supercategory": "lesion"}
        for kind in LESION_KINDS
    ]
    others = [{"name": name, "supercategory": "mark"} for name in _OTHERS.values()]
    return [{"id": number, **one} for number, one in enumerate((*lesions, *others), start=1)]


def _category(kind: str | None) -> int:
    """Return the number of a kind's category; one of a later version is none of these."""
    kinds = (*LESION_KINDS, *_OTHERS)
    return 1 + kinds.index(kind if kind in kinds else OTHER)


def _annotations(
    line: Mapping[str, Value],
    lesions: Mapping[str, MarkedLesions],
    marks: Mapping[str, Sequence[Mark]],
    readers: _Readers,
) -> Iterator[dict[str, Any]]:
    """Yield those of one photograph: the network's, then the readers'."""
    found = lesions.get(str(line["sha256"])) if _is_marked(line) else None
    if found is not None:
        for kind in LESION_KINDS:
            for outline in found.lesions.kinds[kind].outlines:
                yield {"category_id": _category(kind), "source": "network", **_shape(outline)}
    for mark in marks.get(str(line["sha256"]), ()):
        yield _mark_annotation(mark, readers)


def _mark_annotation(mark: Mark, readers: _Readers) -> dict[str, Any]:
    """Return a mark: a polygon where it encloses something, otherwise its points as keypoints."""
    said = {
        "category_id": _category(mark.kind),
        "source": "reader",
        "reader": readers.name(mark.by),
        "role": mark.role.value,
        "shape": mark.shape.value,
        "points": [list(point) for point in mark.points],
        "made_at": mark.made_at,
    }
    if readers.personal_data and mark.text:
        said["text"] = mark.text
    if mark.length is not None:
        said["length"] = asdict(mark.length)
    corners = corners_of(mark)
    return {**said, **(_shape(corners) if corners else _keypoints(mark.points))}


def _keypoints(points: Outline) -> dict[str, Any]:
    # 2: marked, and to be seen.
    return {
        "segmentation": [],
        "keypoints": [value for x, y in points for value in (x, y, 2)],
        "num_keypoints": len(points),
        "area": 0.0,
        "bbox": _frame(points),
        "iscrowd": 0,
    }


def _shape(outline: Outline) -> dict[str, Any]:
    around = zip(outline, (*outline[1:], outline[0]), strict=True)
    twice = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in around)
    return {
        "segmentation": [[value for point in outline for value in point]],
        "area": round(abs(twice) / 2, 1),
        "bbox": _frame(outline),
        "iscrowd": 0,
    }


def _frame(outline: Outline) -> list[float]:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return [min(xs), min(ys), round(max(xs) - min(xs), 1), round(max(ys) - min(ys), 1)]
