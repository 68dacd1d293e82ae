"""Lesions and marks as COCO JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fundusviewer.anatomy import Mark, MarkLength, Shape
from fundusviewer.grading import Role
from fundusviewer.reporting import Contents, Pages, format_of
from fundusviewer.screening import Row, name_pattern
from fundusviewer.screening.examination.finding import MarkedLesions
from tests.helpers.drawn import drawn
from tests.reporting.anatomy import FOUND
from tests.reporting.rows import METHOD, REFUSED, row
from tests.screening.marks import marked_lesions


def written(
    path: Path, *rows: Row, personal_data: bool = False, marks: tuple[Mark, ...] = ()
) -> Any:
    def lesions(sha256s: object) -> dict[str, MarkedLesions]:
        return {sha256: marked_lesions() for sha256 in sha256s}  # type: ignore[attr-defined]

    contents = Contents(
        rows,
        METHOD,
        name_pattern(),
        personal_data=personal_data,
        lesions=lesions,
        marks=lambda sha256s: dict.fromkeys(sha256s, marks),
    )
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


def test_marks_of_readers_stand_beside_the_networks_and_are_told_apart(tmp_path: Path) -> None:
    marks = (
        drawn(Shape.OUTLINE, kind="HE", by="Dr A", text="private words"),
        drawn(Shape.ELLIPSE, kind="other", by="Dr B", role=Role.SECOND),
        drawn(Shape.POINT, kind="MA", by="Dr A"),
        drawn(Shape.LENGTH, by="Dr A", length=MarkLength(1.5, "found")),
    )
    photograph = row("a.jpg", width=400, height=300, marks=4, **FOUND)
    coco = written(tmp_path / "a.json", photograph, marks=marks)
    names = {one["id"]: one["name"] for one in coco["categories"]}
    sources = [one["source"] for one in coco["annotations"]]
    assert sources == ["network"] * 3 + ["reader"] * 4
    assert coco["images"][0]["readers_marks"] == 4
    outline, ellipse, point, length = coco["annotations"][3:]
    assert [names[one["category_id"]] for one in (outline, ellipse, point, length)] == [
        "haemorrhages",
        "other",
        "microaneurysms",
        "not_named",
    ]
    # A program that knows COCO alone reads polygons and keypoints back.
    (corners,) = outline["segmentation"]
    assert list(zip(corners[::2], corners[1::2], strict=True)) == list(marks[0].points)
    assert (outline["area"], outline["bbox"]) == (24.0, [1.0, 1.0, 6.0, 4.0])
    assert ellipse["bbox"] == [2.0, 2.0, 4.0, 2.0]
    assert abs(ellipse["area"] - 3.14159 * 2 * 1) < 0.2
    assert (point["keypoints"], point["num_keypoints"]) == ([3.0, 4.0, 2], 1)
    assert length["length"] == {"disc_diameters": 1.5, "disc": "found", "micrometres": None}
    assert [one["reader"] for one in (outline, ellipse, point)] == [
        "reader 1",
        "reader 2",
        "reader 1",
    ]
    assert ellipse["role"] == "second"
    assert "Dr A" not in json.dumps(coco)
    assert "private words" not in json.dumps(coco)
    told = written(tmp_path / "b.json", photograph, marks=marks, personal_data=True)
    assert told["annotations"][3]["reader"] == "Dr A"
    assert told["annotations"][3]["text"] == "private words"


def test_a_reader_may_have_marked_what_no_network_has_looked_at(tmp_path: Path) -> None:
    """Then the image says so: without outlines of lesions it is none without lesions."""
    marked, other = row("a.jpg", marks=1), row("b.jpg", sha256="b" * 64)
    coco = written(tmp_path / "a.json", marked, other, marks=(drawn(by="Dr A"),))
    (image,) = coco["images"]
    assert (image["sha256"], image["lesions_model"]) == ("a" * 64, None)
    assert [one["source"] for one in coco["annotations"]] == ["reader"]
    assert [one["sha256"] for one in coco["not_marked"]] == ["b" * 64]
