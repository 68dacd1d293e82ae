"""Outlines of lesions as COCO JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fundusviewer.reporting import Contents, Pages, format_of
from fundusviewer.screening import Row, name_pattern
from fundusviewer.screening.examination.finding import MarkedLesions
from tests.reporting.anatomy import FOUND
from tests.reporting.rows import METHOD, REFUSED, row
from tests.screening.marks import marked_lesions


def written(path: Path, *rows: Row, personal_data: bool = False) -> Any:
    def lesions(sha256s: object) -> dict[str, MarkedLesions]:
        return {sha256: marked_lesions() for sha256 in sha256s}  # type: ignore[attr-defined]

    contents = Contents(rows, METHOD, name_pattern(), personal_data=personal_data, lesions=lesions)
    format_of(path).write(path, contents, Pages())
    return json.loads(path.read_text("ascii"))


def test_images_annotations_and_categories(tmp_path: Path) -> None:
    coco = written(tmp_path / "a.json", row("a.jpg", width=400, height=300, **FOUND))
    (image,) = coco["images"]
    assert (image["id"], image["width"], image["height"]) == (1, 400, 300)
    names = {one["id"]: one["name"] for one in coco["categories"]}
    marked = [names[one["category_id"]] for one in coco["annotations"]]
    assert marked == ["microaneurysms", "microaneurysms", "hard_exudates"]
    square, _, triangle = coco["annotations"]
    assert square["segmentation"] == [[10.0, 20.0, 14.0, 20.0, 14.0, 24.0, 10.0, 24.0]]
    assert (square["area"], square["bbox"]) == (16.0, [10.0, 20.0, 4.0, 4.0])
    assert (triangle["area"], triangle["bbox"]) == (32.0, [200.0, 210.0, 8.0, 8.0])
    assert {one["image_id"] for one in coco["annotations"]} == {1}
    assert [one["id"] for one in coco["annotations"]] == [1, 2, 3]
    assert coco["not_marked"] == []
    assert "not by a person" in coco["info"]["description"]


def test_where_nobody_looked_is_no_image_without_lesions(tmp_path: Path) -> None:
    refused = row("b.jpg", sha256="b" * 64, **FOUND, **REFUSED)
    gone = row("c.jpg", sha256="c" * 64, problem="is gone", **FOUND)
    coco = written(tmp_path / "a.json", row("a.jpg"), refused, gone)
    assert coco["images"] == []
    assert coco["annotations"] == []
    assert sorted(one["sha256"] for one in coco["not_marked"]) == ["a" * 64, "b" * 64, "c" * 64]


def test_names_only_when_asked_for(tmp_path: Path) -> None:
    photograph = row("Ng_20260314_OD.jpg", **FOUND)
    without = written(tmp_path / "a.json", photograph)
    assert "Ng" not in json.dumps(without)
    assert without["images"][0]["file_name"] == "a" * 64
    with_it = written(tmp_path / "b.json", photograph, personal_data=True)
    assert with_it["images"][0]["file_name"] == "/day/Ng_20260314_OD.jpg"
