from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.marking.labels.marked import (
    LabelsPlan,
    named_photographs,
    read_marked,
)
from tests.training.marking.sets import write_labels


def test_a_column_says_that_a_kind_was_looked_for(tmp_path: Path) -> None:
    labels = write_labels(
        tmp_path / "clinic",
        "file,patient,grade,MA,hemorrhages,Cotton-wool spots,other",
        "a.png,p,2,,h.png,1,2,3".replace("1,2,3", '"1,2,3"'),
        "b.png,q,3,,,,x",
    )
    first, second = read_marked([labels], "lesions").photographs
    assert first.masks == {"MA": "", "HE": "h.png", "SE": "1,2,3"}
    assert first.drawn == ("HE", "SE")
    assert (first.photo.patient, first.photo.grade) == ("p", 2)
    assert second.masks == {"MA": "", "HE": "", "SE": ""}
    assert not second.drawn


def test_less_can_have_been_looked_for(tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "clinic", "file,MA,EX", "a.png,m.png,", "b.png,,e.png")
    plan = LabelsPlan(looked_for={"clinic": ("EX",)})
    assert [one.masks for one in read_marked([labels], "lesions", plan).photographs] == [
        {"EX": ""},
        {"EX": "e.png"},
    ]
    plan = LabelsPlan(looked_for={"clinic": ("SE",)})
    with pytest.raises(LabelsError, match=r"no column for SE \(cotton-wool spots\), which"):
        read_marked([labels], "lesions", plan)


def test_an_empty_cell_can_mean_that_nobody_looked(tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "roc", "file,microaneurysms", 'a.png,"3,4,5"', "b.png,")
    found = read_marked([labels], "lesions", LabelsPlan(unknown_where_empty=frozenset({"roc"})))
    assert [one.photo.file for one in found.photographs] == ["a.png"]
    assert found.left_aside == {"roc": 1}


def test_grade_0_has_no_lesion_and_other_grades_teach_nothing(tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "graded", "file,level", "a.png,0", "b.png,2", "c.png,")
    found = read_marked([labels], "lesions")
    (one,) = found.photographs
    assert one.masks == {"MA": "", "HE": "", "EX": "", "SE": ""}
    assert found.left_aside == {"graded": 2}


def test_points_in_pixels_of_the_original(tmp_path: Path) -> None:
    labels = write_labels(
        tmp_path / "clinic",
        "file,width,od_x,od_y,fovea_x,fovea_y,disc_diameter",
        "a.png,192,20,30.5,100,40,16",
        "b.png,192,,,100,40,",
        "c.png,192,,,,,",
    )
    found = read_marked([labels], "landmarks")
    first, second = found.photographs
    assert (first.disc, first.fovea, first.disc_diameter) == ((20, 30.5), (100, 40), 16)
    assert (second.disc, second.fovea, second.width) == (None, (100, 40), 192)
    assert found.left_aside == {"clinic": 1}


def test_photographs_of_another_set(tmp_path: Path) -> None:
    write_labels(tmp_path / "graded", "file,grade", "images/a.png,0")
    marks = tmp_path / "marks"
    marks.mkdir()
    labels = marks / "labels.csv"
    labels.write_text("file,od_x,od_y\nimages/a.png,10,10\nimages/gone.png,1,1\n", "utf-8")
    plan = LabelsPlan(folders={"marks": tmp_path / "graded"})
    found = read_marked([labels], "landmarks", plan)
    (one,) = found.photographs
    assert one.photo.path == tmp_path / "graded" / "images" / "a.png"
    assert found.left_aside == {"marks": 1}
    with pytest.raises(LabelsError, match="2 of 2 photographs are missing"):
        read_marked([labels], "landmarks")


def test_a_column_by_any_name(tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "clinic", "bild,papille", "a.png,m.png")
    plan = LabelsPlan(columns={"file": "bild", "OD": "Papille"})
    (one,) = read_marked([labels], "landmarks", plan).photographs
    assert one.masks == {"OD": "m.png"}
    assert [photo.file for photo in named_photographs(labels, {"file": "bild"})] == ["a.png"]


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        ("file,note", "a.png,x", r"has the columns file, note; to learn landmarks, disc_x"),
        ("file,od_x,od_y", "a.png,5,", r"csv, line 2: disc has one of x and y"),
        ("file,od_x,od_y", "a.png,left,5", r"line 2: disc_x 'left' is no number of pixels"),
        ("file,od_x,od_y,width", "a.png,5,5,0", r"line 2: width '0' is no number of pixels"),
        ("file,od_x,disc_x,od_y", "a.png,5,5,5", r"'od_x' and 'disc_x' both mean disc_x"),
        ("file,od_x,od_y", "a.png,,", r"none of 1 photographs has a marked place"),
        ("name,od_x,od_y", "a.png,5,5", r"file is needed"),
    ],
)
def test_labels_that_cannot_be_used_are_told(
    tmp_path: Path, header: str, row: str, message: str
) -> None:
    labels = write_labels(tmp_path / "clinic", header, row)
    with pytest.raises(LabelsError, match=message):
        read_marked([labels], "landmarks")


def test_a_set_that_is_not_there_is_told(tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "clinic", "file,EX", "a.png,")
    with pytest.raises(LabelsError, match="set 'klinik' is not among the label files: clinic"):
        read_marked([labels], "lesions", LabelsPlan(looked_for={"klinik": ("EX",)}))
