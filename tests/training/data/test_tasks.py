"""Other tasks than grades: where their classes stand in files as they are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.config.plans import TaskKind, TaskPlan
from fundusviewer.training.data.tasks import plan_of, read_task


def labels(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("a.png", "b.png", "c.png", "d.png"):
        (folder / name).write_bytes(b"")
    file = folder / "labels.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    "text",
    [
        "file,class\na.png,normal\nb.png,Glaucoma\nc.png,glaucoma\nd.png,\n",
        "image;label\na;normal\nb;Glaucoma\nc;glaucoma\nd;\n",
        "id_code\tdiagnosis\na\tnormal\nb\tGlaucoma\nc\tglaucoma\nd\t\n",
        "Filename,Disease\r\na.png,normal\r\nb.png,Glaucoma\r\nc.png,GLAUCOMA\r\nd.png,\r\n",
    ],
)
def test_classes_are_found_in_columns_of_many_names(text: str, tmp_path: Path) -> None:
    task, photographs = read_task([labels(tmp_path / "set", text)], TaskPlan("classes"))
    assert [name.lower() for name in task.names] == ["glaucoma", "normal"]
    assert [photo.grade for photo in photographs] == [1, 0, 0, None]


def test_classes_are_found_in_folders(tmp_path: Path) -> None:
    for name in ("10", "9", "cataract"):
        (tmp_path / "set" / name).mkdir(parents=True)
        (tmp_path / "set" / name / "eye.jpg").write_bytes(b"")
    task, photographs = read_task([tmp_path / "set"], TaskPlan("classes"))
    assert task.names == ("9", "10", "cataract")
    assert sorted(photo.grade for photo in photographs if photo.grade is not None) == [0, 1, 2]


def test_given_classes_keep_their_order_and_refuse_others(tmp_path: Path) -> None:
    file = labels(tmp_path / "set", "file,class\na.png,normal\nb.png,cataract\n")
    task, photographs = read_task([file], TaskPlan("classes", ("Normal", "cataract", "glaucoma")))
    assert task.names == ("Normal", "cataract", "glaucoma")
    assert [photo.grade for photo in photographs] == [0, 1]
    with pytest.raises(LabelsError, match=r"the class 'cataract' .*; known are normal, glaucoma"):
        read_task([file], TaskPlan("classes", ("normal", "glaucoma")))


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("file,labels\na.png,amd; glaucoma\nb.png,glaucoma\nc.png,none of it|amd\nd.png,\n", ()),
        ("file,AMD,Glaucoma\na.png,1,1\nb.png,0,yes\nc.png,1.0,0\n", ("AMD", "Glaucoma")),
    ],
)
def test_several_labels_stand_in_one_column_or_in_their_own(
    text: str, classes: tuple[str, ...], tmp_path: Path
) -> None:
    task, found = read_task([labels(tmp_path / "set", text)], TaskPlan("labels", classes))
    assert [name.lower() for name in task.names][:2] == ["amd", "glaucoma"]
    assert [photo.labels[:2] for photo in found[:3]] == [(1, 1), (0, 1), (1, 0)]
    # Photographs with the same labels are dealt out together.
    assert len({photo.grade for photo in found[:3]}) == 3
    assert all(photo.grade is None and not photo.labels for photo in found[3:])


def test_a_label_that_is_neither_0_nor_1_is_named(tmp_path: Path) -> None:
    file = labels(tmp_path / "set", "file,amd,dme\na.png,1,0\nb.png,2,0\n")
    with pytest.raises(LabelsError, match=r"line 3: amd is '2'; 0 or 1 is allowed"):
        read_task([file], TaskPlan("labels", ("amd", "dme")))


def test_quality_and_referral_come_from_their_columns(tmp_path: Path) -> None:
    text = "file,grade,quality,grade_range\na.png,1,good,\nb.png,2,bad,\nc.png,,,2-4\nd.png,,,1-3\n"
    file = labels(tmp_path / "set", text)
    quality, photographs = read_task([file], TaskPlan("quality"))
    assert quality.names == ("good", "usable", "reject")
    assert [photo.grade for photo in photographs] == [0, 2, None, None]
    assert all(photo.is_gradable for photo in photographs[:2])
    _, photographs = read_task([file], TaskPlan("referable"))
    # Of 1-3 nobody knows; the one of bad quality is not learned from.
    assert [photo.grade for photo in photographs] == [0, 1, 1, None]
    assert [photo.is_gradable for photo in photographs] == [True, False, True, False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,foto\na.png,b\n", "none of them is known to hold the class"),
        ("class,x\nnormal,b\n", "the photograph's file is needed"),
        ("file,class\na.png,normal\nb.png,normal\n", "have 1 classes"),
        ("file,class\n,normal\n", "line 2: the column file is empty"),
    ],
)
def test_what_cannot_be_is_said(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match=message):
        read_task([labels(tmp_path / "set", text)], TaskPlan("classes"))


def test_a_column_is_chosen(tmp_path: Path) -> None:
    file = labels(tmp_path / "set", "foto,Befund\na.png,normal\nb.png,Katarakt\n", "cp1252")
    columns = {"file": "foto", "class": "Befund"}
    task, _ = read_task([file], TaskPlan("classes"), columns)
    assert task.names == ("Katarakt", "normal")
    with pytest.raises(LabelsError, match=r"--columns class=befund2: .* has the columns foto"):
        read_task([file], TaskPlan("classes"), {**columns, "class": "befund2"})


def test_a_file_tells_its_task_by_its_card() -> None:
    assert plan_of(("good", "usable", "reject"), several=False, grades=False).kind == "quality"
    assert plan_of(("not referable", "referable"), several=False, grades=False).kind == "referable"
    assert plan_of(("a", "b"), several=True, grades=False).kind == "labels"
    assert plan_of(("a", "b"), several=False, grades=False) == TaskPlan("classes", ("a", "b"))


@pytest.mark.parametrize("kind", ["classes", "diabetic_retinopathy"])
def test_the_folder_of_a_labels_file_is_taken_for_no_class(tmp_path: Path, kind: TaskKind) -> None:
    file = labels(tmp_path / "set", "file,class\nimages/a.png,normal\n")
    (tmp_path / "set" / "images").mkdir()
    (tmp_path / "set" / "images" / "a.png").write_bytes(b"")
    with pytest.raises(LabelsError, match=rf"; {file.name} lies in it: --data .*{file.name}$"):
        read_task([file.parent], TaskPlan(kind))
